"""Live settings over unmodified scripts: clipping, learning rate, and steps that are not finite."""

import math
import unittest

from watched import Child, WatchedTest, state, torch

from common import batch, model

clip_norm, clip_value = torch.nn.utils.clip_grad_norm_, torch.nn.utils.clip_grad_value_


def train(steps=30, clip=None, kind=torch.optim.Adam, bad=(), spared=False, closure=False, after=lambda step: None):
    """A plain loop; ``spared`` leaves out the steps of bad batches itself."""
    net = model()
    optimizer = kind(net.parameters(), lr=1e-2)
    for step in range(1, steps + 1):
        x, y = batch(step)
        if step in bad:
            y = y * math.nan

        def evaluate():
            optimizer.zero_grad()
            loss = torch.nn.functional.mse_loss(net(x), y)
            loss.backward()
            if clip is not None:
                clip(net.parameters())
            return loss

        if closure:
            optimizer.step(evaluate)
        else:
            evaluate()
            if not (spared and step in bad):
                optimizer.step()
        after(step)
    return state(net, optimizer)


def at(step, **request):
    """Asks for something behind a step, as a viewer would; it is in force after the next boundary."""
    from trimtab.commands import Command
    from trimtab.unmodified import install

    def after(done):
        if done == step:
            kind, value = next(iter(request.items()))
            name = value if kind == "set" else ""
            value = request.get("value") if kind == "set" else value
            install.installed.run.submit(Command(1, kind, name, value))

    return after


class ClippingTests(WatchedTest):
    def test_a_script_that_never_clips_is_clipped_from_outside(self):
        for kind, clip in (
            ("norm", lambda parameters: clip_norm(parameters, 0.1)),
            ("value", lambda parameters: clip_value(parameters, 0.1)),
        ):
            alone = Child(train, 30, clip, watch=False)
            child = Child(train, TRIMTAB_CLIP=kind, TRIMTAB_MAX_NORM="0.1")
            self.assertSame(alone.result(), child.result(), kind)
            steps = child.steps()
            self.assertEqual({(step["clip"], step["max_norm"]) for step in steps}, {(kind, 0.1)})
            self.assertTrue(all(step["clipped_norm"] < step["grad_norm"] for step in steps))

    def test_a_script_that_clips_can_be_left_unclipped_or_clipped_in_another_way(self):
        script = lambda parameters: clip_norm(parameters, 0.1)  # noqa: E731
        for kind, clip in (("none", None), ("value", lambda parameters: clip_value(parameters, 0.1))):
            alone = Child(train, 30, clip, watch=False)
            child = Child(train, 30, script, TRIMTAB_CLIP=kind)
            self.assertSame(alone.result(), child.result(), kind)
            self.assertEqual({step["clip"] for step in child.steps()}, {kind})

    def test_a_closure_is_clipped_at_each_evaluation(self):
        alone = Child(train, 8, lambda parameters: clip_norm(parameters, 0.1), torch.optim.LBFGS, (), False, True, watch=False)
        child = Child(
            train, 8, None, torch.optim.LBFGS, (), False, True, TRIMTAB_CLIP="norm", TRIMTAB_MAX_NORM="0.1"
        )
        self.assertSame(alone.result(), child.result())

    def test_a_change_is_in_force_for_the_very_next_step(self):
        child = Child(train, 30, lambda parameters: clip_norm(parameters, 5.0), torch.optim.Adam, (), False, False,
                      at(10, set="max_norm", value=0.25))
        child.result()
        (answer,) = [event for event in child.events() if event["event"] == "applied"]
        self.assertEqual((answer["step"], answer["previous"]), (12, 5))
        for step in child.steps():
            self.assertEqual(step["max_norm"], 0.25 if step["step"] >= 12 else 5.0)
            self.assertLessEqual(step["clipped_norm"], step["max_norm"] * (1 + 1e-6))

    def test_what_is_set_while_paused_is_in_force_for_the_next_step(self):
        child = Child(train, 2000)
        viewer = self.viewer(child)
        held = viewer.ask(pause=True)["step"]
        answer = viewer.ask(set="clip", value="norm")
        self.assertEqual((answer["event"], answer["step"]), ("applied", held))
        viewer.ask(set="max_norm", value=0.125)
        self.assertEqual(viewer.ask(set="max_norm", value=-1)["event"], "rejected")
        viewer.ask(advance=1)
        step = viewer.wait(lambda event: event["event"] == "step")
        self.assertEqual((step["step"], step["max_norm"], step["clip"]), (held, 0.125, "norm"))
        self.assertAlmostEqual(step["clipped_norm"], 0.125, 6)
        viewer.ask(stop=True)
        self.assertRaises(AssertionError, child.result)
        self.assertEqual(child.events()[-1], {"event": "end", "outcome": "stopped", "step": held})


