"""What watching costs a training program: client_side.py alone|watched|tensorboard|wandb|clip|commands FOLDER.

The first four give the processor time of this process, all threads included, for six numbers of a step: the difference
between blocks with and without them, in turn. Between two steps, a matrix product runs without the interpreter's lock, as
in a step of PyTorch. "clip" gives the time of run.clip relative to clip_grad_norm_ on 10 million parameters, and "commands"
the seconds from writing a command until it is in force, minus those of the step before, at least 0."""

import os
import subprocess
import sys
import time

kind, folder = sys.argv[1:]
here = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(1, os.path.join(here, "..", "..", "Python"))
os.environ["XDG_RUNTIME_DIR"] = os.environ["XDG_STATE_HOME"] = folder

import torch

import dialogue

torch.set_num_threads(1)

# A viewer that reads everything, and one that writes a command every 20 ms: the value it sets is the time.
VIEWER = """
import json, os, socket, sys, time
viewer = socket.socket(socket.AF_UNIX)
viewer.connect(sys.argv[1])
if sys.argv[2] == "reads":
    while viewer.recv(1 << 20): pass
viewer.setblocking(False)
while True:
    time.sleep(0.02)
    command = {"id": 1, "request": {"set": "asked_at", "value": time.monotonic()}, "by": "benchmark"}
    try:
        viewer.send((json.dumps({"command": command}) + "\\n").encode())
        while viewer.recv(1 << 20): pass
    except BlockingIOError: pass
    except OSError: sys.exit()
"""


def watched_by(run, way):
    (name,) = [name for name in os.listdir(os.path.join(folder, "trimtab")) if f".{os.getpid()}." in name]
    path = os.path.join(folder, "trimtab", name)
    # It ends with this process, which closes the socket.
    subprocess.Popen([sys.executable, "-S", "-c", VIEWER, path, way], stdin=subprocess.DEVNULL)


def ours(viewer):
    import trimtab

    settings = [trimtab.Setting("max_norm", 1.0, minimum=0)]
    run = trimtab.Run("cost", settings=settings, record=os.path.join(folder, "cost.jsonl"))
    if viewer:
        watched_by(run, viewer)

    def log(step, loss, norm, clipped, coefficient, max_norm, lr):
        run.record(loss, norm, clipped, coefficient, max_norm, "norm", lr)
        run.wait()

    # The client's thread writes waiting events within 50 ms.
    return "Trimtab", log, lambda: time.sleep(0.12)


NAMES = ("loss", "grad_norm", "clipped_norm", "clip_coefficient", "max_norm", "lr")


def tensorboard():
    import tensorboard as package
    from torch.utils.tensorboard import SummaryWriter

    writer = SummaryWriter(folder)

    def log(step, *numbers):
        for name, number in zip(NAMES, numbers):
            writer.add_scalar(name, number, step)

    return f"TensorBoard {package.__version__}", log, writer.flush


def weights_and_biases():
    import wandb

    run = wandb.init(mode="offline", dir=folder, project="benchmark", settings=wandb.Settings(silent=True))
    return f"W&B {wandb.__version__}", lambda step, *numbers: run.log(dict(zip(NAMES, numbers)), step=step), lambda: None


class Logging:
    parameters = 0

    def __init__(self):
        self.step, self.matrix = 0, torch.ones(64, 64)

    def block(self, steps, log):
        """Seconds of processor time."""
        start = time.process_time()
        for _ in range(steps):
            self.step += 1
            torch.mm(self.matrix, self.matrix)
            loss = 1 / (1 + 1e-3 * self.step)
            norm = 3 * loss
            coefficient = min(1 / (norm + 1e-6), 1.0)
            log(self.step, loss, norm, norm * coefficient, coefficient, 1.0, 1e-3 * coefficient)
        finish()
        return time.process_time() - start

    def time(self, _, blocks, steps):
        times = []
        for _ in range(blocks):
            without = self.block(steps, lambda *numbers: None)
            times.append((self.block(steps, log) - without) / steps)
        return times


class Clipping:
    def __init__(self):
        import trimtab

        torch.manual_seed(0)
        self.weights = [torch.nn.Parameter(torch.zeros(50_000)) for _ in range(200)]
        self.parameters = 10_000_000
        self.run = trimtab.start("clip", max_norm=1.0, record=False)

    def seconds(self, clip, scale):
        for weight in self.weights:
            weight.grad = torch.full_like(weight, scale)
        start = time.process_time()
        clip()
        return time.process_time() - start

    def time(self, what, blocks, steps):
        """Our time relative to PyTorch's: the ratios of pairs, each the minimum of several runs."""
        scale = 1.0 if what == "binding" else 1e-9
        ways = [
            lambda: torch.nn.utils.clip_grad_norm_(self.weights, 1.0),
            lambda: (self.run.clip(self.weights), self.run.step(1.0)),
        ]
        ratios = []
        for block in range(blocks):
            best = [1e9, 1e9]
            for _ in range(steps):
                for way in (block % 2, 1 - block % 2):
                    best[way] = min(best[way], self.seconds(ways[way], scale))
            ratios.append(best[1] / best[0])
        return ratios


class Commands:
    parameters = 0

    def __init__(self):
        import trimtab

        self.matrix, self.late, self.started = torch.ones(400, 400), [], 0.0
        settings = [trimtab.Setting("asked_at", get=lambda: 0.0, set=self.arrived, minimum=0)]
        self.run = trimtab.Run("commands", settings=settings, record=False)

    def arrived(self, asked_at):
        now = time.monotonic()
        self.late.append(max(0.0, now - asked_at - (now - self.started)))

    def time(self, _, blocks, steps):
        watched_by(self.run, "writes")
        while len(self.late) < blocks:
            self.started = time.monotonic()
            torch.mm(self.matrix, self.matrix)
            self.run.record(1.0, 2.0, 1.0, 0.5, 1.0, "norm", 1e-3)
            self.run.wait()
        late, self.late = self.late[:blocks], []
        return late


def timed(side, name, blocks, steps):
    return side.time(name, blocks, steps)


if kind in ("clip", "commands"):
    dialogue.serve("Trimtab", Clipping if kind == "clip" else Commands, timed=timed)
else:
    makers = {
        "alone": lambda: ours(None),
        "watched": lambda: ours("reads"),
        "tensorboard": tensorboard,
        "wandb": weights_and_biases,
    }
    version, log, finish = makers[kind]()
    dialogue.serve(version, Logging, timed=timed)
