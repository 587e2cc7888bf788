"""Names and numbers of all kinds in a recording."""

import math

import trimtab

run = trimtab.Run("lines \x1b[31m \ud800 ü \"quoted\"", settings=[trimtab.Setting("kind", "a\x1b", help="one\x07")])
run.record(1.0, 2.0, 0.5, 0.25, 1.0, "norm", 0.001)
run.record(math.nan, math.inf, math.nan, 0.0, math.inf, "norm", 0.001)
run.record(None, None, None, None, None, None, None)
run.record(
    1.0, 0.0, 0.0, None, 1.0, "none", 0.001, extras={"a:inf%s": -math.inf, 'q"\\': 2, "withheld": True},
    layers={"a.b": 0.5, "nan:nan": math.nan},
)
run.record(0.1, 1e-310, 1e-310, 1.0, 1e10, "norm", 1e300, epoch=3, batch=2**40)
run.warn("odd \x1b[2J")
run.close()
