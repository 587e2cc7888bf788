"""The program's names for its parameters and optimizers."""

from __future__ import annotations

import gc
import sys
import weakref
from typing import TYPE_CHECKING, Any, Dict, Iterator, List, Optional, Tuple

import torch

from ..layers import Layers

if TYPE_CHECKING:
    from .watch import Watch


class ProgramModules:
    """The outermost modules of the program.

    They are searched among all Python objects, since copied or unpickled modules are created without a call that could be
    observed. That takes some 50 ms, so it is only done on first use and in ``find``.
    """

    def __init__(self) -> None:
        self._references: Optional[List["weakref.ref[Any]"]] = None

    def find(self) -> None:
        """Searches for them again."""
        kinds: Dict[type, bool] = {}
        found = []
        for item in gc.get_objects():
            kind = type(item)
            is_module = kinds.get(kind)
            if is_module is None:
                is_module = kinds[kind] = issubclass(kind, torch.nn.Module)
            # A module whose __init__ has not run yet lacks the attribute.
            if is_module and "_modules" in item.__dict__:
                found.append(item)
        inner = {id(child) for module in found for child in module._modules.values() if child is not None}
        self._references = [weakref.ref(module) for module in found if id(module) not in inner]

    def outermost(self) -> List[Any]:
        """The modules that are not part of another, and still exist."""
        if self._references is None:
            self.find()
        found = [reference() for reference in self._references or ()]
        return [module for module in found if module is not None]


class ParameterNames:
    """Names of parameters within their outermost modules: ``transformer.h.0.attn.c_attn.weight``."""

    def __init__(self, modules: ProgramModules, watch: "Watch") -> None:
        self._modules = modules
        self._watch = watch
        self._layers = Layers(())

    def name(self, parameter: Any) -> Optional[str]:
        """The name of a parameter of the run's optimizer; if no module has it, its group and index in the optimizer."""
        if self._layers.name(parameter) is None:
            self._find()
        return self._layers.name(parameter)

    def join(self, parameters: List[Any], norms: List[float]) -> Optional[Dict[str, float]]:
        """The norm of each layer from its parameters' norms."""
        if any(self._layers.name(parameter) is None for parameter in parameters):
            self._find()
        return self._layers.join(parameters, norms)

    def _find(self) -> None:
        main = self._watch.main
        optimizer = main.optimizer if main is not None else None
        if main is None or optimizer is None:
            return
        names: Dict[int, Tuple[str, Any]] = {}
        self._modules.find()
        wanted = {id(parameter) for parameter in main.parameters}
        for module in self._modules.outermost():
            for name, parameter in module.named_parameters():
                if id(parameter) in wanted:
                    names.setdefault(id(parameter), (name, parameter))
        for number, group in enumerate(optimizer.param_groups):
            group_name = str(group.get("name") or f"group {number}")
            for index, parameter in enumerate(group["params"]):
                names.setdefault(id(parameter), (f"{group_name}.{index}", parameter))
        self._layers = Layers(names.values())


def variable_of(item: Any) -> Optional[str]:
    """The name of the variable or attribute that holds an object, in the running functions; None if there is none."""
    for frame in _frames():
        for name, value in list(frame.f_locals.items()):
            if value is item and not name.startswith("_"):
                return name
        owner = frame.f_locals.get("self")
        for name, value in list(getattr(owner, "__dict__", {}).items()):
            if value is item and not name.startswith("_"):
                return name
    return None


def _frames() -> Iterator[Any]:
    """The frames of the program's functions, innermost first, without those of torch and of this package."""
    frame = sys._getframe(1)
    while frame is not None:
        if frame.f_globals.get("__name__", "").partition(".")[0] not in ("torch", "trimtab"):
            yield frame
        frame = frame.f_back
