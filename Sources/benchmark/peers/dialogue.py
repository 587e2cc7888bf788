"""The worker's side of the dialogue with the benchmark: see Dialogue.swift."""

import collections
import contextlib
import ctypes
import os
import sys
import tempfile
import time

# Libraries' output must not get between the answers.
answers = os.fdopen(os.dup(1), "w", buffering=1)
os.dup2(2, 1)


def kibibytes(name):
    with open("/proc/self/status") as status:
        return next(int(line.split()[1]) for line in status if line.startswith(name))


def forget_peak():
    with open("/proc/self/clear_refs", "w") as file:
        file.write("5")


@contextlib.contextmanager
def captured():
    """Captures what libraries print: yields a list that holds the text at the end."""
    text, libc, output = [], ctypes.CDLL(None), os.dup(1)
    with tempfile.TemporaryFile() as file:
        libc.fflush(None)
        os.dup2(file.fileno(), 1)
        try:
            yield text
        finally:
            libc.fflush(None)
            os.dup2(output, 1)
            os.close(output)
            file.seek(0)
            text.append(file.read().decode(errors="replace"))


def fate(subnormal):
    """Whether a subnormal result was flushed or kept."""
    return "flushed" if float(subnormal) == 0 else "kept"


def timed(side, name, blocks, steps):
    operation, times = side.operations[name], []
    for _ in range(blocks):
        start = time.perf_counter()
        for _ in range(steps):
            result = operation()
        side.finish(result)
        times.append((time.perf_counter() - start) / steps)
    return times


def converge(side, loss, limit=200_000):
    """Trains until the loss of each batch is below `loss`; returns the answer."""
    operation, recent = next(iter(side.operations.values())), collections.deque(maxlen=len(side.batches))
    for step in range(1, limit + 1):
        recent.append(side.value(operation()))
        if step >= len(side.batches) and max(recent) < loss:
            return f"converged {step}"
    return f"failed the loss is {max(recent)} after {limit} steps"


def serve(version, load, kernels=None, timed=timed):
    """Answers requests until the input ends.

    `load` makes a side: `parameters` (their number), `operations` (by name; the first is checked), `value` (of an operation's
    result), `finish` (waits for it) and `distance` (how far the weights have moved). `kernels` names the kernels that the
    libraries chose; `timed` returns the seconds per step of each block."""
    start = kibibytes("VmRSS")
    answers.write(f"ready {version}\n")
    for line in sys.stdin:
        request, *words = line.split()
        match request:
            case "load":
                side = load()
                forget_peak()
                answer = f"loaded {side.parameters}"
            case "check":
                operation = next(iter(side.operations.values()))
                values = [side.value(operation()) for _ in range(int(words[0]))] + [side.distance()]
                answer = "values " + " ".join(map(repr, values))
            case "converge":
                answer = converge(side, float(words[0]))
            case "time":
                times = timed(side, words[0], int(words[1]), int(words[2]))
                answer = "times " + " ".join(map(repr, times))
            case "memory":
                answer = f"memory {kibibytes('VmHWM')} {start}"
            case "kernels":
                answer = f"kernels {kernels()}"
            case "quit":
                return
            case _:
                answer = f"failed there is no request {request}"
        answers.write(answer + "\n")
