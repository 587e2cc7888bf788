"""The client in loops of PyTorch: what it measures and does is what torch does, to the last bit."""

import copy
import json
import math
import os
import sys

import torch
import trimtab
from torch.nn.functional import mse_loss
from torch.nn.utils import clip_grad_norm_, clip_grad_value_

torch.set_num_threads(1)
torch.use_deterministic_algorithms(True)


def network(seed=0, dtype=torch.float32):
    torch.manual_seed(seed)
    return torch.nn.Sequential(torch.nn.Linear(6, 16), torch.nn.ReLU(), torch.nn.Linear(16, 1)).to(dtype)


def batch(step, scale=1.0):
    generator = torch.Generator().manual_seed(step)
    x = torch.randn(8, 6, generator=generator) * scale
    return x, x.sum(1, keepdim=True)


def events(run, kind=None):
    run.close()
    lines = [json.loads(line) for line in open(run.recording_path)]
    return [line for line in lines if kind is None or line["event"] == kind]


def submit(run, request, id=1):
    command = {"command": {"id": id, "request": request, "by": "tester", "session": "s"}}
    run.submit(trimtab.commands.read_command(json.dumps(command).encode()))


def norms_and_parameters_are_those_of_torch():
    for clip, max_norm in (("norm", 1.0), ("norm", 1e9), ("norm", 0.0), ("norm", math.inf), ("value", 0.01), ("none", 1.0)):
        ours, theirs = network(), network()
        mine, own = (torch.optim.Adam(model.parameters(), lr=0.01) for model in (ours, theirs))
        run = trimtab.start("bits", optimizer=mine, model=ours, max_norm=max_norm, clip=clip)
        expected = []
        for step in range(50):
            x, y = batch(step)
            for model, optimizer in ((ours, mine), (theirs, own)):
                optimizer.zero_grad()
                loss = mse_loss(model(x), y)
                loss.backward()
                if optimizer is mine:
                    norm = run.clip(model.parameters())
                elif clip == "norm":
                    total = clip_grad_norm_(model.parameters(), max_norm)
                else:
                    total = clip_grad_norm_(model.parameters(), math.inf)
                    if clip == "value":
                        clip_grad_value_(model.parameters(), max_norm)
                optimizer.step()
            assert torch.equal(norm, total), (norm, total)
            left = torch.linalg.vector_norm(torch.stack([parameter.grad.norm() for parameter in theirs.parameters()]))
            run.step(loss)
            expected.append((loss.item(), total.item(), left.item()))
        assert all(torch.equal(one, two) for one, two in zip(ours.parameters(), theirs.parameters())), clip
        steps = events(run, "step")
        assert [(one["loss"], one["grad_norm"]) for one in steps] == [(loss, norm) for loss, norm, _ in expected]
        for one, (_, _, left) in zip(steps, expected):
            assert math.isclose(one["clipped_norm"], left, rel_tol=1e-6, abs_tol=1e-9), (clip, one, left)
            assert (one["clip"], one["max_norm"]) == (clip, "Infinity" if max_norm == math.inf else max_norm)
            assert ("clip_coefficient" in one) == (clip == "norm")
        assert sorted(steps[0]["layers"]) == ["0", "2"] and "layers" not in steps[1] and "layers" in steps[9]
        joined = math.hypot(*steps[9]["layers"].values())
        assert math.isclose(joined, steps[9]["grad_norm"], rel_tol=1e-6)


def gradients_of_several_types_are_clipped_alike():
    kinds = (torch.float32, torch.float64, torch.bfloat16, torch.float32)
    for scale in (1.0, 1e-6, math.nan, math.inf):
        both = []
        for clip in (clip_grad_norm_, None):
            torch.manual_seed(3)
            parameters = [torch.nn.Parameter(torch.randn(5, dtype=kind)) for kind in kinds]
            for parameter in parameters:
                parameter.grad = torch.randn_like(parameter) * scale
            if clip is None:
                run = trimtab.start("types", max_norm=0.5, record=False)
                norm = run.clip(parameters)
                run.close()
            else:
                norm = clip(parameters, 0.5)
            both.append([norm] + [parameter.grad for parameter in parameters])
        for one, two in zip(*both):
            assert one.dtype == two.dtype and torch.equal(one.nan_to_num(7.0), two.nan_to_num(7.0)), (scale, both)


def measuring_leaves_gradients_that_are_not_finite_as_they_are():
    for clip, max_norm in (("none", 1.0), ("norm", math.inf)):
        model = network()
        run = trimtab.start("measure", model=model, max_norm=max_norm, clip=clip)
        for parameter in model.parameters():
            parameter.grad = torch.full_like(parameter, math.inf)
        assert run.clip(model.parameters()) == math.inf
        run.step(torch.tensor(1.0))
        assert all(bool((parameter.grad == math.inf).all()) for parameter in model.parameters())
        step = events(run, "step")[0]
        assert step["alarms"] == [{"kind": "norm_infinite", "parameter": "0.weight"}], step


