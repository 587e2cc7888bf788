"""Steps as they are recorded: numbers, layers, alarms, and the run that they belong to."""

from __future__ import annotations

import math
from typing import Any, Dict, List, Optional

from .. import lifetime
from ..environment import program_name
from ..optimizers import is_scale_invariant, kind_of, parameters_of
from ..run import Run
from .clips import Clipper
from .gradients import first_not_finite
from .names import ParameterNames, ProgramModules, variable_of
from .rewinding import Rewinding
from .report import ClipReport, number
from .steps import WatchedStep
from .tracked import TrackedOptimizer
from .watch import Watch


class Recorder:
    """Makes the run of the main optimizer's steps, and further series of the others'."""

    def __init__(self, watch: Watch) -> None:
        self.watch = watch
        self.clipper = Clipper(watch)
        self._modules = ProgramModules()
        self._names = ParameterNames(self._modules)
        self._rewinding: Optional[Rewinding] = None

    def begin(self, optimizer: Any) -> WatchedStep:
        """A step that begins."""
        watch = self.watch
        tracked = watch.adopt(optimizer)
        watch.refresh(tracked)
        if tracked.steps == 0:
            tracked.variable = variable_of(optimizer)
        watch.choose(tracked)
        return WatchedStep(self, tracked)

    def finish(self, step: WatchedStep) -> None:
        """Records a step and crosses the boundary to the next.

        :raises Stopped: when the operator stopped the run.
        """
        watch, tracked = self.watch, step.tracked
        watch.note_step(tracked)
        if step.report is None:
            return
        if tracked is not watch.main:
            self._note_further(step)
            return
        run = watch.run
        if run is None:
            # A script with a run of its own, by trimtab.start, is not watched besides.
            run = None if lifetime.has_runs() else self._begin(tracked)
        if run is None or not run.is_on:
            watch.is_on = False
            return
        is_sound = self._record(run, step)
        if self._rewinding is not None:
            self._rewinding.step_ended(tracked, is_sound)
        if step.is_withheld and watch.controls.non_finite == "pause":
            run.hold("non-finite step")
        run.wait()

    def skipped(self, optimizer: Any) -> None:
        """Records a step that the script's gradient scaler left out."""
        step = self.begin(optimizer)
        step.measure()
        step.is_withheld = True
        self.finish(step)

    # MARK: The run

    def _begin(self, tracked: TrackedOptimizer) -> Run:
        watch, optimizer = self.watch, tracked.optimizer
        environment = watch.settle()
        run = watch.run = Run(
            environment.name or _name(),
            parameters=sum(parameter.numel() for parameter in parameters_of(optimizer)),
            optimizer=kind_of(optimizer),
            scale_invariant=is_scale_invariant(optimizer),
            settings=watch.controls.settings(watch),
            environment=environment,
        )
        if watch.options.snapshots != 0:
            self._rewinding = Rewinding(run, watch, self._modules, watch.options.snapshots)
        return run

    def _record(self, run: Run, step: WatchedStep) -> bool:
        """Records a step of the run; True where its numbers are finite."""
        watch, report = self.watch, step.report
        assert report is not None
        loss, norm = number(step.loss), number(report.norm)
        alarms = self._alarms(step, report, loss, norm)
        extras = watch.further
        watch.further = {}
        if step.is_withheld or _scaler_withholds(step.tracked.optimizer):
            extras["withheld"] = 1
        run.record(
            loss,
            norm,
            report.clipped_norm(),
            report.coefficient,
            report.max_norm,
            report.kind,
            step.tracked.rates.rate(step.tracked.optimizer),
            extras=extras or None,
            layers=self._layers(report),
            alarms=alarms,
        )
        return not alarms or all(alarm["kind"] == "norm_zero" for alarm in alarms)

    def _note_further(self, step: WatchedStep) -> None:
        """Keeps the numbers of another optimizer for the run's next step."""
        report, name = step.report, step.tracked.name
        assert report is not None
        rate = step.tracked.rates.rate(step.tracked.optimizer)
        for key, value in (("loss", step.loss), ("grad_norm", report.norm), ("lr", rate)):
            known = number(value)
            if known is not None:
                self.watch.further[f"{name}_{key}"] = known

    # MARK: What is wrong, and where

    def _alarms(
        self, step: WatchedStep, report: ClipReport, loss: Optional[float], norm: Optional[float]
    ) -> Optional[List[Dict[str, str]]]:
        alarms: List[Dict[str, Any]] = []
        if loss is not None and not math.isfinite(loss):
            fault = first_not_finite(step.tracked.parameters)
            alarms.append({"kind": "loss_nan" if math.isnan(loss) else "loss_infinite", "parameter": fault})
        if norm is not None and not math.isfinite(norm):
            kind = "norm_nan" if math.isnan(norm) else "norm_infinite"
            alarms.append(dict(report.alarm or {"kind": kind, "parameter": None}))
        elif norm == 0:
            alarms.append({"kind": "norm_zero", "parameter": None})
        for alarm in alarms:
            fault = alarm.pop("parameter")
            if fault is not None:
                alarm["parameter"] = self._names.name(step.tracked, fault)
        return alarms or None

    def _layers(self, report: ClipReport) -> Optional[Dict[str, float]]:
        """The norm of each layer, a layer being a module with parameters of its own."""
        if not report.layers:
            return None
        main = self.watch.main
        assert main is not None
        squares: Dict[str, float] = {}
        for parameter, norm in zip(report.parameters, report.layers):
            layer = self._names.layer(main, parameter)
            squares[layer] = squares.get(layer, 0.0) + norm * norm
        return {layer: math.sqrt(square) for layer, square in squares.items()}


def _scaler_withholds(optimizer: Any) -> bool:
    """True where a fused optimizer has left the step out itself, as GradScaler told it."""
    found = getattr(optimizer, "found_inf", None)
    return found is not None and bool(found)


def _name() -> str:
    name = program_name()
    return {"ipykernel_launcher": "notebook", "__main__": "python"}.get(name, name)
