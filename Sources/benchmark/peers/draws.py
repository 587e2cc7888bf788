"""Numbers that every side makes alike, bit for bit: see Draws.swift and Exercise.swift."""

import numpy as np

WEIGHTS, BATCHES = 0, 1000
ROUNDS = 16  # batches that every side goes round


def bits(draw, count):
    x = np.arange(count, dtype=np.uint32)
    x *= np.uint32(0x9E3779B9)
    x += np.uint32(draw * 0x85EBCA6B & 0xFFFFFFFF)
    x ^= x >> np.uint32(16)
    x *= np.uint32(0x7FEB352D)
    x ^= x >> np.uint32(15)
    x *= np.uint32(0x846CA68B)
    x ^= x >> np.uint32(16)
    return x >> np.uint32(8)


def uniform(draw, shape, bound):
    values = bits(draw, int(np.prod(shape))).astype(np.float32)
    values *= np.float32(2**-23)
    values -= np.float32(1)
    values *= np.float32(bound)
    return values.reshape(shape)


def integers(draw, shape, n):
    return (bits(draw, int(np.prod(shape))) % np.uint32(n)).astype(np.int64).reshape(shape)


def weights(shapes):
    """By name: matrices by the number of their inputs, vectors around 0."""
    drawn = {}
    for place, (name, shape) in enumerate(shapes.items()):
        bound = 1 / np.sqrt(np.float32(np.prod(shape[1:]))) if len(shape) > 1 else np.float32(0.05)
        drawn[name] = uniform(WEIGHTS + place, shape, bound)
    return drawn


def inputs(shape, bound=1.0):
    return [uniform(BATCHES + 2 * batch, shape, bound) for batch in range(ROUNDS)]


def letters(shape, n):
    return [integers(BATCHES + 2 * batch, shape, n) for batch in range(ROUNDS)]


def classes(shape, n):
    return [integers(BATCHES + 2 * batch + 1, shape, n) for batch in range(ROUNDS)]


def batches(workload):
    """What each workload reads and what it predicts: a list of pairs."""
    match workload:
        case "W1":
            return list(zip(inputs((64, 64)), classes((64,), 10)))
        case "W2":
            return list(zip(letters((64, 32), 65), classes((64 * 32,), 65)))
        case "W3":
            one_hot = np.eye(65, dtype=np.float32)
            return [(one_hot[x], y) for x, y in zip(letters((100, 16), 65), classes((100 * 16,), 65))]
        case "W4":
            return list(zip(letters((12, 64), 65), classes((12 * 64,), 65)))
        case "W5":
            return list(zip(inputs((256, 1024)), classes((256,), 1024)))
        case "W6":
            return list(zip(inputs((64, 1, 28, 28)), classes((64,), 10)))
