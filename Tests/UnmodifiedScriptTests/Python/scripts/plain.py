"""The plain loop, clipped by norm, with a schedule and two groups of parameters."""

import torch
from common import STEPS, batch, digest, log, model, norm_left

net = model()
decayed = [p for p in net.parameters() if p.dim() > 1]
others = [p for p in net.parameters() if p.dim() <= 1]
optimizer = torch.optim.AdamW([{"params": decayed}, {"params": others, "weight_decay": 0.0, "lr": 1e-3}], lr=1e-2)
scheduler = torch.optim.lr_scheduler.OneCycleLR(optimizer, max_lr=[0.02, 0.002], total_steps=STEPS + 1)
for step in range(1, STEPS + 1):
    x, y = batch(step)
    optimizer.zero_grad()
    loss = torch.nn.functional.mse_loss(net(x), y)
    loss.backward()
    norm = torch.nn.utils.clip_grad_norm_(net.parameters(), 1.0)
    log(step, loss=loss, grad_norm=norm, clipped_norm=norm_left(net.parameters()), lr=scheduler.get_last_lr()[0])
    optimizer.step()
    scheduler.step()
digest(net)
