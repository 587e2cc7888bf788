"""A process that is killed loses next to nothing of its recording: one that prints when it made each step."""

import json
import os
import signal
import subprocess
import sys
import time

if len(sys.argv) == 1:
    child = subprocess.Popen([sys.executable, __file__, "child"], stdout=subprocess.PIPE, text=True)
    path = child.stdout.readline().strip()
    made = [child.stdout.readline().split() for _ in range(300)]
    killed_at = time.monotonic()
    os.kill(child.pid, signal.SIGKILL)
    made += [line.split() for line in child.stdout.read().splitlines()]
    lines = open(path, "rb").read().split(b"\n")[1:-1]
    recorded = max(json.loads(line)["step"] for line in lines)
    lost = [float(moment) for step, moment in made if int(step) > recorded]
    print(f"lost {len(lost)} steps of {killed_at - min(lost, default=killed_at):.3f} s", file=sys.stderr)
    # A hundred milliseconds, and what a busy machine adds.
    assert killed_at - min(lost, default=killed_at) < 1.0
    sockets = os.listdir(os.path.join(os.environ["XDG_RUNTIME_DIR"], "trimtab"))
    assert len(sockets) == 1, sockets

    import trimtab

    run = trimtab.Run("killed")
    assert run.recording_path != path
    sockets = os.listdir(os.path.join(os.environ["XDG_RUNTIME_DIR"], "trimtab"))
    assert sockets == [f"killed.{os.getpid()}.sock"], sockets
    second = trimtab.Run("killed", record=False)
    sockets = sorted(os.listdir(os.path.join(os.environ["XDG_RUNTIME_DIR"], "trimtab")))
    assert sockets == [f"killed-2.{os.getpid()}.sock", f"killed.{os.getpid()}.sock"], sockets
    for run in (run, second):
        run.close()
    assert os.listdir(os.path.join(os.environ["XDG_RUNTIME_DIR"], "trimtab")) == []
else:
    import trimtab

    run = trimtab.Run("killed")
    print(run.recording_path, flush=True)
    while True:
        run.record(1.0, 2.0, 0.5, 0.25, 1.0, "norm", 0.001)
        print(run.next_step - 1, time.monotonic(), flush=True)
        run.wait()
        time.sleep(0.002)
