"""PyTorch's side: torch_side.py WORKLOAD eager|fused|flush THREADS. `flush` is fused, with subnormal numbers flushed to 0."""

import re
import sys

workload, mode, threads = sys.argv[1], sys.argv[2], int(sys.argv[3])

import torch
from torch import nn
from torch.nn import functional as F

import dialogue
import draws

torch.set_num_threads(threads)
torch.set_num_interop_threads(1)
# None leaves the choice to PyTorch, as by default.
FUSED = None if mode == "eager" else True
torch.set_flush_denormal(mode == "flush")


class CharLSTM(nn.Module):
    def __init__(self):
        super().__init__()
        self.embedding = nn.Embedding(65, 256)
        self.lstm = nn.LSTM(256, 256)
        self.output = nn.Linear(256, 65)

    def forward(self, letters):
        hidden, _ = self.lstm(self.embedding(letters))
        return self.output(hidden).flatten(0, 1)


class CharRNN(nn.Module):
    def __init__(self):
        super().__init__()
        self.rnn = nn.RNN(65, 128)
        self.output = nn.Linear(128, 65)

    def forward(self, one_hot):
        hidden, _ = self.rnn(one_hot)
        return self.output(hidden).flatten(0, 1)


class Block(nn.Module):
    def __init__(self):
        super().__init__()
        self.ln_1 = nn.LayerNorm(128, bias=False)
        self.attn = nn.ModuleDict({"c_attn": nn.Linear(128, 384, bias=False), "c_proj": nn.Linear(128, 128, bias=False)})
        self.ln_2 = nn.LayerNorm(128, bias=False)
        self.mlp = nn.ModuleDict({"c_fc": nn.Linear(128, 512, bias=False), "c_proj": nn.Linear(512, 128, bias=False)})

    def forward(self, x):
        batch, time, width = x.shape
        heads = self.attn["c_attn"](self.ln_1(x)).split(width, dim=2)
        q, k, v = (part.view(batch, time, 4, width // 4).transpose(1, 2) for part in heads)
        mixed = F.scaled_dot_product_attention(q, k, v, is_causal=True)
        x = x + self.attn["c_proj"](mixed.transpose(1, 2).contiguous().view(batch, time, width))
        return x + self.mlp["c_proj"](F.gelu(self.mlp["c_fc"](self.ln_2(x))))


class GPT(nn.Module):
    """The CPU configuration of nanoGPT."""

    def __init__(self):
        super().__init__()
        self.wte = nn.Embedding(65, 128)
        self.wpe = nn.Embedding(64, 128)
        self.h = nn.ModuleList(Block() for _ in range(4))
        self.ln_f = nn.LayerNorm(128, bias=False)

    def forward(self, letters):
        x = self.wte(letters) + self.wpe(torch.arange(64))
        for block in self.h:
            x = block(x)
        return F.linear(self.ln_f(x), self.wte.weight).flatten(0, 1)


def network():
    match workload:
        case "W1" | "W1c":
            model = nn.Sequential(nn.Linear(64, 128), nn.ReLU(), nn.Linear(128, 10))
            if workload == "W1c":
                return model, lambda p: torch.optim.Adam(p, lr=1e-3, fused=FUSED)
            return model, lambda p: torch.optim.SGD(p, lr=0.05, momentum=0.9, fused=FUSED)
        case "W2":
            return CharLSTM(), lambda p: torch.optim.Adam(p, lr=1e-3, fused=FUSED)
        case "W3":
            return CharRNN(), lambda p: torch.optim.SGD(p, lr=0.1, fused=FUSED)
        case "W4":

            def optimizer(parameters):
                parameters = list(parameters)
                decayed = {"params": [p for p in parameters if p.dim() >= 2], "weight_decay": 0.1}
                others = {"params": [p for p in parameters if p.dim() < 2], "weight_decay": 0.0}
                return torch.optim.AdamW([decayed, others], lr=1e-3, betas=(0.9, 0.99), fused=FUSED)

            return GPT(), optimizer
        case "W5":
            model = nn.Sequential(
                nn.Linear(1024, 4096), nn.ReLU(), nn.Linear(4096, 4096), nn.ReLU(), nn.Linear(4096, 1024)
            )
            return model, lambda p: torch.optim.Adam(p, lr=1e-4, fused=FUSED)
        case "W6":
            model = nn.Sequential(
                nn.Conv2d(1, 6, 5, padding=2), nn.ReLU(), nn.MaxPool2d(2),
                nn.Conv2d(6, 16, 5), nn.ReLU(), nn.MaxPool2d(2), nn.Flatten(),
                nn.Linear(400, 120), nn.ReLU(), nn.Linear(120, 84), nn.ReLU(), nn.Linear(84, 10),
            )  # fmt: skip
            return model, lambda p: torch.optim.SGD(p, lr=0.01, momentum=0.9, fused=FUSED)


class Training:
    """A network, trained with the loop of PyTorch's tutorial."""

    def __init__(self):
        self.model, make_optimizer = network()
        self.named = dict(self.model.named_parameters())
        with torch.no_grad():
            for name, start in self.start().items():
                self.named[name].copy_(start)
        self.optimizer = make_optimizer(self.model.parameters())
        self.batches = [(torch.tensor(x), torch.tensor(y)) for x, y in draws.batches(workload)]
        self.number = 0
        self.parameters = sum(p.numel() for p in self.named.values())
        self.operations = {"step": self.step}

    def start(self):
        drawn = draws.weights({name: tuple(p.shape) for name, p in self.named.items()})
        return {name: torch.from_numpy(values) for name, values in drawn.items()}

    def step(self):
        x, y = self.batches[self.number % len(self.batches)]
        self.number += 1
        self.optimizer.zero_grad()
        loss = F.cross_entropy(self.model(x), y)
        loss.backward()
        nn.utils.clip_grad_norm_(self.model.parameters(), 1.0)
        self.optimizer.step()
        return loss

    @torch.no_grad()
    def distance(self):
        apart = ((self.named[name] - start).double().square().sum() for name, start in self.start().items())
        return torch.stack(list(apart)).sum().sqrt().item()

    def value(self, loss):
        return loss.item()

    def finish(self, loss):
        pass


class Clipping:
    """200 parameters with constant gradients, clipped, and updated by Adam."""

    def __init__(self):
        self.parameters = {"adam10M": 10_000_000, "adam100M": 100_000_000}[workload]
        self.tensors = []
        for start, gradient in draws.tensors(self.parameters):
            tensor = nn.Parameter(torch.from_numpy(start))
            tensor.grad = torch.from_numpy(gradient)
            self.tensors.append(tensor)
        self.optimizer = torch.optim.Adam(self.tensors, lr=1e-3, fused=FUSED)
        self.max_norms = draws.max_norms(self.parameters)
        self.operations = {"clip+adam": self.step, "clip": self.clip, "clip-idle": self.clip_idle}

    def clip(self):
        return nn.utils.clip_grad_norm_(self.tensors, next(self.max_norms))

    def clip_idle(self):
        return nn.utils.clip_grad_norm_(self.tensors, 1e9)

    def step(self):
        self.clip()
        self.optimizer.step()

    def value(self, _):
        return self.distance(1)

    @torch.no_grad()
    def distance(self, count=20):
        start = draws.tensors(self.parameters, count)
        apart = [(t - torch.from_numpy(s)).double().square().sum() for t, (s, _) in zip(self.tensors, start)]
        return torch.stack(apart).sum().sqrt().item()

    def finish(self, _):
        pass


def kernels():
    """What each library chose, in its own words; MKL reports nothing about its kernels on non-Intel processors."""
    with dialogue.captured() as said, torch.backends.mkl.verbose(1), torch.backends.mkldnn.verbose(1):
        F.conv2d(torch.ones(4, 8, 28, 28) @ torch.ones(28, 28), torch.ones(16, 8, 5, 5))
    one_dnn = re.search(r"cpu,isa:(.*)", said[0])
    mkl = re.search(r"architecture (.*?)(?: enabled)? processors", said[0])
    names = {"ATen": torch.backends.cpu.get_cpu_capability(), "oneDNN": one_dnn and one_dnn[1], "MKL": mkl and mkl[1]}
    mode = re.search(r"CNR:(\w+)", said[0])
    if mode and mode[1] != "OFF":
        names["MKL"] = f"in {mode[1].lower()} mode"
    elif mkl and "Extensions" not in mkl[1]:
        names["MKL"] = "by vendor"
    return (
        ", ".join(f"{library} {name or 'unknown'}" for library, name in names.items()).replace("(R)", "")
        + f", subnormal numbers {dialogue.fate(torch.tensor(2e-38) * 0.1)}"
    )


dialogue.serve(f"PyTorch {torch.__version__}", Clipping if workload.startswith("adam") else Training, kernels)
