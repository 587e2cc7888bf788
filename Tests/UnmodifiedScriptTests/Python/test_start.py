"""How an unmodified program comes to be watched, which processes become runs, and that a fault of ours harms none."""

import contextlib
import io
import json
import os
import subprocess
import sys
import tempfile
import unittest

from watched import FOLDER, SOURCES, Child, WatchedTest, state, torch

from common import batch, model
from trimtab.options import Options
from trimtab.unmodified import install

HOOK = os.path.join(SOURCES, "trimtab", "hook")


def train(steps=12, after=lambda step: None):
    net = model()
    optimizer = torch.optim.Adam(net.parameters(), lr=1e-2)
    for step in range(1, steps + 1):
        x, y = batch(step)
        optimizer.zero_grad()
        torch.nn.functional.mse_loss(net(x), y).backward()
        torch.nn.utils.clip_grad_norm_(net.parameters(), 1.0)
        optimizer.step()
        after(step)
    return state(net, optimizer)


def python(*arguments, folder=None, **variables):
    """Runs Python with our hook first on its path, as `trimtab run` does, and returns what it printed."""
    folder = folder or tempfile.mkdtemp(dir=FOLDER)
    environment = {**os.environ, "TRIMTAB_HOOK": "1", "PYTHONPATH": HOOK, "TRIMTAB_RECORD": f"{folder}/run.jsonl", **variables}
    return subprocess.run(
        [sys.executable, *arguments], cwd=folder, env=environment, capture_output=True, text=True, timeout=120
    )


