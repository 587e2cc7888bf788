"""Copies the state of a PyTorch program that a step changes into host memory, and restores it."""

from __future__ import annotations

import copy
from typing import Any, Callable, Dict, Iterable, List, Mapping, NamedTuple, Sequence, Tuple

import torch

from .optimizers import parameters_of


class HostCopy(NamedTuple):
    """A copy of a tensor in host memory, and the device it came from."""

    tensor: Any
    device: Any


class Capture(NamedTuple):
    """The state between two steps; its tensors share no memory with the program's."""

    #: Pairs of a parameter and its copy.
    parameters: List[Tuple[Any, HostCopy]]
    #: Module, name and copy of each buffer.
    buffers: List[Tuple[Any, str, HostCopy]]
    #: Optimizer, its state and the members of its groups other than the parameters.
    optimizers: List[Tuple[Any, Any, List[Dict[str, Any]]]]
    #: Schedulers and gradient scalers, each with its state_dict.
    others: List[Tuple[Any, Any]]
    #: Bytes of host memory used.
    size: int


class TrainingState:
    """Captures and restores parameters, buffers, optimizers, schedulers and gradient scalers.

    The position in the data and the states of random generators are not included: after a restore, the data continues.
    """

    def __init__(
        self,
        optimizers: Callable[[], Iterable[Any]],
        modules: Callable[[], Iterable[Any]],
        others: Callable[[], Iterable[Any]] = tuple,
    ) -> None:
        """Each argument returns the current objects.

        :param modules: outermost modules. Buffers are captured for those with trained parameters and for their copies, such
        as moving averages; for the copies, also parameters.
        :param others: objects with ``state_dict`` and ``load_state_dict``.
        """
        self._optimizers = optimizers
        self._modules = modules
        self._others = others

    @torch.no_grad()
    def capture(self) -> Capture:
        """Copies the current state."""
        counter = _Counter()
        optimizers = list(self._optimizers())
        modules = list(self._modules())
        parameters = _unique([parameter for optimizer in optimizers for parameter in parameters_of(optimizer)])
        modules, more = _trained(modules, parameters)
        parameters = _unique(parameters + more)
        return Capture(
            [(parameter, counter.copied(parameter)) for parameter in parameters],
            [(module, name, counter.copied(buffer)) for module, name, buffer in _buffers(modules)],
            [
                (
                    optimizer,
                    counter.copied(dict(optimizer.state)),
                    [
                        counter.copied({name: value for name, value in group.items() if name != "params"})
                        for group in optimizer.param_groups
                    ],
                )
                for optimizer in optimizers
            ],
            [(other, counter.copied(other.state_dict())) for other in self._others()],
            counter.size,
        )

    @torch.no_grad()
    def is_finite(self) -> bool:
        """True if all parameters are finite now."""
        by_device: Dict[Any, List[Any]] = {}
        for optimizer in self._optimizers():
            for parameter in parameters_of(optimizer):
                if parameter.is_floating_point() and parameter.numel():
                    # Minimum and maximum are NaN if any number is.
                    parts = [torch.isfinite(extreme) for extreme in torch.aminmax(parameter)]
                    by_device.setdefault(parameter.device, []).extend(parts)
        # Each device is waited for once, not once for each parameter.
        return all(bool(torch.stack(parts).all()) for parts in by_device.values())

    @torch.no_grad()
    def restore(self, captured: Capture) -> None:
        """Restores a captured state into the program's own tensors, so that all references to them remain valid.

        :raises ValueError: if the shape of a parameter has changed; nothing is restored then.
        """
        for parameter, saved in captured.parameters:
            if parameter.shape != saved.tensor.shape:
                shapes = f"{list(parameter.shape)}, {list(saved.tensor.shape)} then"
                raise ValueError(f"a parameter has another shape than when the snapshot was taken ({shapes})")
        for parameter, saved in captured.parameters:
            parameter.copy_(saved.tensor)
        for module, name, saved in captured.buffers:
            module._buffers[name] = _restored(module._buffers.get(name), saved)
        for optimizer, state, groups in captured.optimizers:
            _restore_mapping(optimizer.state, state)
            for group, members in zip(optimizer.param_groups, groups):
                for name in [name for name in group if name not in members and name != "params"]:
                    del group[name]
                for name, saved in members.items():
                    group[name] = _restored(group.get(name), saved)
        for other, state in captured.others:
            other.load_state_dict(_fresh(state))


def _trained(modules: Sequence[Any], parameters: Sequence[Any]) -> Tuple[List[Any], List[Any]]:
    """The modules that a step changes, and their parameters that belong to no optimizer.

    These are modules with trained parameters, and modules whose parameters have the same shapes: moving averages of the
    weights, and target networks.
    """
    trained = {id(parameter) for parameter in parameters}
    own = [(module, list(module.parameters())) for module in modules]
    found = [module for module, parts in own if any(id(part) in trained for part in parts)]
    shapes = [[part.shape for part in parts] for module, parts in own if any(id(part) in trained for part in parts)]
    more: List[Any] = []
    for module, parts in own:
        if parts and module not in found and [part.shape for part in parts] in shapes:
            found.append(module)
            more += parts
    return found, more


def _buffers(modules: Iterable[Any]) -> List[Tuple[Any, str, Any]]:
    found, seen = [], set()
    for outer in modules:
        for module in outer.modules():
            for name, buffer in module._buffers.items():
                if buffer is not None and id(buffer) not in seen:
                    seen.add(id(buffer))
                    found.append((module, name, buffer))
    return found


def _unique(items: Iterable[Any]) -> List[Any]:
    return list({id(item): item for item in items}.values())


class _Counter:
    """Copies values and counts the bytes of their tensors."""

    def __init__(self) -> None:
        self.size = 0

    def copied(self, value: Any) -> Any:
        if isinstance(value, torch.Tensor):
            self.size += value.numel() * value.element_size()
            return HostCopy(value.detach().to("cpu", copy=True), value.device)
        return _map(value, self.copied)


def _map(value: Any, convert: Callable[[Any], Any]) -> Any:
    """Copies dictionaries, lists and tuples with their items converted, and anything else that is mutable."""
    if isinstance(value, dict):
        return {key: convert(item) for key, item in value.items()}
    if type(value) in (list, tuple):
        return type(value)([convert(item) for item in value])
    if value is None or isinstance(value, (bool, int, float, str, bytes)) or callable(value):
        return value
    return copy.deepcopy(value)


def _fresh(saved: Any) -> Any:
    """A copy of a saved value, with tensors on their devices."""
    if isinstance(saved, HostCopy):
        return saved.tensor.to(saved.device, copy=True)
    return _map(saved, _fresh)


def _restored(current: Any, saved: Any) -> Any:
    """The restored value: a tensor or dict of the same form is changed in place; others are created."""
    if isinstance(saved, HostCopy) and isinstance(current, torch.Tensor):
        if current.shape == saved.tensor.shape and current.dtype == saved.tensor.dtype:
            current.detach().copy_(saved.tensor)
            return current
    if isinstance(saved, dict) and isinstance(current, dict):
        _restore_mapping(current, saved)
        return current
    return _fresh(saved)


def _restore_mapping(current: Any, saved: Mapping[Any, Any]) -> None:
    for key in [key for key in current if key not in saved]:
        del current[key]
    for key, part in saved.items():
        current[key] = _restored(current.get(key) if key in current else None, part)
