"""Gradient accumulation, the clip function imported by its name, and evaluations in between."""

import torch
from common import STEPS, batch, digest, log, model, norm_left
from torch.nn.utils import clip_grad_norm_

net = model()
optimizer = torch.optim.SGD(net.parameters(), lr=0.01, momentum=0.9)
for step in range(1, STEPS + 1):
    total = 0.0
    for micro in range(4):
        x, y = batch(4 * step + micro)
        loss = torch.nn.functional.mse_loss(net(x), y) / 4
        loss.backward()
        total += loss.item()
    norm = clip_grad_norm_(list(net.parameters()), max_norm=2.0, norm_type=2)
    log(step, loss=total, grad_norm=norm, clipped_norm=norm_left(net.parameters()), lr=0.01)
    optimizer.step()
    optimizer.zero_grad(set_to_none=True)
    if step % 10 == 0:
        net.eval()
        with torch.no_grad():
            net(batch(0)[0])
        net.train()
digest(net)
