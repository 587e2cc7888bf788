"""The operator's learning rate, over the one that the script sets."""

from __future__ import annotations

from typing import Any, Dict, Optional, Tuple


def script_rate(optimizer: Any) -> Optional[float]:
    """The first group's rate as the script has it; None for an optimizer without one."""
    rate = optimizer.param_groups[0].get("lr") if optimizer.param_groups else None
    try:
        return None if rate is None else float(rate)
    except (TypeError, ValueError):
        return None


class Rates:
    """The operator's learning rate of one optimizer.

    The script's rates stay in the parameter groups, and it reads and writes its own there; only while a step is computed
    the groups have those rates times the operator's factor. So every kind of schedule keeps a change, and all groups
    change in proportion.
    """

    def __init__(self) -> None:
        #: The rate that the operator set, and the script's rate of the first group in the first step under it, which is
        #: None until then: a schedule may move on in between, and the step is to have the operator's rate.
        self._change: Optional[Tuple[float, Optional[float]]] = None
        #: By group: the group, its rate of the script, what it is replaced by, and of a tensor its former value.
        self._replaced: Dict[int, Tuple[Any, Any, Any, Any]] = {}

    def rate(self, optimizer: Any) -> Optional[float]:
        """The first group's rate that the next step is computed with."""
        rate = script_rate(optimizer)
        return rate if rate is None else self._changed(rate)

    def change(self, optimizer: Any, rate: float) -> None:
        """Sets the first group's rate, from the next step on, and the others' in proportion."""
        self._change = None if rate == script_rate(optimizer) else (float(rate), None)

    def _changed(self, rate: float) -> float:
        if self._change is None:
            return rate
        changed, script = self._change
        # Where the script's rate is as it was, the rate is the operator's to the last bit.
        return changed if not script or rate == script else rate * (changed / script)

    def apply(self, optimizer: Any) -> None:
        """Gives the groups the rates that a step is to be computed with."""
        if self._change is None:
            return
        if not self._change[1]:
            # A script's rate of 0 has no proportion to the change: the next one that is more will have.
            self._change = (self._change[0], script_rate(optimizer))
        for group in optimizer.param_groups:
            rate = group.get("lr")
            if rate is None or id(rate) in self._replaced:
                continue
            if hasattr(rate, "fill_"):
                # A rate that is a tensor may be part of a compiled step, and of several groups: it stays the same one.
                self._replaced[id(rate)] = (group, rate, rate, rate.clone())
                rate.fill_(self._changed(float(rate)))
            else:
                group["lr"] = self._changed(rate)
                self._replaced[id(group)] = (group, rate, group["lr"], None)

    def restore(self) -> None:
        """Gives the groups the script's own rates back, unless the step itself set others."""
        for group, rate, replacement, former in self._replaced.values():
            if former is not None:
                rate.copy_(former)
            elif group["lr"] is replacement:
                group["lr"] = rate
        self._replaced.clear()
