"""Compiled code: torch.compile must not trace the hooks around torch's functions."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING, Any, Callable

import torch

from . import steps

if TYPE_CHECKING:
    from .watch import Watch


def exclude(watch: "Watch") -> None:
    """Excludes the hooks from tracing; called when ``torch._dynamo`` is imported, before anything is compiled.

    A compiled function has a graph break where it calls an optimizer's step, as it has in torch itself, and the step is
    compiled separately. Trimtab's code is not compiled.
    """
    import torch._dynamo

    steps.cross = torch._dynamo.disable(steps.cross, recursive=False)
    watch.guard = torch._dynamo.disable(watch.guard)  # type: ignore[method-assign]


def watch_full_graphs(watch: "Watch") -> None:
    """Turns observation off in functions compiled with ``fullgraph=True``, in which a graph break is an error."""
    compile = getattr(torch, "compile", None)
    if compile is not None:
        torch.compile = _noting_full_graphs(watch, compile)  # type: ignore[assignment]


def _noting_full_graphs(watch: "Watch", compile: Callable[..., Any]) -> Callable[..., Any]:
    @functools.wraps(compile)
    def noting(model: Any = None, *args: Any, **kwargs: Any) -> Any:
        compiled = compile(model, *args, **kwargs)
        # As a decorator, it is called again with the function. A module neither clips nor computes a loss by itself.
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
