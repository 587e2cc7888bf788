"""Two viewers use the same ids; each knows its answers by its session, and both see both."""

import threading
import time

import trimtab
from watching import Viewer, socket_path, wait_for

run = trimtab.Run("viewers", record=False, settings=[trimtab.Setting("max_norm", 1.0, minimum=0)])
path = socket_path("viewers")
one, two = Viewer(path, "one", "ann"), Viewer(path, "two", "ben")
results = {}


def operate():
    one.read_history(), two.read_history()
    one.command({"set": "max_norm", "value": 0.5})
    two.command({"set": "max_norm", "value": -5})
    for viewer in (one, two):
        answers = [viewer.read_until(lambda event: event.get("id") == 1) for _ in range(2)]
        results[viewer.session] = sorted((answer["session"], answer["event"], answer["by"]) for answer in answers)
    two.close()
    one.command({"stop": True})
    one.read_until(lambda event: event["event"] == "end")


operator = threading.Thread(target=operate)
operator.start()
try:
    while True:
        run.record(1.0, 2.0, 0.5, 0.25, 1.0, "norm", 0.001)
        time.sleep(0.002)
        run.wait()
except trimtab.Stopped:
    pass
operator.join()
assert results["one"] == results["two"] == [("one", "applied", "ann"), ("two", "rejected", "ben")], results