def train_with_schedule(factor, after=lambda step: None):
    net = model()
    weights = [p for p in net.parameters() if p.dim() > 1]
    biases = [p for p in net.parameters() if p.dim() == 1]
    optimizer = torch.optim.SGD([{"params": weights}, {"params": biases, "lr": 0.001}], lr=0.01)
    scheduler = torch.optim.lr_scheduler.LambdaLR(optimizer, lambda step: 1 / (1 + step))
    seen = []
    for step in range(1, 21):
        x, y = batch(step)
        optimizer.zero_grad()
        torch.nn.functional.mse_loss(net(x), y).backward()
        scripts = [group["lr"] for group in optimizer.param_groups]
        seen.append(scripts)
        for group, rate in zip(optimizer.param_groups, scripts):
            group["lr"] = rate * factor if step >= 8 else rate
        optimizer.step()
        for group, rate in zip(optimizer.param_groups, scripts):
            group["lr"] = rate
        scheduler.step()
        after(step)
    return seen, state(net, scheduler)


class LearningRateTests(WatchedTest):
    def test_groups_change_in_proportion_and_a_schedule_keeps_the_change(self):
        seen, alone = Child(train_with_schedule, 0.5, watch=False).result()
        child = Child(train_with_schedule, 1.0, at(6, set="lr", value=seen[7][0] * 0.5))
        seen_live, live = child.result()
        self.assertSame(seen, seen_live, "in what the script reads")
        self.assertSame(alone, live)
        for step, rates in zip(child.steps(), seen):
            self.assertEqual(step["lr"], rates[0] * 0.5 if step["step"] >= 8 else rates[0])

    def test_a_rate_of_0_freezes_the_weights_and_can_be_left_again(self):
        def run():
            net = torch.nn.Linear(8, 1)
            optimizer = torch.optim.SGD(net.parameters(), lr=0.1)
            frozen = []
            for step in range(1, 13):
                optimizer.zero_grad()
                net(batch(step)[0]).mean().backward()
                before = net.weight.detach().clone()
                optimizer.step()
                frozen.append(torch.equal(before, net.weight))
                at(3, set="lr", value=0.0)(step)
                at(7, set="lr", value=0.1)(step)
            return frozen

        self.assertEqual(Child(run).result(), [4 < step < 9 for step in range(1, 13)])


class NonFiniteTests(WatchedTest):
    def test_a_withheld_step_leaves_weights_and_optimizer_state_alone(self):
        for closure in (False, True):
            # A closure's own evaluation cannot be spared by a script: the same loop without one says what is right.
            alone = Child(train, 30, None, torch.optim.Adam, (7, 8), True, False, watch=False)
            child = Child(train, 30, None, torch.optim.Adam, (7, 8), False, closure, TRIMTAB_NON_FINITE="skip")
            self.assertSame(alone.result(), child.result(), f"closure {closure}")
            steps = child.steps()
            self.assertEqual([step["step"] for step in steps if step.get("withheld")], [7, 8])
            self.assertEqual(steps[6]["alarms"][0], {"kind": "loss_nan"})
            self.assertEqual(steps[6]["alarms"][1], {"kind": "norm_nan", "parameter": "0.weight"})
            self.assertEqual(len(steps), 30)

    def test_continue_does_what_the_script_does(self):
        alone = Child(train, 12, None, torch.optim.Adam, (7,), watch=False)
        child = Child(train, 12, None, torch.optim.Adam, (7,))
        self.assertSame(alone.result(), child.result())
        self.assertEqual(child.steps()[7]["alarms"][0], {"kind": "loss_nan", "parameter": "0.weight"})
        # No snapshot behind a step that spoiled the weights.
        self.assertFalse([event for event in child.events() if event["event"] == "snapshot" and event["step"] >= 7])

    def test_pause_withholds_the_step_and_holds_the_run(self):
        alone = Child(train, 30, None, torch.optim.Adam, (7,), True, watch=False)
        child = Child(train, 30, None, torch.optim.Adam, (7,), TRIMTAB_NON_FINITE="pause")
        viewer = self.viewer(child)
        held = viewer.wait(lambda event: event["event"] == "applied" and event["request"].get("pause"))
        self.assertEqual((held["step"], held["by"]), (8, "non-finite step"))
        viewer.ask(resume=True)
        self.assertSame(alone.result(), child.result())


if __name__ == "__main__":
    unittest.main()
