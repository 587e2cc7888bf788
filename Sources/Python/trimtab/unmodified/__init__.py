"""Unmodified scripts: the hooks that make a run of a PyTorch program which does not know of Trimtab.

What is replaced in torch, all of it public and behaving as before for the program:

- ``Optimizer.step`` of every class, as torch itself wraps it for its profiler (``steps``): the boundary between two
  steps, the learning rate, and what may be withheld;
- ``clip_grad_norm_``, ``clip_grad_value_`` and ``clip_grads_with_norm_`` (``clips``): norms and the live threshold;
- ``autograd.backward``, ``GradScaler.scale`` and ``zero_grad`` (``losses``): the loss;
- ``GradScaler.step`` (``scalers``): steps that it skips;
- ``LRScheduler.__init__``: which schedulers a snapshot holds.

A program that steps no optimizer never becomes a run. A fault of this code is reported once on standard error, and
from then on everything replaced does just what it replaced.
"""
