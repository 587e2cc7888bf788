"""The options for unmodified scripts: variables that ``trimtab run`` sets from its command line."""

from __future__ import annotations

import os
from typing import Callable, Mapping, NamedTuple, Optional, TypeVar

from .environment import report
from .settings import CLIP_CHOICES

#: The policies for a step whose loss or gradient norm is NaN or infinite.
NON_FINITE_CHOICES = ("continue", "skip", "pause")
#: The default interval, in steps, at which the norms of layers are measured.
INSPECT_EVERY = 10

_Value = TypeVar("_Value")


class Options(NamedTuple):
    """The options for unmodified scripts; None leaves a value to the script or the default."""

    #: TRIMTAB_OPTIMIZER: the class or variable of the run's optimizer; default: the first to step.
    optimizer: Optional[str]
    #: TRIMTAB_MAX_NORM: the threshold from the first step on.
    max_norm: Optional[float]
    #: TRIMTAB_CLIP: the kind of clipping from the first step on.
    clip: Optional[str]
    #: TRIMTAB_NON_FINITE: the policy for steps that are not finite.
    non_finite: str
    #: TRIMTAB_SNAPSHOTS, in bytes: host memory for snapshots, 0 for none; default: a tenth of free memory, if it holds two.
    snapshots: Optional[int]
    #: TRIMTAB_INSPECT_EVERY: the interval, in steps, at which the norms of layers are measured, 0 for never.
    inspect_every: Optional[int]

    def without_changes(self) -> "Options":
        """The options for a run that is only watched."""
        return self._replace(max_norm=None, clip=None, non_finite="continue", snapshots=0)

    @classmethod
    def read(cls, variables: Mapping[str, str] = os.environ) -> "Options":
        """Reads the options; invalid ones are reported and ignored."""

        def option(name: str, wanted: str, convert: Callable[[str], _Value]) -> Optional[_Value]:
            text = variables.get(name)
            if not text:
                return None
            try:
                return convert(text)
            except ValueError:
                report(f"{name}={text}: ignored, it must be {wanted}")
                return None

        megabytes = option("TRIMTAB_SNAPSHOTS", "a number of megabytes, 0 for none", _not_negative)
        return cls(
            optimizer=variables.get("TRIMTAB_OPTIMIZER") or None,
            max_norm=option("TRIMTAB_MAX_NORM", "a number that is not negative", _not_negative),
            clip=option("TRIMTAB_CLIP", _one_of(CLIP_CHOICES), _word(CLIP_CHOICES)),
            non_finite=option("TRIMTAB_NON_FINITE", _one_of(NON_FINITE_CHOICES), _word(NON_FINITE_CHOICES)) or "continue",
            snapshots=None if megabytes is None else int(min(megabytes, 1e9) * 1e6),
            inspect_every=option("TRIMTAB_INSPECT_EVERY", "a whole number of steps, 0 or off for never", _interval),
        )


def _not_negative(text: str) -> float:
    number = float(text)
    if not number >= 0:
        raise ValueError
    return number


def _interval(text: str) -> int:
    steps = 0 if text.lower() == "off" else int(text)
    if steps < 0:
        raise ValueError
    return steps


def _word(choices: tuple) -> Callable[[str], str]:
    def convert(text: str) -> str:
        if text not in choices:
            raise ValueError
        return text

    return convert


def _one_of(choices: tuple) -> str:
    return f"one of {', '.join(choices)}"
