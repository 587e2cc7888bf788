"""Calls before and after every step of one optimizer."""

from __future__ import annotations

import types
from typing import Any, Callable


def around_steps(optimizer: Any, before: Callable[[], None], after: Callable[[], None]) -> None:
    """Calls ``before`` and ``after`` around every ``optimizer.step``.

    Uses torch's hooks. Without them, before torch 2.0 and for wrappers that are not complete optimizers, it replaces the
    instance's method.
    """
    if hasattr(optimizer, "_optimizer_step_pre_hooks"):
        optimizer.register_step_pre_hook(lambda *_: before())
        optimizer.register_step_post_hook(lambda *_: after())
        return
    step = optimizer.step

    def hooked(self: Any, *arguments: Any, **named: Any) -> Any:
        before()
        try:
            return step(*arguments, **named)
        finally:
            after()

    # A bound method, since learning rate schedulers wrap it too.
    hooked.__dict__.update(getattr(step, "__dict__", {}))
    optimizer.step = types.MethodType(hooked, optimizer)
