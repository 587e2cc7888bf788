"""A run: its steps and other events, and the commands applied between two steps."""

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
    """Raised between two steps after an operator stopped the run; ends the program with exit code 0."""


class Run:
    """One training run that can be watched and steered.

    The training thread calls ``record`` for every step and ``wait`` between two steps. Neither waits for the recording or
    for viewers.
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

        :param name: the run's name; default: the script's. TRIMTAB_NAME takes precedence.
        :param parameters: how many numbers the model trains.
        :param steps: how many steps the run will take, if known.
        :param optimizer: the optimizer's kind, in lower case.
        :param scale_invariant: True for an optimizer whose update hardly depends on the gradient's scale.
        :param settings: the live settings; ``pace`` is added.
        :param metrics: declarations of its own metrics, each with its ``name``.
        :param record: False for no recording, or its path.
        :param environment: default: the process's.
        """
        environment = environment or Environment.read()
        self.name = environment.name or name or program_name()
        #: The number of the step that would be computed next.
        self.next_step = 1
        self.settings = Settings()
        #: False if calls do nothing: under TRIMTAB=off, in forked children, on ranks other than 0, after the end.
        self.is_on = environment.is_on and (environment.world_size == 1 or environment.rank == 0)
        self.parameters, self.steps, self.optimizer = parameters, steps, optimizer
        self.scale_invariant, self.metrics = scale_invariant, list(metrics)
        self._environment = environment
        self._started = time.time()
        self._clock = time.perf_counter
        self._start = self._clock()
        self._actions: Dict[str, Callable[..., Any]] = {}
        self._has_ended = False
        # Ranks that train together must not diverge through a setting changed on only one of them.
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
        """Emits the step ``next_step`` and increments it.

        Numbers are Python floats, or None if unknown; LineFormat.md, in Sources/Telemetry, describes them. ``time`` is
        ``seconds`` by default. The mappings are not copied. Without ``alarms``, those that follow from loss and norm
        are added.
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
        """Emits an event other than a step; members that are None are omitted."""
        self._append(event)
        # Read once: the writing thread clears it if it fails.
        writer = self._writer
        if writer is not None:
            writer.wake()

    def warn(self, message: str) -> None:
        """Reports a problem of the run, on standard error and in the event list."""
        report(message)
        self.emit({"event": "warning", "step": self.next_step, "message": message})

    @property
    def recording_path(self) -> Optional[str]:
        """The path of the recording; None without one."""
        return self._recording.path if self._recording is not None else None

    # MARK: Abilities

    def on(self, kind: str, action: Callable[..., Any]) -> None:
        """Declares an ability and its action.

        :param kind: "checkpoint": ``action()`` writes one and returns its path. "rewind": ``action(step)`` restores the
            snapshot taken after a step.
        :param action: an exception that it raises rejects the command with its message.
        """
        if kind not in ("checkpoint", "rewind"):
            report(f'run.on: there is no "{kind}" (known: "checkpoint", "rewind"); ignored')
            return
        self._actions[kind] = action
        if self._environment.world_size == 1:
            self.gate.abilities = self.gate.abilities | {kind}
        self._declare_again()

    def declare(self, setting: Setting) -> None:
        """Declares another live setting."""
        self.settings.declare(setting)
        self._declare_again()

    def offer_snapshot(self, step: int, oldest: int) -> None:
        """Emits ``snapshot``: the run may now be rewound to ``step``, but not before ``oldest``."""
        self.gate.offer_snapshot(step, oldest)
        self.emit({"event": "snapshot", "step": step, "oldest": oldest})

    # MARK: Between two steps

    def wait(self) -> None:
        """Applies and answers commands between two steps, and waits while the run is held or paced.

        :raises Stopped: if the run was stopped.
        """
        boundary = self._boundary
        if boundary.inbox or boundary.must_wait:
            boundary.cross()
            if self.gate.is_stopping:
                self.close("stopped")
                raise Stopped(0)

    def hold(self, by: str) -> None:
        """Pauses the run without a command; ``by`` names the cause."""
        self.gate.hold()
        self._boundary.must_wait = True
        self.emit(Command(0, "pause", by=by).applied(self.next_step))

    def submit(self, command: Command) -> Optional[str]:
        """Queues a command for the training thread, from any thread. Returns why it cannot be accepted, or None."""
        return self._boundary.submit(command)

    def flush(self) -> None:
        """Emits steps that are held back, such as those with values on their way from a device. Overridden by subclasses."""

    def _answer(self, command: Command) -> None:
        self.emit(self._apply(command))

    def _apply(self, command: Command) -> Dict[str, Any]:
        """Applies a command, performs its action, and returns the answer."""
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
        """Emits ``end``, unless the run has ended, and writes all waiting events, in at most about a second.

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
        """Turns the client off in a forked child, which is not part of the run."""
        writer = self._writer
        self._boundary.renew()
        self._turn_off()
        if writer is not None:
            writer.abandon()

    def opening(self, is_current: bool = False) -> Dict[str, Any]:
        """The run's first line, with the settings' initial values or those in force."""
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
    """Drops events while the client is off."""

