"""Recomputes what `trimtab export FILE --what-if` printed from what `trimtab export FILE --csv` printed, digit for digit.

    python3 recompute.py STEPS.csv WHATIF.csv [--window 200|1000|all] [--at STEP] [--try MAX_NORM]

Plain Python, no packages. Prints how many numbers agreed; exit code 1 and a line for each that did not.
"""

import argparse
import csv
import math
import sys


def steps_that_stand(path, at):
    """The rows of the table, those left out that were computed again after a rewind."""
    rows = []
    with open(path, newline="") as file:
        for row in csv.DictReader(file):
            step = int(row["step"])
            if at is not None and step > at:
                break
            while rows and int(rows[-1]["step"]) >= step:
                rows.pop()
            rows.append(row)
    return rows


def three_digits(value):
    """Three significant digits, halves rounded up, as candidates are offered."""
    if not math.isfinite(value) or value == 0:
        return value
    mantissa, exponent = abs(value), 0
    while mantissa >= 10:
        mantissa, exponent = mantissa / 10, exponent + 1
    while mantissa < 1:
        mantissa, exponent = mantissa * 10, exponent - 1
    return math.copysign(float(f"{math.floor(mantissa * 100 + 0.5)}e{exponent - 2}"), value)


def quantile(share, values):
    """As numpy.quantile does it by default: between two values on the straight line that joins them."""
    ordered = sorted(values)
    place = (len(ordered) - 1) * share
    below = min(int(place), len(ordered) - 1)
    low, high, part = ordered[below], ordered[min(below + 1, len(ordered) - 1)], place - below
    return low + (high - low) * part if part < 0.5 else high - (high - low) * (1 - part)


def share_clipped(max_norm, norms):
    return sum(norm > max_norm for norm in norms) / len(norms)


def mean_coefficient(max_norm, norms):
    total = 0.0
    # One after another: Python's own sum compensates for rounding.
    for norm in norms:
        total += min(1.0, max_norm / (norm + 1e-6))
    return total / len(norms)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("steps")
    parser.add_argument("what_if")
    parser.add_argument("--window", default="200", choices=["200", "1000", "all"])
    parser.add_argument("--at", type=int)
    parser.add_argument("--try", dest="tried", type=float)
    options = parser.parse_args()

    rows = steps_that_stand(options.steps, options.at)
    with_norm = [row for row in rows if row["grad_norm"]]
    if options.window != "all":
        with_norm = with_norm[-int(options.window):]
    all_norms = [float(row["grad_norm"]) for row in with_norm]
    norms = [norm for norm in all_norms if math.isfinite(norm)]
    latest = rows[-1]
    lr = float(latest["lr"]) if latest.get("lr") else None

    half = len(norms) // 2
    compared, wrong = 0, []

    def compare(name, printed, computed):
        nonlocal compared
        if printed == "":
            return
        compared += 1
        if float(printed) != computed:
            wrong.append(f"{name}: printed {printed}, computed {computed!r}")

    with open(options.what_if, newline="") as file:
        table = list(csv.DictReader(file))
    for row in table:
        max_norm, label = float(row["max_norm"]), f"{row['candidate']} {row['max_norm']}"
        compare(f"{label} steps", row["steps"], len(norms))
        compare(f"{label} not_finite", row["not_finite"], len(all_norms) - len(norms))
        compare(f"{label} clipped", row["clipped"], sum(norm > max_norm for norm in norms))
        compare(f"{label} share", row["share"], share_clipped(max_norm, norms))
        compare(f"{label} mean_coefficient", row["mean_coefficient"], mean_coefficient(max_norm, norms))
        if row["effective_lr"]:
            compare(f"{label} effective_lr", row["effective_lr"], lr * mean_coefficient(max_norm, norms))
        if row["candidate"].startswith("p"):
            exact = quantile(int(row["candidate"][1:]) / 100, norms)
            compare(f"{label} quantile", row["quantile"], exact)
            compare(f"{label} max_norm", row["max_norm"], three_digits(exact))
        if row["older"]:
            compare(f"{label} older", row["older"], share_clipped(max_norm, norms[:half]))
            compare(f"{label} newer", row["newer"], share_clipped(max_norm, norms[half:]))
    if options.tried is not None and not any(float(row["max_norm"]) == options.tried for row in table):
        wrong.append(f"{options.tried} was tried and has no row")

    for line in wrong:
        print(line)
    print(f"{compared - len(wrong)} of {compared} numbers agree, {len(table)} candidates, {len(norms)} steps")
    sys.exit(1 if wrong or compared == 0 else 0)


if __name__ == "__main__":
    main()
