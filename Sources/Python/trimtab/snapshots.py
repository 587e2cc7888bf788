"""Snapshots of a program in host memory: which are kept, and when the next one is taken."""

from __future__ import annotations

import time
from typing import Callable, List, NamedTuple, Optional

from .memory import free_memory
from .training_state import Capture, TrainingState


class Snapshot(NamedTuple):
    """The state after a step."""

    step: int
    state: Capture


class Snapshots:
    """A ring of the latest snapshots: a new one evicts the oldest when the bytes are used up.

    The time between two is such that taking them costs at most a fiftieth of it, and at least ``LEAST`` steps. As the run
    gets longer it grows, so that the ring reaches back over about a quarter of the run, up to a minute or ``MOST`` steps,
    whichever is longer.
    """

    #: The share of the time that may go into taking snapshots.
    COST = 0.02
    #: Fewest and most steps between two snapshots; the most only where they take longer than ``MINUTE`` seconds.
    LEAST = 10
    MOST = 500
    MINUTE = 60.0
    #: Snapshots that are kept at most, however small they are.
    CAPACITY = 64

    def __init__(self, state: TrainingState, budget: int, clock: Callable[[], float] = time.perf_counter) -> None:
        """
        :param budget: bytes that the snapshots may take together.
        """
        self._state = state
        self._budget = budget
        self._clock = clock
        self._kept: List[Snapshot] = []
        self._size = 0
        self._cost = 0.0
        self._taken_at = clock()
        self._last_step = 0

    @property
    def steps(self) -> List[int]:
        """The steps that can be returned to, oldest first."""
        return [snapshot.step for snapshot in self._kept]

    def is_due(self, step: int) -> bool:
        """True when one should be taken after ``step``."""
        passed = step - self._last_step
        if self._cost == 0:
            return True
        if passed < self.LEAST:
            return False
        seconds = self._clock() - self._taken_at
        if seconds * self.COST < self._cost:
            return False
        return passed >= step / (4 * self._capacity) or passed >= self.MOST and seconds >= self.MINUTE

    def take(self, step: int) -> bool:
        """Takes a snapshot after ``step``; False where its parameters are not finite, so that it is not kept."""
        begun = self._clock()
        is_sound = self._state.is_finite()
        if is_sound:
            # The memory of the one that goes is used for the one that comes.
            del self._kept[: max(0, len(self._kept) - self._capacity + 1)]
            state = self._state.capture()
            self._size = max(state.size, 1)
            self._kept.append(Snapshot(step, state))
        self._taken_at, self._last_step = self._clock(), step
        self._cost = self._taken_at - begun
        return is_sound

    def restore(self, step: int) -> None:
        """Restores the snapshot taken after ``step`` and drops those after it.

        :raises ValueError: where there is none, or the program has changed too much to take it.
        """
        for snapshot in self._kept:
            if snapshot.step == step:
                self._state.restore(snapshot.state)
                self._kept = [kept for kept in self._kept if kept.step <= step]
                self._last_step = step
                return
        raise ValueError(f"there is no snapshot of step {step}")

    def clear(self) -> None:
        """Drops all snapshots."""
        self._kept.clear()

    @property
    def _capacity(self) -> int:
        return max(1, min(self.CAPACITY, self._budget // max(self._size, 1)))


def default_budget(size: int) -> Optional[int]:
    """Bytes for snapshots where nobody gave a number: a tenth of what is free, where that holds two of ``size`` bytes."""
    free = free_memory()
    if free is None or free // 10 < 2 * size:
        return None
    return free // 10