class StartTests(unittest.TestCase):
    def test_nothing_is_imported_that_the_program_does_not_import(self):
        code = "import sys; print(sorted(m for m in sys.modules if m != 'sitecustomize'), sys.path[1:])"
        alone = python("-c", code, TRIMTAB_HOOK="0", PYTHONPATH="")
        hooked = python("-c", code)
        self.assertEqual(alone.stdout, hooked.stdout)
        self.assertEqual(hooked.stderr, "")

    def test_the_sitecustomize_that_was_there_still_runs_and_its_faults_are_its_own(self):
        with tempfile.TemporaryDirectory() as folder:
            with open(os.path.join(folder, "sitecustomize.py"), "w") as file:
                file.write("import sys; sys.theirs = True")
            path = os.pathsep.join([HOOK, folder])
            run = python("-c", "import sys, sitecustomize; print(sys.theirs, sitecustomize.__file__)", PYTHONPATH=path)
            self.assertEqual(run.stdout.split(), ["True", os.path.join(folder, "sitecustomize.py")])
            for fault in ("1 / 0", "import nothing_of_the_kind"):
                with open(os.path.join(folder, "sitecustomize.py"), "w") as file:
                    file.write(fault)
                run = python("-c", "print('ran')", PYTHONPATH=path)
                alone = python("-c", "print('ran')", PYTHONPATH=folder)
                self.assertEqual((run.stdout, run.stderr.splitlines()[-1:]), ("ran\n", alone.stderr.splitlines()[-1:]))

    def test_a_program_that_looks_for_torch_without_importing_it_gets_its_answer(self):
        code = "import importlib.util as u; s = u.find_spec('torch'); print(s.origin, s.loader.get_filename('torch'))"
        self.assertEqual(python("-c", code).stdout, python("-c", code, TRIMTAB_HOOK="0").stdout)

    def test_a_script_in_a_process_of_its_own(self):
        script = (
            "import sys, torch\n"
            "assert type(torch.__spec__.loader).__name__ == 'SourceFileLoader' and torch.__loader__ is torch.__spec__.loader\n"
            "net = torch.nn.Linear(2, 1)\n"
            "optimizer = torch.optim.SGD(net.parameters(), lr=0.5)\n"
            "for _ in range(3):\n"
            "    loss = net(torch.ones(1, 2)).square().mean(); loss.backward(); optimizer.step()\n"
            "print(sys.argv, __name__, sys.path[0], loss.item())\n"
        )
        folder = tempfile.mkdtemp(dir=FOLDER)
        with open(os.path.join(folder, "train.py"), "w") as file:
            file.write(script)
        hooked = python("train.py", "--lr", "1", folder=folder)
        with open(os.path.join(folder, "run.jsonl")) as file:
            events = [json.loads(line) for line in file]
        self.assertEqual((events[0]["name"], events[0]["parameters"], events[0]["optimizer"]), ("train", 3, "sgd"))
        self.assertEqual([event["step"] for event in events if event["event"] == "step"], [1, 2, 3])
        self.assertEqual(events[-1], {"event": "end", "outcome": "finished", "step": 3})
        # Isolated Python reads no PYTHONPATH: it says nothing, and `-m trimtab` is the way.
        os.remove(os.path.join(folder, "run.jsonl"))
        by_module = python("-S", "-m", "trimtab", "train.py", "--lr", "1", folder=folder, PYTHONPATH=os.pathsep.join(
            [SOURCES, *[entry for entry in sys.path if entry.endswith("site-packages")]]
        ))
        self.assertEqual(by_module.stdout.split("]")[0], hooked.stdout.split("]")[0])
        self.assertIn("run.jsonl", os.listdir(folder), by_module.stderr)

    def test_the_way_without_a_hook_says_what_it_needs(self):
        for arguments in ([], ["missing.py"], ["-m"]):
            run = python("-m", "trimtab", *arguments, PYTHONPATH=SOURCES)
            self.assertEqual((run.returncode, len((run.stderr or run.stdout).splitlines())), (2, 1), arguments)

    def test_clip_functions_imported_before_the_hooks_are_replaced_too(self):
        code = (
            "import sys, torch\n"
            "from torch.nn.utils import clip_grad_norm_ as clip, clip_grads_with_norm_\n"
            f"sys.path.insert(0, {SOURCES!r})\n"
            "from trimtab.hook.sitecustomize import watch_torch\n"
            "watch_torch()\n"
            "print(clip is torch.nn.utils.clip_grad_norm_ is torch.nn.utils.clip_grad.clip_grad_norm_, clip is not clip.__wrapped__)\n"
            "print(clip_grads_with_norm_ is torch.nn.utils.clip_grads_with_norm_)\n"
            "print(clip_grads_with_norm_ is not torch.nn.utils.clip_grad._clip_grads_with_norm_)\n"
        )
        self.assertEqual(python("-c", code, TRIMTAB_HOOK="0").stdout.split(), ["True"] * 4)

    def test_turned_off_nothing_is_replaced(self):
        code = "import torch; print(torch.autograd.backward.__module__, torch.optim.Optimizer.__init__.__code__.co_filename)"
        self.assertNotIn("trimtab", python("-c", code, TRIMTAB="off").stdout)


class FaultTests(WatchedTest):
    def test_a_fault_of_ours_is_said_once_and_training_goes_on_to_the_same_bits(self):
        def faulty(place):
            def break_down(*arguments):
                raise RuntimeError("of ours")

            def after(step):
                if step == 5:
                    setattr(install.recorder, place, break_down)
                    setattr(install.recorder.clipper, place, break_down)

            return train(12, after)

        alone = Child(train, watch=False).result()
        for place in ("begin", "finish", "_look", "_leave", "measure", "_find_intent"):
            child = Child(faulty, place)
            self.assertSame(alone, child.result(), place)
            if place != "measure":
                said = [line for line in child.messages().splitlines() if "RuntimeError: of ours" in line]
                self.assertEqual(len(said), 1, child.messages())
                self.assertEqual(child.events()[-1]["outcome"], "failed")

    def test_an_error_of_the_script_is_the_scripts(self):
        def train_badly():
            net = model()
            optimizer = torch.optim.SGD(net.parameters(), lr=0.1)
            seen = []
            for action in (
                lambda: torch.nn.utils.clip_grad_norm_(net.parameters(), 1.0, error_if_nonfinite=True),
                lambda: optimizer.step(lambda: 1 / 0),
                lambda: net(batch(1)[0]).backward(),
            ):
                try:
                    (net(batch(1)[0]).mean() * float("nan")).backward()
                    action()
                except Exception as error:
                    seen.append(f"{type(error).__name__}: {error}")
            return seen

        self.assertEqual(Child(train_badly).result(), Child(train_badly, watch=False).result())


