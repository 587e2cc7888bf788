"""Snapshots of unmodified scripts, and the way back to them."""

import copy
import unittest

from watched import Child, WatchedTest, state, torch

from common import DEVICE, batch, model
from trimtab.commands import Command
from trimtab.memory import free_memory
from trimtab.snapshots import Snapshots
from trimtab.training_state import TrainingState
from trimtab.unmodified import install


class Counted(torch.nn.Module):
    """A model with a buffer that is no parameter's, and one that is made anew at each call."""

    def __init__(self):
        super().__init__()
        self.net = model()
        self.register_buffer("calls", torch.zeros((), dtype=torch.int64))
        self.register_buffer("last", torch.zeros(1), persistent=False)

    def forward(self, x):
        self.calls += 1
        self.last = x.mean().detach().reshape(1)
        return self.net(x)


def train_and_rewind(kind, steps_back):
    """Trains with all that a script may have, returns to the newest snapshot some steps later, and compares."""
    net, other = Counted().to(DEVICE), torch.nn.Linear(2, 2).to(DEVICE)
    average = torch.optim.swa_utils.AveragedModel(net)
    optimizer = kind(net.parameters(), lr=0.01)
    further = torch.optim.Adam(other.parameters())
    schedule = torch.optim.lr_scheduler.CosineAnnealingLR(optimizer, 100)
    scaler = torch.amp.GradScaler(DEVICE, init_scale=64.0, growth_interval=3)
    saved, moments = {}, []

    def everything():
        now = state(net, average, optimizer, other, further, schedule, scaler)
        return now + state_of_buffers(net) + [[group["lr"] for group in optimizer.param_groups]]

    def evaluate():
        optimizer.zero_grad()
        loss = torch.nn.functional.mse_loss(net(batch(step)[0]), batch(step)[1])
        loss.backward()
        return loss

    for step in range(1, 40 + steps_back):
        further.zero_grad()
        other(torch.ones(1, 2, device=DEVICE)).sum().backward()
        further.step()
        if kind is torch.optim.LBFGS:
            optimizer.step(evaluate)
        else:
            optimizer.zero_grad()
            scaler.scale(torch.nn.functional.mse_loss(net(batch(step)[0]), batch(step)[1])).backward()
            scaler.step(optimizer)
        run = install.installed.run
        # On a GPU the last step is emitted one step later.
        if run.next_step + install.installed.late_steps <= step:
            moments.append((run.next_step - 1, everything() == saved[run.next_step - 1], everything() == before))
            break
        before = saved[step] = everything()
        if step == 38 + steps_back - 1:
            run.submit(Command(1, "rewind", value=max(kept for kept in run.gate.snapshots if kept < step)))
        average.update_parameters(net)
        schedule.step()
        if kind is not torch.optim.LBFGS:
            scaler.update()
    return moments


def state_of_buffers(net):
    return [net.last.cpu().numpy().tobytes(), int(net.calls)]


