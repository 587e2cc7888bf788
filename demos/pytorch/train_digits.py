"""Handwritten digits with plain SGD, and one bad batch.

    python train_digits.py

At step 2,000 a batch arrives 50 times too large and with wrong labels, as from a broken shard or a faulty decoder. Without
clipping, one step with that gradient ruins what was learned.
"""

import csv
from pathlib import Path

import torch
import torch.nn.functional as F
from torch import nn
from torch.utils.data import DataLoader, TensorDataset

DIGITS = Path(__file__).resolve().parent.parent / "digits.csv"
EPOCHS = 150
BAD_STEP = 2000


def load_digits():
    """1,797 images of 8x8 pixels from 0 to 1, and the digit of each."""
    with DIGITS.open() as file:
        lines = csv.reader(line for line in file if not line.startswith("#"))
        next(lines)
        rows = torch.tensor([[float(field) for field in line] for line in lines])
    return rows[:, :-1] / 16, rows[:, -1].long()


@torch.no_grad()
def accuracy(model, images, digits):
    return (model(images).argmax(1) == digits).float().mean().item()


def main():
    torch.manual_seed(1)
    images, digits = load_digits()
    test_images, test_digits = images[-360:], digits[-360:]
    loader = DataLoader(TensorDataset(images[:-360], digits[:-360]), batch_size=32, shuffle=True, drop_last=True)
    model = nn.Sequential(
        nn.Linear(64, 1024), nn.ReLU(), nn.Linear(1024, 1024), nn.ReLU(), nn.Linear(1024, 10)
    )
    optimizer = torch.optim.SGD(model.parameters(), lr=0.05, momentum=0.9)

    step = 0
    for epoch in range(EPOCHS):
        for x, y in loader:
            step += 1
            if step == BAD_STEP:
                x, y = x * 50, (y + 1) % 10
            loss = F.cross_entropy(model(x), y)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
        if (epoch + 1) % 5 == 0:
            print(f"epoch {epoch + 1}, step {step}, test accuracy {accuracy(model, test_images, test_digits):.1%}")


if __name__ == "__main__":
    main()
