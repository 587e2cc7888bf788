"""An optimizer of the script's own around another, and clipping with a norm that was computed before."""

import torch
from common import STEPS, batch, digest, log, model, norm_left
from torch.nn.utils import clip_grads_with_norm_, get_total_norm


class SignSGD(torch.optim.Optimizer):
    def __init__(self, params, lr):
        super().__init__(params, {"lr": lr})

    @torch.no_grad()
    def step(self, closure=None):
        for group in self.param_groups:
            for p in group["params"]:
                if p.grad is not None:
                    p.add_(p.grad.sign(), alpha=-group["lr"])


class Lookahead(torch.optim.Optimizer):
    def __init__(self, inner):
        super().__init__([p for group in inner.param_groups for p in group["params"]], {"lr": 1.0})
        self.inner = inner
        self.slow = [p.detach().clone() for p in self.param_groups[0]["params"]]
        self.steps = 0

    @torch.no_grad()
    def step(self):
        self.inner.step()
        self.steps += 1
        if self.steps % 5 == 0:
            for slow, p in zip(self.slow, self.param_groups[0]["params"]):
                slow.lerp_(p, 0.5)
                p.copy_(slow)


net = model()
optimizer = Lookahead(SignSGD(net.parameters(), lr=1e-3))
for step in range(1, STEPS + 1):
    x, y = batch(step)
    net.zero_grad()
    loss = torch.nn.functional.mse_loss(net(x), y)
    loss.backward()
    norm = get_total_norm([p.grad for p in net.parameters()])
    clip_grads_with_norm_(net.parameters(), 1.0, norm)
    log(step, loss=loss, grad_norm=norm, clipped_norm=norm_left(net.parameters()), lr=1.0)
    optimizer.step()
digest(net)
