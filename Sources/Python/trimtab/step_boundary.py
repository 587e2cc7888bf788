"""The boundary between two steps, where commands are applied and a held or paced run waits."""

from __future__ import annotations

import threading
from collections import deque
from typing import Any, Callable, Deque, List, Optional

from .commands import Command
from .gate import StepGate
from .standard_settings import pace_setting


class StepBoundary:
    """Passes commands from the server's thread to the training thread, which waits here."""

    #: Commands that may wait for the next boundary.
    _MOST_COMMANDS = 1024

    def __init__(
        self, gate: StepGate, clock: Callable[[], float], answer: Callable[[Command], Any], flush: Callable[[], None]
    ) -> None:
        """Creates a boundary that is open.

        :param answer: applies a command and emits its answer.
        :param flush: emits the steps that are held back; called before any command is applied.
        """
        #: Commands that wait for the training thread.
        self.inbox: Deque[Command] = deque()
        #: True if the run may have to wait at the boundary even without commands.
        self.must_wait = False
        self._gate, self._clock, self._answer, self._flush = gate, clock, answer, flush
        self._arrival = threading.Event()
        self._is_on = True
        self._pace = 0.0
        self._due = 0.0
        #: The live setting for the most steps per second.
        self.pace_setting = pace_setting(get=lambda: self._pace, set=self._set_pace)

    def submit(self, command: Command) -> Optional[str]:
        """Queues a command for the training thread, from any thread. Returns why it cannot be accepted, or None."""
        if len(self.inbox) >= self._MOST_COMMANDS:
            return f"{len(self.inbox)} commands are waiting already"
        self.inbox.append(command)
        self._arrival.set()
        return None

    def cross(self) -> None:
        """Applies commands, and waits until the next step may be computed or the run is to stop."""
        self._apply_commands()
        while self._is_on and not self._gate.is_stopping:
            if self._gate.is_held:
                self._flush()
                self._sleep(None)
                # Time on hold does not count: the next step is due now, and the one after it a whole interval later.
                self._due = self._clock()
            else:
                seconds = self._time_to_wait()
                if seconds is None:
                    break
                self._sleep(seconds)
        self.must_wait = self._pace > 0 or self._gate.is_held

    def turn_off(self) -> None:
        """Lets the training thread pass from now on."""
        self._is_on = False
        self.inbox.clear()
        self._arrival.set()

    def renew(self) -> None:
        """Replaces the lock in a forked child: a thread that does not exist there may have held it."""
        self._arrival = threading.Event()

    def _sleep(self, seconds: Optional[float]) -> None:
        """Sleeps until a command arrives or the time is up, and applies commands."""
        self._arrival.clear()
        if not self.inbox and self._is_on:
            self._arrival.wait(seconds)
        self._apply_commands()

    def _apply_commands(self) -> None:
        if self.inbox:
            self._flush()
        while self.inbox:
            commands = [self.inbox.popleft() for _ in range(len(self.inbox))]
            for command in _stop_before_checkpoints(commands):
                self._answer(command)

    def _time_to_wait(self) -> Optional[float]:
        """Seconds until the pace lets the next step begin; None when it may begin now."""
        if self._pace <= 0:
            return None
        now, interval = self._clock(), 1 / self._pace
        # Raising the pace shortens a wait that began under the old one.
        self._due = min(self._due, now + interval)
        if self._due > now:
            return self._due - now
        # Counting from when the step was due keeps the pace; a slow run catches up by one interval at most.
        self._due = max(self._due, now - interval) + interval
        return None

    def _set_pace(self, value: float) -> None:
        self._pace = float(value)


def _stop_before_checkpoints(commands: List[Command]) -> List[Command]:
    """The commands in order, with a stop moved ahead of earlier checkpoints, so that it does not wait for them."""
    kinds = [command.kind for command in commands]
    if "stop" not in kinds or "checkpoint" not in kinds[: kinds.index("stop")]:
        return commands
    stop, first = kinds.index("stop"), kinds.index("checkpoint")
    return commands[:first] + [commands[stop]] + commands[first:stop] + commands[stop + 1 :]
