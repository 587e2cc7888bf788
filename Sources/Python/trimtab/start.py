"""Starts the run of a training loop."""

from __future__ import annotations

import os
from typing import Any, Mapping, Optional, Union

from .environment import Environment
from .metrics import declared
from .settings import CLIP_CHOICES
from .training_run import TrainingRun
from .options import INSPECT_EVERY, Options


def start(
    name: Optional[str] = None,
    *,
    optimizer: Any = None,
    model: Any = None,
    max_norm: Optional[float] = None,
    clip: Optional[str] = None,
    steps: Optional[int] = None,
    record: Union[bool, str, None] = None,
    sync: Optional[str] = None,
    inspect_every: int = INSPECT_EVERY,
    metrics: Optional[Mapping[str, Mapping[str, str]]] = None,
) -> TrainingRun:
    """Starts a run: opens its recording, and the socket for viewers.

    The variables TRIMTAB_NAME, TRIMTAB_RECORD, TRIMTAB_MAX_NORM, TRIMTAB_CLIP and TRIMTAB_INSPECT_EVERY take precedence
    over the arguments.

    :param name: the run's name; default: the script's.
    :param optimizer: the optimizer; without one, there is no learning rate to show or set.
    :param model: the model, which provides the layers' names.
    :param max_norm: threshold of ``run.clip``; None measures without clipping until the operator turns it on.
    :param clip: "norm", "value" or "none"; default: "norm" with a ``max_norm``, else "none".
    :param steps: how many optimizer steps there will be, if known.
    :param record: False for no recording, or its path; default: a new file in ``trimtab-runs``.
    :param sync: "late" copies numbers from the device without waiting and reads them one step later, the default on CUDA;
    "step" reads them with one synchronization in every step.
    :param inspect_every: the interval, in steps, at which the layers' gradient norms are read; 0 for never.
    :param metrics: declarations of the metrics that ``run.log`` adds, by name: each a dict with any of ``title``, ``unit``
    and ``scale`` ("linear", "log" or "share"), such as ``{"kl": {"title": "KL divergence", "scale": "log"}}``.
    :raises ValueError: for an invalid argument.
    """
    if max_norm is not None and not max_norm >= 0:
        raise ValueError(f"trimtab.start: max_norm must not be negative (got {max_norm})")
    if clip is not None and clip not in CLIP_CHOICES:
        raise ValueError(f"trimtab.start: clip must be one of {', '.join(CLIP_CHOICES)} (got {clip})")
    if sync not in (None, "late", "step"):
        raise ValueError(f"trimtab.start: sync must be one of late, step (got {sync})")
    if isinstance(inspect_every, bool) or not isinstance(inspect_every, int) or inspect_every < 0:
        raise ValueError(f"trimtab.start: inspect_every must be a whole number from 0 (got {inspect_every})")
    environment = Environment.read()
    options = Options.read(os.environ if environment.is_on else {})
    if environment.world_size > 1:
        # Ranks that train together must clip identically.
        options = options.without_changes()
    if options.max_norm is not None:
        max_norm = options.max_norm
    if options.inspect_every is not None:
        inspect_every = options.inspect_every
    return TrainingRun(
        name, optimizer, model, max_norm, options.clip or clip, steps, record, sync, inspect_every, declared(metrics), environment
    )
