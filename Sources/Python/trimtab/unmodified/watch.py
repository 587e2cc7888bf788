"""The state of the watched program, and its run."""

from __future__ import annotations

import os
import sys
import threading
import traceback
import weakref
from typing import TYPE_CHECKING, Any, Callable, Dict, Iterable, List, Optional, Tuple, TypeVar

from ..environment import Environment, report
from ..run import Run
from .controls import Controls
from .losses import Losses
from ..options import INSPECT_EVERY, Options
from .tracked import TrackedOptimizer

if TYPE_CHECKING:
    from .steps import WatchedStep

_Result = TypeVar("_Result")

#: Steps after which the run continues with another optimizer, if that was created after the last step of the run's
#: optimizer and has another name.
STEPS_OF_ANOTHER = 50


class Watch:
    """The optimizers of this process, their losses, and the run once one of them has stepped."""

    def __init__(self, options: Options) -> None:
        #: False if all replacements in torch only call the originals.
        self.is_on = True
        #: How many functions compiled with ``fullgraph=True`` are running, which cannot include our code.
        self.full_graphs = 0
        self.configure(options)
        self.losses = Losses()
        #: The optimizers by their identity.
        self.tracked: Dict[int, TrackedOptimizer] = {}
        #: The optimizer whose steps are the run's, once it has stepped.
        self.main: Optional[TrackedOptimizer] = None
        self.run: Optional[Run] = None
        #: How many steps of the run are computed but not emitted yet, with numbers on their way from a device.
        self.late_steps = 0
        #: Gradient scalers and schedulers, for snapshots.
        self.scalers: "weakref.WeakSet[Any]" = weakref.WeakSet()
        self.schedulers: "weakref.WeakSet[Any]" = weakref.WeakSet()
        #: The latest step of each other optimizer since the run's last step, by the optimizer's name.
        self.further: Dict[str, WatchedStep] = {}
        self._owners: Dict[int, List[TrackedOptimizer]] = {}
        self._stepping = threading.local()
        self._others_steps = 0
        #: Numbers the creations and steps of optimizers in sequence.
        self._numbers = 0
        self._environment: Optional[Environment] = None
        if hasattr(os, "register_at_fork"):
            os.register_at_fork(after_in_child=self._forked)

    def configure(self, options: Options) -> None:
        """Uses these options from now on."""
        self.options = options
        self.controls = Controls(options)

    def sees(self) -> bool:
        """True if calls of torch's functions are to be observed."""
        return self.is_on and not self.full_graphs

    # MARK: Faults

    def guard(self, function: Callable[..., _Result], *args: Any) -> Optional[_Result]:
        """Calls our own code: a fault in it is reported, watching ends and training continues.

        :returns: None after a fault, and while watching is off.
        """
        if not self.is_on:
            return None
        try:
            return function(*args)
        except Exception as error:
            self._fail(error)
            return None

    def _fail(self, error: Exception) -> None:
        self.is_on = False
        where = traceback.extract_tb(error.__traceback__)[-1]
        place = f"{os.path.basename(where.filename)}:{where.lineno}"
        report(f"watching ends here, training continues ({type(error).__name__}: {error}, at {place})")
        if self.run is not None:
            self.run.close("failed", f"watching ended: {type(error).__name__}: {error}")

    def _forked(self) -> None:
        # The child of a process with a run is not part of that run; other children may become runs of their own.
        if self.main is not None:
            self.is_on = False

    # MARK: Optimizers

    def adopt(self, optimizer: Any) -> TrackedOptimizer:
        """The watched optimizer, which is watched from now on."""
        tracked = self.tracked.get(id(optimizer))
        if tracked is not None and tracked.optimizer is optimizer:
            return tracked
        tracked = self.tracked[id(optimizer)] = TrackedOptimizer(optimizer, self._number())
        weakref.finalize(optimizer, self._forget, id(optimizer), tracked).atexit = False
        self._index()
        return tracked

    def _number(self) -> int:
        self._numbers += 1
        return self._numbers

    def note_step(self, tracked: TrackedOptimizer) -> None:
        """Counts a step of an optimizer."""
        tracked.steps += 1
        tracked.last_number = self._number()
        self.losses.step()

    def _forget(self, identity: int, tracked: TrackedOptimizer) -> None:
        if self.tracked.get(identity) is tracked:
            del self.tracked[identity]
            self._index()

    def refresh(self, tracked: TrackedOptimizer) -> None:
        """Reads an optimizer's parameters again, as the script may have added some."""
        if tracked.refresh():
            self._index()

    def _index(self) -> None:
        owners: Dict[int, List[TrackedOptimizer]] = {}
        for tracked in list(self.tracked.values()):
            for parameter in tracked.parameters:
                owners.setdefault(id(parameter), []).append(tracked)
        self._owners = owners

    def owners(self, parameters: Iterable[Any]) -> List[TrackedOptimizer]:
        """The optimizers that some of the parameters belong to."""
        found: List[TrackedOptimizer] = []
        for parameter in parameters:
            for tracked in self._owners.get(id(parameter), ()):
                if tracked not in found:
                    found.append(tracked)
                    if len(found) == len(self.tracked):
                        return found
        return found

    def is_run(self, tracked: TrackedOptimizer) -> bool:
        """True for the run's optimizer; before the first step, for one that may become it."""
        if self.main is not None:
            return tracked is self.main
        return self.is_wanted(tracked)

    def choose(self, tracked: TrackedOptimizer) -> None:
        """Makes an optimizer that steps the run's, unless there is one already or another was requested."""
        if tracked is self.main or self.main is not None and not self._is_over(self.main, tracked):
            return
        if self.is_wanted(tracked):
            self.settle()
            if self.run is not None:
                self.run.warn(f"the run continues with another optimizer, {tracked.name}")
            self.main = tracked
            return
        self._others_steps += 1
        if self._others_steps == 100 and self.run is None:
            names = ", ".join(sorted({other.name for other in self.tracked.values() if other.steps}))
            report(f"no optimizer called {self.options.optimizer} has stepped; those that have: {names}")

    @staticmethod
    def _is_over(main: TrackedOptimizer, other: TrackedOptimizer) -> bool:
        """True if a script no longer uses an optimizer and trains with one that it created later."""
        if main.optimizer is None:
            return True
        if other.number < main.last_number:
            return False
        return other.steps >= STEPS_OF_ANOTHER or main.variable is not None and main.variable == other.variable

    def is_wanted(self, tracked: TrackedOptimizer) -> bool:
        """True for an optimizer that may become the run's."""
        return self.options.optimizer is None or tracked.is_called(self.options.optimizer)

    # MARK: One step

    @property
    def is_stepping(self) -> bool:
        """True while this thread is inside an optimizer's step; steps of other optimizers inside it are part of it."""
        return getattr(self._stepping, "is_inside", False)

    @is_stepping.setter
    def is_stepping(self, is_inside: bool) -> None:
        self._stepping.is_inside = is_inside

    def looks_closer(self) -> bool:
        """True if the next step of the run measures each layer."""
        run = self.run
        every = INSPECT_EVERY if self.options.inspect_every is None else self.options.inspect_every
        if every == 0:
            return False
        return run is None or (run.next_step + self.late_steps) % every == 0 or run.gate.is_advancing

    def wanted_clip(self, tracked: TrackedOptimizer, kind: str, max_norm: Optional[float]) -> Tuple[str, float]:
        """The kind and threshold in force for gradients, given the script's.

        :param max_norm: None if the script does not clip.
        """
        self.settle()
        if not self.is_run(tracked):
            return kind, self.controls.script_max_norm if max_norm is None else max_norm
        return self.controls.clipping(kind, max_norm)

    # MARK: The run

    def settle(self) -> Environment:
        """The environment, read once it is known whether this process trains together with others.

        Of ranks that train together, only the first is watched, and none is changed, as they would diverge.
        """
        if self._environment is None:
            environment = self._environment = _with_process_group(Environment.read())
            if environment.world_size > 1:
                self.is_on = environment.rank == 0
                self.configure(self.options.without_changes())
        return self._environment


def _with_process_group(environment: Environment) -> Environment:
    """The environment with rank and size of torch's process group, which a script may have created without variables."""
    distributed = getattr(sys.modules.get("torch"), "distributed", None)
    if distributed is None or not distributed.is_available() or not distributed.is_initialized():
        return environment
    return environment._replace(rank=distributed.get_rank(), world_size=distributed.get_world_size())
