"""Installs the hooks in torch."""

from __future__ import annotations

import functools
import sys
from typing import Any, Callable, Optional

import torch

from . import compiled, losses, scalers
from ..options import Options
from .recorder import Recorder
from .steps import Boundary
from .watch import Watch

#: The watch over this process and its recorder, once the hooks are installed.
installed: Optional[Watch] = None
recorder: Optional[Recorder] = None


def install() -> None:
    """Watches this process's optimizers from now on; a second call does nothing."""
    global installed, recorder
    if installed is not None:
        return
    watch = installed = Watch(Options.read())
    recorder = Recorder(watch)
    losses.install(watch)
    scalers.install(recorder)
    # Once torch's import has ended, the program may hold its functions under other names.
    recorder.clipper.install(everywhere=not getattr(torch.__spec__, "_initializing", False))
    Boundary(recorder).install()
    for kind in _scheduler_kinds():
        kind.__init__ = _noting(watch, kind.__init__)
    compiled.watch_full_graphs(watch)
    if "torch._dynamo" in sys.modules:
        compiled.exclude(watch)


def dynamo_is_imported() -> None:
    """Excludes the hooks from compilation, before anything is compiled."""
    if installed is not None:
        compiled.exclude(installed)


def _scheduler_kinds() -> list:
    schedulers = torch.optim.lr_scheduler
    base = getattr(schedulers, "LRScheduler", None) or schedulers._LRScheduler
    # ReduceLROnPlateau's __init__ calls no other, and before torch 2.2 it shares no base class with the others.
    return [base, schedulers.ReduceLROnPlateau]


def _noting(watch: Watch, initialize: Callable[..., Any]) -> Callable[..., Any]:
    @functools.wraps(initialize)
    def watched(self: Any, *args: Any, **kwargs: Any) -> Any:
        result = initialize(self, *args, **kwargs)
        if watch.is_on:
            watch.schedulers.add(self)
        return result

    return watched
