"""Gradient norms and clipping exactly as torch computes them, measured and scaled in one pass."""

from __future__ import annotations

import math
from typing import Any, Callable, Iterable, List, Sequence, Tuple

import torch

try:
    from torch.utils._foreach_utils import _group_tensors_by_device_and_dtype, _has_foreach_support
except ImportError:  # torch 1.13
    _group_tensors_by_device_and_dtype = None
    _has_foreach_support = None

_vector_norm: Callable[..., Any] = torch.linalg.vector_norm


class Clipped:
    """The measured norms of gradients, and how they were clipped. Tensors may be on a device."""

    __slots__ = ("kind", "max_norm", "norm", "coefficient", "clipped_norm", "parameters", "norms")

    def __init__(self, kind: str, max_norm: float, norm: Any, parameters: List[Any], norms: Any) -> None:
        #: The kind of clipping: "norm", "value" or "none".
        self.kind = kind
        self.max_norm = max_norm
        #: Total norm before clipping.
        self.norm = norm
        #: The factor of norm clipping, a tensor or a float; None under other kinds.
        self.coefficient: Any = None
        #: Total norm after clipping by value; None under other kinds, where it follows from the other members.
        self.clipped_norm: Any = None
        #: The parameters that had gradients.
        self.parameters = parameters
        #: The norm of each gradient before clipping, as one tensor; None if there were no gradients.
        self.norms = norms


@torch.no_grad()
def clip_gradients(
    parameters: Iterable[Any], kind: str, max_norm: float, inspect: Callable[[Clipped], None] = lambda clipped: None
) -> Clipped:
    """Measures gradients and clips them as ``clip_grad_norm_`` or ``clip_grad_value_`` does.

    :param kind: "norm" scales all gradients so that their total norm is ``max_norm`` at most; "value" clamps each element
        to ±``max_norm``; "none" only measures. So does an infinite threshold, with which torch's functions would turn
        infinite gradients into NaN.
        :param inspect: called after measuring, before clipping.
    """
    parameters = [parameter for parameter in parameters if parameter.grad is not None]
    gradients = [parameter.grad for parameter in parameters]
    norm, norms = measure(gradients)
    clipped = Clipped(kind, max_norm, norm, parameters, norms)
    inspect(clipped)
    if kind == "norm":
        clipped.coefficient = 1.0
        if gradients and max_norm < math.inf:
            clipped.coefficient = _scale(gradients, max_norm, norm)
    elif kind == "value" and gradients and max_norm < math.inf:
        torch.nn.utils.clip_grad_value_(parameters, max_norm)
        clipped.clipped_norm = measure(gradients)[0]
    return clipped


def clip_by_torch(parameters: List[Any], kind: str, max_norm: float) -> Any:
    """Clips with torch's own functions, and raises their errors."""
    if kind == "norm":
        return torch.nn.utils.clip_grad_norm_(parameters, max_norm)
    if kind == "value":
        torch.nn.utils.clip_grad_value_(parameters, max_norm)
    return None


def measure(gradients: Sequence[Any]) -> Tuple[Any, Any]:
    """The total norm, bit for bit as ``clip_grad_norm_`` returns it, and the norm of each gradient in one tensor.

    Without gradients, they are 0 and None.
    """
    if not gradients:
        return torch.tensor(0.0), None
    device = gradients[0].device
    each: List[Any] = []
    order: List[int] = []
    for group, indices in _groups(gradients):
        if _is_fast(group):
            each.extend(torch._foreach_norm(group, 2.0))
        else:
            each.extend([_vector_norm(gradient, 2.0) for gradient in group])
        order.extend(indices)
    norms = torch.stack([norm.to(device) for norm in each])
    total = _vector_norm(norms, 2.0)
    if order != list(range(len(order))):
        positions = [0] * len(order)
        for position, gradient in enumerate(order):
            positions[gradient] = position
        norms = norms[positions]
    return total, norms


def _scale(gradients: Sequence[Any], max_norm: float, norm: Any) -> Any:
    """Scales as ``clip_grads_with_norm_`` does; returns the coefficient, as a float if that costs no synchronization."""
    coefficient = torch.clamp(max_norm / (norm + 1e-6), max=1.0)
    if coefficient.device.type == "cpu":
        known = float(coefficient)
        # Multiplying by 1 changes nothing; torch only does it to avoid a synchronization.
        if known != 1.0:
            _multiply(gradients, coefficient)
        return known
    _multiply(gradients, coefficient)
    return coefficient


def _multiply(gradients: Sequence[Any], coefficient: Any) -> None:
    for group, _ in _groups(gradients):
        factor = coefficient.to(group[0].device)
        if _is_fast(group):
            torch._foreach_mul_(group, factor)
        else:
            for gradient in group:
                gradient.mul_(factor)


def _groups(gradients: Sequence[Any]) -> List[Tuple[List[Any], List[int]]]:
    """Gradients by device and type, in torch's order, with the index of each."""
    first = gradients[0]
    device, kind = first.device, first.dtype
    if all(gradient.dtype is kind and gradient.device == device for gradient in gradients):
        return [(list(gradients), list(range(len(gradients))))]
    if _group_tensors_by_device_and_dtype is not None:
        try:
            grouped = _group_tensors_by_device_and_dtype([list(gradients)], with_indices=True)
            return [(lists[0], [int(index) for index in indices]) for lists, indices in grouped.values()]
        except (TypeError, ValueError):
            pass  # torch 2.0
    groups: dict = {}
    for index, gradient in enumerate(gradients):
        members, indices = groups.setdefault((gradient.device, gradient.dtype), ([], []))
        members.append(gradient)
        indices.append(index)
    return list(groups.values())


def _is_fast(gradients: List[Any]) -> bool:
    """Whether torch would compute these in a single operation."""
    return _has_foreach_support is not None and _has_foreach_support(gradients, gradients[0].device)


