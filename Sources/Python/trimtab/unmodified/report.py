"""The measured gradients of one step, and their clipping."""

from __future__ import annotations

import copy
import math
from typing import Any, Dict, Iterator, List, Optional, Tuple

import torch


def number(value: Any) -> Optional[float]:
    """A tensor of one element as a float, None as None.

    Also None for a tensor that is distributed over ranks, which only all of them together could read.
    """
    if value is None or type(value) is float:
        return value
    if hasattr(value, "placements"):
        is_whole = all(placement.is_replicate() for placement in value.placements)
        return value.to_local().item() if is_whole else None
    return value.item() if hasattr(value, "item") else float(value)


def is_plain(tensor: Any) -> bool:
    """True for an ordinary tensor, which is not distributed over ranks."""
    return not hasattr(tensor, "placements")


class ClipReport:
    """The norms and the clipping of gradients, from one call of a clip function or from measuring alone."""

    __slots__ = ("kind", "max_norm", "norm", "left", "parameters", "norms", "alarm", "parts", "then")

    def __init__(self, kind: str, max_norm: float, norm: Any, parameters: List[Any]) -> None:
        #: The kind of clipping: "norm", "value" or "none".
        self.kind = kind
        #: The threshold in force; not used under "none".
        self.max_norm = max_norm
        #: The norm before clipping, a tensor of one element as returned by torch; None if unknown, and in a report with parts.
        self.norm: Any = norm
        #: The norm after clipping, if it does not follow from the others: under "value".
        self.left: Any = None
        #: The parameters whose gradients were measured.
        self.parameters = parameters
        #: The norm of each gradient, a tensor of one dimension; None unless the step measures layers.
        self.norms: Any = None
        #: The alarm if the norm is not finite, with the parameter at fault.
        self.alarm: Optional[Dict[str, Any]] = None
        #: Two calls that clipped different gradients of one step.
        self.parts: Optional[Tuple["ClipReport", "ClipReport"]] = None
        #: The last of later calls that clipped the same gradients once more.
        self.then: Optional["ClipReport"] = None

    def calls(self) -> Iterator["ClipReport"]:
        """The reports of single calls that this one consists of, whose norms may be on a device."""
        for part in self.parts or ():
            yield from part.calls()
        if self.parts is None:
            yield self
        if self.then is not None:
            yield from self.then.calls()

    def total_norm(self) -> Optional[float]:
        """The total norm before clipping."""
        if self.parts is None:
            return number(self.norm)
        return math.hypot(*(part.total_norm() or 0.0 for part in self.parts))

    @property
    def coefficient(self) -> Optional[float]:
        """The factor of norm clipping; None under other kinds, and if it differs between gradients."""
        norm = number(self.norm)
        if self.kind != "norm" or self.left is not None or self.then is not None or norm is None:
            return None
        # As in torch; a norm of NaN makes every gradient NaN.
        coefficient = self.max_norm / (norm + 1e-6)
        return 1.0 if coefficient > 1 else coefficient

    def clipped_norm(self) -> Optional[float]:
        """The total norm after clipping."""
        if self.then is not None:
            return self.then.clipped_norm()
        if self.parts is not None:
            return math.hypot(*(part.clipped_norm() or 0.0 for part in self.parts))
        norm = number(self.norm)
        if norm is None or self.kind == "none":
            return norm
        coefficient = self.coefficient
        if coefficient is None:
            return number(self.left)
        if math.isinf(norm):
            # Finite gradients whose norm overflows become 0; an infinite one times 0 is NaN.
            overflows = self.alarm is not None and self.alarm["kind"] == "norm_overflow"
            return 0.0 if overflows and coefficient == 0 else math.nan
        return norm * coefficient

    def add(self, other: "ClipReport") -> "ClipReport":
        """Combines this report with that of a later call in the same step."""
        mine = {id(parameter) for parameter in self.parameters}
        if any(id(parameter) in mine for parameter in other.parameters):
            # A new report: this one may be that of another optimizer's step, which has not been read yet.
            both = copy.copy(self)
            both.then = other
            return both
        both = ClipReport(self.kind, self.max_norm, None, self.parameters + other.parameters)
        both.parts = (self, other)
        both.alarm = self.alarm or other.alarm
        if self.norms is not None and other.norms is not None:
            both.norms = torch.cat([self.norms, other.norms.to(self.norms)])
        return both
