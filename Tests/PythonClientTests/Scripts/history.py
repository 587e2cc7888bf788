"""A newcomer gets a history of bounded length in which no extreme is missing."""

import math
import random

import trimtab
from trimtab.history import History
from watching import Viewer, socket_path, wait_for

random.seed(8)


def record(step, loss, norm=1.0):
    return (step, step * 1e-3, None, None, loss, norm, 1.0, 1.0, 1.0, "norm", 1e-3, None, None, None)


for count in (10, 1500, 40_000, 300_000):
    history = History()
    special = {
        count // 7: (9.0, 1.0), count // 5: (-9.0, 1.0), count // 3: (1.0, 99.0), count // 2: (math.nan, math.inf),
        count // 4: (1.0, math.nan), count // 6: (math.inf, 1.0),
    }
    pending = []
    for step in range(1, count + 1):
        loss, norm = special.get(step, (random.uniform(1, 2), random.uniform(1, 2)))
        pending.append(record(step, loss, norm))
        if len(pending) == 37 or step == count or step % 1000 == 0:
            history.add_steps(pending)
            pending = []
        if step % 1000 == 0:
            history.add_event({"event": "applied", "id": step, "step": step + 1})
    entries = history.entries()
    steps = [entry for entry in entries if isinstance(entry, tuple)]
    numbers = [entry[0] for entry in steps]
    assert numbers == sorted(set(numbers)) and len(steps) <= 4096, (count, len(steps))
    assert numbers[-1024:] == list(range(max(1, count - 1023), count + 1))
    assert set(special) <= set(numbers), (count, set(special) - set(numbers))
    # Every stretch of equal length is represented.
    assert max(right - left for left, right in zip([0] + numbers, numbers)) <= max(32, count // 150), count
    for place, entry in enumerate(entries):
        if isinstance(entry, dict):
            assert entries[place - 1][0] <= entry["id"], entry
            assert place + 1 == len(entries) or entries[place + 1][0] > entry["id"], entry

# A snapshot that can be rewound to no longer makes room before an answer does.
history = History()
for step in range(1, 2000):
    history.add_steps([record(step, 1.0)])
    history.add_event({"event": "snapshot", "step": step, "oldest": max(1, step - 4)})
    if step % 2 == 0:
        history.add_event({"event": "applied", "id": step})
events = [entry for entry in history.entries() if isinstance(entry, dict)]
assert len(events) == 1024 and sum(event["event"] == "applied" for event in events) == 999

run = trimtab.Run("history", record=False)
for step in range(1, 20_001):
    run.record(50.0 if step == 4321 else 1.0, math.nan if step == 1234 else 1.0, 1.0, 1.0, 1.0, "norm", 1e-3)
viewer = Viewer(socket_path("history"))
history = viewer.read_history()
assert history[0]["event"] == "run" and viewer.events[-1] == {"event": "live", "step": 20_000}
numbers = [event["step"] for event in history[1:]]
assert {4321, 1234} <= set(numbers) and numbers[-1024:] == list(range(18_977, 20_001)) and len(numbers) <= 4096
run.record(1.0, 1.0, 1.0, 1.0, 1.0, "norm", 1e-3)
assert viewer.read()["step"] == 20_001
run.close()
assert viewer.read() == {"event": "end", "outcome": "finished", "step": 20_001} and viewer.read() is None
