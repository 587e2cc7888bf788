"""The operator's learning rate, which overrides the script's."""

from __future__ import annotations

from typing import Any, Dict, Optional, Tuple


def script_rate(optimizer: Any) -> Optional[float]:
    """The first group's rate in the script; None for an optimizer without one."""
    rate = optimizer.param_groups[0].get("lr") if optimizer.param_groups else None
    try:
        return None if rate is None else float(rate)
    except (TypeError, ValueError):
        return None


class Rates:
    """The operator's learning rate of one optimizer.

    The parameter groups hold the script's own rates, which it reads and writes there; only while a step is computed are they
    multiplied by the operator's factor. So any schedule keeps the change, and all groups change in proportion.
    """

    def __init__(self) -> None:
        #: The rate that the operator set, and the first group's rate in the script at the next step, which must use the
        #: operator's rate; None until then, as a schedule may change it before.
        self._change: Optional[Tuple[float, Optional[float]]] = None
        #: By group: the group, the script's rate, its replacement, and the former value of a rate that is a tensor.
        self._replaced: Dict[int, Tuple[Any, Any, Any, Any]] = {}

    def rate(self, optimizer: Any) -> Optional[float]:
        """The first group's rate in the next step."""
        rate = script_rate(optimizer)
        return rate if rate is None else self._changed(rate)

    def change(self, optimizer: Any, rate: float) -> None:
        """Sets the first group's rate from the next step on, and the others' in proportion."""
        self._change = None if rate == script_rate(optimizer) else (float(rate), None)

    def _changed(self, rate: float) -> float:
        if self._change is None:
            return rate
        changed, script = self._change
        # While the script's rate is unchanged, the rate is exactly the operator's.
        return changed if not script or rate == script else rate * (changed / script)

    def apply(self, optimizer: Any) -> None:
        """Sets the groups' rates for a step."""
        if self._change is None:
            return
        if not self._change[1]:
            # A factor cannot be derived from a rate of 0, so the script's next rate above 0 is used.
            self._change = (self._change[0], script_rate(optimizer))
        for group in optimizer.param_groups:
            rate = group.get("lr")
            if rate is None or id(rate) in self._replaced:
                continue
            if hasattr(rate, "fill_"):
                # A tensor may be part of a compiled step and of several groups, so it is changed in place.
                self._replaced[id(rate)] = (group, rate, rate, rate.clone())
                rate.fill_(self._changed(float(rate)))
            else:
                group["lr"] = self._changed(rate)
                self._replaced[id(group)] = (group, rate, group["lr"], None)

    def restore(self) -> None:
        """Restores the script's own rates, unless the step itself set others."""
        for group, rate, replacement, former in self._replaced.values():
            if former is not None:
                rate.copy_(former)
            elif group["lr"] is replacement:
                group["lr"] = rate
        self._replaced.clear()
