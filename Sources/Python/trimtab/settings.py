"""Live settings: the values that an operator may change during the run, and their limits."""

from __future__ import annotations

import math
from typing import Any, Callable, Dict, List, Mapping, Optional, Sequence, Union

Value = Union[float, str]

#: The words of the setting ``clip``.
CLIP_CHOICES = ("norm", "value", "none")


class SettingError(ValueError):
    """Why a setting was not changed, as a sentence for the operator."""


def shortest(number: float) -> str:
    """The shortest decimal that reads back as the same number; integers without a fraction."""
    if math.isnan(number):
        return "NaN"
    if math.isinf(number):
        return "Infinity" if number > 0 else "-Infinity"
    is_negative_zero = number == 0 and math.copysign(1.0, number) < 0
    if abs(number) < 2**53 and number == int(number) and not is_negative_zero:
        return str(int(number))
    return repr(float(number))


class NumberRange:
    """The numbers that a setting accepts, between two bounds; never NaN.

    ``minimum`` and ``maximum`` are accepted themselves, ``above`` and ``below`` are not. Without bounds, every number is
    accepted, infinite ones too.
    """

    def __init__(
        self,
        minimum: Optional[float] = None,
        maximum: Optional[float] = None,
        above: Optional[float] = None,
        below: Optional[float] = None,
    ) -> None:
        self.lower_is_open = above is not None
        self.upper_is_open = below is not None
        self.lower = float(above if above is not None else -math.inf if minimum is None else minimum)
        self.upper = float(below if below is not None else math.inf if maximum is None else maximum)

    def __contains__(self, number: float) -> bool:
        above = number > self.lower if self.lower_is_open else number >= self.lower
        below = number < self.upper if self.upper_is_open else number <= self.upper
        return above and below

    def members(self) -> Dict[str, float]:
        """The bounds as members of a setting in the run's first line; those that exclude nothing are left out."""
        members: Dict[str, float] = {}
        if self.lower_is_open:
            members["above"] = self.lower
        elif self.lower != -math.inf:
            members["minimum"] = self.lower
        if self.upper_is_open:
            members["below"] = self.upper
        elif self.upper != math.inf:
            members["maximum"] = self.upper
        return members

    def requirement(self, number: float) -> str:
        """Why a number outside the range is not accepted: "must be at least 1"."""
        if math.isnan(number):
            return "must be a number"
        least, most = shortest(self.lower), shortest(self.upper)
        if math.isfinite(self.lower) and math.isfinite(self.upper):
            if self.lower_is_open:
                if self.upper_is_open:
                    return f"must be more than {least} and less than {most}"
                return f"must be more than {least}, {most} at most"
            return f"must be from {least} to {'less than ' if self.upper_is_open else ''}{most}"
        if math.isfinite(self.lower) and number < math.inf:
            if self.lower_is_open:
                return f"must be more than {least}"
            return "must not be negative" if self.lower == 0 else f"must be at least {least}"
        if math.isfinite(self.upper) and number > -math.inf:
            return f"must be less than {most}" if self.upper_is_open else f"must be at most {most}"
        return "must be finite"


