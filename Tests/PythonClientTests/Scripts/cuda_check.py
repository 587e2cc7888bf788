"""Checks sync="late" of trimtab.start on a CUDA device and prints one line; part of Tests/gpu.

    PYTHONPATH=Sources/Python python Tests/PythonClientTests/Scripts/cuda_check.py
"""

import json
import math
import statistics
import sys
import time
import warnings

import torch
import trimtab
from torch.nn.functional import mse_loss
from torch.nn.utils import clip_grad_norm_

DEVICE = sys.argv[1] if len(sys.argv) > 1 else "cuda"
STEPS = 60


def network():
    torch.manual_seed(0)
    return torch.nn.Sequential(*[torch.nn.Linear(1000, 1000) for _ in range(10)]).to(DEVICE)


def loop(ours, sync=None, steps=STEPS, counts=None):
    """Trains, and returns the model, the norms on the device, the seconds of a step and the run."""
    model = network()
    optimizer = torch.optim.AdamW(model.parameters(), lr=1e-4)
    run = trimtab.start("cuda", optimizer=optimizer, model=model, max_norm=0.05, sync=sync, steps=steps) if ours else None
    x = torch.randn(64, 1000, device=DEVICE, generator=torch.Generator(DEVICE).manual_seed(1))
    norms, start = [], 0.0
    for step in range(steps):
        if step == 10:
            synchronize()
            start = time.perf_counter()
            if counts is not None:
                torch.cuda.set_sync_debug_mode("warn")
        optimizer.zero_grad()
        loss = mse_loss(model(x), x)
        loss.backward()
        norms.append(run.clip(model.parameters()) if ours else clip_grad_norm_(model.parameters(), 0.05))
        optimizer.step()
        if ours:
            run.step(loss)
    if counts is not None:
        torch.cuda.set_sync_debug_mode("default")
    synchronize()
    return model, [norm.item() for norm in norms], (time.perf_counter() - start) / (steps - 10), run


def synchronize():
    if DEVICE != "cpu":
        torch.cuda.synchronize()


def synchronizations(sync):
    """Per step, as torch warns of them; layers are read on every tenth step."""
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        loop(True, sync, counts=[])[3].close()
    return sum("synchronizing" in str(warning.message) for warning in caught) / (STEPS - 10)


plain_model, plain_norms, _, _ = loop(False)
model, norms, _, run = loop(True)
run.close()
steps = [event for event in map(json.loads, open(run.recording_path)) if event["event"] == "step"]
checks = {
    "norms equal torch's": norms == plain_norms,
    "recorded norms equal": [step["grad_norm"] for step in steps] == plain_norms,
    "parameters equal": all(torch.equal(one, two) for one, two in zip(model.parameters(), plain_model.parameters())),
    "clipped norm": all(math.isclose(step["clipped_norm"], min(step["grad_norm"], 0.05), rel_tol=1e-4) for step in steps),
    "layers": len(steps[9]["layers"]) == 10
    and math.isclose(math.hypot(*steps[9]["layers"].values()), steps[9]["grad_norm"], rel_tol=1e-5),
    "order": [step["step"] for step in steps] == list(range(1, STEPS + 1)),
}
counted = {sync: synchronizations(sync) if DEVICE != "cpu" else "-" for sync in ("late", "step")}
pairs = []
for _ in range(7):
    pairs.append(tuple(loop(*arguments, steps=200)[2] for arguments in ((False,), (True,), (True, "step"))))
late, step = (statistics.median(pair[place] / pair[0] for pair in pairs) for place in (1, 2))
failed = [name for name, holds in checks.items() if not holds]
print(
    f"{torch.__version__} on {torch.cuda.get_device_name() if DEVICE != 'cpu' else 'cpu'}: "
    f"{'all equal' if not failed else 'FAILED: ' + ', '.join(failed)}; synchronizations a step: late {counted['late']}, "
    f"step {counted['step']}; time of a step against torch alone: late {late:.3f}, step {step:.3f}"
)
sys.exit(bool(failed))
