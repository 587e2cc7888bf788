"""Children that are forked are not the run: neither their calls nor their end change anything of it."""

import multiprocessing
import os
import sys

import trimtab
from watching import Viewer, socket_path

run = trimtab.start("forked")
viewer = Viewer(socket_path("forked"))
run.step(1.0)
viewer.read_history()


def work(queue):
    run.log(accuracy=1.0)
    run.step(100.0)
    run.evaluation(loss=100.0)
    run.warn("a child")
    run.close("failed", "a child")
    queue.put(run.is_on)


context = multiprocessing.get_context("fork")
queue = context.Queue()
children = [context.Process(target=work, args=(queue,)) for _ in range(3)]
for child in children:
    child.start()
assert [queue.get(timeout=30) for _ in children] == [False] * 3
for child in children:
    child.join()
pid = os.fork()
if pid == 0:
    run.step(100.0)
    sys.exit(3)  # With the interpreter's end, at which the parent's handlers are called too.
assert os.WEXITSTATUS(os.waitpid(pid, 0)[1]) == 3
run.step(2.0)
run.close()
while viewer.read() is not None:
    pass
assert [event["loss"] for event in viewer.events if event["event"] == "step"] == [1.0, 2.0], viewer.events
assert viewer.events[-1] == {"event": "end", "outcome": "finished", "step": 2}
