"""The optimizer's step: gradients are measured before it, it may be withheld, and behind it is the boundary to the next."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING, Any, Callable, Dict, Optional, Tuple

import torch

from .report import ClipReport, number

if TYPE_CHECKING:
    from .recorder import Recorder
    from .tracked import TrackedOptimizer

#: On the step functions that are watched.
_MARK = "_trimtab_is_watched"


class Withheld(Exception):
    """Leaves an optimizer's step from its closure, before the optimizer has changed anything."""


class WatchedStep:
    """One step of one optimizer, from its call to the boundary behind it."""

    def __init__(self, recorder: "Recorder", tracked: "TrackedOptimizer") -> None:
        self._recorder = recorder
        self._watch = recorder.watch
        self.tracked = tracked
        #: The loss, a float or a tensor of one element; None where ``backward`` was never called.
        self.loss: Any = None
        self.report: Optional[ClipReport] = None
        #: True when weights and optimizer state are left as they are.
        self.is_withheld = False
        #: The learning rate of the first group, as the step used it.
        self.rate: Optional[float] = None
        #: The run's seconds when it ended.
        self.seconds = 0.0
        #: Loss, norms and the scaler's verdict on their way to this step.
        self.scalars: Any = None
        self._evaluations = 0
        self._closure_value: Any = None

    def compute(self, step: Callable[..., Any], args: Tuple[Any, ...], kwargs: Dict[str, Any]) -> Any:
        """Has the optimizer step, unless its gradients forbid it, and returns what it returned."""
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
        """Measures the gradients as they are now, and clips them where the operator and not the script does."""
        tracked, watch = self.tracked, self._watch
        self.report = tracked.report or self._recorder.clipper.measure(tracked)
        tracked.report = None
        self.loss = watch.losses.since(tracked.zeroed_at)
        if self.loss is None and isinstance(self._closure_value, (float, torch.Tensor)):
            self.loss = self._closure_value
        if tracked is watch.main and watch.controls.non_finite != "continue":
            self.is_withheld = not (_is_finite(self.loss) and _is_finite(self.report.norm))

    def _watched_closure(self, closure: Callable[..., Any]) -> Callable[..., Any]:
        """The closure, whose first evaluation is the step's and whose gradients are clipped where the operator says so."""

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
    """Stands around the ``step`` of every optimizer."""

    def __init__(self, recorder: "Recorder") -> None:
        self._recorder = recorder
        self._watch = recorder.watch

    def install(self) -> None:
        """Has every optimizer watched that is created or unpickled from now on."""
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
        """A step that begins; None inside the step of another optimizer, which this one is a part of."""
        return None if self._watch.is_stepping else self._recorder.begin(optimizer)


def cross(boundary: Boundary, step: Callable[..., Any], optimizer: Any, args: Tuple[Any, ...], kwargs: Dict[str, Any]) -> Any:
    """One call of an optimizer's step; returns what the optimizer returned."""
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
