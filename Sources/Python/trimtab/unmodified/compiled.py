"""Compiled code: torch.compile must not trace what was put around torch's functions."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING, Any, Callable

import torch

from . import steps

if TYPE_CHECKING:
    from .watch import Watch


def exclude(watch: "Watch") -> None:
    """Takes the hooks out of what is traced; called when ``torch._dynamo`` is imported, before anything is compiled.

    A compiled function is left where it calls an optimizer's step, as torch itself leaves it there, and the step inside is
    compiled by itself. Code of ours runs as it is.
    """
    import torch._dynamo

    steps.cross = torch._dynamo.disable(steps.cross, recursive=False)
    watch.guard = torch._dynamo.disable(watch.guard)  # type: ignore[method-assign]


def watch_full_graphs(watch: "Watch") -> None:
    """Has nothing observed in functions compiled with ``fullgraph=True``, for which it would be an error to be left."""
    compile = getattr(torch, "compile", None)
    if compile is not None:
        torch.compile = _noting_full_graphs(watch, compile)  # type: ignore[assignment]


def _noting_full_graphs(watch: "Watch", compile: Callable[..., Any]) -> Callable[..., Any]:
    @functools.wraps(compile)
    def noting(model: Any = None, *args: Any, **kwargs: Any) -> Any:
        compiled = compile(model, *args, **kwargs)
        # As a decorator it calls itself again with the function; a module neither clips nor computes a loss of its own.
        if model is None or not kwargs.get("fullgraph") or isinstance(model, torch.nn.Module):
            return compiled

        @functools.wraps(compiled)
        def call(*args: Any, **kwargs: Any) -> Any:
            watch.full_graphs += 1
            try:
                return compiled(*args, **kwargs)
            finally:
                watch.full_graphs -= 1

        return call

    return noting