def late_numbers_are_the_same():
    recorded = []
    for sync in ("late", "step"):
        model = network()
        optimizer = torch.optim.SGD(model.parameters(), lr=0.05)
        run = trimtab.start("late", optimizer=optimizer, model=model, max_norm=0.5, sync=sync, steps=12)
        for step in range(12):
            x, y = batch(step, math.nan if step == 11 else 1.0)
            optimizer.zero_grad()
            loss = mse_loss(model(x), y)
            loss.backward()
            run.clip(model.parameters())
            optimizer.step()
            run.log(twice=2 * loss)
            if step == 6:
                submit(run, {"set": "max_norm", "value": 0.25})
            run.step(loss, epoch=0, batch=step)
        lines = [{name: value for name, value in event.items() if name != "time"} for event in events(run)[1:]]
        recorded.append(lines)
        applied = [place for place, line in enumerate(lines) if line["event"] == "applied"]
        assert lines[applied[0] - 1]["step"] == 7 and lines[applied[0]]["step"] == 8
        assert (lines[applied[0] - 1]["max_norm"], lines[applied[0] + 1]["max_norm"]) == (0.5, 0.25)
    assert recorded[0] == recorded[1]
    last = recorded[0][-2]
    assert last["alarms"][0] == {"kind": "loss_nan", "parameter": "0.weight"} and last["twice"] == "NaN", last


def layers_are_read_at_the_interval_requested():
    for every, variable, expected in ((10, None, [1, 7]), (3, None, [1, 3, 6, 7]), (0, None, []), (3, "off", []), (0, "4", [1, 4, 7])):
        if variable:
            os.environ["TRIMTAB_INSPECT_EVERY"] = variable
        model = network()
        run = trimtab.start("layers", model=model, inspect_every=every, steps=7)
        os.environ.pop("TRIMTAB_INSPECT_EVERY", None)
        for step in range(7):
            x, y = batch(step)
            model.zero_grad()
            mse_loss(model(x), y).backward()
            run.clip(model.parameters())
            run.step()
        assert [step["step"] for step in events(run, "step") if "layers" in step] == expected, (every, variable)
    for every in (-1, True, 2.5):
        try:
            trimtab.start("refused", inspect_every=every, record=False)
            raise AssertionError(every)
        except ValueError as error:
            assert str(error) == f"trimtab.start: inspect_every must be a whole number from 0 (got {every})"


def schedulers_keep_a_change_of_the_rate():
    for name in ("lambda", "cosine", "restarts", "step", "one cycle", "by hand"):
        rates = []
        for factor in (1, 3):
            model = network()
            groups = [{"params": model[0].parameters()}, {"params": model[2].parameters(), "lr": 0.001}]
            optimizer = torch.optim.SGD(groups, lr=0.01)
            schedule = plan_of(optimizer, name)
            run = trimtab.start("rates", optimizer=optimizer, model=model, max_norm=1.0)
            seen = []
            optimizer.register_step_pre_hook(
                lambda optimizer, *_: seen.append([group["lr"] for group in optimizer.param_groups])
            )
            for step in range(20):
                if name == "by hand":
                    for group, rate in zip(optimizer.param_groups, (0.01, 0.001)):
                        group["lr"] = rate * 0.9**step
                optimizer.zero_grad()
                x, y = batch(step)
                loss = mse_loss(model(x), y)
                loss.backward()
                run.clip(model.parameters())
                optimizer.step()
                if schedule is not None:
                    schedule.step()
                if step == 9 and factor != 1:
                    submit(run, {"set": "lr", "value": factor * rates[0][10][0]})
                run.step(loss)
            rates.append(seen)
            recorded = [step["lr"] for step in events(run, "step")]
            assert recorded == [rate for rate, _ in seen], (name, recorded, seen)
        plain, changed = rates
        assert changed[:10] == plain[:10] and changed[10][0] == 3 * plain[10][0], name
        for one, two in zip(plain[10:], changed[10:]):
            assert all(math.isclose(3 * first, second, rel_tol=1e-12) for first, second in zip(one, two)), (name, one, two)


def plan_of(optimizer, name):
    from torch.optim import lr_scheduler as schedulers

    return {
        "lambda": lambda: schedulers.LambdaLR(optimizer, lambda step: 1 / (1 + step)),
        "cosine": lambda: schedulers.CosineAnnealingLR(optimizer, 40),
        "restarts": lambda: schedulers.CosineAnnealingWarmRestarts(optimizer, 8),
        "step": lambda: schedulers.StepLR(optimizer, 5, 0.5),
        "one cycle": lambda: schedulers.OneCycleLR(optimizer, 0.1, total_steps=41, cycle_momentum=False),
        "by hand": lambda: None,
    }[name]()


