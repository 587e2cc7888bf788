"""LBFGS, which evaluates its closure several times a step."""

import torch
from common import DEVICE, STEPS, batch, digest, log, norm_left

torch.manual_seed(1)
net = torch.nn.Sequential(torch.nn.Linear(8, 4), torch.nn.Tanh(), torch.nn.Linear(4, 1)).to(DEVICE)
optimizer = torch.optim.LBFGS(net.parameters(), lr=0.1, max_iter=4)
for step in range(1, STEPS + 1):
    x, y = batch(step % 3)
    norms = []

    def closure():
        optimizer.zero_grad()
        loss = torch.nn.functional.mse_loss(net(x), y)
        loss.backward()
        norms.append(norm_left(net.parameters()))
        return loss

    loss = optimizer.step(closure)
    log(step, loss=loss, grad_norm=norms[0], clipped_norm=norms[0], lr=0.1)
digest(net)
