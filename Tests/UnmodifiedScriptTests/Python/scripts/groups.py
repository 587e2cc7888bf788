"""Each group of parameters clipped by itself, and then all of them together."""

import math

import torch
from common import STEPS, batch, digest, log, model, norm_left
from torch.nn.utils import clip_grad_norm_

net = model()
groups = [list(net[0].parameters()), [*net[1].parameters(), *net[4].parameters()]]
optimizer = torch.optim.SGD([{"params": group} for group in groups], lr=1e-2, momentum=0.9)
for step in range(1, STEPS + 1):
    x, y = batch(step)
    optimizer.zero_grad()
    loss = torch.nn.functional.mse_loss(net(x), y)
    loss.backward()
    norm = math.hypot(*(clip_grad_norm_(group, 1.0).item() for group in groups))
    if step % 2:
        clip_grad_norm_(net.parameters(), 0.5)
    log(step, loss=loss, grad_norm=norm, clipped_norm=norm_left(net.parameters()), lr=1e-2)
    optimizer.step()
digest(net)
