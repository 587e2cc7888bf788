"""The alarms of a step's numbers, with the parameter at fault."""

from __future__ import annotations

import math
from typing import Any, Dict, List, Optional, Sequence

from .layers import Layers

_Alarm = Dict[str, Optional[str]]


def is_finite(number: Optional[float]) -> bool:
    """True for a finite number, and for None."""
    return number is None or math.isfinite(number)


class Alarms:
    """Finds the alarms of each step of a run."""

    def __init__(self, layers: Layers, parameters: Sequence[Any]) -> None:
        """:param layers: names the parameters."""
        self._layers = layers
        self._parameters = parameters
        self._norm_alarm: Optional[_Alarm] = None
        self._bad_parameter: Optional[str] = None
        self._was_finite = True

    def inspect(self, clipped: Any) -> None:
        """Finds the parameter at fault while the gradients are unchanged, if that costs no synchronization."""
        self._norm_alarm = None
        if clipped.norm.device.type == "cpu" and not math.isfinite(clipped.norm):
            from .gradients import norm_alarm

            alarm = norm_alarm(clipped.parameters, float(clipped.norm))
            self._norm_alarm = {"kind": alarm["kind"], "parameter": self._name(alarm["parameter"])}

    def pop_norm_alarm(self) -> Optional[_Alarm]:
        """Returns and clears what ``inspect`` found."""
        alarm, self._norm_alarm = self._norm_alarm, None
        return alarm

    def of(
        self, loss: Optional[float], norm: Optional[float], norm_alarm: Optional[_Alarm], clipped: Any
    ) -> Optional[List[_Alarm]]:
        """The alarms of a step; None if they follow from the numbers alone.

        :param norm_alarm: what ``inspect`` found.
        :param clipped: the measured gradients; None if they were not measured.
        """
        if is_finite(loss) and is_finite(norm):
            self._was_finite = True
            return None
        alarms: List[_Alarm] = []
        if not is_finite(loss):
            if self._was_finite:
                self._bad_parameter = self._first_bad_parameter()
            alarms.append({"kind": "loss_nan" if loss != loss else "loss_infinite", "parameter": self._bad_parameter})
        if norm_alarm is not None:
            alarms.append(norm_alarm)
        elif not is_finite(norm) and clipped is not None:
            alarms.append(self._alarm_of_norms(clipped, norm))
        self._was_finite = False
        return alarms

    def _alarm_of_norms(self, clipped: Any, norm: Optional[float]) -> _Alarm:
        """The alarm of gradients on a device, from their norms."""
        norms = clipped.norms.tolist() if clipped.norms is not None else []
        if norm != norm:
            bad, kind = [index for index, one in enumerate(norms) if one != one], "norm_nan"
        else:
            bad = [index for index, one in enumerate(norms) if not math.isfinite(one)]
            kind = "norm_infinite" if bad else "norm_overflow"
        return {"kind": kind, "parameter": self._name(clipped.parameters[bad[0]]) if bad else None}

    def _first_bad_parameter(self) -> Optional[str]:
        from .gradients import first_not_finite

        return self._name(first_not_finite(self._parameters))

    def _name(self, parameter: Any) -> Optional[str]:
        return None if parameter is None else self._layers.name(parameter)
