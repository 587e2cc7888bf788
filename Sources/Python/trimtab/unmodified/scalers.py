"""Gradient scaling: the unscaled loss, and the steps that a scaler skips."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING, Any, Callable

import torch

if TYPE_CHECKING:
    from .recorder import Recorder
    from .watch import Watch


def install(recorder: "Recorder") -> None:
    """Observes ``scale`` and ``step`` of every GradScaler."""
    # Since torch 2.3, the scalers of all devices derive from this one; before, there was only the one for CUDA.
    scaler = getattr(torch.amp, "GradScaler", None) or torch.cuda.amp.GradScaler
    scaler.scale = _watched_scale(recorder.watch, scaler.scale)
    scaler.step = _watched_step(recorder, scaler.step)


def _watched_scale(watch: "Watch", scale: Callable[..., Any]) -> Callable[..., Any]:
    @functools.wraps(scale)
    def watched(self: Any, outputs: Any) -> Any:
        scaled = scale(self, outputs)
        if watch.is_on and self.is_enabled():
            watch.guard(watch.losses.scaled, scaled, outputs, self._scale)
        return scaled

    return watched


def _watched_step(recorder: "Recorder", step: Callable[..., Any]) -> Callable[..., Any]:
    watch = recorder.watch

    def skipped(optimizer: Any, steps: int) -> None:
        # A scaler that finds a gradient that is not finite does not call the optimizer at all.
        if watch.adopt(optimizer).steps == steps:
            recorder.skipped(optimizer)

    @functools.wraps(step)
    def watched(self: Any, optimizer: Any, *args: Any, **kwargs: Any) -> Any:
        if not watch.is_on or not self.is_enabled() or not isinstance(optimizer, torch.optim.Optimizer):
            return step(self, optimizer, *args, **kwargs)
        watch.scalers.add(self)
        tracked = watch.guard(watch.adopt, optimizer)
        steps = tracked.steps if tracked is not None else 0
        value = step(self, optimizer, *args, **kwargs)
        watch.guard(skipped, optimizer, steps)
        return value

    return watched
