"""Viewers that do not read, stand still or write garbage; the run goes on, and whoever is kept is told what it missed."""

import os
import signal
import subprocess
import sys
import time

import trimtab
from watching import Viewer, socket_path, wait_for

run = trimtab.Run("bad", record=False, settings=[trimtab.Setting("max_norm", 1.0, minimum=0)])
path = socket_path("bad")
slow = Viewer(path, "slow")
stopped = subprocess.Popen(
    [sys.executable, "-c", "import sys; sys.path.insert(0, sys.argv[2])\nimport watching\nviewer = watching.Viewer(sys.argv[1])\nviewer.read_history()\n"
     "print('reads', flush=True)\nwhile viewer.read(): pass", path, sys.path[0]],
    stdout=subprocess.PIPE,
)
good = Viewer(path, "good")
long = {f"series {number}": 0.123456789 for number in range(30)}


def steps(count):
    for _ in range(count):
        run.record(1.0, 2.0, 0.5, 0.25, run.settings.number("max_norm"), "norm", 0.001, extras=long)
        run.wait()
        if run.next_step % 100 == 0:
            time.sleep(0.002)


steps(10)
assert stopped.stdout.readline() == b"reads\n"
os.kill(stopped.pid, signal.SIGSTOP)
good.read_history()
garbage = Viewer(path, "garbage")
garbage.read_history()
for line in (b"\n", b"\xff\xfe\x00\n", b"[" * 50_000 + b"\n", b'{"command":7}\n', b'{"command":{"id":1}}\n',
             b'{"command":{"id":-1,"request":{"pause":true}}}\n', b'{"command":{"id":1,"request":{"explode":true}}}\n',
             b'{"command":{"id":1,"request":{"advance":1e400}}}\n', b'{"command":{"id":1,"request":{"set":"max_norm"}}}\n'):
    garbage.write(line)
    if line.strip():
        answer = garbage.read_until(lambda event: event["event"] == "rejected")
        assert answer["id"] == 0 and answer["reason"], answer
garbage.write(b"x" * 70_000 + b"\n")
while garbage.read() is not None:
    pass
impatient = Viewer(path, "impatient")
impatient.write(b'{"command":{"id":1,"request":{"set":"max_norm","value":2},"session":"impatient"}}\n' * 5000)
steps(200)
impatient.close()

steps(20_000)
last = run.next_step - 1
seen = missed = 0
while seen + missed < last:
    event = slow.read()
    if event["event"] == "gap":
        missed += event["steps"]
    seen += event["event"] == "step"
assert missed > 0 and seen + missed == last, (seen, missed, last)
answers = [event for event in slow.events if event["event"] == "applied"]
assert answers and all(event["session"] == "impatient" for event in answers)
assert not any(event["event"] == "rejected" and event["id"] == 0 for event in slow.events)
steps(10)
wait_for(lambda: slow.read()["step"] == run.next_step - 1, "live steps after a gap")
os.kill(stopped.pid, signal.SIGKILL)
start = time.monotonic()
run.close()
# The viewer that stood still is not waited for.
assert time.monotonic() - start < 5
