"""A compiled model, a compiled step of the optimizer, and clipping inside a compiled function."""

import torch
from common import DEVICE, STEPS, batch, digest, log, norm_left

torch.manual_seed(1)
net = torch.nn.Sequential(torch.nn.Linear(8, 16), torch.nn.Tanh(), torch.nn.Linear(16, 1)).to(DEVICE)
optimizer = torch.optim.Adam(net.parameters(), lr=torch.tensor(1e-2))
compiled = torch.compile(net, backend="aot_eager")


@torch.compile(backend="eager")
def update():
    norm = torch.nn.utils.clip_grad_norm_(net.parameters(), 1.0)
    optimizer.step()
    return norm


for step in range(1, STEPS + 1):
    x, y = batch(step)
    optimizer.zero_grad()
    loss = torch.nn.functional.mse_loss(compiled(x), y)
    loss.backward()
    norm = update()
    log(step, loss=loss, grad_norm=norm, clipped_norm=norm_left(net.parameters()), lr=optimizer.param_groups[0]["lr"])
digest(net)
