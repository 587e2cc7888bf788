"""Torch's clip functions as called by the script: norms are observed, and the live threshold and kind are used."""

from __future__ import annotations

import functools
import math
import sys
from typing import TYPE_CHECKING, Any, Callable, List, NamedTuple, Optional, Tuple

import torch
from torch.nn.utils import clip_grad

from ..gradients import having_gradients, norm_alarm, norms, total_norm
from .report import ClipReport, is_plain
from .tracked import TrackedOptimizer

if TYPE_CHECKING:
    from .watch import Watch


class Intent(NamedTuple):
    """How gradients are to be clipped: as the script or, overriding it, the operator wants."""

    kind: str
    max_norm: float
    owners: List[TrackedOptimizer]


class Clipper:
    """Clips with torch's own functions, and stores reports in the optimizers concerned."""

    def __init__(self, watch: Watch) -> None:
        self._watch = watch
        self._clip_norm = clip_grad.clip_grad_norm_
        self._clip_value = clip_grad.clip_grad_value_
        #: Since torch 2.6, clipping by norm consists of these two functions; gradients can be inspected between them.
        self._total_norm = getattr(torch.nn.utils, "get_total_norm", None)
        self._scale = getattr(torch.nn.utils, "clip_grads_with_norm_", None)

    def install(self, everywhere: bool) -> None:
        """Replaces the clip functions in torch.

        :param everywhere: True to replace them in all modules, as the program may have imported them already.
        """
        replacements = [
            (self._clip_norm, self._watched_clip_norm()),
            (self._clip_value, self._watched_clip_value()),
        ]
        if self._scale is not None:
            replacements.append((self._scale, self._watched_scale()))
        modules = list(sys.modules.values()) if everywhere else [torch.nn.utils, clip_grad]
        for module in modules:
            names = getattr(module, "__dict__", None) or {}
            for original, replacement in replacements:
                for name in [name for name, value in list(names.items()) if value is original]:
                    # Torch's clip_grad_norm_ calls private aliases, which must not be observed twice.
                    if not name.startswith("_"):
                        setattr(module, name, replacement)

    def measure(self, tracked: TrackedOptimizer) -> ClipReport:
        """Measures the gradients that a step is about to use, and clips them if the operator wants that."""
        parameters = having_gradients(tracked.parameters)
        kind, max_norm = self._watch.wanted_clip(tracked, "none", None)
        if not parameters or not is_plain(parameters[0].grad):
            # Gradients that are distributed over ranks cannot be measured by one of them.
            return ClipReport("none", max_norm, 0.0 if not parameters else None, [])
        total, each = norms(parameters)
        scale = getattr(tracked.optimizer, "grad_scale", None)
        if scale is not None:
            # A fused optimizer unscales gradients itself.
            total, each = total / scale, each / scale
        report = self._look(Intent(kind, max_norm, [tracked]), parameters, total, each)
        if kind == "value" and scale is not None:
            max_norm = max_norm * float(scale)
        self._clip(kind, max_norm, report, parameters, total)
        if scale is not None and report.left is not None:
            report.left = report.left / scale
        return report

    # MARK: Replacements for torch's functions

    def _watched_clip_norm(self) -> Callable[..., Any]:
        original = self._clip_norm

        @functools.wraps(original)
        def clip_grad_norm_(
            parameters: Any, max_norm: Any, norm_type: Any = 2.0, error_if_nonfinite: bool = False, *args: Any, **kwargs: Any
        ) -> Any:
            if not self._watch.sees():
                return original(parameters, max_norm, norm_type, error_if_nonfinite, *args, **kwargs)
            parameters, intent = self._intent(parameters, "norm", max_norm)
            if intent is None:
                return original(parameters, max_norm, norm_type, error_if_nonfinite, *args, **kwargs)
            if self._total_norm is None or self._scale is None:
                return self._clip_norm_at_once(intent, parameters, norm_type, error_if_nonfinite, *args, **kwargs)
            gradients = [parameter.grad for parameter in parameters if parameter.grad is not None]
            total = self._total_norm(gradients, norm_type, error_if_nonfinite, *args, **kwargs)
            self._observe(intent, parameters, total, *args, **kwargs)
            return total

        return clip_grad_norm_

    def _clip_norm_at_once(
        self, intent: Intent, parameters: Any, norm_type: Any, *args: Any, **kwargs: Any
    ) -> Any:
        """Clips in torch before 2.6, which has one function for it."""
        having = having_gradients(parameters)
        if intent.kind != "norm":
            total = total_norm(having, norm_type)
            self._observe(intent, parameters, total)
            return total
        closer = self._watch.guard(norms, having) if self._watch.looks_closer() else None
        total = self._clip_norm(parameters, intent.max_norm, norm_type, *args, **kwargs)
        report = ClipReport(intent.kind, intent.max_norm, total, having)
        report.norms = None if closer is None else closer[1]
        self._watch.guard(self._leave, intent, report)
        return total

    def _watched_clip_value(self) -> Callable[..., Any]:
        original = self._clip_value

        @functools.wraps(original)
        def clip_grad_value_(parameters: Any, clip_value: Any, *args: Any, **kwargs: Any) -> Any:
            if not self._watch.sees():
                return original(parameters, clip_value, *args, **kwargs)
            parameters, intent = self._intent(parameters, "value", clip_value)
            having = having_gradients(parameters) if intent is not None else []
            total = self._watch.guard(total_norm, having) if having else None
            if intent is None or total is None:
                return original(parameters, clip_value, *args, **kwargs)
            self._observe(intent, parameters, total, *args, **kwargs)
            return None

        return clip_grad_value_

    def _watched_scale(self) -> Callable[..., Any]:
        original = self._scale
        assert original is not None

        @functools.wraps(original)
        def clip_grads_with_norm_(parameters: Any, max_norm: Any, total_norm: Any, *args: Any, **kwargs: Any) -> Any:
            if not self._watch.sees():
                return original(parameters, max_norm, total_norm, *args, **kwargs)
            parameters, intent = self._intent(parameters, "norm", max_norm)
            if intent is None:
                return original(parameters, max_norm, total_norm, *args, **kwargs)
            self._observe(intent, parameters, total_norm, *args, **kwargs)
            return None

        return clip_grads_with_norm_

    # MARK: Parts

    def _intent(self, parameters: Any, kind: str, threshold: Any) -> Tuple[Any, Optional[Intent]]:
        """The parameters, which may be a generator, as a list; and the intent, None if they are not watched."""
        parameters = [parameters] if isinstance(parameters, torch.Tensor) else list(parameters)
        if not parameters:
            # Torch warns about an empty generator, as one that was used before.
            return iter(()), None
        return parameters, self._watch.guard(self._find_intent, parameters, kind, threshold)

    def _find_intent(self, parameters: List[Any], kind: str, threshold: Any) -> Optional[Intent]:
        owners = self._watch.owners(parameters)
        if not owners or all(parameter.grad is None for parameter in parameters):
            return None
        for tracked in owners:
            if self._watch.is_run(tracked):
                return Intent(*self._watch.wanted_clip(tracked, kind, float(threshold)), owners)
        return Intent(kind, float(threshold), owners)

    def _observe(self, intent: Intent, parameters: List[Any], total: Any, *args: Any, **kwargs: Any) -> None:
        having = having_gradients(parameters)
        report = self._watch.guard(self._look, intent, having, total)
        if report is None:
            report = ClipReport(intent.kind, intent.max_norm, total, having)
        self._clip(intent.kind, intent.max_norm, report, parameters, total, *args, **kwargs)
        self._watch.guard(self._leave, intent, report)

    def _look(self, intent: Intent, having: List[Any], total: Any, each: Any = None) -> ClipReport:
        """The report of gradients that have not been clipped yet.

        :param each: the norm of each gradient, if known.
        """
        report = ClipReport(intent.kind, intent.max_norm, total, having)
        is_here = total.device.type == "cpu" and is_plain(total)
        # Reading a norm from a device would synchronize it, and reading one from several ranks requires all of them.
        if is_here and not math.isfinite(total):
            report.alarm = norm_alarm(having, float(total))
        is_wanted = any(map(self._watch.is_run, intent.owners)) and self._watch.looks_closer()
        if is_plain(total) and (is_wanted or report.alarm is not None):
            report.norms = norms(having)[1] if each is None else each
        return report

    def _clip(
        self, kind: str, max_norm: float, report: ClipReport, parameters: List[Any], total: Any, *args: Any, **kwargs: Any
    ) -> None:
        if kind == "norm":
            if self._scale is not None:
                self._scale(parameters, max_norm, total, *args, **kwargs)
            else:
                _scale(report.parameters, max_norm, total)
        elif kind == "value":
            self._clip_value(parameters, max_norm, *args, **kwargs)
            report.left = self._watch.guard(total_norm, report.parameters)

    def _leave(self, intent: Intent, report: ClipReport) -> None:
        for tracked in intent.owners:
            tracked.report = report if tracked.report is None else tracked.report.add(report)


@torch.no_grad()
def _scale(parameters: List[Any], max_norm: float, total: Any) -> None:
    """Does what ``clip_grads_with_norm_`` does, for torch before 2.6."""
    coefficient = torch.clamp(max_norm / (total + 1e-6), max=1.0)
    for parameter in parameters:
        parameter.grad.mul_(coefficient.to(parameter.grad.device))