class Setting:
    """One live setting: a number within a range, or a word, which is one of ``choices`` if there are any.

    Its value is stored here, or, with ``get`` and ``set``, in the program: ``get()`` returns the value in force and
    ``set(value)`` changes it. An exception raised by ``set`` rejects the command with its message.
    """

    def __init__(
        self,
        name: str,
        value: Any = None,
        *,
        get: Optional[Callable[[], Any]] = None,
        set: Optional[Callable[[Any], Any]] = None,
        minimum: Optional[float] = None,
        maximum: Optional[float] = None,
        above: Optional[float] = None,
        below: Optional[float] = None,
        choices: Sequence[str] = (),
        help: Optional[str] = None,
    ) -> None:
        self.name = str(name)
        self.range = NumberRange(minimum, maximum, above, below)
        self.choices = tuple(str(choice) for choice in choices)
        self.help = help
        self._get = get
        self._set = set
        self._value: Value = plain(value if value is not None or get is None else get())
        #: The initial value, for the run's first line.
        self.initial: Value = self._value
        self.is_number = not isinstance(self._value, str)

    @property
    def value(self) -> Value:
        """The value in force."""
        return self._value if self._get is None else plain(self._get())

    def refusal(self, value: Value) -> Optional[str]:
        """Why a value is not accepted; None when it is."""
        if self.is_number:
            if isinstance(value, str):
                return f"{self.name} must be a number (got {value})"
            if value in self.range:
                return None
            return f"{self.name} {self.range.requirement(value)} (got {shortest(value)})"
        if isinstance(value, str) and (not self.choices or value in self.choices):
            return None
        alternatives = f"one of {', '.join(self.choices)}" if self.choices else "a word"
        return f"{self.name} must be {alternatives} (got {value if isinstance(value, str) else shortest(value)})"

    def change(self, value: Value) -> Value:
        """Sets an accepted value and returns the one it replaced.

        :raises SettingError: if the program's own ``set`` fails, which may have changed the value or not.
        """
        previous = self.value
        if self._set is not None:
            try:
                self._set(value)
            except Exception as error:
                raise SettingError(f"{self.name} could not be set: {type(error).__name__}: {error}") from error
        self._value = value
        return previous

    def follow(self, value: Value) -> None:
        """Stores a change made by the run itself, such as a schedule's next learning rate."""
        self._value = value

    def members(self, is_current: bool = False) -> Dict[str, Any]:
        """The setting as declared in the run's first line, with its initial value or the one in force."""
        members: Dict[str, Any] = {"name": self.name, "value": self.value if is_current else self.initial}
        if self.is_number:
            members.update(self.range.members())
        if self.choices:
            members["choices"] = list(self.choices)
        if self.help:
            members["help"] = self.help
        return members


class Settings:
    """The live settings of a run, by name, in order of declaration."""

    def __init__(self) -> None:
        self._settings: Dict[str, Setting] = {}

    def declare(self, setting: Setting) -> Setting:
        """Adds a setting, replacing one with the same name."""
        # A new dictionary, since the writing thread may read the settings at any time.
        self._settings = {**self._settings, setting.name: setting}
        return setting

    def __contains__(self, name: str) -> bool:
        return name in self._settings

    def __len__(self) -> int:
        return len(self._settings)

    def get(self, name: str) -> Optional[Setting]:
        """The setting with a name; None if it is not declared."""
        return self._settings.get(name)

    def number(self, name: str) -> Optional[float]:
        """The number in force under a name; None if the setting is not declared or not a number."""
        setting = self._settings.get(name)
        if setting is None or not setting.is_number:
            return None
        value = setting.value
        return None if isinstance(value, str) else value

    def word(self, name: str) -> Optional[str]:
        """The word in force under a name; None if the setting is not declared or not a word."""
        setting = self._settings.get(name)
        if setting is None or setting.is_number:
            return None
        value = setting.value
        return value if isinstance(value, str) else None

    def set(self, name: str, value: Value) -> Value:
        """Changes a setting and returns the value it replaced.

        :raises SettingError: for a name that is not declared or a value that is not accepted.
        """
        setting = self._settings.get(name)
        if setting is None:
            raise SettingError(f"there is no setting {name} (known: {', '.join(self._settings)})")
        reason = setting.refusal(value)
        if reason is not None:
            raise SettingError(reason)
        return setting.change(value)

    def members(self, is_current: bool = False) -> List[Dict[str, Any]]:
        """All settings as declared in the run's first line."""
        return [setting.members(is_current) for setting in self._settings.values()]


def plain(value: Any) -> Value:
    """A word unchanged, and any kind of number (a tensor of one element, NumPy's) as a float."""
    return value if isinstance(value, str) else float(value)


def value_of(members: Mapping[str, Any]) -> Optional[Value]:
    """The ``value`` of a JSON request; None if it is neither a number nor a word."""
    value = members.get("value")
    if isinstance(value, bool) or not isinstance(value, (int, float, str)):
        return None
    if isinstance(value, str):
        return {"NaN": math.nan, "Infinity": math.inf, "-Infinity": -math.inf}.get(value, value)
    try:
        return float(value)
    except OverflowError:
        return math.inf if value > 0 else -math.inf
