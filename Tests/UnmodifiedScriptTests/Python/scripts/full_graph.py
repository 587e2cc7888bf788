"""Clipping compiled with ``fullgraph=True``, which nothing can look into: the norm that is seen is the one left after it."""

import torch
from common import STEPS, batch, digest, log, model, norm_left

net = model()
optimizer = torch.optim.NAdam(net.parameters(), lr=1e-2)


@torch.compile(fullgraph=True, backend="eager")
def clip(parameters):
    return torch.nn.utils.clip_grad_norm_(parameters, 1.0)


for step in range(1, STEPS + 1):
    x, y = batch(step)
    optimizer.zero_grad()
    loss = torch.nn.functional.mse_loss(net(x), y)
    loss.backward()
    clip(list(net.parameters()))
    left = norm_left(net.parameters())
    log(step, loss=loss, grad_norm=left, clipped_norm=left, lr=1e-2)
    optimizer.step()
digest(net)
