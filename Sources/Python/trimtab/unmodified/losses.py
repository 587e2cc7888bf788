"""The losses of a step: those that ``backward`` was called on since the last step."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING, Any, Callable, List, Optional, Tuple

import torch

from .report import number

if TYPE_CHECKING:
    from .watch import Watch

#: The attribute of a scaled loss that holds the loss before ``GradScaler.scale``.
_UNSCALED = "_trimtab_unscaled"
#: Most losses kept if no optimizer ever steps.
_LIMIT = 4096


class Losses:
    """The losses that ``backward`` was called on, since the first one after a step.

    They are kept until the next ``backward`` after a step, since several optimizers may step for one loss.
    """

    def __init__(self) -> None:
        self._losses: List[Tuple[int, Any]] = []
        #: How many losses there have been; an optimizer's gradients stem from those after its last ``zero_grad``.
        self.count = 0
        self._has_stepped = False
        #: The last factor of ``GradScaler.scale``, until ``backward`` is called.
        self._scale: Optional[Any] = None

    def add(self, loss: Any) -> None:
        """Adds a loss that ``backward`` is called on: a tensor of one element."""
        if self._has_stepped or len(self._losses) >= _LIMIT:
            self._losses.clear()
            self._has_stepped = False
        self.count += 1
        unscaled = getattr(loss, _UNSCALED, None)
        if unscaled is not None:
            loss = unscaled
        elif self._scale is not None:
            # The script derived this loss from the scaled one.
            loss = loss.detach() / self._scale.to(loss.device)
        self._scale = None
        # A value in host memory is read now; one on a device later, with the norm, so that the device need not wait.
        self._losses.append((self.count, number(loss) if _is_in_host_memory(loss) else loss.detach()))

    def scaled(self, scaled: Any, outputs: Any, scale: Any) -> None:
        """Stores losses as they were before ``GradScaler.scale`` multiplied them by ``scale``."""
        if isinstance(outputs, torch.Tensor):
            if scaled is not outputs and outputs.numel() == 1:
                setattr(scaled, _UNSCALED, outputs.detach())
                self._scale = scale
        elif isinstance(outputs, (list, tuple)):
            for scaled_part, part in zip(scaled, outputs):
                self.scaled(scaled_part, part, scale)

    def since(self, count: int) -> List[Any]:
        """The losses after the first ``count``: floats, and tensors of one element on a device."""
        return [loss for index, loss in self._losses if index > count and loss is not None]

    def step(self) -> None:
        """Called when an optimizer has stepped, or its step was skipped: the next loss belongs to another step."""
        self._has_stepped = True


def _is_in_host_memory(loss: Any) -> bool:
    return loss.device.type == "cpu"


def install(watch: Watch) -> None:
    """Observes losses in ``autograd.backward``, which ``Tensor.backward`` calls, and in ``zero_grad``."""
    torch.autograd.backward = _watched_backward(watch, torch.autograd.backward)
    torch.optim.Optimizer.zero_grad = _watched_zero_grad(watch, torch.optim.Optimizer.zero_grad, _of_optimizer)
    torch.nn.Module.zero_grad = _watched_zero_grad(watch, torch.nn.Module.zero_grad, _of_module)


def _watched_backward(watch: Watch, backward: Callable[..., Any]) -> Callable[..., Any]:
    @functools.wraps(backward)
    def watched(tensors: Any, grad_tensors: Any = None, *args: Any, **kwargs: Any) -> Any:
        if watch.sees() and grad_tensors is None:
            watch.guard(_add, watch, tensors)
        return backward(tensors, grad_tensors, *args, **kwargs)

    return watched


def _add(watch: Watch, tensors: Any) -> None:
    for tensor in (tensors,) if isinstance(tensors, torch.Tensor) else tuple(tensors):
        if isinstance(tensor, torch.Tensor) and tensor.numel() == 1:
            watch.losses.add(tensor)


def _of_optimizer(watch: Watch, optimizer: Any) -> List[Any]:
    tracked = watch.tracked.get(id(optimizer))
    return [tracked] if tracked is not None else []


def _of_module(watch: Watch, module: Any) -> List[Any]:
    return watch.owners(module.parameters())


def _watched_zero_grad(watch: Watch, zero_grad: Callable[..., Any], owners: Callable[..., List[Any]]) -> Callable[..., Any]:
    def zeroed(subject: Any) -> None:
        for tracked in owners(watch, subject):
            tracked.zeroed_at = watch.losses.count
            tracked.report = None

    @functools.wraps(zero_grad)
    def watched(self: Any, *args: Any, **kwargs: Any) -> Any:
        if watch.sees():
            watch.guard(zeroed, self)
        return zero_grad(self, *args, **kwargs)

    return watched
