"""Watch and steer a training run from the terminal: the client of Trimtab for Python programs."""

from .run import Run, Stopped
from .settings import Setting, SettingError

__all__ = ["Run", "Setting", "SettingError", "Stopped"]
