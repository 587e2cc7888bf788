"""The live settings that have the same meaning in every run."""

from __future__ import annotations

import math
from typing import Any, Callable, Optional

from .settings import CLIP_CHOICES, Setting

#: The threshold of a run without one; not used until the operator turns clipping on.
USUAL_MAX_NORM = 1.0

#: The most steps per second that ``pace`` accepts.
FASTEST_PACE = 1_000_000

_Get = Optional[Callable[[], Any]]
_Set = Optional[Callable[[Any], Any]]


def max_norm_setting(value: Optional[float] = None, get: _Get = None, set: _Set = None) -> Setting:
    """The threshold of norm and of value clipping; an infinite one never binds."""
    return Setting(
        "max_norm", value, get=get, set=set, minimum=0,
        help="Threshold of the gradient norm, or of each element under clip value.",
    )


def clip_setting(value: Optional[str] = None, get: _Get = None, set: _Set = None) -> Setting:
    """The kind of clipping."""
    return Setting(
        "clip", value, get=get, set=set, choices=CLIP_CHOICES,
        help="Scale the gradients to max_norm, clamp each element to it, or only measure.",
    )


def lr_setting(get: Callable[[], Any], set: Callable[[Any], Any]) -> Setting:
    """The learning rate of the optimizer's first group."""
    return Setting(
        "lr", get=get, set=set, minimum=0, below=math.inf,
        help="Learning rate of the first group; the others change in proportion, and schedules keep the change.",
    )


def pace_setting(get: Callable[[], Any], set: Callable[[Any], Any]) -> Setting:
    """The most steps per second."""
    return Setting(
        "pace", get=get, set=set, minimum=0, maximum=FASTEST_PACE, help="Most steps per second; 0 means no limit."
    )
