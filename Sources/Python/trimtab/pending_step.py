"""A step between its computation and its event."""

from __future__ import annotations

from typing import Any, Mapping, Optional


class PendingStep:
    """A step that was computed and is not emitted yet: what is known of it, and the numbers that are on their way."""

    __slots__ = ("time", "epoch", "batch", "lr", "extras", "clipped", "norm_alarm", "scalars")

    def __init__(
        self, time: float, epoch: Optional[int], batch: Optional[int], lr: Optional[float], extras: Mapping[str, Any]
    ) -> None:
        self.time, self.epoch, self.batch, self.lr, self.extras = time, epoch, batch, lr, extras
        self.clipped: Any = None
        self.norm_alarm: Any = None
        self.scalars: Any = None


def all_floats(values: Mapping[str, Any]) -> bool:
    """True when nothing has to be read from anywhere."""
    for value in values.values():
        if type(value) is not float:
            return False
    return True
