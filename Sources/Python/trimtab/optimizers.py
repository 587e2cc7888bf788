"""The description of an optimizer."""

from __future__ import annotations

from typing import Any, List, Optional, Sequence

#: Parts of class names of optimizers that divide the gradient by a measure of its size, or only use its sign.
_SCALE_INVARIANT = (
    "adam", "adan", "adabelief", "adadelta", "adafactor", "adagrad", "lamb", "lion", "muon", "novograd", "prodigy", "rmsprop",
    "rprop", "shampoo", "soap",
)


def parameters_of(optimizer: Any) -> List[Any]:
    """All parameters of an optimizer, group by group."""
    return [parameter for group in optimizer.param_groups for parameter in group["params"]]


def count_of(parameters: Sequence[Any]) -> Optional[int]:
    """How many numbers are trained; None if there are none, or a lazy module is not initialized yet."""
    try:
        return sum(parameter.numel() for parameter in parameters if parameter.requires_grad) or None
    except ValueError:
        return None


def kind_of(optimizer: Any) -> str:
    """The optimizer's kind in lower case: the name of its class."""
    return type(optimizer).__name__.lower()


def is_scale_invariant(optimizer: Any) -> bool:
    """True if the update hardly depends on the gradient's scale, by the names of the class and its base classes."""
    names = [base.__name__.lower() for base in type(optimizer).__mro__]
    return any(part in name for name in names for part in _SCALE_INVARIANT)
