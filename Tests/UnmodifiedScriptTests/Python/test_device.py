"""Numbers on a device, which are read one step later: every tensor is treated as if it were on one."""

import contextlib
import io
import json
import os
import runpy
import unittest

from watched import Child, WatchedTest, torch

from trimtab import scalars
from trimtab.unmodified import install, losses

SCRIPTS = os.path.join(os.path.dirname(os.path.abspath(__file__)), "scripts")


def run_as_on_a_device(name):
    """Runs a script; returns what it printed, and the number of measured gradients that no step has used."""
    pack = scalars.Scalars._pack
    scalars.Scalars._pack = lambda self, parts, late: pack(self, parts, True)
    scalars._is_on_device = torch.is_tensor
    losses._is_in_host_memory = lambda loss: False
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed):
        # The script's variables keep its optimizers alive.
        variables = runpy.run_path(os.path.join(SCRIPTS, f"{name}.py"), run_name="__main__")
    unused = sum(tracked.report is not None for tracked in install.installed.tracked.values())
    del variables
    return printed.getvalue(), unused


class DeviceTests(WatchedTest):
    def test_events_are_the_numbers_of_their_own_step(self):
        for name in ("plain", "accumulation", "groups", "gan", "closure", "own_optimizer", "value_clipping", "scaled"):
            with self.subTest(name):
                child = Child(run_as_on_a_device, name)
                printed, unused = child.result()
                expected = [json.loads(line) for line in printed.splitlines() if line[0] == "{"]
                steps = child.steps()
                self.assertEqual(len(steps), len(expected), child.messages())
                self.assertEqual(unused, 0)
                for event, numbers in zip(steps, expected):
                    clipped = float(numbers.pop("clipped_norm"))
                    measured = {name: repr(float(event[name])) for name in numbers}
                    self.assertEqual(measured, {name: repr(float(number)) for name, number in numbers.items()})
                    if clipped == clipped:
                        self.assertAlmostEqual(float(event["clipped_norm"]) / clipped, 1, places=5)


if __name__ == "__main__":
    unittest.main()
