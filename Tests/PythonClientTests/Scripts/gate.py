"""A run is paused, set while paused, advanced, resumed and stopped; what cannot be is rejected."""

import threading
import time

import trimtab
from watching import Viewer, socket_path

dropout = {"value": 0.1}


def change_dropout(value):
    if value == 0.5:
        raise RuntimeError("no layer has dropout")
    dropout["value"] = value


run = trimtab.Run("gate", settings=[
    trimtab.Setting("max_norm", 1.0, minimum=0),
    trimtab.Setting("lr", 0.001, minimum=0, below=float("inf")),
    trimtab.Setting("clip", "norm", choices=["norm", "value", "none"]),
    trimtab.Setting("dropout", get=lambda: dropout["value"], set=change_dropout, minimum=0, maximum=0.9),
])
run.on("checkpoint", lambda: "weights.pt")


def operate():
    viewer = Viewer(socket_path("gate"))
    viewer.read_until(lambda event: event["event"] == "step")
    paused = viewer.ask({"pause": True})["step"]
    for request in (
        {"set": "max_norm", "value": 0.5}, {"set": "max_norm", "value": -1}, {"set": "max_norm", "value": "loud"},
        {"set": "max_norm", "value": "NaN"}, {"set": "lr", "value": "Infinity"}, {"set": "clip", "value": "sideways"},
        {"set": "clip", "value": 3}, {"set": "momentum", "value": 1}, {"set": "dropout", "value": 1},
        {"set": "dropout", "value": 0.5}, {"rewind": 3}, {"advance": 0}, {"set": "max_norm", "value": "Infinity"},
        {"set": "max_norm", "value": 0.25}, {"checkpoint": True}, {"set": "pace", "value": 0},
    ):
        answer = viewer.ask(request)
        assert answer["event"] == "rejected" or answer["step"] == paused, answer
    assert viewer.ask({"advance": 2})["step"] == paused
    viewer.read_until(lambda event: event.get("step") == paused + 1)
    assert viewer.ask({"set": "clip", "value": "none"})["step"] == paused + 2
    assert viewer.ask({"resume": True})["step"] == paused + 2
    viewer.read_until(lambda event: event.get("step") == paused + 5)
    # A set before a stop is still made, a checkpoint before it is overtaken, and nothing is made after it.
    viewer.write(
        b'{"command":{"id":90,"request":{"checkpoint":true},"by":"tester"}}\n'
        b'{"command":{"id":91,"request":{"stop":true},"by":"tester"}}\n'
        b'{"command":{"id":92,"request":{"pause":true},"by":"tester"}}\n'
    )
    viewer.read_until(lambda event: event["event"] == "end")
    assert viewer.read() is None


operator = threading.Thread(target=operate)
operator.start()
try:
    while True:
        run.record(1.0, 2.0, 0.5, 0.25, run.settings.number("max_norm"), run.settings.word("clip"), 0.001)
        time.sleep(0.002)
        run.wait()
finally:
    operator.join()
