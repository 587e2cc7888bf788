"""Makes the golden files of TrainingTests with real PyTorch.

torch 2.13.0+cpu, one thread, seed 20261123. A second run on the same machine writes the same bytes:

    python3 -m venv venv && venv/bin/pip install 'torch==2.13.0+cpu' numpy
    venv/bin/python Tests/TrainingTests/Goldens/generate.py

Every number is the shortest decimal of its double; NaN and the infinities are strings.
"""

import json
import math
import pathlib
import warnings

import torch
from torch import nn
from torch.optim import lr_scheduler

TORCH = "2.13.0+cpu"
SEED = 20261123
HERE = pathlib.Path(__file__).parent

assert torch.__version__ == TORCH, f"these goldens are made by torch {TORCH}, not {torch.__version__}"
torch.set_num_threads(1)
torch.use_deterministic_algorithms(True)
DTYPES = {"float": torch.float32, "double": torch.float64}


def number(value):
    value = float(value.detach() if isinstance(value, torch.Tensor) else value)
    if math.isnan(value):
        return "NaN"
    if math.isinf(value):
        return "Infinity" if value > 0 else "-Infinity"
    return value


def numbers(tensor):
    return [number(v) for v in tensor.detach().double().flatten().tolist()]


def write(name, cases):
    content = {"torch": TORCH, "seed": SEED, "cases": cases}
    (HERE / f"{name}.json").write_text(json.dumps(content, separators=(",", ":"), allow_nan=False) + "\n")


def clipping():
    inf, nan = math.inf, math.nan
    norm = [  # name, max_norm, norm_type, gradients
        ("norm 2 above", 1.0, 2.0, [[3, 4]]),
        ("norm 2 at", 5.0, 2.0, [[3, 4]]),
        ("norm 2 below", 10.0, 2.0, [[3, 4]]),
        ("norm 2 far below one", 1e-3, 2.0, [[0.3, -0.4], [1.2]]),
        ("norm 2 small norm", 0.2, 2.0, [[0.3, -0.4]]),
        ("norm 2 unlimited", inf, 2.0, [[3, 4]]),
        ("norm 2 zero threshold", 0.0, 2.0, [[3, -4]]),
        ("norm 2 several", 1.5, 2.0, [[1, -2, 3], [0.5], [-4, 0.25]]),
        ("norm 1 above", 1.0, 1.0, [[3, -4]]),
        ("norm 1 at", 7.0, 1.0, [[3, -4]]),
        ("norm 1 below", 9.0, 1.0, [[3, -4], [1]]),
        ("norm inf above", 1.0, inf, [[3, -4]]),
        ("norm inf at", 4.0, inf, [[3], [-4]]),
        ("norm inf below", 8.0, inf, [[3], [-4]]),
        ("norm -inf", 1.0, -inf, [[3, -4]]),
        ("norm 0", 1.0, 0.0, [[3, 0, -4], [0, 1]]),
        ("norm 0 with an all-zero tensor", 1.0, 0.0, [[3, 0, -4], [0, 0]]),
        ("norm 0.5", 1.0, 0.5, [[1, 4], [9]]),
        ("norm 3 above", 1.0, 3.0, [[1, 2], [-3]]),
        ("norm 3 at", 2.0, 3.0, [[2, 0]]),
        ("norm 3 below", 5.0, 3.0, [[1, 2], [-3]]),
        ("norm -1", 1.0, -1.0, [[1, 2], [-3]]),
        ("empty list", 1.0, 2.0, []),
        ("all nil", 1.0, 2.0, [None, None]),
        ("some nil", 1.0, 2.0, [[3], None, [4]]),
        ("an empty tensor", 1.0, 2.0, [[], [3, 4]]),
        ("zeros", 1.0, 2.0, [[0, 0], [0]]),
        ("nan", 1.0, 2.0, [[1, nan], [2]]),
        ("nan under norm inf", 1.0, inf, [[1, nan], [2]]),
        ("nan under norm inf, seen first", 1.0, inf, [[nan], [2, 5]]),
        ("nan under norm -inf", 1.0, -inf, [[1, nan], [2]]),
        ("nan under norm 1", 1.0, 1.0, [[1, nan], [2]]),
        ("inf", 1.0, 2.0, [[inf, 4], [1]]),
        ("minus inf", 1.0, 2.0, [[-inf, 4], [1]]),
        ("inf and unlimited", inf, 2.0, [[inf, 4], [1]]),
        ("inf under norm inf", 1.0, inf, [[inf, 4], [1]]),
        ("sum of squares overflows float", 1.0, 2.0, [[2e19, 2e19]]),
        ("overflow over two tensors", 1.0, 2.0, [[1.8e19], [1.8e19]]),
        ("underflow", 1.0, 2.0, [[1e-30, 1e-30]]),
    ]
    value = [
        ("value above", 1.0, [[3, -4, 0.5]]),
        ("value at", 4.0, [[3, -4, 0.5]]),
        ("value below", 5.0, [[3, -4, 0.5], [1]]),
        ("value zero", 0.0, [[3, -4, 0.5]]),
        ("value unlimited", inf, [[3, -4, inf]]),
        ("value non-finite", 1.0, [[nan, inf, -inf, 0.25], None, [2]]),
    ]
    cases = []
    for kind, dtype in DTYPES.items():
        def parameters(gradients):
            made = []
            for gradient in gradients:
                p = nn.Parameter(torch.zeros(0 if gradient is None else len(gradient), dtype=dtype))
                p.grad = None if gradient is None else torch.tensor(gradient, dtype=dtype)
                made.append(p)
            return made

        def given(gradients):
            return [None if g is None else [number(v) for v in g] for g in gradients]

        for name, max_norm, norm_type, gradients in norm:
            ps = parameters(gradients)
            total = nn.utils.clip_grad_norm_(ps, max_norm, norm_type)
            cases.append({
                "name": name, "type": kind, "kind": "norm", "max_norm": number(max_norm),
                "norm_type": number(norm_type), "gradients": given(gradients), "total": number(total),
                "after": [None if p.grad is None else numbers(p.grad) for p in ps],
            })
        for name, limit, gradients in value:
            ps = parameters(gradients)
            nn.utils.clip_grad_value_(ps, limit)
            cases.append({
                "name": name, "type": kind, "kind": "value", "max_norm": number(limit),
                "gradients": given(gradients),
                "after": [None if p.grad is None else numbers(p.grad) for p in ps],
            })
    write("clipping", cases)


