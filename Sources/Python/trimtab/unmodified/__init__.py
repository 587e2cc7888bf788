"""Unmodified scripts: the hooks that turn a PyTorch program into a run without changing it.

These parts of torch, all public, are replaced; for the program they behave as before:

- ``Optimizer.step`` of every class, which torch itself wraps for its profiler (``steps``): the boundary between two
  steps, the learning rate, and steps that are withheld;
- ``clip_grad_norm_``, ``clip_grad_value_`` and ``clip_grads_with_norm_`` (``clips``): norms and the live threshold;
- ``autograd.backward``, ``GradScaler.scale`` and ``zero_grad`` (``losses``): the loss;
- ``GradScaler.step`` (``scalers``): steps that it skips;
- ``LRScheduler.__init__``: which schedulers a snapshot holds.

A program that steps no optimizer never becomes a run. A fault in this code is reported once on standard error; from then
on, every replacement only calls the original.
"""
