"""The line format, one JSON object per line: see Sources/Telemetry/Telemetry.docc/LineFormat.md."""

from __future__ import annotations

import json
import math
from typing import Any, Dict, List, Mapping, NamedTuple, Optional, Sequence, Tuple

from .settings import shortest


class StepRecord(NamedTuple):
    """The numbers of one step and the settings it ran under; unknown ones are None. LineFormat.md describes each member."""

    step: int
    time: float
    epoch: Optional[int]
    batch: Optional[int]
    loss: Optional[float]
    grad_norm: Optional[float]
    clipped_norm: Optional[float]
    clip_coefficient: Optional[float]
    max_norm: Optional[float]
    clip: Optional[str]
    lr: Optional[float]
    #: Other numbers by name.
    extras: Optional[Mapping[str, float]]
    #: Gradient norms before clipping, by layer.
    layers: Optional[Mapping[str, float]]
    #: The alarms of the numbers; None derives them from loss and grad_norm.
    alarms: Optional[Sequence[Mapping[str, str]]]

    @property
    def is_non_finite(self) -> bool:
        """True if loss or gradient norm is NaN or infinite."""
        return not (math.isfinite(self.loss or 0) and math.isfinite(self.grad_norm or 0))


def text(value: str) -> str:
    """A text as JSON in ASCII, so that a terminal shows it safely; half of a surrogate pair becomes "?"."""
    return json.dumps(value.encode("utf-8", "replace").decode("utf-8"))


def json_value(item: Any) -> str:
    """A member of an event as JSON; omits members of objects that are None."""
    if isinstance(item, str):
        return text(item)
    if item is True or item is False:
        return "true" if item else "false"
    if isinstance(item, int):
        return str(item)
    if isinstance(item, Mapping):
        members = [f"{text(str(name))}:{json_value(member)}" for name, member in item.items() if member is not None]
        return "{" + ",".join(members) + "}"
    if isinstance(item, (list, tuple)):
        return "[" + ",".join([json_value(element) for element in item]) + "]"
    number = float(item)
    return shortest(number) if math.isfinite(number) else f'"{shortest(number)}"'


def event_line(event: Mapping[str, Any]) -> str:
    """An event other than a step as a line."""
    return json_value(event) + "\n"


def derived_alarms(loss: Optional[float], norm: Optional[float]) -> List[Dict[str, str]]:
    """The alarms that follow from a loss and a gradient norm alone, without the parameter at fault."""
    alarms = []
    for value, name in ((loss, "loss"), (norm, "norm")):
        if value is not None and not math.isfinite(value):
            alarms.append({"kind": f"{name}_nan" if math.isnan(value) else f"{name}_infinite"})
    if norm == 0:
        alarms.append({"kind": "norm_zero"})
    return alarms


_USUAL_STEP = (
    '{"event":"step","step":%d,"time":%.6f,"loss":%r,"grad_norm":%r,"clipped_norm":%r,"clip_coefficient":%r,'
    '"max_norm":%r,"clip":"%s","lr":%r'
)


_PLAIN = frozenset((float, int))


def _holds_non_finite(line: str) -> bool:
    return ":nan" in line or ":inf" in line or ":-inf" in line


class StepEncoder:
    """Encodes step records as lines, each in one or two formatting operations.

    Nearly all steps of a run have the same members with the same types, so the text between the numbers is built once.
    """

    #: Most templates kept, so that a program that logs ever new names does not fill the memory.
    _LIMIT = 256

    def __init__(self) -> None:
        self._templates: Dict[Tuple[type, ...], str] = {}
        self._number_templates: Dict[Tuple[str, ...], str] = {}

    def line(self, record: Tuple[Any, ...]) -> str:
        """A step record, a tuple of the members of ``StepRecord`` in their order, as a line."""
        step, time, epoch, batch, loss, norm, clipped, coefficient, max_norm, clip, lr, extras, layers, alarms = record
        if coefficient is None or loss is None or lr is None:
            return self._line(record)
        try:
            # The usual step, in half the time. If a number is not finite, neither is the sum.
            total = loss + norm + clipped + coefficient + max_norm + lr
            if total - total == 0.0 and type(total) is float and norm and epoch is None and not alarms and not layers:
                line = _USUAL_STEP % (step, time, loss, norm, clipped, coefficient, max_norm, clip, lr)
                if not extras:
                    return line + "}\n"
                line += "," + self._numbers(extras)
                if not _holds_non_finite(line):
                    return line + "}\n"
        except TypeError:
            pass
        return self._line(record)

    def _line(self, record: Tuple[Any, ...]) -> str:
        types = tuple(map(type, record[:11]))
        template = self._templates.get(types)
        if template is None:
            template, record = self._template(types, record)
        loss, norm, extras, layers, alarms = record[4], record[5], record[11], record[12], record[13]
        line = template % record[:11]
        if extras:
            line += "," + self._numbers(extras)
        if layers:
            line += ',"layers":{' + self._numbers(layers) + "}"
        if _holds_non_finite(line):
            # Names in the line contain no colons (see _name), so a colon precedes a value.
            line = line.replace(":nan", ':"NaN"').replace(":inf", ':"Infinity"').replace(":-inf", ':"-Infinity"')
            alarms = derived_alarms(loss, norm) if alarms is None else alarms
        elif norm == 0 and alarms is None:
            alarms = derived_alarms(loss, norm)
        if alarms:
            line += ',"alarms":' + json_value(alarms)
        return line + "}\n"

    def _template(self, types: Tuple[type, ...], record: Tuple[Any, ...]) -> Tuple[str, Tuple[Any, ...]]:
        """The template for members of these types, and the record with its numbers converted to Python's."""
        known = (float, int, str, type(None))
        if any(kind not in known for kind in types):
            plain = tuple([item if type(item) in known else float(item) for item in record[:11]])
            return self._template(tuple(map(type, plain)), plain + record[11:])
        members = []
        for name, kind in zip(StepRecord._fields, types):
            if kind is type(None):
                members.append("%.0s")
            else:
                form = "%.6f" if name == "time" else '"%s"' if name == "clip" else "%r"
                members.append(f',"{name}":{form}')
        template = '{"event":"step"' + "".join(members)
        if len(self._templates) < self._LIMIT:
            self._templates[types] = template
        return template, record

    def _numbers(self, numbers: Mapping[str, float]) -> str:
        """Named numbers as members of an object."""
        names = tuple(numbers)
        template = self._number_templates.get(names)
        if template is None:
            template = ",".join([_name(name).replace("%", "%%") + ":%r" for name in names])
            if len(self._number_templates) < self._LIMIT:
                self._number_templates[names] = template
        values = tuple(numbers.values())
        if not _PLAIN.issuperset(map(type, values)):
            values = tuple(map(float, values))
        return template % values


def _name(name: str) -> str:
    """A member's name as JSON without a colon in it."""
    return text(str(name)).replace(":", "\\u003a")
