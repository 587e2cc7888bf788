"""What was measured of the gradients of one step, and done to them."""

from __future__ import annotations

import math
from typing import Any, Dict, List, Optional

import torch


def number(value: Any) -> Optional[float]:
    """A tensor of one element as a float, None as None.

    None too for a tensor that is spread over ranks: to read it all of them would have to.
    """
    if value is None or type(value) is float:
        return value
    if hasattr(value, "placements"):
        is_whole = all(placement.is_replicate() for placement in value.placements)
        return value.to_local().item() if is_whole else None
    return value.item() if hasattr(value, "item") else float(value)


def is_plain(tensor: Any) -> bool:
    """True for a tensor of torch's own kind, none that is spread over ranks."""
    return not hasattr(tensor, "placements")


class ClipReport:
    """The norms of gradients and the clipping they got, from one call of a clip function or from measuring alone."""

    __slots__ = ("kind", "max_norm", "norm", "left", "parameters", "norms", "alarm", "then")

    def __init__(self, kind: str, max_norm: float, norm: Any, parameters: List[Any]) -> None:
        #: "norm", "value" or "none": what was done.
        self.kind = kind
        #: The threshold in force; under "none" kept and not used.
        self.max_norm = max_norm
        #: The total norm before clipping, a tensor of one element as torch returned it; None where it is not known.
        self.norm: Any = norm
        #: The norm that was left, where it does not follow from the others: after clipping by value, or in several calls.
        self.left: Any = None
        #: The parameters whose gradients were measured.
        self.parameters = parameters
        #: The norm of each of those gradients, a tensor of one dimension, on steps that look closer.
        self.norms: Any = None
        #: The alarm of a norm that is not finite, with the parameter at fault.
        self.alarm: Optional[Dict[str, Any]] = None
        #: A later call that clipped the same gradients once more.
        self.then: Optional["ClipReport"] = None

    @property
    def coefficient(self) -> Optional[float]:
        """What norm clipping multiplied every gradient by; None under other kinds and where that differed."""
        norm = number(self.norm)
        if self.kind != "norm" or self.left is not None or self.then is not None or norm is None:
            return None
        # As torch does it; a norm of NaN makes every gradient NaN.
        coefficient = self.max_norm / (norm + 1e-6)
        return 1.0 if coefficient > 1 else coefficient

    def clipped_norm(self) -> Optional[float]:
        """The total norm after clipping."""
        if self.then is not None:
            return self.then.clipped_norm()
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
        """This report and that of a later call in the same step, as one."""
        mine = {id(parameter) for parameter in self.parameters}
        if any(id(parameter) in mine for parameter in other.parameters):
            last = self
            while last.then is not None:
                last = last.then
            last.then = other
            return self
        norm = math.hypot(number(self.norm) or 0.0, number(other.norm) or 0.0)
        both = ClipReport(self.kind, self.max_norm, norm, self.parameters + other.parameters)
        both.left = math.hypot(self.clipped_norm() or 0.0, other.clipped_norm() or 0.0)
        both.alarm = self.alarm or other.alarm
        if self.norms is not None and other.norms is not None:
            both.norms = torch.cat([self.norms, other.norms.to(self.norms)])
        return both
