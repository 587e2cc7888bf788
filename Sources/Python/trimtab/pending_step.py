"""A computed step before it is emitted."""

from __future__ import annotations

from typing import Any, Mapping, Optional


class PendingStep:
    """A computed step that is not emitted yet, with numbers still on their way from the device."""

    __slots__ = ("time", "epoch", "batch", "lr", "extras", "clipped", "norm_alarm", "scalars")

    def __init__(
        self, time: float, epoch: Optional[int], batch: Optional[int], lr: Optional[float], extras: Mapping[str, Any]
    ) -> None:
        self.time, self.epoch, self.batch, self.lr, self.extras = time, epoch, batch, lr, extras
        self.clipped: Any = None
        self.norm_alarm: Any = None
        self.scalars: Any = None


def all_floats(values: Mapping[str, Any]) -> bool:
    """True if all values are Python floats, so that none has to be read from a tensor."""
    for value in values.values():
        if type(value) is not float:
            return False
    return True
