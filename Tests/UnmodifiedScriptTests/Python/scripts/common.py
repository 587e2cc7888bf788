"""What the scripts share: a small model, drawn data, and a log of the numbers that torch itself returns."""

import hashlib
import json
import os

import torch
from torch import nn

STEPS = 50
#: Where the scripts compute: "cuda" in `Tests/gpu`.
DEVICE = os.environ.get("DEVICE", "cpu")


def model(inputs=8):
    torch.manual_seed(1)
    layers = nn.Linear(inputs, 16), nn.BatchNorm1d(16), nn.Tanh(), nn.Dropout(0.1), nn.Linear(16, 1)
    return nn.Sequential(*layers).to(DEVICE)


def batch(step, rows=16, inputs=8):
    generator = torch.Generator().manual_seed(step)
    x = torch.randn(rows, inputs, generator=generator).to(DEVICE)
    return x, x.sum(1, keepdim=True) * (1 + step % 7)


def norm_left(parameters):
    return torch.nn.utils.get_total_norm([p.grad for p in parameters if p.grad is not None]).item()


def log(step, **numbers):
    numbers = {name: value.item() if isinstance(value, torch.Tensor) else value for name, value in numbers.items()}
    print(json.dumps({"step": step, **numbers}))


def digest(*modules):
    text = hashlib.sha256()
    for module in modules:
        for name, tensor in module.state_dict().items():
            text.update(name.encode() + tensor.detach().cpu().contiguous().numpy().tobytes())
    print("parameters", text.hexdigest())