class RewindTests(WatchedTest):
    def test_everything_is_as_it_was_to_the_last_bit(self):
        for kind in (torch.optim.AdamW, torch.optim.SGD, torch.optim.LBFGS):
            child = Child(train_and_rewind, kind, 5, TRIMTAB_OPTIMIZER=kind.__name__, TRIMTAB_SNAPSHOTS="50")
            ((step, is_same, is_unchanged),) = child.result()
            self.assertTrue(is_same and not is_unchanged, kind)
            (answer,) = [event for event in child.events() if event["event"] == "applied"]
            self.assertEqual((answer["request"], answer["step"]), ({"rewind": step}, step + 1))

    def test_a_poisoned_batch_is_taken_back_over_the_socket(self):
        def train():
            net = torch.nn.Sequential(torch.nn.Linear(8, 16), torch.nn.Tanh(), torch.nn.Linear(16, 1)).to(DEVICE)
            optimizer = torch.optim.Adam(net.parameters(), lr=1e-2)
            step = 0
            while True:
                step += 1
                x, y = batch(step % 40)
                if step == 400:
                    for group in optimizer.param_groups:
                        group["lr"] = 50.0
                optimizer.zero_grad()
                torch.nn.functional.mse_loss(net(x), y).backward()
                optimizer.step()
                optimizer.param_groups[0]["lr"] = 1e-2

        child = Child(train)
        viewer = self.viewer(child)
        losses, snapshots = {}, []

        def spike(event):
            if event["event"] == "snapshot":
                snapshots.append(event["step"])
            if event["event"] == "step":
                losses[event["step"]] = event["loss"]
            return event["event"] == "step" and event["step"] > 300 and event["loss"] > 20 * losses[event["step"] - 40]

        spiked = viewer.wait(spike)["step"]
        back = max(step for step in snapshots if step < 400)
        answer = viewer.ask(rewind=back)
        self.assertEqual((answer["event"], answer["step"]), ("applied", back + 1))
        self.assertGreaterEqual(answer["from"], spiked)
        after = [viewer.wait(lambda event: event["event"] == "step") for _ in range(20)]
        self.assertEqual([step["step"] for step in after], list(range(back + 1, back + 21)))
        # The data continues, and the run is as good on it as around the snapshot, which a slow machine takes early.
        usual = max(loss for step, loss in losses.items() if back - 40 <= step <= min(back + 40, 399))
        self.assertTrue(all(step["loss"] < 2 * usual for step in after), (usual, after))
        viewer.ask(rewind=back)
        self.assertEqual(viewer.ask(rewind=back + 5)["event"], "rejected")
        viewer.ask(stop=True)
        self.assertRaises(AssertionError, child.result)

    def test_snapshots_can_be_turned_off_and_too_little_memory_for_one_is_reported(self):
        def train():
            net = model()
            optimizer = torch.optim.SGD(net.parameters(), lr=0.1)
            net(batch(1)[0]).mean().backward()
            optimizer.step()

        for megabytes, message in (("0", ""), ("0.0001", "no snapshots: one takes")):
            child = Child(train, TRIMTAB_SNAPSHOTS=megabytes)
            child.result()
            self.assertNotIn("rewind", child.events()[0]["abilities"])
            self.assertIn(message, child.messages())


class Reads(torch.overrides.TorchFunctionMode):
    """Counts what waits for a device: numbers and copies that the program reads from it."""

    READING = {torch.Tensor.cpu, torch.Tensor.to, torch.Tensor.item, torch.Tensor.tolist, torch.Tensor.__bool__, torch.Tensor.__float__}

    def __enter__(self):
        self.count = 0
        return super().__enter__()

    def __torch_function__(self, function, types, args=(), kwargs=None):
        self.count += function in self.READING
        return function(*args, **(kwargs or {}))


