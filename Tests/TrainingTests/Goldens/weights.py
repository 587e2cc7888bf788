"""Makes the safetensors files of TrainingTests with real PyTorch and the real safetensors package.

torch 2.13.0+cpu, safetensors 0.8.0, one thread, seed 20261123. A second run on the same machine writes the same bytes:

    python3 -m venv venv && venv/bin/pip install 'torch==2.13.0+cpu' 'safetensors==0.8.0' numpy
    venv/bin/python Tests/TrainingTests/Goldens/weights.py
"""

import csv
import json
import pathlib

import safetensors
import torch
from generate import MiniGPT
from safetensors.torch import save_file, save_model
from torch import nn

TORCH, SAFETENSORS, SEED = "2.13.0+cpu", "0.8.0", 20261123
HERE = pathlib.Path(__file__).parent
DEMOS = HERE.parent.parent.parent / "demos"

assert torch.__version__ == TORCH and safetensors.__version__ == SAFETENSORS
torch.set_num_threads(1)
torch.use_deterministic_algorithms(True)
content = {"torch": TORCH, "safetensors": SAFETENSORS, "seed": SEED}


def kinds():
    """A tensor of every kind that is read, a single number, an empty tensor, and a name that JSON must escape."""
    tensors = {
        "f32": torch.tensor([[1.5, -0.0, 1e-45], [float("inf"), 3.4028234663852886e38, -2.0]]),
        "f64": torch.tensor(0.1, dtype=torch.float64),
        "f16": torch.tensor([1.5, -65504.0, 6e-8, float("-inf")], dtype=torch.float16),
        "bf16": torch.tensor([1.5, -3e38, 1e-40], dtype=torch.bfloat16),
        "i64": torch.tensor([[-(2**63)], [2**62 + 1]]),
        "empty": torch.zeros(0, 4),
        'a "ü"\\\n': torch.tensor([7.0]),
    }
    save_file(tensors, HERE / "kinds.safetensors", metadata={"format": "pt", 'a "note"': "of\ntwo lines"})
    save_file({"flags": torch.tensor([True])}, HERE / "flags.safetensors")


def batch_norm():
    """Buffers travel with weights, num_batches_tracked as a whole number."""
    torch.manual_seed(SEED)
    model = nn.Sequential(nn.Linear(4, 5), nn.BatchNorm1d(5), nn.Tanh(), nn.Linear(5, 3))
    optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
    for _ in range(7):
        x = torch.randn(6, 4)
        optimizer.zero_grad()
        nn.functional.cross_entropy(model(x), torch.tensor([0, 1, 2, 0, 1, 2])).backward()
        optimizer.step()
    save_file(model.state_dict(), HERE / "batchnorm.safetensors")
    model.eval()
    inputs = torch.randn(2, 4)
    content["batchnorm"] = {"inputs": inputs.flatten().tolist(), "outputs": model(inputs).flatten().tolist()}


def tied():
    """save_model leaves one name of a shared tensor."""
    torch.manual_seed(SEED)
    model = nn.Sequential(nn.Linear(3, 3, bias=False), nn.Tanh(), nn.Linear(3, 3, bias=False))
    model[2].weight = model[0].weight
    save_model(model, HERE / "tied.safetensors")
    content["tied"] = model[0].weight.flatten().tolist()


def digits():
    """The network of demos/digits.yaml after 40 steps of Adam over all rows, and its loss on them."""
    torch.manual_seed(SEED)
    with open(DEMOS / "digits.csv") as file:
        rows = list(csv.reader(line for line in file if not line.startswith("#")))
    table = torch.tensor([[float(field) for field in row] for row in rows[1:]])
    target = rows[0].index("label")
    x = torch.cat([table[:, :target], table[:, target + 1 :]], 1) / 16
    y = table[:, target].long()
    names = [("hidden1", nn.Linear(64, 64)), ("relu", nn.ReLU()), ("output", nn.Linear(64, 10))]
    model = nn.Sequential()
    for name, layer in names:
        model.add_module(name, layer)
    optimizer = torch.optim.Adam(model.parameters(), lr=0.01)
    for _ in range(40):
        optimizer.zero_grad()
        nn.functional.cross_entropy(model(x), y).backward()
        optimizer.step()
    save_file(model.state_dict(), HERE / "digits.safetensors")
    content["digits"] = {"rows": len(y), "loss": nn.functional.cross_entropy(model(x), y).item()}


def gpt():
    """nanoGPT's model with a tied head, and its loss on the last tenth of a text, in windows of 6 characters."""
    torch.manual_seed(SEED)
    text = "to be, or not to be: that is the question. " * 12
    letters = sorted(set(text))
    tokens = torch.tensor([letters.index(letter) for letter in text])
    model = MiniGPT(False, letters=len(letters))
    optimizer = torch.optim.Adam(model.parameters(), lr=0.01)
    windows = torch.stack([tokens[i : i + 7] for i in range(400)])
    for _ in range(30):
        optimizer.zero_grad()
        nn.functional.cross_entropy(model(windows[:, :-1]).flatten(0, 1), windows[:, 1:].flatten()).backward()
        optimizer.step()
    save_model(model, HERE / "gpt.safetensors")
    held = tokens[int(len(tokens) * (1 - 0.1)) :]
    total = 0.0
    for start in range(0, len(held) - 1, 6):
        y = held[start + 1 : start + 7]
        total += nn.functional.cross_entropy(model(held[start : start + len(y)][None])[0], y, reduction="sum").item()
    content["gpt"] = {"text": text, "loss": total / (len(held) - 1)}


kinds()
batch_norm()
tied()
digits()
gpt()
(HERE / "weights.json").write_text(json.dumps(content, separators=(",", ":")) + "\n")
