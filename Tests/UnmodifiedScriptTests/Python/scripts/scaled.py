"""GradScaler with bfloat16, unscaled and clipped; one batch is infinite, so that the scaler leaves its step out."""

import torch
from common import DEVICE, STEPS, batch, digest, log, model, norm_left

net = model()
optimizer = torch.optim.Adam(net.parameters(), lr=1e-2)
scaler = torch.amp.GradScaler(DEVICE, init_scale=1024.0, growth_interval=10)
for step in range(1, STEPS + 1):
    x, y = batch(step)
    if step == 20:
        y[0] = float("inf")
    optimizer.zero_grad()
    with torch.autocast(DEVICE, torch.bfloat16):
        loss = torch.nn.functional.mse_loss(net(x).float(), y)
    scaler.scale(loss).backward()
    scaler.unscale_(optimizer)
    norm = torch.nn.utils.clip_grad_norm_(net.parameters(), 1.0)
    log(step, loss=loss, grad_norm=norm, clipped_norm=norm_left(net.parameters()), lr=1e-2)
    scaler.step(optimizer)
    scaler.update()
digest(net)
