"""Norms of gradients as torch computes them, and the alarms of gradients that are not finite."""

from __future__ import annotations

import math
from typing import Any, Dict, List, Optional, Sequence, Tuple

import torch

from .clipping import measure


def having_gradients(parameters: Sequence[Any]) -> List[Any]:
    """The parameters that have a gradient."""
    return [parameter for parameter in parameters if parameter.grad is not None]


def _dense(gradient: Any) -> Any:
    # Indices of a sparse gradient may repeat; their values are summed in the update.
    return gradient.coalesce().values() if gradient.is_sparse else gradient


@torch.no_grad()
def total_norm(parameters: Sequence[Any], norm_type: float = 2.0) -> Any:
    """The total norm of the gradients, bit for bit as ``clip_grad_norm_`` returns it: a tensor of one element.

    :param parameters: at least one, all with gradients.
    """
    gradients = [_dense(parameter.grad) for parameter in parameters]
    get_total_norm = getattr(torch.nn.utils, "get_total_norm", None)
    if get_total_norm is not None:
        return get_total_norm(gradients, norm_type)
    # Before torch 2.6, which lacks the function, clip_grad_norm_ does this.
    norms = [torch.norm(gradient, norm_type).to(gradients[0].device) for gradient in gradients]
    return torch.norm(torch.stack(norms), norm_type)


@torch.no_grad()
def norms(parameters: Sequence[Any]) -> Tuple[Any, Any]:
    """The total norm, bit for bit as ``clip_grad_norm_`` computes it, and the norm of each gradient as one tensor, in one pass.

    :param parameters: at least one, all with gradients.
    """
    return measure([_dense(parameter.grad) for parameter in parameters])


@torch.no_grad()
def norm_alarm(parameters: Sequence[Any], norm: float) -> Dict[str, Any]:
    """The alarm of a total norm that is not finite, with the first parameter at fault.

    :param parameters: those with gradients, which must not have been scaled by the norm yet.
    :returns: ``kind``, and ``parameter``, which is the parameter itself or None.
    """
    infinite = None
    for parameter in parameters:
        gradient = _dense(parameter.grad)
        if bool(torch.isnan(gradient).any()):
            return {"kind": "norm_nan", "parameter": parameter}
        if infinite is None and bool(torch.isinf(gradient).any()):
            infinite = parameter
    if infinite is not None:
        return {"kind": "norm_infinite", "parameter": infinite}
    if math.isnan(norm):
        return {"kind": "norm_nan", "parameter": None}
    largest = int(norms(parameters)[1].argmax()) if parameters else -1
    return {"kind": "norm_overflow", "parameter": parameters[largest] if largest >= 0 else None}


@torch.no_grad()
def first_not_finite(parameters: Sequence[Any]) -> Optional[Any]:
    """The first parameter whose own values include NaN or infinity."""
    for parameter in parameters:
        if not bool(torch.isfinite(parameter).all()):
            return parameter
    return None
