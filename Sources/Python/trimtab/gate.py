"""The gate between two steps, which applies commands: they change settings, hold or open the gate, and are answered."""

from __future__ import annotations

from typing import Any, Dict, List, Optional, Set

from .commands import ABILITY, Command
from .settings import SettingError, Settings


class Refusal(Exception):
    """Why a command was not applied, as a sentence for the operator."""


class StepGate:
    """Decides between two steps what a command does; it neither waits nor writes.

    A held gate accepts every kind of command; settings changed while it is held apply to the next step.
    """

    def __init__(self, settings: Settings, abilities: Set[str]) -> None:
        self.settings = settings
        self.abilities = abilities
        #: True once a stop was accepted: no further step may be computed.
        self.is_stopping = False
        #: The steps of the snapshots that the run may be rewound to, oldest first.
        self.snapshots: List[int] = []
        #: Why there are no snapshots; None if none was taken yet.
        self.shortage: Optional[str] = None
        #: True from an "advance" to the next "resume".
        self.is_advancing = False
        self._allowance: Optional[int] = None

    @property
    def is_held(self) -> bool:
        """True while no step may be computed."""
        return self._allowance == 0

    @property
    def is_counting(self) -> bool:
        """True while steps count against the number that "advance" allowed, or the gate is held."""
        return self._allowance is not None

    def apply(self, command: Command, step: int) -> Dict[str, Any]:
        """Applies one command between two steps and returns its answer.

        :param step: the number of the step that would be computed next.
        :returns: ``applied`` with the first step computed under the command, which after a rewind is the one after the
        snapshot; or ``rejected`` with the reason, in which case nothing has changed.
        """
        try:
            previous = self._apply(command)
        except (Refusal, SettingError) as refusal:
            return command.rejected(str(refusal))
        if command.kind == "rewind":
            return command.applied(int(command.value or 0) + 1, last=step - 1)
        return command.applied(step, previous)

    def pass_step(self) -> None:
        """Counts a computed step against the number that "advance" allowed."""
        if self._allowance:
            self._allowance -= 1

    def hold(self) -> None:
        """Holds the gate without a command, as the non-finite policy "pause" does."""
        self._allowance = 0

    def offer_snapshots(self, steps: List[int], shortage: Optional[str] = None) -> None:
        """Sets the snapshots that the run may be rewound to, oldest first, or why there are none."""
        self.snapshots, self.shortage = list(steps), shortage

    def offer_snapshot(self, step: int, oldest: int) -> None:
        """Adds the newest snapshot, and drops those before the oldest."""
        self.snapshots = [kept for kept in self.snapshots if oldest <= kept < step] + [step]

    def _apply(self, command: Command) -> Any:
        # A stop overtakes earlier requests for checkpoints, which are of the same step and still wanted.
        if self.is_stopping and command.kind != "checkpoint":
            raise Refusal("the run is stopping")
        ability = ABILITY[command.kind]
        if ability not in self.abilities:
            raise Refusal(f"this run cannot {ability}")
        if command.kind == "pause":
            self._allowance = 0
        elif command.kind == "resume":
            self._allowance, self.is_advancing = None, False
        elif command.kind == "advance":
            count = int(command.value or 0)
            if count < 1:
                raise Refusal(f"advance takes a number of steps from 1 (got {count})")
            self._allowance, self.is_advancing = count, True
        elif command.kind == "set":
            assert command.value is not None
            return self.settings.set(command.name, command.value)
        elif command.kind == "stop":
            self.is_stopping = True
        elif command.kind == "rewind" and command.value not in self.snapshots:
            raise Refusal(self._shortage(int(command.value or 0)))
        return None

    def _shortage(self, step: int) -> str:
        if not self.snapshots:
            return "there is no snapshot to rewind to" + (f": {self.shortage}" if self.shortage else "")
        first, last, count = self.snapshots[0], self.snapshots[-1], len(self.snapshots)
        known = f"there is one of step {first}" if count == 1 else f"there are {count}, {first} to {last}"
        return f"there is no snapshot of step {step} ({known})"
