"""A run of the client that computes nothing and does not end by itself, to be steered by a test. It needs no torch."""

import time

from trimtab.run import Run
from trimtab.settings import Setting

run = Run("contract", settings=[Setting("max_norm", 1.0, minimum=0)], record=False)
while True:
    run.wait()
    max_norm = run.settings.number("max_norm")
    run.record(1.0, 2.0, min(2.0, max_norm), min(1.0, max_norm / 2.0), max_norm, "norm", 0.1)
    time.sleep(0.001)