def optimizers():
    kinds = {
        "sgd": (torch.optim.SGD, dict(lr=0.1)),
        "sgd momentum dampening": (torch.optim.SGD, dict(lr=0.1, momentum=0.9, dampening=0.5)),
        "sgd nesterov decay": (torch.optim.SGD, dict(lr=0.1, momentum=0.9, nesterov=True, weight_decay=0.05)),
        "sgd momentum decay": (torch.optim.SGD, dict(lr=0.1, momentum=0.8, weight_decay=0.1)),
        "sgd maximize": (torch.optim.SGD, dict(lr=0.1, momentum=0.5, weight_decay=0.1, maximize=True)),
        "adam": (torch.optim.Adam, dict(lr=0.01)),
        "adam decay": (torch.optim.Adam, dict(lr=0.01, betas=(0.8, 0.99), eps=1e-3, weight_decay=0.1)),
        "adam maximize": (torch.optim.Adam, dict(lr=0.01, betas=(0.3, 0.9), maximize=True)),
        "adamw": (torch.optim.AdamW, dict(lr=0.01, weight_decay=0.1)),
    }
    sizes = [7, 5, 3]
    cases = []
    for name, (make, settings) in kinds.items():
        for kind, dtype in DTYPES.items():
            random = torch.Generator().manual_seed(SEED)
            ps = [nn.Parameter(torch.randn(n, generator=random, dtype=torch.float32).to(dtype)) for n in sizes]
            optimizer = make(ps, **settings)
            start = [numbers(p) for p in ps]
            steps = []
            for step in range(10):
                if step == 6:  # an operator halves the rate
                    optimizer.param_groups[0]["lr"] *= 0.5
                gradients = []
                for index, p in enumerate(ps):
                    g = torch.randn(len(p), generator=random, dtype=torch.float32).to(dtype)
                    g[0] = 0
                    missing = (index == 1 and step in (3, 6)) or (index == 2 and step == 0)
                    p.grad = None if missing else g
                    gradients.append(None if missing else numbers(g))
                optimizer.step()
                steps.append({"gradients": gradients, "after": [numbers(p) for p in ps]})
            plain = {k: (list(v) if isinstance(v, tuple) else v) for k, v in settings.items()}
            cases.append({"name": name, "type": kind, "settings": plain, "start": start, "steps": steps})
    write("optimizers", cases)


