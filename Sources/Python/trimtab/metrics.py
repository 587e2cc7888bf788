"""Declarations of a run's own metrics: their titles, units and scales."""

from __future__ import annotations

from typing import Dict, List, Mapping, Optional

#: The scales: a linear axis, powers of ten, or from 0 to 1, shown as a percentage.
SCALES = ("linear", "log", "share")

_MEMBERS = ("title", "unit", "scale")


def declared(metrics: Optional[Mapping[str, Mapping[str, str]]]) -> List[Dict[str, str]]:
    """The metrics as the run's first line declares them.

    :param metrics: by the names they are logged under, each with any of ``title``, ``unit`` and ``scale``.
    :raises ValueError: for any other member or an invalid value.
    """
    lines: List[Dict[str, str]] = []
    for name, members in (metrics or {}).items():
        if not isinstance(members, Mapping):
            raise ValueError(f"trimtab.start: metrics[{name!r}] must be a dict of title, unit and scale (got {members!r})")
        for member, value in members.items():
            if member not in _MEMBERS:
                raise ValueError(f"trimtab.start: metrics[{name!r}] has title, unit and scale (got {member!r})")
            if not isinstance(value, str):
                raise ValueError(f"trimtab.start: {member} of metrics[{name!r}] must be a text (got {value!r})")
        scale = members.get("scale")
        if scale is not None and scale not in SCALES:
            raise ValueError(f"trimtab.start: scale of metrics[{name!r}] must be one of {', '.join(SCALES)} (got {scale!r})")
        lines.append({"name": str(name), **members})
    return lines