class SnapshotTests(unittest.TestCase):
    def setUp(self):
        self.net = torch.nn.Linear(2, 2)
        self.optimizer = torch.optim.Adam(self.net.parameters())
        self.net(torch.ones(1, 2)).sum().backward()
        self.optimizer.step()
        self.now = 0.0
        self.state = TrainingState(lambda: [self.optimizer], lambda: [self.net])

    def snapshots(self, count):
        return Snapshots(self.state, count * self.state.capture().size, lambda: self.now)

    def test_a_copy_shares_no_memory_with_the_program(self):
        capture = self.state.capture()
        before = copy.deepcopy(capture)
        with torch.no_grad():
            for tensor in [*self.net.parameters(), *[t for s in self.optimizer.state.values() for t in s.values()]]:
                tensor.add_(1)
        for (_, one), (_, other) in zip(capture.parameters, before.parameters):
            self.assertTrue(torch.equal(one.tensor, other.tensor))
        saved = {id(part.tensor): part.tensor.clone() for _, part in capture.parameters}
        self.state.restore(capture)
        with torch.no_grad():
            self.net.weight.add_(1)
        for _, part in capture.parameters:
            self.assertTrue(torch.equal(saved[id(part.tensor)], part.tensor))

    def test_the_oldest_goes_and_bytes_are_bounded(self):
        snapshots = self.snapshots(3)
        for step in range(1, 6):
            self.assertTrue(snapshots.take(step))
        self.assertEqual(snapshots.steps, [3, 4, 5])
        snapshots.restore(4)
        self.assertEqual(snapshots.steps, [3, 4])
        self.assertRaises(ValueError, snapshots.restore, 5)

    def test_none_is_taken_of_parameters_that_are_not_finite(self):
        snapshots = self.snapshots(2)
        snapshots.take(1)
        with torch.no_grad():
            self.net.bias[0] = float("nan")
        self.assertFalse(snapshots.take(2))
        self.assertEqual(snapshots.steps, [1])

    def test_a_parameter_of_any_type_that_is_not_finite_is_found(self):
        parameters = [torch.nn.Parameter(torch.ones(3, dtype=kind)) for kind in (torch.float64, torch.bfloat16, torch.float16)]
        parameters += [torch.nn.Parameter(torch.ones(2, dtype=torch.int64), requires_grad=False), torch.nn.Parameter(torch.ones(0))]
        # Beyond every narrower type, and finite.
        parameters[0].data[1] = -1e300
        self.optimizer = torch.optim.SGD(parameters)
        self.assertTrue(self.state.is_finite())
        for parameter in parameters[:3]:
            for number in (float("nan"), float("inf"), -float("inf")):
                with torch.no_grad():
                    before, parameter[2] = parameter[2].clone(), number
                    self.assertFalse(self.state.is_finite(), (parameter.dtype, number))
                    parameter[2] = before
        self.assertTrue(self.state.is_finite())

    def test_whether_parameters_are_finite_is_read_once(self):
        self.optimizer = torch.optim.SGD([torch.nn.Parameter(torch.ones(3)) for _ in range(50)])
        with Reads() as reads:
            self.assertTrue(self.state.is_finite())
        self.assertEqual(reads.count, 1)

    def test_they_cost_a_fiftieth_of_the_time_at_most(self):
        snapshots = self.snapshots(4)
        capture = self.state.capture

        def slow():
            self.now += 0.5
            return capture()

        self.state.capture = slow
        self.assertTrue(snapshots.is_due(1))
        snapshots.take(1)
        taken = 0
        for step in range(2, 2001):
            self.now += 0.1
            if snapshots.is_due(step):
                snapshots.take(step)
                taken += 1
        self.assertGreater(taken, 3)
        self.assertLessEqual(taken * 0.5, 0.02 * 200)

    def test_a_parameter_of_another_shape_is_an_error_and_nothing_is_restored(self):
        snapshots = self.snapshots(1)
        snapshots.take(1)
        with torch.no_grad():
            self.net.weight.add_(1)
        weight = self.net.weight.detach().clone()
        self.net.bias.data = torch.zeros(3)
        self.assertRaisesRegex(ValueError, "another shape", snapshots.restore, 1)
        self.assertTrue(torch.equal(self.net.weight, weight))


class MemoryTests(unittest.TestCase):
    def folder(self, files):
        import os
        import tempfile

        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        for name, text in files.items():
            path = os.path.join(folder.name, name)
            os.makedirs(os.path.dirname(path), exist_ok=True)
            with open(path, "w") as file:
                file.write(text)
        return folder.name

    def test_the_tightest_limit_counts(self):
        proc = self.folder({"meminfo": "MemTotal: 9 kB\nMemAvailable:   1000 kB\n", "self/cgroup": "0::/job/step\n"})
        groups = {"job/memory.max": "600000\n", "job/memory.current": "500000\n", "job/step/memory.max": "max\n"}
        self.assertEqual(free_memory(proc, self.folder({})), 1_024_000)
        self.assertEqual(free_memory(proc, self.folder(groups)), 100_000)
        groups["job/memory.stat"] = "anon 1\ninactive_file 50000\n"
        self.assertEqual(free_memory(proc, self.folder(groups)), 150_000)
        older = self.folder({"self/cgroup": "4:memory:/job\n"})
        limits = {"memory/job/memory.limit_in_bytes": "900", "memory/job/memory.usage_in_bytes": "1000"}
        self.assertEqual(free_memory(older, self.folder(limits)), 0)
        self.assertIsNone(free_memory(self.folder({}), self.folder({})))


if __name__ == "__main__":
    unittest.main()
