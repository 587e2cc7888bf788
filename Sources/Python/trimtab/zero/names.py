"""The names that the program has for its parameters and optimizers, found where it keeps them."""

from __future__ import annotations

import gc
import sys
import weakref
from typing import TYPE_CHECKING, Any, Dict, Iterator, List, Optional

import torch

if TYPE_CHECKING:
    from .tracked import TrackedOptimizer

#: What wrappers put before the names of a model's parameters.
_WRAPPERS = ("module.", "_orig_mod.")


class ProgramModules:
    """The outermost modules of the program.

    They are found among Python's objects: modules that were copied or unpickled are created without a call that could be
    observed. That takes some 50 ms, so it is done when they are first asked for and when ``find`` is called.
    """

    def __init__(self) -> None:
        self._references: Optional[List["weakref.ref[Any]"]] = None

    def find(self) -> None:
        """Looks for them again."""
        kinds: Dict[type, bool] = {}
        found = []
        for item in gc.get_objects():
            kind = type(item)
            is_module = kinds.get(kind)
            if is_module is None:
                is_module = kinds[kind] = issubclass(kind, torch.nn.Module)
            # One whose __init__ has not run has no parts yet.
            if is_module and "_modules" in item.__dict__:
                found.append(item)
        inner = {id(child) for module in found for child in module._modules.values() if child is not None}
        self._references = [weakref.ref(module) for module in found if id(module) not in inner]

    def outermost(self) -> List[Any]:
        """Those that are no part of another, and still exist."""
        if self._references is None:
            self.find()
        found = [reference() for reference in self._references or ()]
        return [module for module in found if module is not None]


class ParameterNames:
    """Names of parameters as their modules have them: ``transformer.h.0.attn.c_attn.weight``."""

    def __init__(self, modules: ProgramModules) -> None:
        self._modules = modules
        self._names: Dict[int, str] = {}
        self._layers: Dict[int, str] = {}

    def name(self, tracked: "TrackedOptimizer", parameter: Any) -> str:
        """The parameter's name; where no module has it, its place in the optimizer."""
        name = self._names.get(id(parameter))
        return name if name is not None else self._find(tracked, parameter)

    def layer(self, tracked: "TrackedOptimizer", parameter: Any) -> str:
        """The name of the module that the parameter belongs to, or the parameter's own in the outermost one."""
        layer = self._layers.get(id(parameter))
        if layer is None:
            name = self.name(tracked, parameter)
            layer = self._layers[id(parameter)] = name.rpartition(".")[0] or name
        return layer

    def _find(self, tracked: "TrackedOptimizer", parameter: Any) -> str:
        if self._names:
            self._modules.find()
        self._names.clear()
        self._layers.clear()
        wanted = {id(parameter) for parameter in tracked.parameters}
        for module in self._modules.outermost():
            for name, part in module.named_parameters():
                if id(part) in wanted:
                    self._names.setdefault(id(part), _unwrapped(name))
        for number, group in enumerate(tracked.optimizer.param_groups):
            place = str(group.get("name") or f"group {number}")
            for index, part in enumerate(group["params"]):
                self._names.setdefault(id(part), f"{place}.{index}")
        return self._names.setdefault(id(parameter), "a parameter of no group")


def _unwrapped(name: str) -> str:
    for wrapper in _WRAPPERS:
        name = name.replace(wrapper, "") if name.startswith(wrapper) or f".{wrapper}" in name else name
    return name


def variable_of(item: Any) -> Optional[str]:
    """The name of the variable or attribute that holds an object, in the functions that are running; None without one."""
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
    """The frames of the program's functions, innermost first; those of torch and of this package are left out."""
    frame = sys._getframe(1)
    while frame is not None:
        if frame.f_globals.get("__name__", "").partition(".")[0] not in ("torch", "trimtab"):
            yield frame
        frame = frame.f_back
