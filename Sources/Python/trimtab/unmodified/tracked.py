"""A watched optimizer of the program."""

from __future__ import annotations

import weakref
from typing import Any, List, Optional

from ..optimizers import parameters_of
from ..rates import Rates
from .report import ClipReport


class TrackedOptimizer:
    """An optimizer, its parameters, and its state since its last step."""

    def __init__(self, optimizer: Any, number: int) -> None:
        """:param number: its number in the sequence of all creations and steps of optimizers."""
        self._reference = weakref.ref(optimizer)
        self.number = number
        #: The number of its last step in that sequence.
        self.last_number = number
        self._kind = type(optimizer).__name__
        #: The name of the variable that held it at its first step; None if there was none.
        self.variable: Optional[str] = None
        self.parameters: List[Any] = []
        #: How many steps it has taken, including withheld ones.
        self.steps = 0
        self.rates = Rates()
        #: The script's own clipping since the last step; None if it did not clip.
        self.report: Optional[ClipReport] = None
        #: How many losses there had been when its gradients were last set to 0.
        self.zeroed_at = 0
        self.refresh()

    @property
    def name(self) -> str:
        """The name for people: that of its variable, or of its class."""
        return self.variable or self._kind

    @property
    def optimizer(self) -> Any:
        """The optimizer itself; None if the program has released it."""
        return self._reference()

    def is_called(self, name: str) -> bool:
        """True if the name is that of the optimizer's class or variable, ignoring case."""
        return name.lower() in (self.name.lower(), self._kind.lower())

    def refresh(self) -> bool:
        """Reads the parameters again; True if they have changed."""
        parameters = parameters_of(self.optimizer)
        if len(parameters) == len(self.parameters) and all(map(_same, parameters, self.parameters)):
            return False
        self.parameters = parameters
        return True


def _same(one: Any, other: Any) -> bool:
    return one is other
