"""How a program ends is how its run ends, and TRIMTAB=off leaves no trace."""

import json
import os
import subprocess
import sys

LOOP = """
import sys, trimtab
hooked = []
sys.excepthook = lambda *error: hooked.append(sys.stderr.write("the program's own hook\\n"))
run = trimtab.start("ends", max_norm=1.0)
for step in range(3):
    run.step(1.0)
"""


def ended(program, **variables):
    """The exit code, standard error, and the last event of a program."""
    done = subprocess.run(
        [sys.executable, "-c", LOOP + program], stderr=subprocess.PIPE, text=True, env={**os.environ, **variables}, timeout=60,
    )
    marker = "recording to "
    path = done.stderr.split(marker)[1].split("\n")[0] if marker in done.stderr else None
    return done.returncode, done.stderr, json.loads(open(path).readlines()[-1]) if path else None


code, _, end = ended("")
assert code == 0 and end == {"event": "end", "outcome": "finished", "step": 3}, end
code, error, end = ended("raise ArithmeticError('too large\\nby far')")
assert code == 1 and "the program's own hook" in error, error
assert end == {"event": "end", "outcome": "failed", "step": 3, "reason": "ArithmeticError: too large"}, end
code, _, end = ended("raise KeyboardInterrupt")
assert end["outcome"] == "stopped", end
code, _, end = ended("run.gate.is_stopping = run._boundary.must_wait = True\nrun.step(1.0)\nprint('not reached')")
assert code == 0 and end == {"event": "end", "outcome": "stopped", "step": 4}, (code, end)
code, _, end = ended("run.close(); run.step(1.0); run.log(a=1); run.evaluation(loss=2)")
assert code == 0 and end["step"] == 3
# A fault of the client turns the client off and nothing else.
code, error, end = ended("run.record = None\nrun.step(1.0)\nrun.step(1.0)\nprint('trains on')")
assert code == 0 and error.count("the client has failed and is off; training continues") == 1, error
assert end["outcome"] == "failed" and end["reason"].startswith("the client failed: TypeError"), end

before = sorted(os.listdir("."))
code, error, end = ended("run.log(a=1)\nrun.evaluation(loss=1.0)\nassert not run.is_on", TRIMTAB="off", TRIMTAB_RECORD="x.jsonl")
assert (code, error, end) == (0, "", None) and sorted(os.listdir(".")) == before, (code, error)
code, error, end = ended("assert not run.is_on", WORLD_SIZE="4", RANK="2")
assert (code, error, end) == (0, "", None)
code, error, end = ended("assert run.is_on and run.gate.abilities == {'pause', 'advance'}", WORLD_SIZE="4", RANK="0")
assert code == 0 and end["outcome"] == "finished", error
