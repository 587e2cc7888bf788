"""Snapshots of an unmodified script, and rewinding to them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, List, Optional

from ..environment import report
from ..run import Run
from ..snapshots import Snapshots, default_budget
from ..training_state import TrainingState
from .names import ProgramModules

if TYPE_CHECKING:
    from .tracked import TrackedOptimizer
    from .watch import Watch


class Rewinding:
    """Takes snapshots between the steps of a run, and restores them when an operator asks."""

    def __init__(self, run: Run, watch: "Watch", modules: ProgramModules, budget: Optional[int]) -> None:
        """Captures the state once, to find out how large snapshots are.

        :param budget: bytes for snapshots; None for the default.
        """
        self._run = run
        self._watch = watch
        self._tracked = watch.main
        self._modules = modules
        self._state = TrainingState(self._optimizers, modules.outermost, self._others)
        size = self._state.capture().size
        if budget is None:
            budget = default_budget(size)
        elif 0 < budget < size:
            report(f"no snapshots: one takes {size / 1e6:.3g} MB, and TRIMTAB_SNAPSHOTS allows {budget / 1e6:.3g} MB")
            budget = 0
        self._snapshots = Snapshots(self._state, budget) if budget else None
        if self._snapshots is not None:
            run.on("rewind", self._rewind)

    def is_due(self, tracked: "TrackedOptimizer", step: int) -> bool:
        """True if a snapshot is to be taken after ``step``, a step of ``tracked``."""
        snapshots = self._snapshots
        if snapshots is not None and tracked is not self._tracked:
            # The run continues with another optimizer, to which the snapshots do not apply.
            self._tracked = tracked
            self._modules.find()
            snapshots.clear()
            self._run.gate.offer_snapshots([])
        return snapshots is not None and snapshots.is_due(step)

    def take(self) -> None:
        """Takes a snapshot after the last recorded step; an error ends snapshots, not the run."""
        snapshots, step = self._snapshots, self._run.next_step - 1
        assert snapshots is not None
        try:
            if snapshots.take(step):
                self._run.offer_snapshot(step, snapshots.steps[0])
        except Exception as error:
            self._snapshots = None
            self._run.gate.offer_snapshots([])
            self._run.warn(f"no snapshots any more: taking one failed ({type(error).__name__}: {error})")

    def _rewind(self, step: int) -> None:
        if self._snapshots is None:
            raise ValueError("there are no snapshots any more")
        self._snapshots.restore(step)
        for tracked in self._watch.tracked.values():
            tracked.report = None
        self._watch.further.clear()

    # MARK: Content of a snapshot

    def _optimizers(self) -> List[Any]:
        """All optimizers of the program: those of a GAN are rewound together."""
        found = [tracked.optimizer for tracked in self._watch.tracked.values()]
        return [optimizer for optimizer in found if optimizer is not None]

    def _others(self) -> List[Any]:
        return list(self._watch.scalers) + list(self._watch.schedulers)