class ProcessTests(WatchedTest):
    def test_a_child_of_a_run_is_none_and_a_child_of_a_program_that_does_not_train_may_be_one(self):
        def train_in_child(first):
            if first:
                train(3)
            child = os.fork()
            if child == 0:
                train(4)
                run = install.installed.run
                os._exit(10 + (run is not None and run.is_on))
            return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])

        self.assertEqual(Child(train_in_child, True).result(), 10)
        self.assertEqual(Child(train_in_child, False).result(), 11)

    def test_of_several_ranks_the_first_is_the_run_and_can_be_paused_only(self):
        alone = Child(train, watch=False).result()
        first = Child(train, RANK="0", WORLD_SIZE="2", TRIMTAB_CLIP="none", TRIMTAB_NON_FINITE="skip")
        self.assertSame(alone, first.result())
        self.assertEqual(first.events()[0]["abilities"], ["pause", "advance"])
        self.assertEqual(first.steps()[0]["clip"], "norm")
        second = Child(train, RANK="1", WORLD_SIZE="2", TRIMTAB_CLIP="none")
        self.assertSame(alone, second.result())
        self.assertRaises(FileNotFoundError, second.events)

    def test_layers_are_measured_at_the_interval_requested(self):
        ranks = {"RANK": "0", "WORLD_SIZE": "2"}
        for variables, steps in (
            ({}, [1, 10]),
            ({"TRIMTAB_INSPECT_EVERY": "5"}, [1, 5, 10]),
            ({"TRIMTAB_INSPECT_EVERY": "6", **ranks}, [1, 6, 12]),
            ({"TRIMTAB_INSPECT_EVERY": "0"}, []),
            ({"TRIMTAB_INSPECT_EVERY": "off"}, []),
        ):
            child = Child(train, **variables)
            child.result()
            self.assertEqual([step["step"] for step in child.steps() if "layers" in step], steps, variables)

    def test_an_option_that_is_not_valid_is_reported_and_ignored(self):
        printed = io.StringIO()
        with contextlib.redirect_stderr(printed):
            options = Options.read({"TRIMTAB_INSPECT_EVERY": "-1", "TRIMTAB_CLIP": "hard"})
        self.assertEqual(options, Options.read({}))
        self.assertEqual(
            printed.getvalue().splitlines(),
            [
                "trimtab: TRIMTAB_CLIP=hard: ignored, it must be one of norm, value, none",
                "trimtab: TRIMTAB_INSPECT_EVERY=-1: ignored, it must be a whole number of steps, 0 or off for never",
            ],
        )

    def test_evaluation_alone_is_no_run(self):
        def evaluate():
            net = model().eval()
            x = batch(1)[0].requires_grad_()
            for _ in range(5000):
                net(x).sum().backward()
            watch = install.installed
            return watch.run is None and len(watch.losses._losses)

        self.assertLess(0, Child(evaluate).result())

    def test_an_optimizer_is_chosen_by_class_or_variable_and_one_that_never_steps_is_missed(self):
        for name in ("adam", "optimizer"):
            child = Child(train, TRIMTAB_OPTIMIZER=name)
            child.result()
            self.assertEqual(len(child.steps()), 12)
        child = Child(train, 120, TRIMTAB_OPTIMIZER="lion")
        child.result()
        self.assertIn("no optimizer called lion has stepped; those that have: optimizer\n", child.messages())
        self.assertRaises(FileNotFoundError, child.events)

    def test_an_optimizer_that_replaces_the_runs_goes_on_with_it(self):
        def folds():
            for _ in range(3):
                train(10)

        child = Child(folds)
        child.result()
        self.assertEqual([step["step"] for step in child.steps()], list(range(1, 31)))


if __name__ == "__main__":
    unittest.main()
