"""One optimizer of the program, as it is watched."""

from __future__ import annotations

import weakref
from typing import Any, List, Optional

from ..optimizers import parameters_of
from ..rates import Rates
from .report import ClipReport


class TrackedOptimizer:
    """An optimizer, its parameters, and what was seen of it since its last step."""

    def __init__(self, optimizer: Any, number: int) -> None:
        """:param number: its place among all optimizers and steps of the program."""
        self._reference = weakref.ref(optimizer)
        self.number = number
        #: The place of its last step.
        self.last_number = number
        self._kind = type(optimizer).__name__
        #: The name of the variable that holds it, where one is found at its first step.
        self.variable: Optional[str] = None
        self.parameters: List[Any] = []
        #: How many steps it has taken, those counted that were withheld.
        self.steps = 0
        self.rates = Rates()
        #: What the script's own clipping did since the last step; None where it did not clip.
        self.report: Optional[ClipReport] = None
        #: How many losses there had been when its gradients were last set to 0.
        self.zeroed_at = 0
        self.refresh()

    @property
    def name(self) -> str:
        """What people call it: the name of its variable, or of its class."""
        return self.variable or self._kind

    @property
    def optimizer(self) -> Any:
        """The optimizer itself; None when the program has dropped it."""
        return self._reference()

    def is_called(self, name: str) -> bool:
        """True where the name is that of the optimizer's class or variable, whatever its capital letters."""
        return name.lower() in (self.name.lower(), self._kind.lower())

    def refresh(self) -> bool:
        """Reads the parameters again; True when they are others than before."""
        parameters = parameters_of(self.optimizer)
        if len(parameters) == len(self.parameters) and all(map(_same, parameters, self.parameters)):
            return False
        self.parameters = parameters
        return True


def _same(one: Any, other: Any) -> bool:
    return one is other
