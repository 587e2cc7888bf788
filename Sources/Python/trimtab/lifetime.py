"""Ends the runs of a process when it ends."""

from __future__ import annotations

import atexit
import os
import sys
import weakref
from typing import TYPE_CHECKING, Any, Optional, Tuple

if TYPE_CHECKING:
    from .run import Run

_runs: "weakref.WeakSet[Run]" = weakref.WeakSet()
_is_installed = False
#: How the program ended, and the reason if it ended by an exception.
_outcome: Tuple[str, Optional[str]] = ("finished", None)


def follow(run: "Run") -> None:
    """Ends the run when the process ends, and turns it off in forked children."""
    global _is_installed
    _runs.add(run)
    if _is_installed:
        return
    _is_installed = True
    atexit.register(_end_runs)
    if hasattr(os, "register_at_fork"):
        os.register_at_fork(after_in_child=_abandon_runs)
    former = sys.excepthook

    def excepthook(kind: Any, error: Any, traceback: Any) -> None:
        global _outcome
        if issubclass(kind, KeyboardInterrupt):
            _outcome = ("stopped", None)
        else:
            _outcome = ("failed", _sentence(kind, error))
        former(kind, error, traceback)

    sys.excepthook = excepthook


def has_runs() -> bool:
    """True while this process has a run that is on."""
    return any(run.is_on for run in _runs)


def _sentence(kind: Any, error: Any) -> str:
    try:
        first = (str(error).splitlines() or [""])[0][:300]
    except Exception:
        first = ""
    return f"{kind.__name__}: {first}" if first else kind.__name__


def _end_runs() -> None:
    for run in list(_runs):
        try:
            run.close(*_outcome)
        except Exception:
            pass


def _abandon_runs() -> None:
    for run in list(_runs):
        try:
            run.abandon()
        except Exception:
            pass
    _runs.clear()
