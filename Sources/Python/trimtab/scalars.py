"""Numbers that may be on a device, read with at most one synchronization."""

from __future__ import annotations

import functools
import sys
from typing import Any, List, Optional, Sequence


class Scalars:
    """Numbers of one step: floats, None, and tensors of one element on any device.

    Those on a device are copied together. A late copy runs while the device continues computing, and is complete by the time
    it is read, one step later.
    """

    def __init__(self, values: Sequence[Any], vector: Any = None, late: Optional[bool] = None) -> None:
        """Begins the copy.

        :param values: see ``scalar``.
        :param vector: a further tensor of one dimension, or None.
        :param late: True copies without waiting, False reads at once; None copies late from CUDA, and reads others at once.
        """
        self._values: List[Any] = list(values)
        self._indices = [index for index, value in enumerate(self._values) if _is_on_device(value)]
        self._length = 0
        self._event: Any = None
        self._packed: Any = None
        parts = [self._values[index].detach().reshape(1) for index in self._indices]
        if vector is not None and not _is_on_device(vector):
            self.vector: Optional[List[float]] = vector.tolist()
        else:
            self.vector = None
            if vector is not None:
                self._length = vector.numel()
                parts.append(vector.detach())
        for index, value in enumerate(self._values):
            # Unlike float(), item() does not warn about a tensor that requires a gradient.
            if hasattr(value, "item") and not _is_on_device(value):
                self._values[index] = float(value.item())
        if parts:
            self._pack(parts, late)

    @property
    def is_late(self) -> bool:
        """True until the numbers on a device have been read."""
        return self._packed is not None

    def read(self) -> List[Optional[float]]:
        """All values in order, waiting for those that have not arrived; also sets ``vector``."""
        if self._packed is not None:
            if self._event is not None:
                self._event.synchronize()
            numbers = self._packed.tolist()
            self._packed = self._event = None
            for index, number in zip(self._indices, numbers):
                self._values[index] = number
            if self._length:
                self.vector = numbers[len(self._indices) :]
        return self._values

    def _pack(self, parts: List[Any], late: Optional[bool]) -> None:
        torch = sys.modules["torch"]
        device = parts[0].device
        if any(part.device != device or part.dtype is not parts[0].dtype for part in parts):
            # Without float64 where it is not needed: some devices have none.
            dtype = functools.reduce(torch.promote_types, [part.dtype for part in parts])
            if not all(part.is_floating_point() for part in parts):
                dtype = torch.float64
            parts = [part.to(device, dtype, non_blocking=True) for part in parts]
        packed = torch.cat(parts) if len(parts) > 1 else parts[0]
        if device.type == "cuda" and late is not False:
            self._packed = packed.to("cpu", non_blocking=True)
            self._event = torch.cuda.Event()
            self._event.record(torch.cuda.current_stream(device))
        elif late:
            # Other devices have no event to wait for: the tensor itself is read later.
            self._packed = packed.clone() if len(parts) == 1 else packed
        else:
            self._packed = packed
            self.read()


def scalar(value: Any) -> Any:
    """Converts any kind of number to a float; returns tensors of one element and None unchanged.

    :raises ValueError: for a tensor with more elements, or a value that is not a number.
    """
    if value is None or type(value) is float:
        return value
    if hasattr(value, "numel"):
        if value.numel() != 1:
            raise ValueError(f"expected one number, got {value.numel()} elements")
        return value
    try:
        return float(value)
    except TypeError:
        raise ValueError(f"expected one number, got {type(value).__name__}") from None


def _is_on_device(value: Any) -> bool:
    device = getattr(value, "device", None)
    return device is not None and getattr(device, "type", "cpu") != "cpu"
