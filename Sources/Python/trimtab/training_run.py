"""The run of a PyTorch training loop: ``run.clip`` before the optimizer's step and ``run.step`` after it."""

from __future__ import annotations

import traceback
from typing import Any, Callable, Dict, Iterable, List, Optional, Set, Union

from .alarms import Alarms, is_finite
from .environment import Environment, report
from .gradient_checks import GradientChecks
from .layers import Layers
from .optimizers import count_of, is_scale_invariant, kind_of, parameters_of
from .pending_step import PendingStep, all_floats
from .run import Run, Stopped
from .scalars import Scalars, scalar
from .settings import Setting
from .standard_settings import USUAL_MAX_NORM, clip_setting, lr_setting, max_norm_setting
from .step_hooks import around_steps
from .rates import Rates, script_rate

class TrainingRun(Run):
    """One training run, made by ``trimtab.start``.

    Only ``Stopped`` is raised into the training loop: a fault of the client is reported once, the client turns itself off,
    and training continues.
    """

    def __init__(
        self,
        name: Optional[str],
        optimizer: Any,
        model: Any,
        max_norm: Optional[float],
        clip: Optional[str],
        steps: Optional[int],
        record: Union[bool, str, None],
        sync: Optional[str],
        inspect_every: int,
        metrics: List[Dict[str, str]],
        environment: Environment,
    ) -> None:
        self._optimizer = optimizer
        self._parameters = parameters_of(optimizer) if optimizer is not None else list(model.parameters()) if model else []
        self._layers = Layers(model.named_parameters() if model is not None else ())
        self._inspect_every = inspect_every
        self._is_late = None if sync is None else sync == "late"
        self._rates = Rates()
        self._has_stepped = False
        self._hooked_steps = 0
        self._lr: Optional[float] = None
        self._clipped: Any = None
        self._alarms = Alarms(self._layers, self._parameters)
        self._extras: Dict[str, Any] = {}
        self._pending: Optional[PendingStep] = None
        self._reported: Set[str] = set()
        super().__init__(
            name,
            parameters=count_of(self._parameters),
            steps=steps,
            optimizer=kind_of(optimizer) if optimizer is not None else None,
            scale_invariant=optimizer is not None and is_scale_invariant(optimizer),
            settings=self._own_settings(max_norm, clip),
            metrics=metrics,
            record=record,
            environment=environment,
        )
        self._checks: Optional[GradientChecks] = GradientChecks(self._warn_once, optimizer)
        if optimizer is not None and self.is_on:
            around_steps(optimizer, self._guarded(self._before_step), self._guarded(self._rates.restore))

    # MARK: The loop

    def clip(self, parameters: Optional[Iterable[Any]] = None) -> Any:
        """Measures the gradients and clips them with the live settings ``max_norm`` and ``clip``.

        :param parameters: as for ``torch.nn.utils.clip_grad_norm_``; default: the optimizer's.
        :returns: the total norm before clipping, a tensor of one element, bit for bit as ``clip_grad_norm_`` returns it.
        """
        from . import clipping

        if parameters is None:
            parameters = self._parameters
        parameters = [parameters] if hasattr(parameters, "grad") else list(parameters)
        kind = self.settings.word("clip") or "none"
        max_norm = self.settings.number("max_norm")
        assert max_norm is not None
        with_gradients = [parameter for parameter in parameters if parameter.grad is not None]
        self._check(GradientChecks.before_clip, parameters, with_gradients)
        try:
            clipped = clipping.clip_gradients(with_gradients, kind, max_norm, self._alarms.inspect)
        except Exception as error:
            # The gradients are of an unsupported kind, such as sparse ones: torch's own functions clip them or raise.
            self._fail(error)
            return clipping.clip_by_torch(with_gradients, kind, max_norm)
        if self.is_on:
            self._clipped = clipped
        self._check(GradientChecks.after_clip, with_gradients)
        return clipped.norm

    def step(self, loss: Any = None, epoch: Optional[int] = None, batch: Optional[int] = None) -> None:
        """Emits the step that was just computed, applies commands, and waits while the run is paused.

        :param loss: the step's loss, a number or a tensor of one element.
        :param epoch: the epoch, counted from 0.
        :param batch: the batch's index in the epoch, counted from 0.
        :raises Stopped: if an operator stopped the run.
        """
        if not self.is_on:
            return
        self._try(self._end_step, loss, epoch, batch)
        try:
            self.wait()
        except Stopped:
            raise
        except Exception as error:
            self._fail(error)

    def log(self, **values: Any) -> None:
        """Adds numbers, or tensors of one element, to the next ``run.step``, each as a series under its name."""
        if self.is_on:
            for name, value in values.items():
                self._extras[name] = value if type(value) is float else self._scalar(name, value)

    def evaluation(self, split: str = "validation", *, loss: Any = None, accuracy: Any = None) -> None:
        """Emits an evaluation on held-out data after the last step.

        :param accuracy: a fraction from 0 to 1.
        """
        self._try(self._emit_evaluation, split, loss, accuracy)

    def setting(
        self,
        name: str,
        get: Callable[[], Any],
        set: Callable[[Any], Any],
        minimum: Optional[float] = None,
        maximum: Optional[float] = None,
        choices: Iterable[str] = (),
        help: Optional[str] = None,
    ) -> None:
        """Declares another live setting, a number or a word.

        :param get: returns the value in force.
        :param set: changes it; called by ``run.step``, between two steps. An exception rejects the command.
        :param minimum: the least number accepted.
        :param maximum: the greatest number accepted.
        :param choices: the words accepted; default: any.
        :param help: one sentence for the operator.
        """
        self._try(
            lambda: self.declare(
                Setting(
                    name, get=get, set=set, minimum=minimum, maximum=maximum, choices=tuple(choices), help=help
                )
            )
        )

    # MARK: A step in parts

    def flush(self) -> None:
        """Emits the step whose numbers are still on their way from a device."""
        pending, self._pending = self._pending, None
        if pending is not None:
            self._try(self._record, pending)

    def _before_step(self) -> None:
        self._rates.apply(self._optimizer)
        self._lr = script_rate(self._optimizer)
        self._has_stepped = True
        self._hooked_steps += 1
        self._check(GradientChecks.before_step)

    def _end_step(self, loss: Any, epoch: Optional[int], batch: Optional[int]) -> None:
        clipped, self._clipped = self._clipped, None
        extras, self._extras = self._extras, {}
        if self._hooked_steps:
            if not self._has_stepped:
                extras["withheld"] = 1.0
            self._has_stepped = False
        if clipped is None and self._pending is None and type(loss) is float and all_floats(extras):
            # All numbers are floats already.
            self.record(loss, None, None, None, None, None, self._step_rate(), extras or None, epoch=epoch, batch=batch)
            return
        self._check(GradientChecks.forget)
        step = PendingStep(self.seconds, epoch, batch, self._step_rate(), extras)
        step.norm_alarm = self._alarms.pop_norm_alarm()
        values = [self._scalar("loss", loss)]
        norms = None
        if clipped is not None:
            step.clipped = clipped
            values += [clipped.norm, clipped.coefficient, clipped.clipped_norm]
            norms = clipped.norms if self._wants_layers() else None
        else:
            values += [None, None, None]
        step.scalars = Scalars(values + list(extras.values()), norms, self._is_late)
        self.flush()
        self._pending = step
        # Before the run holds or applies commands, the step must be emitted.
        if not step.scalars.is_late or self._boundary.inbox or self.gate.is_counting:
            self.flush()

    def _wants_layers(self) -> bool:
        if self._inspect_every == 0:
            return False
        number = self.next_step + (self._pending is not None)
        return number == 1 or number % self._inspect_every == 0 or number == self.steps or self.gate.is_advancing

    def _record(self, step: PendingStep) -> None:
        loss, norm, coefficient, clipped_norm, *extras = step.scalars.read()
        clipped = step.clipped
        kind = max_norm = layers = None
        if clipped is not None:
            kind, max_norm = clipped.kind, clipped.max_norm
            if kind == "norm" and norm is not None and coefficient is not None:
                clipped_norm = norm * coefficient
            elif clipped_norm is None:
                clipped_norm = norm
            norms = step.scalars.vector
            if norms is None and clipped.norms is not None and not (is_finite(loss) and is_finite(norm)):
                norms = clipped.norms.tolist()
            if norms is not None:
                layers = self._layers.join(clipped.parameters, norms)
        alarms = self._alarms.of(loss, norm, step.norm_alarm, clipped)
        self.record(
            loss, norm, clipped_norm, coefficient, max_norm, kind, step.lr,
            {name: extra for name, extra in zip(step.extras, extras) if extra is not None} or None, layers, alarms, step.epoch, step.batch, step.time,
        )

    def _emit_evaluation(self, split: str, loss: Any, accuracy: Any) -> None:
        self.flush()
        loss, accuracy = Scalars([self._scalar("loss", loss), self._scalar("accuracy", accuracy)], late=False).read()
        if accuracy is not None and (accuracy < 0 or accuracy > 1):
            self._warn_once(f"accuracy must be a fraction from 0 to 1 (got {accuracy:g})", "accuracy")
        self.emit(
            {
                "event": "evaluation",
                "step": self.next_step - 1,
                "split": str(split),
                "loss": loss,
                "accuracy": accuracy,
            }
        )

    # MARK: Settings

    def _own_settings(self, max_norm: Optional[float], clip: Optional[str]) -> List[Setting]:
        settings = [
            max_norm_setting(USUAL_MAX_NORM if max_norm is None else max_norm),
            clip_setting(clip or ("none" if max_norm is None else "norm")),
        ]
        if self._current_rate() is not None:
            change = self._rates.change
            settings.insert(1, lr_setting(get=self._current_rate, set=lambda rate: change(self._optimizer, rate)))
        return settings

    def _step_rate(self) -> Optional[float]:
        """The learning rate that the step was computed with."""
        return self._lr if self._lr is not None else self._current_rate()

    def _current_rate(self) -> Optional[float]:
        return None if self._optimizer is None else self._rates.rate(self._optimizer)

    # MARK: Faults

    def _scalar(self, name: str, value: Any) -> Any:
        try:
            return scalar(value)
        except ValueError as error:
            self._warn_once(f"{name} is not shown: {error}")
            return None

    def _warn_once(self, message: str, mistake: Optional[str] = None) -> None:
        """Reports a mistake, unless it was reported before.

        :param mistake: identifies it if its messages vary; default: the message.
        """
        if (mistake or message) not in self._reported:
            self._reported.add(mistake or message)
            self.warn(message)

    def _check(self, check: Callable[..., None], *arguments: Any) -> None:
        """Runs a check for mistakes; if one raises, all checks end."""
        if self._checks is None or not self.is_on:
            return
        try:
            check(self._checks, *arguments)
        except Exception:
            self._checks = None

    def _try(self, action: Callable[..., Any], *arguments: Any) -> None:
        if not self.is_on:
            return
        try:
            action(*arguments)
        except Exception as error:
            self._fail(error)

    def _guarded(self, action: Callable[[], Any]) -> Callable[[], None]:
        return lambda: self._try(action)

    def _fail(self, error: Exception) -> None:
        """Turns the client off after a fault of its own; training continues."""
        if not self.is_on:
            return
        last = traceback.extract_tb(error.__traceback__)[-1]
        message = f"{type(error).__name__}: {error} ({last.filename}, line {last.lineno})"
        report(f"the client has failed and is off; training continues ({message})")
        self._pending = None
        self._rates.restore()
        self.close("failed", f"the client failed: {message}")
