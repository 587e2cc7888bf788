"""The operator's settings of a script's run, and the script's own."""

from __future__ import annotations

from typing import TYPE_CHECKING, List, Optional, Tuple

from ..settings import Setting
from ..standard_settings import USUAL_MAX_NORM, clip_setting, lr_setting, max_norm_setting
from ..options import NON_FINITE_CHOICES, Options

if TYPE_CHECKING:
    from .watch import Watch


class Controls:
    """The operator's clipping, or else the script's, and the non-finite policy."""

    def __init__(self, options: Options) -> None:
        #: The operator's threshold and kind; None leaves them to the script.
        self.max_norm = options.max_norm
        self.clip = options.clip
        #: The policy for a step that is not finite; "continue" leaves it to the script.
        self.non_finite = options.non_finite
        #: The script's threshold and kind, as last seen. A script that never clips has the default threshold of 1.
        self.script_max_norm = USUAL_MAX_NORM
        self.script_clip = "none"

    def clipping(self, kind: str, max_norm: Optional[float]) -> Tuple[str, float]:
        """Kind and threshold in force, given the script's own.

        :param max_norm: None if the script does not clip.
        """
        self.script_clip = kind
        if max_norm is not None:
            self.script_max_norm = max_norm
        return (
            self.clip or self.script_clip,
            self.script_max_norm if self.max_norm is None else self.max_norm,
        )

    def settings(self, watch: "Watch") -> List[Setting]:
        """The live settings of a run; the learning rate is that of the run's current optimizer."""
        settings = [
            max_norm_setting(
                get=lambda: self.script_max_norm if self.max_norm is None else self.max_norm,
                set=lambda value: setattr(self, "max_norm", value),
            ),
            clip_setting(
                get=lambda: self.clip or self.script_clip,
                set=lambda value: setattr(self, "clip", value),
            ),
            Setting(
                "non_finite",
                get=lambda: self.non_finite,
                set=lambda value: setattr(self, "non_finite", value),
                choices=NON_FINITE_CHOICES,
                help="What is done with a step whose loss or gradient norm is not finite.",
            ),
        ]
        if _rate(watch) is not None:
            settings.insert(
                1,
                lr_setting(get=lambda: _rate(watch), set=lambda value: _set_rate(watch, value)),
            )
        return settings


def _rate(watch: "Watch") -> Optional[float]:
    optimizer = watch.main.optimizer if watch.main is not None else None
    return None if watch.main is None or optimizer is None else watch.main.rates.rate(optimizer)


def _set_rate(watch: "Watch", rate: float) -> None:
    optimizer = watch.main.optimizer if watch.main is not None else None
    if watch.main is not None and optimizer is not None:
        watch.main.rates.change(optimizer, rate)
