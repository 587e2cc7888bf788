"""A run: its steps and other events, and what may be asked of it between two steps."""

from __future__ import annotations

import os
import time
from typing import Any, Callable, Dict, Iterable, Mapping, Optional, Sequence, Set, Union

from . import lifetime
from .commands import ABILITIES, Command
from .environment import Environment, program_name, report
from .event_writer import EventWriter
from .gate import StepGate
from .recording import Recording
from .settings import Setting, Settings
from .step_boundary import StepBoundary


class Stopped(SystemExit):
    """Raised between two steps when an operator stopped the run; it ends the program with exit code 0."""


class Run:
    """One training run that can be watched and steered.

    The thread that trains calls ``record`` for every step and ``wait`` between two steps. Neither fails for reasons of
    its own, and neither waits for the recording or for viewers.
    """

    def __init__(
        self,
        name: Optional[str] = None,
        *,
        parameters: Optional[int] = None,
        steps: Optional[int] = None,
        optimizer: Optional[str] = None,
        scale_invariant: bool = False,
        settings: Iterable[Setting] = (),
        metrics: Sequence[Mapping[str, str]] = (),
        record: Union[bool, str, None] = None,
        environment: Optional[Environment] = None,
    ) -> None:
        """Starts the run: opens its recording and its socket.

        :param name: the run's name, by default the script's; TRIMTAB_NAME comes first.
        :param parameters: how many numbers the model trains.
        :param steps: how many steps the run will take, where that is known.
        :param optimizer: the optimizer's kind in lower case.
        :param scale_invariant: True for an optimizer whose update hardly depends on the gradient's scale.
        :param settings: the live settings; ``pace`` is added.
        :param metrics: what is declared of its own numbers, each with its ``name``.
        :param record: False for no recording, or its path.
        :param environment: by default that of the process.
        """
        environment = environment or Environment.read()
        self.name = environment.name or name or program_name()
        #: The number of the step that would be computed next.
        self.next_step = 1
        self.settings = Settings()
        #: False when every call does nothing: under TRIMTAB=off, in forked children, on other ranks, after the end.
        self.is_on = environment.is_on and (environment.world_size == 1 or environment.rank == 0)
        self.parameters, self.steps, self.optimizer = parameters, steps, optimizer
        self.scale_invariant, self.metrics = scale_invariant, list(metrics)
        self._environment = environment
        self._started = time.time()
        self._clock = time.perf_counter
        self._start = self._clock()
        self._actions: Dict[str, Callable[..., Any]] = {}
        self._has_ended = False
        # Ranks that train together must not diverge by a setting that only one of them changed.
        alone: Set[str] = {"pause", "advance", "set", "stop"}
        self.gate = StepGate(self.settings, alone if environment.world_size == 1 else {"pause", "advance"})
        self._boundary = StepBoundary(self.gate, self._clock, self._answer, self.flush)
        for setting in settings:
            self.settings.declare(setting)
        if environment.world_size == 1:
            self.settings.declare(self._boundary.pace_setting)
        self._recording: Optional[Recording] = None
        self._writer: Optional[EventWriter] = None
        self._append: Callable[[Any], None] = _ignore
        if self.is_on:
            self._begin(record)

    # MARK: Steps and other events

    @property
    def seconds(self) -> float:
        """Wall seconds since the run was started."""
        return self._clock() - self._start

    def record(
        self,
        loss: Optional[float],
        grad_norm: Optional[float],
        clipped_norm: Optional[float],
        clip_coefficient: Optional[float],
        max_norm: Optional[float],
        clip: Optional[str],
        lr: Optional[float],
        extras: Optional[Mapping[str, float]] = None,
        layers: Optional[Mapping[str, float]] = None,
        alarms: Optional[Sequence[Mapping[str, str]]] = None,
        epoch: Optional[int] = None,
        batch: Optional[int] = None,
        time: Optional[float] = None,
    ) -> None:
        """Emits the step ``next_step`` and counts on.

        Numbers are Python's floats, or None where they are not known; LineFormat.md, in Sources/Telemetry, has their
        meanings; ``time`` is ``seconds`` by default. The mappings are not copied. Without ``alarms`` those that
        follow from loss and norm are added.
        """
        step = self.next_step
        self._append(
            (
                step, self._clock() - self._start if time is None else time, epoch, batch, loss, grad_norm, clipped_norm, clip_coefficient,
                max_norm, clip, lr, extras, layers, alarms,
            )
        )
        self.next_step = step + 1
        if self.gate.is_counting:
            self.gate.pass_step()
            self._boundary.must_wait = True

    def emit(self, event: Dict[str, Any]) -> None:
        """Emits an event that is no step; members that are None are left out."""
        self._append(event)
        # Read once: the writing thread lets it go when it fails.
        writer = self._writer
        if writer is not None:
            writer.wake()

    def warn(self, message: str) -> None:
        """Says what is wrong with the run, on standard error and in the event list."""
        report(message)
        self.emit({"event": "warning", "step": self.next_step, "message": message})

    @property
    def recording_path(self) -> Optional[str]:
        """The path of the recording; None without one."""
        return self._recording.path if self._recording is not None else None

    # MARK: Abilities

    def on(self, kind: str, action: Callable[..., Any]) -> None:
        """Declares an ability and what it does.

        :param kind: "checkpoint": ``action()`` writes one and returns its path. "rewind": ``action(step)`` restores the
            snapshot taken after a step.
        :param action: an exception that it raises rejects the command with its message.
        """
        if kind not in ("checkpoint", "rewind"):
            report(f'run.on: there is no "{kind}" (there are: "checkpoint", "rewind"); ignored')
            return
        self._actions[kind] = action
        if self._environment.world_size == 1:
            self.gate.abilities = self.gate.abilities | {kind}
        self._declare_again()

    def declare(self, setting: Setting) -> None:
        """Declares a further live setting."""
        self.settings.declare(setting)
        self._declare_again()

    def offer_snapshot(self, step: int, oldest: int) -> None:
        """Emits ``snapshot``: the run may now be rewound to ``step``, and to none before ``oldest``."""
        self.gate.offer_snapshot(step, oldest)
        self.emit({"event": "snapshot", "step": step, "oldest": oldest})

    # MARK: Between two steps

    def wait(self) -> None:
        """The boundary between two steps: applies and answers commands, and waits while the run is held or paced.

        :raises Stopped: when the run was stopped.
        """
        boundary = self._boundary
        if boundary.inbox or boundary.must_wait:
            boundary.cross()
            if self.gate.is_stopping:
                self.close("stopped")
                raise Stopped(0)

    def hold(self, by: str) -> None:
        """Pauses the run without a command; ``by`` says who or what did."""
        self.gate.hold()
        self._boundary.must_wait = True
        self.emit(Command(0, "pause", by=by).applied(self.next_step))

    def submit(self, command: Command) -> Optional[str]:
        """Leaves a command for the training thread; from any thread. Returns why it cannot be accepted, or None."""
        return self._boundary.submit(command)

    def flush(self) -> None:
        """Emits what is still held back, such as steps whose values are on their way from a device."""

    def _answer(self, command: Command) -> None:
        self.emit(self._apply(command))

    def _apply(self, command: Command) -> Dict[str, Any]:
        """Applies a command, makes the change it asks for, and returns the answer."""
        answer = self.gate.apply(command, self.next_step)
        if answer["event"] == "applied" and command.kind in self._actions:
            try:
                self._act(command)
            except Exception as error:
                return command.rejected(f"{command.kind} failed: {type(error).__name__}: {error}")
        return answer

    def _act(self, command: Command) -> None:
        action = self._actions[command.kind]
        if command.kind == "checkpoint":
            path = action()
            self.emit({"event": "checkpoint", "step": self.next_step - 1, "path": os.fspath(path) if path else ""})
        else:
            step = int(command.value or 0)
            action(step)
            self.next_step = step + 1
            self.gate.offer_snapshots([kept for kept in self.gate.snapshots if kept <= step])

    # MARK: Beginning and end

    def close(self, outcome: str = "finished", reason: Optional[str] = None) -> None:
        """Emits ``end``, unless the run has ended, and writes everything that waits; it takes a second at most.

        :param outcome: "finished", "stopped" or "failed".
        :param reason: why it failed.
        """
        if self._has_ended:
            return
        self._has_ended = True
        self.flush()
        self._append({"event": "end", "outcome": outcome, "step": self.next_step - 1, "reason": reason})
        writer = self._writer
        if writer is not None:
            writer.close(1.0)
        self._turn_off()

    def abandon(self) -> None:
        """Turns the client off in a forked child, which is not the run."""
        writer = self._writer
        self._boundary.renew()
        self._turn_off()
        if writer is not None:
            writer.abandon()

    def opening(self, is_current: bool = False) -> Dict[str, Any]:
        """The run's first line, with the settings as the run began, or as they are in force."""
        return {
            "event": "run",
            "protocol": 1,
            "name": self.name,
            "parameters": self.parameters,
            "steps": self.steps,
            "optimizer": self.optimizer,
            "scale_invariant": True if self.scale_invariant else None,
            "settings": self.settings.members(is_current),
            "metrics": self.metrics or None,
            "abilities": [ability for ability in ABILITIES if ability in self.gate.abilities],
            "pid": os.getpid(),
            "started": round(self._started, 3),
            "recording": self.recording_path,
            "log": self._environment.log,
            "launch": self._environment.launch,
        }

    def _begin(self, record: Union[bool, str, None]) -> None:
        try:
            self._recording = Recording.open(self.name, record, self._environment)
            writer = EventWriter(self.opening, self._turn_off)
            writer.start(self.name, self._environment.launch, self._recording, self.submit)
        except Exception as error:
            report(f"the client could not start and is off; training continues ({type(error).__name__}: {error})")
            self.is_on = False
            return
        self._writer = writer
        self._append = writer.queue.append
        lifetime.follow(self)

    def _declare_again(self) -> None:
        writer = self._writer
        if writer is not None:
            writer.must_open = True

    def _turn_off(self) -> None:
        self.is_on = False
        self._append = _ignore
        self._writer = None
        self._boundary.turn_off()


def _ignore(event: Any) -> None:
    """Where events go while the client is off."""

