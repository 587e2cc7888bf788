"""GradScaler with float16 and nothing else: the scaler takes its factor out itself, and the script never clips."""

import torch
from common import DEVICE, STEPS, batch, digest, log, model, norm_left

net = model()
optimizer = torch.optim.SGD(net.parameters(), lr=1e-2)
scaler = torch.amp.GradScaler(DEVICE, init_scale=2.0**12)
for step in range(1, STEPS + 1):
    x, y = batch(step)
    with torch.autocast(DEVICE, torch.float16):
        loss = torch.nn.functional.mse_loss(net(x).float(), y)
    scaler.scale(loss).backward()
    scaler.step(optimizer)
    log(step, loss=loss, grad_norm=norm_left(net.parameters()), lr=1e-2)
    scaler.update()
    optimizer.zero_grad()
digest(net)
