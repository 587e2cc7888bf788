"""Names of parameters, and gradient norms by layer."""

from __future__ import annotations

import math
from typing import Any, Dict, Iterable, List, Optional, Tuple

#: The prefixes that wrappers add to every weight's name: DistributedDataParallel's and torch.compile's.
_WRAPPERS = ("module.", "_orig_mod.")


class Layers:
    """The parameters of a model by name, and the layer that each belongs to."""

    def __init__(self, named_parameters: Iterable[Tuple[str, Any]]) -> None:
        self._names: Dict[int, str] = {}
        self._layers: Dict[int, str] = {}
        for name, parameter in named_parameters:
            name = unwrapped(name)
            self._names[id(parameter)] = name
            self._layers[id(parameter)] = layer_of(name)

    def name(self, parameter: Any) -> Optional[str]:
        """A parameter's name in the model; None if it is not part of it."""
        return self._names.get(id(parameter))

    def join(self, parameters: List[Any], norms: List[float]) -> Optional[Dict[str, float]]:
        """The norm of each layer from its parameters' norms, in the order of the parameters; None if no name is known."""
        joined: Dict[str, float] = {}
        for parameter, norm in zip(parameters, norms):
            layer = self._layers.get(id(parameter))
            if layer is not None:
                # hypot of NaN and infinity is infinity.
                known = joined.get(layer, 0.0)
                joined[layer] = math.nan if known != known or norm != norm else math.hypot(known, norm)
        return joined or None


def unwrapped(name: str) -> str:
    """A parameter's name without the prefixes of wrappers."""
    while name.startswith(_WRAPPERS):
        name = name[name.index(".") + 1 :]
    return name


def layer_of(parameter: str) -> str:
    """The layer that a parameter belongs to: its name without "weight" or "bias" at the end.

    "hidden1.weight" and "hidden1.bias" are layer "hidden1". A recurrent layer counts as two, "rnn.ih" for its input and
    "rnn.hh" for its recurrence, since the gradient of one may vanish while the other's does not.
    """
    *parts, last = parameter.split(".")
    if last.endswith("_l0"):
        last = last[:-3]
    for kind in ("weight", "bias"):
        if last == kind or last.startswith(f"{kind}_"):
            rest = last[len(kind) + 1 :]
            return ".".join(parts + [rest] if rest else parts) or parameter
    return parameter
