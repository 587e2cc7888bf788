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
    # Parameters by place in the list of gradients: one that is listed twice counts and is scaled twice.
    shared = [
        ("shared", 1.0, 2.0, [[3, 4], [1]], [0, 1, 0]),
        ("shared under norm inf", 1.0, inf, [[3, 4], [1]], [0, 0, 1]),
        ("shared under norm 1", 2.0, 1.0, [[3, -4]], [0, 0]),
    ]
    # Scaled by a norm that was measured elsewhere.
    split = [
        ("split above", 1.0, 20.0, [[3, 4], None, [1]]),
        ("split at", 0.5, 0.5, [[3, 4]]),
        ("split below", 5.0, 2.0, [[3, 4]]),
        ("split by nan", 1.0, nan, [[3, 4]]),
        ("split by inf", 1.0, inf, [[3, 4]]),
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
        for name, max_norm, norm_type, gradients, places in shared:
            ps = parameters(gradients)
            total = nn.utils.clip_grad_norm_([ps[place] for place in places], max_norm, norm_type)
            cases.append({
                "name": name, "type": kind, "kind": "norm", "max_norm": number(max_norm), "places": places,
                "norm_type": number(norm_type), "gradients": given(gradients), "total": number(total),
                "after": [numbers(p.grad) for p in ps],
            })
        for name, max_norm, total, gradients in split:
            ps = parameters(gradients)
            nn.utils.clip_grads_with_norm_(ps, max_norm, torch.tensor(total, dtype=dtype))
            cases.append({
                "name": name, "type": kind, "kind": "split", "max_norm": number(max_norm), "norm_type": 2.0,
                "gradients": given(gradients), "total": number(total),
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
        "adam amsgrad": (torch.optim.Adam, dict(lr=0.01, betas=(0.7, 0.8), weight_decay=0.1, amsgrad=True)),
        "adamw amsgrad": (torch.optim.AdamW, dict(lr=0.01, betas=(0.7, 0.8), amsgrad=True, maximize=True)),
        "rmsprop": (torch.optim.RMSprop, dict(lr=0.01, weight_decay=0.1)),
        "rmsprop centered momentum": (
            torch.optim.RMSprop, dict(lr=0.01, alpha=0.8, eps=1e-3, centered=True, momentum=0.9)),
        "rmsprop maximize": (torch.optim.RMSprop, dict(lr=0.01, alpha=0.4, momentum=0.5, maximize=True)),
        "rmsprop centered": (torch.optim.RMSprop, dict(lr=0.01, alpha=0.9, eps=1e-3, centered=True)),
        "adagrad": (torch.optim.Adagrad, dict(lr=0.1)),
        "adagrad rate decay": (
            torch.optim.Adagrad, dict(lr=0.1, lr_decay=0.1, initial_accumulator_value=0.5, weight_decay=0.1)),
        "adagrad maximize": (torch.optim.Adagrad, dict(lr=0.1, eps=1e-2, maximize=True)),
    }
    # The first parameter, and the others: what each group has of its own.
    groups = {
        "sgd groups": (torch.optim.SGD, dict(lr=0.1, momentum=0.9), [dict(lr=0.02, weight_decay=0.1), {}]),
        "adam groups": (torch.optim.Adam, dict(lr=0.01, weight_decay=0.2), [{}, dict(lr=0.03)]),
        "adamw groups": (torch.optim.AdamW, dict(lr=0.01), [dict(weight_decay=0.3), dict(lr=0.05, weight_decay=0)]),
        "rmsprop groups": (torch.optim.RMSprop, dict(lr=0.01), [dict(lr=0.002), dict(weight_decay=0.1)]),
        "adagrad groups": (torch.optim.Adagrad, dict(lr=0.1), [dict(lr=0.2), dict(weight_decay=0.1)]),
    }
    kinds = {n: (make, settings, [{}, {}]) for n, (make, settings) in kinds.items()} | groups
    sizes = [7, 5, 3]
    cases = []
    for name, (make, settings, own) in kinds.items():
        for kind, dtype in DTYPES.items():
            random = torch.Generator().manual_seed(SEED)
            ps = [nn.Parameter(torch.randn(n, generator=random, dtype=torch.float32).to(dtype)) for n in sizes]
            optimizer = make([dict(own[0], params=ps[:1]), dict(own[1], params=ps[1:])], **settings)
            start = [numbers(p) for p in ps]
            steps = []
            for step in range(10):
                if step == 6:  # an operator halves the rate
                    for group in optimizer.param_groups:
                        group["lr"] *= 0.5
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
            case = {"name": name, "type": kind, "settings": plain, "start": start, "steps": steps}
            if name in groups:
                case["groups"] = own
            cases.append(case)
    write("optimizers", cases)


def nanogpt(step, warmup=4, decay=15, minimum=0.1):
    if step < warmup:
        return (step + 1) / (warmup + 1)
    if step > decay:
        return minimum
    return minimum + 0.5 * (1.0 + math.cos(math.pi * (step - warmup) / (decay - warmup))) * (1 - minimum)


def plateau():
    inf, nan = math.inf, math.nan
    down = [5, 4, 3.99, 3.98, 3.97, 3.9, 3.9, 3.9, nan, 3.9, nan, nan, nan, 2, inf, 2, 2, -1, -1, -1, -1, -1, -1]
    up = [0.1, 0.5, 0.505, 0.51, 0.52, nan, 0.6, 0.6, 0.6, 0.6, 0.7, -inf, 0.1, 0.1, 0.1, 0.1, 0.1]
    kinds = [  # name, what is measured, settings
        ("relative", down, dict(factor=0.5, patience=1, cooldown=1, threshold=1e-2, min_lr=0.1)),
        ("absolute", down, dict(factor=0.5, patience=2, threshold=0.05, threshold_mode="abs")),
        ("highest", up, dict(mode="max", factor=0.3, patience=1, threshold=1e-2)),
        ("highest, absolute", up, dict(mode="max", factor=0.3, patience=1, threshold=0.02, threshold_mode="abs")),
        ("impatient", down, dict(patience=0, cooldown=2)),
        ("small changes", down, dict(factor=0.5, patience=0, eps=0.1)),
    ]
    cases = []
    for name, measured, settings in kinds:
        for edit in (None, 4):
            optimizer = torch.optim.SGD([nn.Parameter(torch.zeros(1))], lr=0.8)
            schedule = lr_scheduler.ReduceLROnPlateau(optimizer, **settings)
            rates = []
            for index, value in enumerate(measured):
                if index == edit:
                    optimizer.param_groups[0]["lr"] *= 0.5
                optimizer.step()
                schedule.step(value)
                rates.append(number(optimizer.param_groups[0]["lr"]))
            cases.append({"name": name, "settings": settings, "base": 0.8, "edit": edit,
                          "measured": [number(v) for v in measured], "rates": rates})
    write("plateau", cases)


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
        "milestones": lambda o: lr_scheduler.MultiStepLR(o, [5, 2, 5, 9], 0.3),
        "exponential": lambda o: lr_scheduler.ExponentialLR(o, 0.9),
        "polynomial": lambda o: lr_scheduler.PolynomialLR(o, 12, 2.0),
        "polynomial, straight": lambda o: lr_scheduler.PolynomialLR(o, 25),
        # These overwrite an edited rate, so an edit scales what they compute from; then the edit lasts.
        "lambda": lambda o: lr_scheduler.LambdaLR(o, lambda step: 0.9 ** step + 0.01 * step),
        "nanogpt": lambda o: lr_scheduler.LambdaLR(o, nanogpt),
        "restarts": lambda o: lr_scheduler.CosineAnnealingWarmRestarts(o, 3, 2, 0.05),
        "restarts, even": lambda o: lr_scheduler.CosineAnnealingWarmRestarts(o, 6),
        "one cycle": lambda o: lr_scheduler.OneCycleLR(o, 0.8, 20),
        "one cycle, three linear phases": lambda o: lr_scheduler.OneCycleLR(
            o, 0.8, 20, pct_start=0.4, anneal_strategy="linear", three_phase=True, base_momentum=0.6,
            max_momentum=0.8, div_factor=10, final_div_factor=50),
        "one cycle, rate alone": lambda o: lr_scheduler.OneCycleLR(o, 0.8, 23, cycle_momentum=False),
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
                rates, momenta = [], []
                for step in range(20):
                    group = optimizer.param_groups[0]
                    if step == edit:
                        group["lr"] *= 0.5
                        if isinstance(schedule, (lr_scheduler.LambdaLR, lr_scheduler.CosineAnnealingWarmRestarts)):
                            schedule.base_lrs = [0.5 * rate for rate in schedule.base_lrs]
                        if isinstance(schedule, lr_scheduler.CosineAnnealingWarmRestarts):
                            schedule.eta_min *= 0.5
                        if isinstance(schedule, lr_scheduler.OneCycleLR):
                            for key in ("initial_lr", "max_lr", "min_lr"):
                                group[key] *= 0.5
                    rates.append(number(group["lr"]))
                    momenta.append(number(group["momentum"]))
                    optimizer.step()
                    schedule.step()
            case = {"name": name, "base": 0.8, "edit": edit, "rates": rates}
            if name.startswith("one cycle"):
                case["momenta"] = momenta
            cases.append(case)
    write("schedules", cases)


def losses():
    random = torch.Generator().manual_seed(SEED)
    f = nn.functional
    logits = torch.randn(5, 4, generator=random)
    classes = [2, 0, -100, 3, 1]
    weights = [1.0, 2.0, 0.5, 0.0]
    shares = torch.softmax(torch.randn(5, 4, generator=random), 1)
    steep = torch.tensor([[1000.0, -1000, 3, 0], [0, 50, -80, 30], [1, 2, 3, 4], [-1e4, 0, 1, 2], [0, 0, 0, 0]])
    numbers_in = torch.randn(11, generator=random) * 2
    numbers_out = torch.cat([torch.randn(10, generator=random) * 2, numbers_in[-1:]])
    table, yes = torch.randn(3, 4, generator=random) * 3, torch.rand(3, 4, generator=random)
    sure = torch.tensor([1000.0, -1000, 1000, 0, -3]), torch.tensor([1.0, 0, 0, 1, 0.25])
    chance = torch.tensor([0.25, 0.5, 0.875, 1, 0, 1, 0]), torch.tensor([1, 0, 0.5, 1, 0, 0, 1.0])
    kinds = []  # name, what is predicted, targets, settings, the function
    for smoothing in (0.0, 0.1):
        for weighted in (None, weights):
            for x in (logits, steep):
                kinds.append(("classes", x, classes, dict(weight=weighted, label_smoothing=smoothing), f.cross_entropy))
            kinds.append(("shares", logits, shares, dict(weight=weighted, label_smoothing=smoothing), f.cross_entropy))
    kinds.append(("classes", logits, [1, 1, 1, 1, 1], dict(ignore_index=1), f.cross_entropy))
    kinds.append(("classes", logits, [1, 2, 1, 1, 0], dict(ignore_index=1, weight=weights), f.cross_entropy))
    kinds.append(("nll", torch.log_softmax(logits, 1), classes, {}, f.nll_loss))
    kinds.append(("nll", torch.log_softmax(logits, 1), classes, dict(weight=weights), f.nll_loss))
    kinds.append(("nll", torch.log_softmax(logits, 1), [0, 1, 2, 0, 0], dict(ignore_index=0), f.nll_loss))
    kinds.append(("mse", numbers_in, numbers_out, {}, f.mse_loss))
    kinds.append(("l1", numbers_in, numbers_out, {}, f.l1_loss))
    for beta in (1.0, 0.3, 0.0):
        kinds.append(("smooth l1", numbers_in, numbers_out, dict(beta=beta), f.smooth_l1_loss))
    for delta in (1.0, 0.3, 2.5):
        kinds.append(("huber", numbers_in, numbers_out, dict(delta=delta), f.huber_loss))
    kinds.append(("bce", torch.sigmoid(table), yes, {}, f.binary_cross_entropy))
    kinds.append(("bce", *chance, {}, f.binary_cross_entropy))
    kinds.append(("bce logits", table, yes, {}, f.binary_cross_entropy_with_logits))
    kinds.append(("bce logits", *sure, {}, f.binary_cross_entropy_with_logits))
    kinds.append(("bce logits", table, yes, dict(pos_weight=[0.5, 2.0, 3.0, 1.0]), f.binary_cross_entropy_with_logits))
    cases = []
    for name, x, target, settings, function in kinds:
        for kind, dtype in DTYPES.items():
            for reduction in ("mean", "sum", "none"):
                prediction = x.to(dtype).clone().requires_grad_()
                goal = torch.tensor(target) if isinstance(target, list) else target.to(dtype).clone().requires_grad_(
                    name in ("mse", "l1", "smooth l1", "huber"))
                made = {k: torch.tensor(v, dtype=dtype) if isinstance(v, list) else v for k, v in settings.items()}
                loss = function(prediction, goal, reduction=reduction, **made)
                # Each row's or element's loss counts by its place, so that none can be mistaken for another.
                (loss * torch.arange(1, loss.numel() + 1).reshape(loss.shape)).sum().backward()
                case = {"name": name, "type": kind, "reduction": reduction, "settings": settings,
                        "shape": list(x.shape), "prediction": numbers(x.to(dtype)), "loss": numbers(loss),
                        "gradient": numbers(prediction.grad)}
                if isinstance(target, list):
                    case["classes"] = target
                else:
                    case["target"] = numbers(target.to(dtype))
                    case["target_gradient"] = None if goal.grad is None else numbers(goal.grad)
                cases.append(case)
    write("losses", cases)


def nonfinite():
    """What NaN, infinities, zeros of both signs, and huge and tiny numbers become, forwards and backwards."""
    inf, nan, f, cases = math.inf, math.nan, nn.functional, []
    # Its own products, which have one way for all shapes.
    torch.backends.mkldnn.enabled = False
    edges = {"float": (3e38, 1e-45, 89.0, 2e19), "double": (1e308, 5e-324, 710.0, 2e19)}

    def add(name, kind, function, inputs, weights=None, shown=None, **settings):
        """Inputs are pairs of a shape and numbers; each result counts by its place, or by `weights`. Of what is computed
        number by number the first `shown` are written."""
        tensors = [torch.tensor(values, dtype=DTYPES[kind]).reshape(shape).requires_grad_() for shape, values in inputs]
        result = function(*tensors)
        by = torch.arange(1, result.numel() + 1, dtype=DTYPES[kind]) if weights is None else torch.tensor(
            [weights] * result.numel(), dtype=DTYPES[kind])
        result.backward(by.reshape(result.shape))
        cases.append({"name": name, "type": kind, "settings": settings, "weights": numbers(by)[:shown],
                      "inputs": [{"shape": [shown] if shown else list(t.shape), "values": numbers(t)[:shown],
                                  "gradient": numbers(t.grad)[:shown]} for t in tensors],
                      "result": numbers(result)[:shown]})

    one = [("exp", torch.exp), ("log", torch.log), ("sqrt", torch.sqrt), ("tanh", torch.tanh),
           ("sigmoid", torch.sigmoid), ("relu", torch.relu), ("gelu", f.gelu), ("silu", f.silu), ("selu", f.selu),
           ("softplus", f.softplus), ("hardtanh", f.hardtanh), ("negate", torch.neg)]
    with_parameter = [("elu", f.elu, (1.0, 0.5)), ("leaky relu", f.leaky_relu, (0.01, 0.0)),
                      ("power", torch.pow, (0.0, 0.5, 1.0, 2.0, 3.0, -1.0)), ("scale", torch.mul, (0.0, 2.0, inf)),
                      ("offset", torch.add, (1.0, inf))]
    for kind, (huge, tiny, steep, wide) in edges.items():
        singles = [nan, inf, -inf, 0.0, -0.0, huge, -huge, tiny, -tiny, steep, -steep, wide, -wide, 1.0, -1.0, 20.5]
        # So many that PyTorch takes vectors, whose NaN differs here and there from what single numbers give.
        line = ([4 * len(singles)], singles * 4)
        for weights in (None, nan, inf):
            for name, function in one:
                add(name, kind, function, [line], weights, len(singles))
            for name, function, parameters in with_parameter:
                for p in parameters:
                    add(name, kind, lambda x, function=function, p=p: function(x, p), [line], weights,
                        len(singles), parameter=number(p))
        some = [nan, inf, -inf, -0.0, huge, 1.0, 1.5, 1e8]
        pairs = ([len(some) ** 2], [a for a in some for _ in some]), ([len(some) ** 2], some * len(some))
        for weights in (None, inf):
            for name, function in (("add", torch.add), ("subtract", torch.sub), ("multiply", torch.mul),
                                   ("divide", torch.div)):
                add(name, kind, function, pairs, weights)
            for reduction in ("none", "sum"):
                add("mse", kind, lambda x, t, r=reduction: f.mse_loss(x, t, reduction=r), pairs, weights,
                    reduction=reduction)
                add("l1", kind, lambda x, t, r=reduction: f.l1_loss(x, t, reduction=r), pairs, weights,
                    reduction=reduction)
                for beta in (0.0, 1.0, 0.3):
                    add("smooth l1", kind, lambda x, t, r=reduction, b=beta: f.smooth_l1_loss(x, t, reduction=r, beta=b), pairs,
                        weights, reduction=reduction, parameter=beta)
                for delta in (1.0, 0.3):
                    add("huber", kind, lambda x, t, r=reduction, d=delta: f.huber_loss(x, t, reduction=r, delta=d), pairs, weights,
                        reduction=reduction, parameter=delta)
        for weights in (None, inf):
            for name, function, x, goals in (
                ("bce", f.binary_cross_entropy, [0.0, -0.0, 1.0, 0.5, tiny], [0.0, 1.0, 0.25]),
                ("bce logits", f.binary_cross_entropy_with_logits,
                 [nan, inf, -inf, 0.0, huge, -huge, 3.0, -3.0], [nan, 0.0, 1.0, 0.25]),
            ):
                t = torch.tensor([b for _ in x for b in goals], dtype=DTYPES[kind])
                add(name, kind, lambda a, function=function, t=t: function(a, t, reduction="none"),
                    [([t.numel()], [a for a in x for _ in goals])], weights, target=numbers(t))
        rows = [[nan, 1.0, 2.0], [inf, 1.0, 2.0], [-inf, 1.0, 2.0], [-inf] * 3, [inf] * 3, [inf, -inf, 0.0],
                [huge, -huge, 0.0], [huge, huge, 1.0], [-0.0, 0.0, -0.0], [1.0, nan, inf], [wide, 0.0, -wide]]
        table = ([len(rows), 3], sum(rows, []))
        turned = ([3, len(rows)], [row[i] for i in range(3) for row in rows])
        # Where PyTorch's sums in Float overflow, ours in Double do not.
        calm = [row for row in rows if not any(1e19 < abs(x) < inf for x in row)]
        calm_table = ([len(calm), 3], sum(calm, []))
        for weights in (None, inf):
            for axis, shaped in ((1, table), (0, turned)):
                add("softmax", kind, lambda x, a=axis: torch.softmax(x, a), [shaped], weights, axis=axis)
                add("log softmax", kind, lambda x, a=axis: torch.log_softmax(x, a), [shaped], weights, axis=axis)
                add("sum", kind, lambda x, a=axis: x.sum(a), [shaped], weights, axis=axis)
                add("max", kind, lambda x, a=axis: x.max(a).values, [shaped], weights, axis=axis)
            add("mean", kind, lambda x: x.mean(1), [calm_table], weights, axis=1)
            for index in range(3):
                add("nll", kind, lambda x, i=index: f.nll_loss(x, torch.full([len(rows)], i), reduction="none"), [table],
                    weights, classes=[index] * len(rows))
        # Under an infinite gradient it multiplies before it subtracts, and has NaN.
        for index in range(3):
            add("cross entropy", kind,
                lambda x, i=index: f.cross_entropy(x, torch.full([len(rows)], i), reduction="none"),
                [table], classes=[index] * len(rows))
            add("cross entropy", kind,
                lambda x, i=index: f.cross_entropy(x, torch.full([len(rows)], i), reduction="sum"),
                [table], classes=[index] * len(rows), reduction="sum")
            add("smoothed", kind,
                lambda x, i=index: f.cross_entropy(x, torch.full([len(calm)], i), reduction="none", label_smoothing=0.1),
                [calm_table], classes=[index] * len(calm))
        add("layer norm", kind, lambda x, w, b: f.layer_norm(x, (3,), w, b),
            [calm_table, ([3], [1.0, 2.0, 0.5]), ([3], [0.0, 1.0, -1.0])])

        ordinary = [((i * 37 + 11) % 23 - 11) / 8 for i in range(400)]

        def spoilt(count, at, value, start=0):
            return [value if i == at else ordinary[start + i] for i in range(count)]

        for value in (nan, inf, -inf):
            for at in (0, 17):
                image = ([1, 1, 5, 7], spoilt(35, at, value))
                for size, stride, padding in ((2, 2, 0), (3, 1, 1), (3, 2, 0)):
                    window = dict(size=size, stride=stride, padding=padding)
                    add("max pool", kind, lambda x, w=window: f.max_pool2d(x, w["size"], w["stride"], w["padding"]),
                        [image], **window)
                    add("mean pool", kind, lambda x, w=window: f.avg_pool2d(x, w["size"], w["stride"], w["padding"]),
                        [image], **window)
        for stride, padding in ((1, 0), (1, 1), (2, 1)):
            for spoils in ("image", "weight", "result"):
                for value in (inf, nan):
                    for at in (0, -1):
                        shapes = {"image": [1, 2, 4, 5], "weight": [2, 2, 3, 2]}
                        inputs = [(shape, spoilt(math.prod(shape), at % math.prod(shape) if spoils == name else -1,
                                                 value, 50 * place)) for place, (name, shape) in
                                  enumerate(shapes.items())]
                        made = [torch.tensor(v, dtype=DTYPES[kind]).reshape(s).requires_grad_() for s, v in inputs]
                        result = f.conv2d(*made, stride=stride, padding=padding)
                        count = result.numel()
                        by = spoilt(count, at % count if spoils == "result" else -1, value, 100)
                        result.backward(torch.tensor(by, dtype=DTYPES[kind]).reshape(result.shape))
                        cases.append({"name": "convolution", "type": kind, "weights": [number(v) for v in by],
                                      "settings": dict(stride=stride, padding=padding),
                                      "inputs": [{"shape": list(t.shape), "values": numbers(t),
                                                  "gradient": numbers(t.grad)} for t in made],
                                      "result": numbers(result)})
    torch.backends.mkldnn.enabled = True
    write("nonfinite", cases)


class Attention(nn.MultiheadAttention):
    def __init__(self, width, heads, bias=True):
        super().__init__(width, heads, bias=bias, batch_first=True)

    def forward(self, x):
        later = torch.triu(torch.ones(x.shape[1], x.shape[1], dtype=torch.bool), 1)
        return super().forward(x, x, x, attn_mask=later, need_weights=False)[0]


def modules():
    random = torch.Generator().manual_seed(SEED)

    def draw(*shape):
        return torch.randn(*shape, generator=random)

    curve = torch.cat([torch.linspace(-8, 8, 33), torch.tensor([-100.0, -30, 19.5, 20.5, 100, 1e-3, -1e-3])])
    activations = [nn.GELU, nn.SiLU, nn.ELU, nn.LeakyReLU, nn.SELU, nn.Softplus, nn.Hardtanh]
    kinds = {m.__name__.lower(): (m, [curve]) for m in activations} | {
        "elu 0.4": (lambda: nn.ELU(0.4), [curve]),
        "leakyrelu 0.2": (lambda: nn.LeakyReLU(0.2), [curve]),
        "layernorm": (lambda: nn.LayerNorm(5), [draw(3, 2, 5) * 3 + 1]),
        "layernorm of two axes": (lambda: nn.LayerNorm((2, 5), eps=1e-2), [draw(3, 2, 5)]),
        "layernorm without bias": (lambda: nn.LayerNorm(5, bias=False), [draw(4, 5)]),
        "embedding": (lambda: nn.Embedding(6, 3, padding_idx=2), [torch.tensor([0, 2, 5, 0, 2, 3])]),
        "rnn": (lambda: nn.RNN(3, 4, 2), [draw(5, 2, 3), draw(2, 2, 4)]),
        "rnn relu": (lambda: nn.RNN(3, 4, 3, nonlinearity="relu", bias=False), [draw(5, 2, 3)]),
        "lstm": (lambda: nn.LSTM(3, 4), [draw(5, 2, 3)]),
        "lstm of two layers": (lambda: nn.LSTM(3, 4, 2), [draw(6, 3, 3), draw(2, 3, 4), draw(2, 3, 4)]),
        "lstm without bias": (lambda: nn.LSTM(3, 4, bias=False), [draw(1, 2, 3)]),
        "gru": (lambda: nn.GRU(3, 4), [draw(5, 2, 3)]),
        "gru of two layers": (lambda: nn.GRU(3, 4, 2), [draw(6, 3, 3), draw(2, 3, 4)]),
        "gru without bias": (lambda: nn.GRU(3, 4, bias=False), [draw(1, 2, 3)]),
        "conv": (lambda: nn.Conv2d(2, 3, 3), [draw(2, 2, 6, 5)]),
        "conv, padded strides": (
            lambda: nn.Conv2d(2, 3, (3, 2), stride=(2, 3), padding=(2, 1), bias=False), [draw(2, 2, 6, 5)]),
        "max pool": (lambda: nn.MaxPool2d(2), [draw(2, 2, 5, 6)]),
        "max pool, padded strides": (lambda: nn.MaxPool2d(3, stride=2, padding=1), [draw(2, 2, 5, 6)]),
        "average pool": (lambda: nn.AvgPool2d(2), [draw(2, 2, 5, 6)]),
        "average pool, padded strides": (lambda: nn.AvgPool2d(3, stride=2, padding=1), [draw(2, 2, 5, 6)]),
        "flatten": (lambda: nn.Flatten(), [draw(2, 2, 2, 3)]),
        "batchnorm": (lambda: nn.BatchNorm2d(3), [draw(2, 3, 3, 2) * 2 + 1]),
        "batchnorm of rows": (lambda: nn.BatchNorm1d(3, eps=1e-2, momentum=0.3), [draw(5, 3)]),
        "attention": (lambda: Attention(6, 2), [draw(2, 5, 6)]),
        "attention without bias": (lambda: Attention(4, 1, bias=False), [draw(3, 4, 4)]),
        "batchnorm in use": (lambda: nn.BatchNorm1d(3), [draw(4, 3, 2) * 2 + 1]),
    }
    cases = []
    for name, (make, given) in kinds.items():
        for kind, dtype in DTYPES.items():
            torch.manual_seed(SEED)
            module = make().to(dtype)
            with torch.no_grad():
                for p in module.parameters():  # not the ones and zeros that would hide a mistake
                    p.copy_((p.float() + 0.3 * torch.randn(p.shape)).to(dtype))
            inputs = [x if x.dtype == torch.int64 else x.to(dtype).clone().requires_grad_() for x in given]
            if name.endswith("in use"):
                module(inputs[0])
                module.eval()
            made = module(inputs[0]) if len(inputs) == 1 else module(
                inputs[0], tuple(inputs[1:]) if len(inputs) == 3 else inputs[1])
            outputs = []
            for part in made if isinstance(made, tuple) else [made]:
                outputs += part if isinstance(part, tuple) else [part]
            # Each number counts by its place, so that none can be mistaken for another.
            sum((o * torch.arange(1, o.numel() + 1, dtype=dtype).reshape(o.shape) / o.numel()).sum()
                for o in outputs).backward()
            cases.append({
                "name": name, "type": kind,
                "weights": {n: numbers(p) for n, p in module.named_parameters()},
                "inputs": [{"shape": list(x.shape), "values": numbers(x)} for x in inputs],
                "outputs": [{"shape": list(o.shape), "values": numbers(o)} for o in outputs],
                "input_gradients": [None if x.grad is None else numbers(x.grad) for x in inputs],
                "gradients": {n: numbers(p.grad) for n, p in module.named_parameters()},
                "running": [numbers(b) for n, b in module.named_buffers() if n.startswith("running")],
            })
    write("modules", cases)


class HeadsOfGPT(nn.Module):
    def __init__(self, width, heads, bias):
        super().__init__()
        self.heads = heads
        self.c_attn, self.c_proj = nn.Linear(width, 3 * width, bias=bias), nn.Linear(width, width, bias=bias)

    def forward(self, x):
        batch, time, width = x.shape
        q, k, v = (part.reshape(batch, time, self.heads, -1).transpose(1, 2) for part in self.c_attn(x).split(width, 2))
        seen = nn.functional.scaled_dot_product_attention(q, k, v, is_causal=True)
        return self.c_proj(seen.transpose(1, 2).reshape(batch, time, width))


class WideOfGPT(nn.Module):
    def __init__(self, width, bias):
        super().__init__()
        self.c_fc, self.c_proj = nn.Linear(width, 4 * width, bias=bias), nn.Linear(4 * width, width, bias=bias)

    def forward(self, x):
        return self.c_proj(nn.functional.gelu(self.c_fc(x)))


class Block(nn.Module):
    def __init__(self, width, heads, bias):
        super().__init__()
        self.ln_1, self.attn = nn.LayerNorm(width, bias=bias), HeadsOfGPT(width, heads, bias)
        self.ln_2, self.mlp = nn.LayerNorm(width, bias=bias), WideOfGPT(width, bias)

    def forward(self, x):
        x = x + self.attn(self.ln_1(x))
        return x + self.mlp(self.ln_2(x))


class MiniGPT(nn.Module):
    """nanoGPT's model, small, under its names."""

    def __init__(self, bias, letters=11, block=6, width=8, heads=2, layers=2):
        super().__init__()
        self.transformer = nn.ModuleDict({
            "wte": nn.Embedding(letters, width), "wpe": nn.Embedding(block, width),
            "h": nn.ModuleList([Block(width, heads, bias) for _ in range(layers)]),
            "ln_f": nn.LayerNorm(width, bias=bias),
        })
        self.lm_head = nn.Linear(width, letters, bias=False)
        self.lm_head.weight = self.transformer.wte.weight

    def forward(self, x):
        parts = self.transformer
        x = parts.wte(x) + parts.wpe(torch.arange(x.shape[1]))
        for block in parts.h:
            x = block(x)
        return self.lm_head(parts.ln_f(x))


def mini_gpt():
    random = torch.Generator().manual_seed(SEED)
    text = torch.randint(0, 11, (60,), generator=random)
    steps = 40
    # Three micro-batches of unequal size a step, each a list of places in the text.
    places = [[torch.randint(0, 60 - 6, (n,), generator=random).tolist() for n in (3, 1, 2)] for _ in range(steps)]
    cases = []
    for kind, bias in (("float", False), ("double", False), ("double", True)):
        torch.manual_seed(SEED)
        model = MiniGPT(bias).to(DTYPES[kind])
        decayed = [p for p in model.parameters() if p.dim() >= 2]
        others = [p for p in model.parameters() if p.dim() < 2]
        optimizer = torch.optim.AdamW(
            [dict(params=decayed, weight_decay=0.1), dict(params=others, weight_decay=0.0)], lr=0.01, betas=(0.9, 0.99))
        schedule = lr_scheduler.LambdaLR(optimizer, lambda step: nanogpt(step, 5, 30, 0.1))
        start = {n: numbers(p) for n, p in model.named_parameters()}
        record = []
        for step in range(steps):
            optimizer.zero_grad()
            total = 0.0
            for batch in places[step]:
                x = torch.stack([text[p:p + 6] for p in batch])
                y = torch.stack([text[p + 1:p + 7] for p in batch])
                loss = nn.functional.cross_entropy(model(x).reshape(-1, 11), y.reshape(-1)) * (len(batch) / 6)
                loss.backward()
                total += loss.item()
            norm = nn.utils.clip_grad_norm_(model.parameters(), 1.0 if step < 20 else 0.4)
            optimizer.step()
            record.append({"loss": total, "norm": number(norm), "rate": optimizer.param_groups[0]["lr"]})
            schedule.step()
        cases.append({"type": kind, "bias": bias, "text": text.tolist(), "places": places,
                      "names": [n for n, _ in model.named_parameters()], "start": start, "steps": record,
                      "end": {n: numbers(p) for n, p in model.named_parameters()}})
    write("gpt", cases)


class Reader(nn.Module):
    """Reads tokens, one-hot where there is no table."""

    def __init__(self, kind, table, letters=7, hidden=5, layers=1):
        super().__init__()
        if table:
            self.embedding = nn.Embedding(letters, table)
        setattr(self, kind, getattr(nn, kind.upper())(table or letters, hidden, layers, batch_first=True))
        self.output = nn.Linear(hidden, letters)
        self.kind, self.letters, self.table = kind, letters, table

    def forward(self, tokens, state):
        one_hot = nn.functional.one_hot(tokens, self.letters).to(self.output.weight.dtype)
        outputs, state = getattr(self, self.kind)(self.embedding(tokens) if self.table else one_hot, state)
        return self.output(outputs), state


def readers():
    """Windows of a text one after the other, the state carried on without gradient, new where the text begins anew."""
    random = torch.Generator().manual_seed(SEED)
    text = torch.randint(0, 7, (64,), generator=random)
    held = torch.randint(0, 7, (21,), generator=random)
    length, steps = 6, 24
    cases = []
    for kind, table, layers, lanes in (("rnn", 0, 1, 1), ("lstm", 4, 2, 2), ("gru", 0, 2, 3), ("rnn", 3, 2, 2)):
        torch.manual_seed(SEED)
        model = Reader(kind, table, layers=layers).double()
        optimizer = torch.optim.Adagrad(model.parameters(), lr=0.1)
        start = {n: numbers(p) for n, p in model.named_parameters()}
        rows = text[:len(text) // lanes * lanes].reshape(lanes, -1)
        place, state, losses = 0, None, []
        for _ in range(steps):
            if place + length + 1 > rows.shape[1]:
                place, state = 0, None
            x, y = rows[:, place:place + length], rows[:, place + 1:place + length + 1]
            logits, state = model(x, state)
            state = tuple(s.detach() for s in state) if kind == "lstm" else state.detach()
            loss = nn.functional.cross_entropy(logits.reshape(-1, 7), y.reshape(-1))
            optimizer.zero_grad()
            loss.backward()
            nn.utils.clip_grad_value_(model.parameters(), 0.05)
            optimizer.step()
            losses.append(number(loss))
            place += length
        with torch.no_grad():
            logits, _ = model(held[None, :-1], None)
            evaluation = number(nn.functional.cross_entropy(logits[0], held[1:]))
        cases.append({"kind": kind, "table": table, "layers": layers, "lanes": lanes, "text": text.tolist(),
                      "held": held.tolist(), "start": start, "losses": losses, "evaluation": evaluation,
                      "end": {n: numbers(p) for n, p in model.named_parameters()}})
    write("readers", cases)


class Recurrent(nn.Module):
    def __init__(self, kind, inputs, width, layers=1):
        super().__init__()
        self.layer, self.head = kind(inputs, width, layers), nn.Linear(width, 3)

    def forward(self, x):
        return self.head(self.layer(x)[0][-1])


def trajectory(name, model, data, targets, batches, optimizer, loss, norm=None, value=None, schedule=None):
    """Whole runs. A step has one batch of rows or several, each of which counts by its targets.

    `model`, `optimizer` and `schedule` make these; `loss` is the mean over a batch; `norm` or `value` is what clips.
    """
    cases = []
    for kind, dtype in DTYPES.items():
        torch.manual_seed(SEED)
        network = model().to(dtype)
        descent = optimizer(network.parameters())
        rates = schedule(descent) if schedule else None
        start = {n: numbers(p) for n, p in network.named_parameters()}
        goals = targets if targets.dtype == torch.int64 else targets.to(dtype)
        steps = []
        for micro in batches:
            counts = [int((targets[rows] != -100).sum()) for rows in micro]
            descent.zero_grad()
            total = 0.0
            for rows, count in zip(micro, counts):
                if count == 0:  # a mean of nothing
                    continue
                x = data[:, rows] if data.dim() == 3 else data[rows]
                part = loss(network(x.to(dtype)), goals[rows]) * (count / sum(counts))
                part.backward()
                total += part.item()
            gradients = [p.grad for p in network.parameters()]
            each = [number(g.norm()) for g in gradients]
            before = nn.utils.get_total_norm(gradients)
            if norm is not None:
                nn.utils.clip_grad_norm_(network.parameters(), norm)
            else:
                nn.utils.clip_grad_value_(network.parameters(), value)
            after = nn.utils.get_total_norm(gradients)
            descent.step()
            if rates:
                rates.step()
            steps.append({"loss": total, "norm": number(before), "clipped": number(after), "norms": each})
        cases.append({
            "name": name, "type": kind, "clip": "value" if norm is None else "norm",
            "limit": value if norm is None else norm, "shape": list(data.shape), "data": numbers(data),
            "classes" if targets.dtype == torch.int64 else "targets":
                targets.tolist() if targets.dtype == torch.int64 else numbers(targets),
            "batches": batches, "start": start, "steps": steps,
            "end": {n: numbers(p) for n, p in network.named_parameters()},
        })
    return cases


def trajectories():
    random = torch.Generator().manual_seed(SEED)
    f = nn.functional
    optim = torch.optim

    def draw(*shape):
        return torch.randn(*shape, generator=random)

    def batches(rows, sizes, steps):
        """Shuffled rows, cut into the micro-batches of each step."""
        return [[part.tolist() for part in torch.split(torch.randperm(rows, generator=random)[:sum(sizes)], sizes)]
                for _ in range(steps)]

    def labeled(rows, features, classes, ignored=0):
        """Rows of class means plus noise; some carry no class."""
        labels = torch.randint(0, classes, (rows,), generator=random)
        points = draw(rows, features) + 0.7 * draw(classes, features)[labels]
        labels[torch.randperm(rows, generator=random)[:ignored]] = -100
        return points, labels

    def sequences(length, rows, features, place):
        """Noise whose class shows at one place only."""
        labels = torch.randint(0, 3, (rows,), generator=random)
        points = draw(length, rows, features)
        points[place] += 2 * draw(3, features)[labels]
        return points, labels

    def smooth(output, labels):
        return f.cross_entropy(output, labels, label_smoothing=0.1)

    points, labels = labeled(60, 10, 4, ignored=6)
    write("mlp", trajectory(
        "mlp", lambda: nn.Sequential(nn.Linear(10, 16), nn.ReLU(), nn.Linear(16, 4)), points, labels,
        batches(60, [12], 50), lambda p: optim.SGD(p, lr=0.05, momentum=0.9, nesterov=True, weight_decay=1e-3),
        f.cross_entropy, norm=0.7))

    # Rows without a class make the micro-batches more uneven than their sizes are.
    points, labels = labeled(30, 6, 4, ignored=8)
    write("accumulation", trajectory(
        "accumulation", lambda: nn.Sequential(nn.Linear(6, 10), nn.Tanh(), nn.Linear(10, 4)), points, labels,
        batches(30, [4, 4, 2], 50), lambda p: optim.SGD(p, lr=0.1, momentum=0.9), f.cross_entropy, norm=0.5))

    points, labels = labeled(30, 6, 4, ignored=5)
    write("smoothing", trajectory(
        "smoothing", lambda: nn.Sequential(nn.Linear(6, 8), nn.Tanh(), nn.Linear(8, 4)), points, labels,
        batches(30, [5, 3], 300), lambda p: optim.SGD(p, lr=0.05, momentum=0.9), smooth, norm=0.6))

    points = draw(36, 5)
    values = torch.stack([points[:, 0] * points[:, 1], points[:, 2].abs()], 1) + 0.1 * draw(36, 2)
    values[::9] += 5  # what a robust loss is for
    yes = (draw(36, 3) + points[:, :3] > 0.3).float()
    weight = torch.tensor([0.5, 2.0, 3.0])

    def two_layers(outputs, *last):
        return lambda: nn.Sequential(nn.Linear(5, 8), nn.Tanh(), nn.Linear(8, outputs), *last)

    write("regression",
        trajectory("huber", two_layers(2), points, values, batches(36, [8], 60),
                   lambda p: optim.RMSprop(p, lr=0.003, momentum=0.5), lambda o, t: f.huber_loss(o, t, delta=0.5),
                   norm=0.22)
        + trajectory("mse", two_layers(2), points, values, batches(36, [6, 2], 60),
                     lambda p: optim.SGD(p, lr=0.02, momentum=0.9), f.mse_loss, value=0.25)
        + trajectory("bce", two_layers(3, nn.Sigmoid()), points, yes, batches(36, [8], 300),
                     lambda p: optim.Adam(p, lr=0.01), f.binary_cross_entropy, norm=0.3)
        + trajectory("bce logits", two_layers(3), points, yes, batches(36, [8], 60),
                     lambda p: optim.Adagrad(p, lr=0.05),
                     lambda o, t: f.binary_cross_entropy_with_logits(o, t, pos_weight=weight.to(o)), norm=0.4))

    points, labels = sequences(30, 24, 3, 3)
    write("rnn", trajectory(
        "rnn", lambda: Recurrent(nn.RNN, 3, 12), points, labels, batches(24, [8], 50),
        lambda p: optim.AdamW(p, lr=0.01, weight_decay=0.1), f.cross_entropy, norm=0.5))

    def decay(descent):
        return lr_scheduler.ExponentialLR(descent, 0.97)

    gated = batches(24, [6], 40)
    write("gated",
        trajectory("lstm", lambda: Recurrent(nn.LSTM, 3, 8, 2), points, labels, gated,
                   lambda p: optim.RMSprop(p, lr=0.003, alpha=0.95, momentum=0.5), smooth, norm=0.3, schedule=decay)
        + trajectory("gru", lambda: Recurrent(nn.GRU, 3, 8, 2), points, labels, gated,
                     lambda p: optim.Adagrad(p, lr=0.05), smooth, value=0.02, schedule=decay))


def subnormals():
    """A run in float32 whose weights, targets, rate and loss are subnormal, and softmax where it falls that low.

    All of the run's numbers are multiples of 2^-149, the smallest there is, so that no order of summing rounds.
    """
    unit = 2.0 ** -140
    x = torch.tensor([[1, 2, -0.5], [0.5, -1, 2], [-2, 1, 1], [1, 0.5, -1]])
    goals = torch.tensor([[3], [-5], [7], [2]]) * unit
    logits = torch.tensor([[0.0, -90, -95, -100]])
    cases = []
    for flushes in [False, True]:
        assert torch.set_flush_denormal(flushes)
        model = nn.Linear(3, 1)
        with torch.no_grad():
            model.weight.copy_(torch.tensor([[9, -4, 6]]) * unit)
            model.bias.fill_(5 * unit)
        descent = torch.optim.SGD(model.parameters(), lr=unit)
        losses = []
        for _ in range(6):
            descent.zero_grad()
            loss = nn.functional.l1_loss(model(x), goals)
            loss.backward()
            descent.step()
            losses.append(loss.item())
        shares = torch.softmax(logits, 1)
        end = {n: p.detach().clone() for n, p in model.named_parameters()}
        # What is read below is read as it is.
        torch.set_flush_denormal(False)
        cases.append({
            "subnormals": "flush" if flushes else "keep", "losses": losses,
            "end": {n: numbers(p) for n, p in end.items()}, "shares": numbers(shares),
        })
    write("subnormals", cases)


if __name__ == "__main__":
    clipping()
    optimizers()
    schedules()
    plateau()
    losses()
    nonfinite()
    modules()
    trajectories()
    mini_gpt()
    readers()
    subnormals()
