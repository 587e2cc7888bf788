"""A disk that is full for a while costs nothing of a recording, one that stays full only the recording."""

import json
import os
import resource
import sys
import time

import trimtab
from watching import wait_for


def steps(run, count):
    for _ in range(count):
        run.record(1.0, 2.0, 0.5, 0.25, 1.0, "norm", 0.001)
        run.wait()
        time.sleep(0.0002)


class Said:
    """Standard error, kept."""

    def __init__(self):
        self.text = ""

    def write(self, text):
        self.text += text

    def flush(self):
        pass


sys.stderr, former = Said(), sys.stderr
run = trimtab.Run("full")
resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, resource.RLIM_INFINITY))
steps(run, 1000)
wait_for(lambda: "cannot write" in sys.stderr.text, "the report of a full disk")
steps(run, 100)
resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
wait_for(lambda: "can be written again" in sys.stderr.text, "the report of room")
run.close()
assert sys.stderr.text.count("cannot write") == 1, sys.stderr.text
events = [json.loads(line) for line in open(run.recording_path)]
assert [event.get("step") for event in events[1:-1]] == list(range(1, 1101)) and events[-1]["event"] == "end"

sys.stderr.text = ""
run = trimtab.Run("device", record="/dev/full")
assert run.recording_path == "/dev/full"
steps(run, 100)
start = time.monotonic()
run.close()
assert time.monotonic() - start < 5
assert sys.stderr.text.count("cannot write /dev/full") == 1 and "is incomplete" in sys.stderr.text, sys.stderr.text

# A file that holds something is never written over, and the run is recorded all the same.
with open("notes.txt", "w") as file:
    file.write("notes")
sys.stderr.text = ""
run = trimtab.Run("elsewhere", record="notes.txt")
steps(run, 1)
run.close()
assert open("notes.txt").read() == "notes" and "File exists; recording elsewhere" in sys.stderr.text, sys.stderr.text
assert len(open(run.recording_path).readlines()) == 3
sys.stderr = former