def mistakes_are_reported_once():
    def loop(name, body, **arguments):
        model = network()
        optimizer = torch.optim.SGD(model.parameters(), lr=0.01)
        run = trimtab.start("mistakes", optimizer=optimizer, model=model, max_norm=0.5, **arguments)
        for step in range(4):
            body(run, model, optimizer, step)
        said = [event["message"] for event in events(run, "warning")]
        assert (said == [] if name is None else len(said) == 1 and name in said[0]), (name, said)

    def forward(model, step):
        x, y = batch(step)
        return mse_loss(model(x), y)

    def right(run, model, optimizer, step):
        optimizer.zero_grad()
        loss = forward(model, step)
        loss.backward()
        run.clip(model.parameters())
        optimizer.step()
        run.step(loss)

    def early(run, model, optimizer, step):
        optimizer.zero_grad(set_to_none=step == 0)
        loss = forward(model, step)
        if step:
            run.clip(model.parameters())
        loss.backward()
        optimizer.step()
        run.step(loss)

    def empty(run, model, optimizer, step):
        optimizer.zero_grad()
        loss = forward(model, step)
        run.clip(model.parameters())
        loss.backward()
        optimizer.step()
        run.step(loss)

    def twice(run, model, optimizer, step):
        optimizer.zero_grad()
        loss = forward(model, step)
        loss.backward()
        run.clip()
        run.clip(model.parameters())
        optimizer.step()
        run.step(loss)

    def vector(run, model, optimizer, step):
        optimizer.zero_grad()
        loss = forward(model, step)
        loss.backward()
        run.clip()
        optimizer.step()
        run.step(loss.expand(8))

    def percentage(run, model, optimizer, step):
        right(run, model, optimizer, step)
        run.evaluation(accuracy=97.0 + step)

    def fraction(run, model, optimizer, step):
        right(run, model, optimizer, step)
        run.evaluation(accuracy=step / 3)

    def scaled(unscales):
        scaler = torch.amp.GradScaler("cpu", init_scale=1024.0)

        def body(run, model, optimizer, step):
            optimizer.zero_grad()
            loss = forward(model, step)
            scaler.scale(loss).backward()
            if unscales:
                scaler.unscale_(optimizer)
            run.clip(model.parameters())
            scaler.step(optimizer)
            scaler.update()
            run.step(loss)

        return body

    others = network(5)

    def foreign(run, model, optimizer, step):
        optimizer.zero_grad()
        loss = forward(model, step) + forward(others, step)
        loss.backward()
        run.clip(others.parameters())
        optimizer.step()
        run.step(loss)

    generators = {}

    def used_up(run, model, optimizer, step):
        optimizer.zero_grad()
        loss = forward(model, step)
        loss.backward()
        run.clip(generators.setdefault("parameters", model.parameters()))
        optimizer.step()
        run.step(loss)

    loop(None, right)
    loop(None, scaled(True))
    loop("gradients look scaled, by GradScaler's 1024", scaled(False))
    loop("changed between run.clip and optimizer.step()", early)
    loop("no parameter has a gradient", empty)
    loop("called twice", twice)
    loop("loss is not shown: expected one number, got 8 elements", vector)
    loop("accuracy must be a fraction from 0 to 1 (got 97)", percentage)
    loop(None, fraction)
    loop("none of these parameters belongs to the optimizer", foreign)
    loop("got no parameters", used_up)


def a_step_that_the_scaler_skips_is_withheld():
    model = network()
    optimizer = torch.optim.SGD(model.parameters(), lr=0.01)
    scaler = torch.amp.GradScaler("cpu", init_scale=1024.0)
    run = trimtab.start("skips", optimizer=optimizer, model=model, max_norm=0.5)
    for step in range(4):
        optimizer.zero_grad()
        x, y = batch(step, math.inf if step == 2 else 1.0)
        loss = mse_loss(model(x), y)
        scaler.scale(loss).backward()
        scaler.unscale_(optimizer)
        run.clip(model.parameters())
        scaler.step(optimizer)
        scaler.update()
        run.step(loss)
    steps = events(run, "step")
    assert [step.get("withheld") for step in steps] == [None, None, 1, None], steps
    assert steps[2]["alarms"][0]["kind"] == "loss_nan" and steps[3]["grad_norm"] > 0


