"""Clipping by value, under RMSprop."""

import torch
from common import STEPS, batch, digest, log, model, norm_left
from torch.nn.utils import clip_grad_value_

net = model()
optimizer = torch.optim.RMSprop(net.parameters(), lr=1e-3)
for step in range(1, STEPS + 1):
    x, y = batch(step)
    optimizer.zero_grad()
    loss = torch.nn.functional.mse_loss(net(x), y)
    loss.backward()
    norm = norm_left(net.parameters())
    clip_grad_value_(net.parameters(), 0.3)
    log(step, loss=loss, grad_norm=norm, clipped_norm=norm_left(net.parameters()), lr=1e-3)
    optimizer.step()
digest(net)
