"""Compiled code: torch.compile must not trace what was put around torch's functions."""

from __future__ import annotations

import functools
import sys
from typing import Any

from . import install, steps


def exclude() -> None:
    """Takes the hooks out of what is traced; called when ``torch._dynamo`` is imported, before anything is compiled.

    A compiled function is left where it calls an optimizer's step, as torch itself leaves it there, and the step inside is
    compiled by itself. Code of ours runs as it is.
    """
    import torch._dynamo

    steps.cross = torch._dynamo.disable(steps.cross, recursive=False)
    watch = install.installed
    if watch is not None:
        watch.guard = torch._dynamo.disable(watch.guard)
