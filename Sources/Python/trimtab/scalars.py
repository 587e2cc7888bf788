"""Numbers that may be on a device, read with one synchronisation or with none."""

from __future__ import annotations

import sys
from typing import Any, List, Optional, Sequence


class Scalars:
    """Some numbers of one step: floats, None, and tensors of one element, on any devices.

    Those on a device travel together. Asked late, they are copied while the device continues computing, and read when they
    have arrived: one step later that is long past.
    """

    def __init__(self, values: Sequence[Any], vector: Any = None, late: Optional[bool] = None) -> None:
        """Begins to read.

        :param values: see ``scalar``.
        :param vector: a further tensor of one dimension, or None.
        :param late: True copies without waiting, False reads at once; None copies late from CUDA only.
        """
        self._values: List[Any] = list(values)
        self._places = [place for place, value in enumerate(self._values) if _is_on_device(value)]
        self._length = 0
        self._event: Any = None
        self._packed: Any = None
        parts = [self._values[place].detach().reshape(1) for place in self._places]
        if vector is not None and not _is_on_device(vector):
            self.vector: Optional[List[float]] = vector.tolist()
        else:
            self.vector = None
            if vector is not None:
                self._length = vector.numel()
                parts.append(vector.detach())
        for place, value in enumerate(self._values):
            # Asked so, a tensor that requires a gradient gives its number without a warning.
            if hasattr(value, "item") and not _is_on_device(value):
                self._values[place] = float(value.item())
        if parts:
            self._pack(parts, late)

    @property
    def is_late(self) -> bool:
        """True while numbers are on their way."""
        return self._packed is not None

    def read(self) -> List[Optional[float]]:
        """All values in order; waits for those that have not arrived. Then ``vector`` is there too."""
        if self._packed is not None:
            if self._event is not None:
                self._event.synchronize()
            numbers = self._packed.tolist()
            self._packed = self._event = None
            for place, number in zip(self._places, numbers):
                self._values[place] = number
            if self._length:
                self.vector = numbers[len(self._places) :]
        return self._values

    def _pack(self, parts: List[Any], late: Optional[bool]) -> None:
        torch = sys.modules["torch"]
        device = parts[0].device
        if any(part.device != device or part.dtype is not parts[0].dtype for part in parts):
            parts = [part.to(device, torch.float64, non_blocking=True) for part in parts]
        packed = torch.cat(parts) if len(parts) > 1 else parts[0]
        if device.type == "cuda" and late is not False:
            self._packed = packed.to("cpu", non_blocking=True)
            self._event = torch.cuda.Event()
            self._event.record(torch.cuda.current_stream(device))
        elif late:
            # Other devices copy without an event to wait for: the tensor itself is read when it is asked for.
            self._packed = packed.clone() if len(parts) == 1 else packed
        else:
            self._packed = packed
            self.read()


def scalar(value: Any) -> Any:
    """A number of any kind as a float, a tensor of one element as it is, None as None.

    :raises ValueError: for a tensor with more elements and for what is no number.
    """
    if value is None or type(value) is float:
        return value
    if hasattr(value, "numel"):
        if value.numel() != 1:
            raise ValueError(f"it has {value.numel()} elements")
        return value
    try:
        return float(value)
    except TypeError:
        raise ValueError(f"it is a {type(value).__name__}") from None


def _is_on_device(value: Any) -> bool:
    device = getattr(value, "device", None)
    return device is not None and getattr(device, "type", "cpu") != "cpu"
