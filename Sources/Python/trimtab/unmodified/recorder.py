"""Records steps, with numbers, layers and alarms, in a run."""

from __future__ import annotations

from typing import Any, Callable, Dict, Iterator, List, Optional, Tuple

import torch

from .. import lifetime
from ..alarms import Alarms
from ..environment import program_name
from ..optimizers import count_of, is_scale_invariant, kind_of
from ..run import Run
from ..scalars import Scalars
from .clips import Clipper
from .names import ParameterNames, ProgramModules, variable_of
from .rewinding import Rewinding
from .report import ClipReport, is_plain, number
from .steps import WatchedStep
from .tracked import TrackedOptimizer
from .watch import Watch


class Recorder:
    """Records the main optimizer's steps as the run, and other optimizers' numbers as further metrics."""

    def __init__(self, watch: Watch) -> None:
        self.watch = watch
        self.clipper = Clipper(watch)
        self._modules = ProgramModules()
        self._names = ParameterNames(self._modules, watch)
        #: The parameters that alarms are about, and the object that finds these alarms.
        self._alarms: Optional[Tuple[List[Any], Alarms]] = None
        self._rewinding: Optional[Rewinding] = None
        self._pending: Optional[WatchedStep] = None
        #: True if the last recorded step had no alarms.
        self._is_sound = True

    def begin(self, optimizer: Any) -> WatchedStep:
        """Begins a step."""
        watch = self.watch
        tracked = watch.adopt(optimizer)
        watch.refresh(tracked)
        if tracked.steps == 0:
            tracked.variable = variable_of(optimizer)
        watch.choose(tracked)
        return WatchedStep(self, tracked)

    def finish(self, step: WatchedStep) -> None:
        """Records a step and crosses the boundary to the next.

        :raises Stopped: if an operator stopped the run.
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
            # A script that has called trimtab.start has its own run.
            run = None if lifetime.has_runs() else self._begin(tracked)
        if run is None or not run.is_on:
            watch.is_on = False
            return
        self._hold(run, step)
        if self._rewinding is not None and self._rewinding.is_due(tracked, run.next_step - 1 + watch.late_steps):
            self.flush()
            if self._is_sound:
                self._rewinding.take()
        if step.is_withheld and watch.controls.non_finite == "pause":
            self.flush()
            run.hold("non-finite step")
        run.wait()

    def flush(self) -> None:
        """Emits the step whose numbers are still on their way from a device."""
        pending, self._pending = self._pending, None
        self.watch.late_steps = 0
        if pending is not None and self.watch.run is not None:
            self._record(self.watch.run, pending)

    def skipped(self, optimizer: Any) -> None:
        """Records a step that the script's gradient scaler skipped."""
        step = self.begin(optimizer)
        step.measure()
        step.is_withheld = True
        self.finish(step)

    # MARK: The run

    def _begin(self, tracked: TrackedOptimizer) -> Run:
        watch, optimizer = self.watch, tracked.optimizer
        environment = watch.settle()
        run = watch.run = WatchedRun(
            self.flush,
            environment.name or _name(),
            parameters=count_of(tracked.parameters),
            optimizer=kind_of(optimizer),
            scale_invariant=is_scale_invariant(optimizer),
            settings=watch.controls.settings(watch),
            environment=environment,
        )
        if watch.options.snapshots != 0:
            self._rewinding = Rewinding(run, watch, self._modules, watch.options.snapshots)
        return run

    def _hold(self, run: Run, step: WatchedStep) -> None:
        """Reads a step's numbers: at once, or, if a device is still computing them, after the next step."""
        assert step.report is not None
        step.note_rate()
        step.seconds = run.seconds
        step.further, self.watch.further = list(self.watch.further.values()), {}
        # A fused optimizer skips a step by itself if GradScaler sets found_inf.
        withheld = 1.0 if step.is_withheld else getattr(step.tracked.optimizer, "found_inf", None)
        values = [withheld, *(value for each in (step, *step.further) for value in _numbers(each))]
        step.scalars = Scalars([_readable(value) for value in values], step.report.norms)
        self.flush()
        self._pending = step
        self.watch.late_steps = 1
        if not step.scalars.is_late or run.gate.is_counting:
            self.flush()

    def _record(self, run: Run, step: WatchedStep) -> None:
        report = step.report
        assert report is not None
        numbers = iter(step.scalars.read())
        withheld = next(numbers)
        for each in (step, *step.further):
            _set_numbers(each, numbers)
        norm, norms = report.total_norm(), step.scalars.vector
        alarms = self._alarms_of(step.tracked).of(step.loss, norm, self._named(report.alarm), report)
        extras = {name: value for further in step.further for name, value in _extras(further)}
        if withheld:
            extras["withheld"] = 1
        run.record(
            step.loss,
            norm,
            report.clipped_norm(),
            report.coefficient,
            report.max_norm,
            report.kind,
            step.rate,
            extras=extras or None,
            layers=self._names.join(report.parameters, norms) if norms else None,
            alarms=alarms,
            time=step.seconds,
        )
        self._is_sound = not alarms

    def _alarms_of(self, tracked: TrackedOptimizer) -> Alarms:
        if self._alarms is None or self._alarms[0] is not tracked.parameters:
            self._alarms = (tracked.parameters, Alarms(self._names, tracked.parameters))
        return self._alarms[1]

    def _named(self, alarm: Optional[Dict[str, Any]]) -> Optional[Dict[str, Any]]:
        """An alarm with the parameter at fault replaced by its name."""
        if alarm is None or alarm["parameter"] is None:
            return alarm
        return {**alarm, "parameter": self._names.name(alarm["parameter"])}

    def _note_further(self, step: WatchedStep) -> None:
        """Stores the step of another optimizer for the run's next step."""
        step.note_rate()
        self.watch.further[step.tracked.name] = step


class WatchedRun(Run):
    """The run of an unmodified program."""

    def __init__(self, flush: Callable[[], None], name: str, **arguments: Any) -> None:
        self._flush = flush
        super().__init__(name, **arguments)

    def flush(self) -> None:
        """Emits the step whose numbers are still on their way from a device."""
        self._flush()


def _numbers(step: WatchedStep) -> Iterator[Any]:
    """The numbers of a step that may be on a device."""
    assert step.report is not None
    yield from step.losses
    for call in step.report.calls():
        yield call.norm
        yield call.left


def _set_numbers(step: WatchedStep, numbers: Iterator[Optional[float]]) -> None:
    """Stores the numbers of ``_numbers`` once they have been read."""
    assert step.report is not None
    step.losses = [next(numbers) for _ in step.losses]
    for call in step.report.calls():
        call.norm, call.left = next(numbers), next(numbers)


def _extras(step: WatchedStep) -> Iterator[Tuple[str, float]]:
    """The metrics that another optimizer's step adds to the run's next step."""
    assert step.report is not None
    for name, value in (("loss", step.loss), ("grad_norm", step.report.total_norm()), ("lr", step.rate)):
        if value is not None:
            yield f"{step.tracked.name}_{name}", value


def _readable(value: Any) -> Any:
    """A value unchanged; a tensor that is distributed over ranks as its number, or None."""
    return number(value) if isinstance(value, torch.Tensor) and not is_plain(value) else value


def _name() -> str:
    name = program_name()
    return {"ipykernel_launcher": "notebook", "__main__": "python"}.get(name, name)