def schedules():
    def sequence(optimizer):
        return lr_scheduler.SequentialLR(
            optimizer,
            [lr_scheduler.LinearLR(optimizer, 0.1, 1.0, 4), lr_scheduler.CosineAnnealingLR(optimizer, 10, 0.01)],
            [4],
        )

    kinds = {
        "constant": lambda o: lr_scheduler.ConstantLR(o, 1.0, 0),
        "step": lambda o: lr_scheduler.StepLR(o, 3, 0.5),
        "cosine": lambda o: lr_scheduler.CosineAnnealingLR(o, 5, 0.1),
        "cosine to zero": lambda o: lr_scheduler.CosineAnnealingLR(o, 12, 0.0),
        "linear": lambda o: lr_scheduler.LinearLR(o, 0.25, 1.0, 4),
        "linear down": lambda o: lr_scheduler.LinearLR(o, 1.0, 0.2, 7),
        "warm-up then cosine": sequence,
        "cut warm-up then steps": lambda o: lr_scheduler.SequentialLR(
            o, [lr_scheduler.LinearLR(o, 0.2, 1.0, 9), lr_scheduler.StepLR(o, 2, 0.5)], [5]),
    }
    cases = []
    for name, make in kinds.items():
        for edit in (None, 2, 7):
            if edit is not None and "then" in name and edit < 5:
                continue  # PyTorch forgets an edit at the milestone; ours does not, and has a test of its own
            weight = nn.Parameter(torch.zeros(1))
            optimizer = torch.optim.SGD([weight], lr=0.8)
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                schedule = make(optimizer)
                rates = []
                for step in range(20):
                    if step == edit:
                        optimizer.param_groups[0]["lr"] *= 0.5
                    rates.append(number(optimizer.param_groups[0]["lr"]))
                    optimizer.step()
                    schedule.step()
            cases.append({"name": name, "base": 0.8, "edit": edit, "rates": rates})
    write("schedules", cases)


class Recurrent(nn.Module):
    def __init__(self):
        super().__init__()
        self.rnn = nn.RNN(4, 12, nonlinearity="tanh")
        self.head = nn.Linear(12, 3)

    def forward(self, x):
        _, hidden = self.rnn(x)
        return self.head(hidden[0])


def trajectory(name, make_model, data, classes, batches, make_optimizer, max_norm, rename):
    cases = []
    for kind, dtype in DTYPES.items():
        torch.manual_seed(SEED)
        model = make_model().to(dtype)
        optimizer = make_optimizer(model.parameters())
        start = {rename(n): numbers(p) for n, p in model.named_parameters()}
        steps = []
        for batch in batches:
            optimizer.zero_grad()
            x = data[:, batch] if data.dim() == 3 else data[batch]
            loss = nn.functional.cross_entropy(model(x.to(dtype)), classes[batch], ignore_index=-100)
            loss.backward()
            each = [number(p.grad.norm()) for p in model.parameters()]
            before = nn.utils.clip_grad_norm_(model.parameters(), max_norm)
            after = nn.utils.get_total_norm([p.grad for p in model.parameters()])
            optimizer.step()
            steps.append({"loss": number(loss), "norm": number(before), "clipped": number(after), "norms": each})
        cases.append({
            "type": kind, "max_norm": max_norm, "shape": list(data.shape), "data": numbers(data),
            "classes": classes.tolist(), "batches": [b.tolist() for b in batches], "start": start, "steps": steps,
            "end": {rename(n): numbers(p) for n, p in model.named_parameters()},
        })
    write(name, cases)


def trajectories():
    random = torch.Generator().manual_seed(SEED)

    def batches(rows, size):
        return [torch.randperm(rows, generator=random)[:size] for _ in range(50)]

    # Rows of class means plus noise; a tenth of the rows carry no class.
    classes = torch.randint(0, 4, (60,), generator=random)
    data = torch.randn(60, 10, generator=random) + 0.7 * torch.randn(4, 10, generator=random)[classes]
    classes[torch.randperm(60, generator=random)[:6]] = -100
    trajectory(
        "mlp", lambda: nn.Sequential(nn.Linear(10, 16), nn.ReLU(), nn.Linear(16, 4)), data, classes, batches(60, 12),
        lambda p: torch.optim.SGD(p, lr=0.05, momentum=0.9, nesterov=True, weight_decay=1e-3), 0.7, lambda n: n)

    classes = torch.randint(0, 3, (40,), generator=random)
    data = torch.randn(9, 40, 4, generator=random)
    data[2] += torch.randn(3, 4, generator=random)[classes]
    trajectory(
        "rnn", Recurrent, data, classes, batches(40, 8), lambda p: torch.optim.AdamW(p, lr=0.01, weight_decay=0.1),
        0.5, lambda n: n.replace("rnn.", "0.").replace("head.", "2."))


if __name__ == "__main__":
    clipping()
    optimizers()
    schedules()
    trajectories()
