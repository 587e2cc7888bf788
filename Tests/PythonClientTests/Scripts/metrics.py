"""What a run declares of its own numbers, and what it refuses."""

import trimtab

run = trimtab.start("metrics", metrics={"kl": {"title": "KL divergence", "unit": "nats", "scale": "log"}, "reward": {}})
for step in range(3):
    run.log(kl=0.5 ** step, reward=step, depth=3)
    run.step(1.0)
run.close()

for metrics, reason in (
    ({"kl": {"scale": "cubic"}}, "scale of metrics['kl'] must be one of linear, log, share (got 'cubic')"),
    ({"kl": {"color": "red"}}, "metrics['kl'] has title, unit and scale (got 'color')"),
    ({"kl": {"title": 3}}, "title of metrics['kl'] must be a text (got 3)"),
    ({"kl": "nats"}, "metrics['kl'] must be a dict of title, unit and scale (got 'nats')"),
):
    try:
        trimtab.start("refused", metrics=metrics, record=False)
    except ValueError as error:
        assert str(error) == "trimtab.start: " + reason, error
    else:
        raise AssertionError(metrics)
