"""Snapshots of a program in host memory."""

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
    """The latest snapshots: when the memory is used up, a new one evicts the oldest.

    Snapshots are at least ``LEAST`` steps apart, and cost at most a fiftieth of the time. The interval grows with the run, so
    that they reach back over about a quarter of it, up to a minute or ``MOST`` steps, whichever is longer.
    """

    #: The share of the time that may go into taking snapshots.
    COST = 0.02
    #: Fewest and most steps between snapshots; the most only if they take longer than ``MINUTE`` seconds.
    LEAST = 10
    MOST = 500
    MINUTE = 60.0
    #: The most snapshots kept, however small.
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
        """The steps that can be rewound to, oldest first."""
        return [snapshot.step for snapshot in self._kept]

    def is_due(self, step: int) -> bool:
        """True if one should be taken after ``step``."""
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
        """Takes a snapshot after ``step``; False, taking none, if the parameters are not finite."""
        begun = self._clock()
        is_sound = self._state.is_finite()
        if is_sound:
            # Evicting first lets the new snapshot reuse the memory.
            del self._kept[: max(0, len(self._kept) - self._capacity + 1)]
            state = self._state.capture()
            self._size = max(state.size, 1)
            self._kept.append(Snapshot(step, state))
        self._taken_at, self._last_step = self._clock(), step
        self._cost = self._taken_at - begun
        return is_sound

    def restore(self, step: int) -> None:
        """Restores the snapshot taken after ``step`` and drops those after it.

        :raises ValueError: if there is none, or the program has changed too much to restore it.
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
    """The default bytes for snapshots: a tenth of the free memory, if that holds two of ``size`` bytes."""
    free = free_memory()
    if free is None or free // 10 < 2 * size:
        return None
    return free // 10
