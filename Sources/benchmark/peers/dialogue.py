"""The worker's side of the dialogue with the benchmark: see Dialogue.swift."""

import os
import sys
import time

# What a library prints must not get between the answers.
answers = os.fdopen(os.dup(1), "w", buffering=1)
os.dup2(2, 1)


def kibibytes(name):
    with open("/proc/self/status") as status:
        return next(int(line.split()[1]) for line in status if line.startswith(name))


def forget_peak():
    with open("/proc/self/clear_refs", "w") as file:
        file.write("5")


def timed(operation, finish, blocks, steps):
    times = []
    for _ in range(blocks):
        start = time.perf_counter()
        for _ in range(steps):
            result = operation()
        finish(result)
        times.append((time.perf_counter() - start) / steps)
    return times


def serve(version, load):
    """`load` makes a side: `parameters` (their number), `operations` (by name, the first is checked), `value` (of what an
    operation gave), `finish` (waits for it) and `distance` (of the weights from where they began)."""
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
            case "time":
                times = timed(side.operations[words[0]], side.finish, int(words[1]), int(words[2]))
                answer = "times " + " ".join(map(repr, times))
            case "memory":
                answer = f"memory {kibibytes('VmHWM')} {start}"
            case "quit":
                return
            case _:
                answer = f"failed there is no request {request}"
        answers.write(answer + "\n")
