"""Mistakes around clipping that raise no error: each is reported once."""

from __future__ import annotations

import sys
from typing import Any, Callable, Optional, Sequence, Tuple


class GradientChecks:
    """Checks the order of backward, clipping and the optimizer's step by following one gradient."""

    #: Steps in which a GradScaler is searched for, and callers that are examined.
    _SEARCHES = 16
    _FRAMES = 16

    def __init__(self, warn: Callable[[str], None], optimizer: Any) -> None:
        """:param warn: called with a sentence, possibly repeatedly; must report each once."""
        self._warn = warn
        self._optimizer = optimizer
        self._scaler: Any = None
        self._searches = 0
        self._clips = 0
        #: Whether the gradients were unscaled when they were clipped, and whether they are scaled at the step.
        self._was_unscaled = False
        self._is_scaled = False
        #: The first gradient as clipping left it: its parameter, the tensor's identity and version.
        self._left: Optional[Tuple[Any, int, int]] = None

    def before_clip(self, parameters: Sequence[Any], with_gradients: Sequence[Any]) -> None:
        """Checks gradients that are about to be clipped."""
        if self._left is not None and with_gradients and self._left[0] is with_gradients[0]:
            self._warn("run.clip was called twice before optimizer.step(): the second norm is that of clipped gradients")
        self._clips += 1
        if not with_gradients:
            self._warn(self._why_empty(parameters))
        elif self._clips == 1 and self._optimizer is not None:
            stepped = {id(one) for group in self._optimizer.param_groups for one in group["params"]}
            if not any(id(parameter) in stepped for parameter in with_gradients):
                self._warn("clipping has no effect: none of these parameters belongs to the optimizer")
        self._was_unscaled = self._stage() == "UNSCALED"

    def after_clip(self, with_gradients: Sequence[Any]) -> None:
        """Remembers gradients as clipping left them."""
        if with_gradients:
            first = with_gradients[0]
            self._left = (first, id(first.grad), first.grad._version)

    def before_step(self) -> None:
        """Checks that the gradients are still as clipping left them."""
        if self._left is None:
            return
        self._check_scale()
        parameter, identity, version = self._left
        self._left = None
        gradient = parameter.grad
        if gradient is not None and (id(gradient) != identity or gradient._version != version) and not self._is_scaled:
            self._warn(
                "the gradients changed between run.clip and optimizer.step(), so clipping was in vain: call run.clip after "
                "backward()"
            )

    def forget(self) -> None:
        """Forgets the gradients of a step that is over, with or without an update."""
        self._left = None

    def _why_empty(self, parameters: Sequence[Any]) -> str:
        if not parameters:
            return (
                "clipping has no effect: run.clip got no parameters (a generator is used up by its first use: pass "
                "model.parameters() each time)"
            )
        return "clipping has no effect: no parameter has a gradient; call run.clip after backward() and before zero_grad()"

    def _check_scale(self) -> None:
        """Warns if a GradScaler steps, and the gradients were still scaled when they were clipped."""
        self._is_scaled = False
        if self._scaler is None:
            # A scaler is found among the callers. Whether it unscales in time is known from the next step on.
            if self._searches < self._SEARCHES:
                self._searches += 1
                self._find_scaler()
                self._is_scaled = self._scaler is not None
        elif not self._was_unscaled and self._stage() is not None and self._scaler.get_scale() != 1.0:
            self._is_scaled = True
            self._warn(
                f"gradients look scaled, by GradScaler's {self._scaler.get_scale():g}: call scaler.unscale_(optimizer) before "
                "run.clip, or the norm and max_norm mean something else"
            )

    def _stage(self) -> Optional[str]:
        """The scaler's stage in this step of the optimizer; None if it has not begun."""
        states = self._scaler._per_optimizer_states if self._scaler is not None else {}
        return states[id(self._optimizer)]["stage"].name if id(self._optimizer) in states else None

    def _find_scaler(self) -> None:
        """Searches the callers for the GradScaler that is stepping the optimizer."""
        frame = sys._getframe(1)
        for _ in range(self._FRAMES):
            if frame is None or self._scaler is not None:
                return
            if frame.f_code.co_name == "_maybe_opt_step" and hasattr(frame.f_locals.get("self"), "_per_optimizer_states"):
                self._scaler = frame.f_locals["self"]
            frame = frame.f_back
