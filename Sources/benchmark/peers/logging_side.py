"""What other tools need to log six numbers of a step: logging_side.py json|tensorboard|wandb FOLDER.

Between two calls, a matrix product runs without the interpreter's lock, as in a step of PyTorch, so that writing threads
can run."""

import json
import os
import sys
import time

kind, folder = sys.argv[1:]

import torch

import dialogue

torch.set_num_threads(1)


def json_lines():
    file = open(os.path.join(folder, "log.jsonl"), "w")
    return "json.dumps and write", lambda step, numbers: file.write(json.dumps({"step": step} | numbers) + "\n")


def tensorboard():
    import tensorboard as package
    from torch.utils.tensorboard import SummaryWriter

    writer = SummaryWriter(folder)

    def log(step, numbers):
        for name, number in numbers.items():
            writer.add_scalar(name, number, step)

    return f"TensorBoard {package.__version__}", log


def weights_and_biases():
    import wandb

    run = wandb.init(mode="offline", dir=folder, project="benchmark", settings=wandb.Settings(silent=True))
    return f"W&B {wandb.__version__}", lambda step, numbers: run.log(numbers, step=step)


VERSION, log = {"json": json_lines, "tensorboard": tensorboard, "wandb": weights_and_biases}[kind]()


class Logging:
    parameters = 0

    def __init__(self):
        self.step, self.matrix = 0, torch.ones(256, 256)

    def numbers(self):
        loss = 1 / (1 + 1e-3 * self.step)
        return {
            "loss": loss,
            "grad_norm": 3 * loss,
            "clipped_norm": min(3 * loss, 1.0),
            "clip_coefficient": min(1 / (3 * loss), 1.0),
            "max_norm": 1.0,
            "lr": 1e-3,
        }


def timed(side, _, blocks, steps):
    times = []
    for _ in range(blocks):
        spent = 0.0
        for _ in range(steps):
            side.step += 1
            torch.mm(side.matrix, side.matrix)
            numbers = side.numbers()
            start = time.perf_counter()
            log(side.step, numbers)
            spent += time.perf_counter() - start
        times.append(spent / steps)
    return times


dialogue.serve(VERSION, Logging, timed=timed)
