"""The same weights and batches on every side, bit for bit: see Draws.swift."""

from pathlib import Path

import numpy as np

WEIGHTS, BATCHES = 0, 1000


def bits(draw, shape):
    """24 random bits for each index."""
    x = np.arange(int(np.prod(shape)), dtype=np.uint32)
    x *= np.uint32(0x9E3779B9)
    x += np.uint32(draw * 0x85EBCA6B & 0xFFFFFFFF)
    x ^= x >> np.uint32(16)
    x *= np.uint32(0x7FEB352D)
    x ^= x >> np.uint32(15)
    x *= np.uint32(0x846CA68B)
    x ^= x >> np.uint32(16)
    x >>= np.uint32(8)
    return x.reshape(shape)


def uniform(draw, shape, bound):
    """In ±bound."""
    values = bits(draw, shape).astype(np.float32)
    values *= np.float32(2**-23)
    values -= np.float32(1)
    values *= np.float32(bound)
    return values


def weights(shapes):
    """Weights by name: matrices in ±1/√inputs, vectors in ±0.05 around 0, or around 1 if they multiply."""
    drawn = {}
    for place, (name, shape) in enumerate(shapes.items()):
        bound = 1 / np.sqrt(np.float32(np.prod(shape[1:]))) if len(shape) > 1 else 0.05
        drawn[name] = uniform(WEIGHTS + place, shape, bound)
        if len(shape) == 1 and name.endswith("weight"):
            drawn[name] += np.float32(1)
    return drawn


def tensors(count, first=200):
    """`count` numbers in 200 tensors, each with its gradient; the first `first` of them."""
    size = (count // 200,)
    for place in range(first):
        yield uniform(WEIGHTS + place, size, 0.05), uniform(BATCHES + place, size, 0.01)


def max_norms(count):
    """A threshold for each step, below the norm that the last one left: at first, half the gradients' norm."""
    norm = 0.01 * (count / 3) ** 0.5 / 2
    while True:
        yield norm
        norm *= 0.999


def examples(count, shape, classes, span):
    """Batches of inputs and classes. Half of the examples show their class: 1 is added to `span` inputs in a row."""
    batches = []
    for batch in range(count):
        x = uniform(BATCHES + 2 * batch, shape, 1)
        drawn = bits(BATCHES + 2 * batch + 1, shape[:1]).astype(np.int64)
        y = drawn // 2 % classes
        rows = x.reshape(shape[0], -1)
        for row in np.flatnonzero(drawn % 2 == 0):
            rows[row, y[row] * span : (y[row] + 1) * span] += np.float32(1)
        batches.append((x, y))
    return batches


def digits(count, rows):
    """Batches of the images of `demos/digits.csv`, in order."""
    path = Path(__file__).parents[3] / "demos" / "digits.csv"
    # The numbers follow two lines of comments and one of names.
    table = np.loadtxt(path, dtype=np.float32, delimiter=",", skiprows=3, max_rows=count * rows)
    x, y = table[:, :64] / 16, table[:, 64].astype(np.int64)
    return [(x[i : i + rows], y[i : i + rows]) for i in range(0, count * rows, rows)]


def letters(count, shape, n):
    """Batches of letters and the letters to predict, half of which follow from the input."""
    batches = []
    for batch in range(count):
        x = bits(BATCHES + 2 * batch, shape).astype(np.int64) % n
        drawn = bits(BATCHES + 2 * batch + 1, shape).astype(np.int64)
        y = np.where(drawn % 2 == 0, (7 * x + 3) % n, drawn // 2 % n)
        batches.append((x, y.reshape(-1)))
    return batches


def batches(workload):
    """The batches that a workload uses in turn; more than its network can memorize."""
    match workload:
        case "W1":
            return examples(256, (64, 64), classes=10, span=6)
        case "W1c":
            return digits(22, 64)
        case "W2":
            return letters(16, (64, 32), 65)
        case "W3":
            one_hot = np.eye(65, dtype=np.float32)
            return [(one_hot[x], y) for x, y in letters(16, (100, 16), 65)]
        case "W4":
            return letters(16, (12, 64), 65)
        case "W5":
            return examples(16, (256, 1024), classes=1024, span=1)
        case "W6":
            return examples(64, (64, 1, 28, 28), classes=10, span=78)
