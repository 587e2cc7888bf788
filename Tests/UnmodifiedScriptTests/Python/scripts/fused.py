"""A fused optimizer, which takes GradScaler's factor out inside its own step."""

import torch
from common import DEVICE, STEPS, batch, digest, log, model, norm_left

net = model()
optimizer = torch.optim.Adam(net.parameters(), lr=1e-2, fused=True)
scaler = torch.amp.GradScaler(DEVICE, init_scale=2.0**8)
for step in range(1, STEPS + 1):
    x, y = batch(step)
    optimizer.zero_grad()
    loss = torch.nn.functional.mse_loss(net(x), y)
    scaler.scale(loss).backward()
    norm = norm_left(net.parameters()) / scaler.get_scale()
    log(step, loss=loss, grad_norm=norm, lr=1e-2)
    scaler.step(optimizer)
    scaler.update()
digest(net)