def settings_checkpoints_and_rewinds_are_the_programs_own():
    model = network()
    optimizer = torch.optim.SGD(model.parameters(), lr=0.01, weight_decay=0.1)
    run = trimtab.start("own", optimizer=optimizer, model=model)

    def set_decay(value):
        optimizer.param_groups[0]["weight_decay"] = value

    run.setting(
        "weight_decay", lambda: optimizer.param_groups[0]["weight_decay"], set_decay, minimum=0, maximum=1, help="L2."
    )
    run.on("checkpoint", lambda: "own.pt")
    kept = {}

    def rewind(step):
        if step == 3:
            raise RuntimeError("not kept whole")
        model.load_state_dict(kept[step])

    run.on("rewind", rewind)
    step = 0
    losses = {}
    while run.next_step <= 8:
        number = run.next_step
        optimizer.zero_grad()
        x, y = batch(number)
        loss = mse_loss(model(x), y)
        loss.backward()
        run.clip(model.parameters())
        optimizer.step()
        losses.setdefault(number, []).append(loss.item())
        step += 1
        if number in (2, 3) and step < 5:
            kept[number] = copy.deepcopy(model.state_dict())
            run.offer_snapshot(number, 2)
        if step == 4:
            for id, request in enumerate(
                ({"set": "weight_decay", "value": 0.1}, {"set": "weight_decay", "value": 2}, {"checkpoint": True},
                 {"rewind": 1}, {"rewind": 3}, {"rewind": 2}), 1,
            ):
                submit(run, request, id)
        run.step(loss)
    lines = events(run)
    opening = lines[0]
    assert opening["abilities"] == ["pause", "advance", "set", "stop", "checkpoint", "rewind"]
    assert opening["settings"][-1] == {"name": "weight_decay", "value": 0.1, "minimum": 0, "maximum": 1, "help": "L2."}
    answers = {line["id"]: line for line in lines if "id" in line}
    assert answers[1]["previous"] == 0.1 and answers[2]["reason"] == "weight_decay must be from 0 to 1 (got 2)"
    assert answers[3]["event"] == "applied" and answers[5]["reason"] == "rewind failed: RuntimeError: not kept whole"
    assert answers[4]["reason"] == "there is no snapshot of step 1 (there are 2, 2 to 3)"
    assert answers[6]["step"] == 3 and answers[6]["from"] == 4
    # What was computed again came out the same.
    assert losses[3][0] == losses[3][1] and losses[4][0] == losses[4][1] and len(losses[5]) == 1
    assert [line["step"] for line in lines if line["event"] == "step"] == [1, 2, 3, 4, 3, 4, 5, 6, 7, 8]


def workers_of_a_loader_are_not_the_run():
    model = network()
    optimizer = torch.optim.SGD(model.parameters(), lr=0.01)
    data = torch.utils.data.TensorDataset(*batch(1))
    run = trimtab.start("loader", optimizer=optimizer, model=model, max_norm=1.0)
    for epoch in range(2):
        for x, y in torch.utils.data.DataLoader(data, batch_size=4, num_workers=2):
            optimizer.zero_grad()
            loss = mse_loss(model(x), y)
            loss.backward()
            run.clip(model.parameters())
            optimizer.step()
            run.step(loss, epoch=epoch)
        run.evaluation("test", loss=loss, accuracy=0.5)
    lines = [line["event"] for line in events(run)]
    assert lines == ["run", "step", "step", "evaluation", "step", "step", "evaluation", "end"], lines


def off_is_as_torch_alone():
    os.environ["TRIMTAB"] = "off"
    try:
        ours, theirs = network(), network()
        for model in (ours, theirs):
            x, y = batch(1)
            mse_loss(model(x), y).backward()
        optimizer = torch.optim.SGD(ours.parameters(), lr=0.01)
        run = trimtab.start("off", optimizer=optimizer, model=ours, max_norm=0.1)
        assert torch.equal(run.clip(ours.parameters()), clip_grad_norm_(theirs.parameters(), 0.1))
        assert all(torch.equal(one.grad, two.grad) for one, two in zip(ours.parameters(), theirs.parameters()))
        assert not optimizer._optimizer_step_pre_hooks and run.recording_path is None
    finally:
        del os.environ["TRIMTAB"]


for check in (
    norms_and_parameters_are_those_of_torch,
    gradients_of_several_types_are_clipped_alike,
    measuring_leaves_gradients_that_are_not_finite_as_they_are,
    late_numbers_are_the_same,
    layers_are_read_at_the_interval_requested,
    schedulers_keep_a_change_of_the_rate,
    mistakes_are_reported_once,
    a_step_that_the_scaler_skips_is_withheld,
    settings_checkpoints_and_rewinds_are_the_programs_own,
    workers_of_a_loader_are_not_the_run,
    off_is_as_torch_alone,
):
    if len(sys.argv) < 2 or check.__name__ in sys.argv[1:]:
        check()
        print(check.__name__)
