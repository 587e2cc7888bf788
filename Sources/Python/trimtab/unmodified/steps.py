"""The optimizer's step: gradients are measured before it, it may be withheld, and the boundary follows it."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING, Any, Callable, Dict, List, Optional, Tuple

import torch

from .report import ClipReport, number

if TYPE_CHECKING:
    from .recorder import Recorder
    from .tracked import TrackedOptimizer

#: The attribute that marks watched step functions.
_MARK = "_trimtab_is_watched"


class Withheld(Exception):
    """Raised in the closure to leave an optimizer's step before it has changed anything."""


class WatchedStep:
    """One step of one optimizer, from its call to the boundary after it."""

    def __init__(self, recorder: "Recorder", tracked: "TrackedOptimizer") -> None:
        self._recorder = recorder
        self._watch = recorder.watch
        self.tracked = tracked
        #: The losses whose sum is the step's: floats, and tensors of one element until they have been read.
        self.losses: List[Any] = []
        self.report: Optional[ClipReport] = None
        #: True if weights and optimizer state are left unchanged.
        self.is_withheld = False
        #: The learning rate of the first group in this step.
        self.rate: Optional[float] = None
        #: The run's seconds when it ended.
        self.seconds = 0.0
        #: Steps of other optimizers since the last step of this one.
        self.further: List[WatchedStep] = []
        #: The numbers of this step and the further ones, on their way from the device.
        self.scalars: Any = None
        self._evaluations = 0
        self._closure_value: Any = None

    @property
    def loss(self) -> Optional[float]:
        """The step's loss; None if ``backward`` was not called. Waits for a device until the losses have been read."""
        losses = [number(loss) for loss in self.losses]
        return sum(losses) if losses and None not in losses else None

    def compute(self, step: Callable[..., Any], args: Tuple[Any, ...], kwargs: Dict[str, Any]) -> Any:
        """Calls the optimizer's step, unless it is withheld, and returns its result."""
        watch = self._watch
        optimizer = self.tracked.optimizer
        closure = args[0] if args else kwargs.get("closure")
        if callable(closure):
            if args:
                args = (self._watched_closure(closure),) + args[1:]
            else:
                kwargs = {**kwargs, "closure": self._watched_closure(closure)}
        else:
            watch.guard(self.measure)
            if self.is_withheld:
                return None
        watch.guard(self.tracked.rates.apply, optimizer)
        try:
            return step(optimizer, *args, **kwargs)
        except Withheld:
            return self._closure_value
        finally:
            self.tracked.rates.restore()

    def measure(self) -> None:
        """Measures the gradients, and clips them if the operator wants that and the script has not done it."""
        tracked, watch = self.tracked, self._watch
        self.report = tracked.report or self._recorder.clipper.measure(tracked)
        tracked.report = None
        self.losses = watch.losses.since(tracked.zeroed_at)
        if not self.losses and isinstance(self._closure_value, (float, torch.Tensor)):
            self.losses = [self._closure_value]
        if tracked is watch.main and watch.controls.non_finite != "continue":
            self.is_withheld = not (_is_finite(self.loss) and _is_finite(self.report.total_norm()))

    def note_rate(self) -> None:
        """Stores the learning rate of the step."""
        self.rate = self.tracked.rates.rate(self.tracked.optimizer)

    def _watched_closure(self, closure: Callable[..., Any]) -> Callable[..., Any]:
        """The closure: its first evaluation counts as the step, and its gradients are clipped if the operator wants that."""

        @functools.wraps(closure)
        def watched(*args: Any, **kwargs: Any) -> Any:
            value = closure(*args, **kwargs)
            self._evaluations += 1
            if self._evaluations == 1:
                self._closure_value = value.detach() if isinstance(value, torch.Tensor) else value
                self._watch.guard(self.measure)
                if self.is_withheld:
                    raise Withheld
            else:
                self._watch.guard(self._clip_again)
            return value

        return watched

    def _clip_again(self) -> None:
        """Clips the gradients of a further evaluation, which is not recorded."""
        if self.tracked.report is None:
            self._recorder.clipper.measure(self.tracked)
        self.tracked.report = None


def _is_finite(value: Any) -> bool:
    value = number(value)
    return value is None or value - value == 0


class Boundary:
    """Wraps the ``step`` of every optimizer."""

    def __init__(self, recorder: "Recorder") -> None:
        self._recorder = recorder
        self._watch = recorder.watch

    def install(self) -> None:
        """Watches every optimizer that is created or unpickled from now on."""
        optimizer = torch.optim.Optimizer
        optimizer.__init__ = self._adopting(optimizer.__init__)  # type: ignore[method-assign]
        optimizer.__setstate__ = self._adopting(optimizer.__setstate__)  # type: ignore[method-assign]

    def adopt(self, optimizer: Any) -> None:
        """Watches an optimizer: its class's ``step`` is wrapped, as torch wraps it for its profiler."""
        kind = type(optimizer)
        if not getattr(kind.step, _MARK, False):
            kind.step = self._watched(kind.step)
        self._watch.adopt(optimizer)

    def _adopting(self, function: Callable[..., Any]) -> Callable[..., Any]:
        @functools.wraps(function)
        def adopting(optimizer: Any, *args: Any, **kwargs: Any) -> Any:
            result = function(optimizer, *args, **kwargs)
            self._watch.guard(self.adopt, optimizer)
            return result

        return adopting

    def _watched(self, step: Callable[..., Any]) -> Callable[..., Any]:
        @functools.wraps(step)
        def watched(optimizer: Any, *args: Any, **kwargs: Any) -> Any:
            return cross(self, step, optimizer, args, kwargs)

        setattr(watched, _MARK, True)
        return watched

    def begin(self, optimizer: Any) -> Optional[WatchedStep]:
        """Begins a step; None inside another optimizer's step, which includes this one."""
        if not self._watch.is_stepping:
            return self._recorder.begin(optimizer)
        self._watch.adopt(optimizer).report = None
        return None


def cross(boundary: Boundary, step: Callable[..., Any], optimizer: Any, args: Tuple[Any, ...], kwargs: Dict[str, Any]) -> Any:
    """Handles one call of an optimizer's step and returns the optimizer's result."""
    watch = boundary._watch
    watched = watch.guard(boundary.begin, optimizer)
    if watched is None:
        return step(optimizer, *args, **kwargs)
    watch.is_stepping = True
    try:
        value = watched.compute(step, args, kwargs)
    finally:
        watch.is_stepping = False
    watch.guard(boundary._recorder.finish, watched)
    return value
