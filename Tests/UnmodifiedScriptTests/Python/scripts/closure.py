"""Everything inside the closure, clipping too, as Lightning calls an optimizer; the first of each two micro-batches outside."""

import torch
from common import STEPS, batch, digest, log, model, norm_left

net = model()
optimizer = torch.optim.AdamW(net.parameters(), lr=1e-2)
numbers = {}


def training_step(x, y):
    loss = torch.nn.functional.mse_loss(net(x), y) / 2
    loss.backward()
    return loss


class Closure:
    def __init__(self, x, y):
        self.x, self.y = x, y

    def __call__(self):
        loss = training_step(self.x, self.y)
        numbers["loss"] += loss.item()
        numbers["grad_norm"] = torch.nn.utils.clip_grad_norm_(net.parameters(), 0.5)
        numbers["clipped_norm"] = norm_left(net.parameters())
        return loss


for step in range(1, STEPS + 1):
    optimizer.zero_grad()
    numbers["loss"] = training_step(*batch(2 * step)).item()
    optimizer.step(closure=Closure(*batch(2 * step + 1)))
    log(step, lr=1e-2, **numbers)
digest(net)
