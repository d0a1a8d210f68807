"""Say which of nine expected interactions hold, over readings: `python -m experiments.interactions [RESULTS]`.

Reads the runs of `sim sweep experiments/interactions` and writes what they say into docs/interactions.md. Interactions
are on the scale of logarithms, where a series of filters has none: the log of what two changes bring together over what
they bring each alone, reading by reading.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pandas as pd

from experiments.over_readings import TOTAL, Study, above_in
from experiments.publish import markdown, write_answer
from sim.barriers import BARRIERS
from sim.levers import LEVERS
from sim.statistics import Numbers

OUT, IN, ACROSS = "transfers_military_to_civil", "transfers_civil_to_military", "transfers_cross_jurisdiction"
WAIT, LEAKS = "mean_office_wait_quarters", "leaks"
UNIVERSITY = ("transfers_university_to_civil", "transfers_university_to_military")
BASE = "baseline"
PAGE = Path(__file__).parents[2] / "docs" / "interactions.md"
SHORT = {OUT: "M>C", IN: "C>M", TOTAL: "all", ACROSS: "across the boundary", WAIT: "wait, quarters", LEAKS: "leaks",
         UNIVERSITY[0]: "U>C", UNIVERSITY[1]: "U>M"}  # fmt: skip


class Line(NamedTuple):
    """One thing that was measured for an expectation, in words."""

    expectation: str
    measured: str
    by: str
    found: str


def lines(study: Study) -> Iterator[Line]:
    """Yield what came out, expectation by expectation."""
    for few, opened, label in (
        (BASE, "market_opening", "opening, clerks as read"),
        ("clearance_staff", "market_and_staff", "opening, with the lever's clerks"),
    ):
        for outcome in (WAIT, IN, OUT):
            yield of(study, "I1", label, opened, few, outcome)
    for outcome in (IN, OUT):
        pair = "market_opening", "clearance_staff"
        yield together(study, "I1", "opening with clerks, log interaction", *pair, "market_and_staff", outcome)
    both = "standards_and_declassification"
    yield of(study, "I2", "standards alone", "standards_convergence", BASE, IN)
    yield of(study, "I2", "standards after declassification", both, "graded_declassification", IN)
    for outcome in (IN, OUT):
        pair = "standards_convergence", "graded_declassification"
        yield together(study, "I2", "standards with declassification, log interaction", *pair, both, outcome)
    for none, lever, label in (
        (BASE, "graded_declassification", "declassification, leak rate as read"),
        ("leaky", "leaky_declassification", "declassification, leak rate 0.006"),
    ):
        for outcome in (OUT, LEAKS):
            yield of(study, "I3", label, lever, none, outcome)
    pair = "graded_declassification", "leaky"
    yield together(study, "I3", "declassification with leaks, log interaction", *pair, "leaky_declassification", OUT)
    yield of(study, "I4", "the fund as read against none", BASE, "no_fund", TOTAL)
    yield of(study, "I4", "the development fund", "fund_pool", BASE, TOTAL)
    for other, arm in (("tech_credit_guarantee", "fund_and_credit"), ("standards_convergence", "fund_and_standards")):
        label = f"fund with {other.replace('_', ' ')}, log interaction"
        yield together(study, "I4", label, "fund_pool", other, arm, TOTAL)
    for outcome in (ACROSS, TOTAL):
        yield of(study, "I5", "coordination body", "coordination_body", BASE, outcome)
    for none, label in (("near_minds", "comprehension scale 0.3"), ("open_minds", "comprehension scale 1.1")):
        yield of(study, "I6", f"coordination body, {label}", f"{none}_coordination", none, TOTAL)
    yield from removals(study)
    for outcome in (*UNIVERSITY, IN):
        yield of(study, "I8", "university alliance", "university_ip_alliance", BASE, outcome)
    for outcome in (IN, TOTAL):
        yield shortfall(study, outcome)


def of(study: Study, expectation: str, label: str, arm: str, against: str, outcome: str) -> Line:
    """Return the effect of an arm against another."""
    gap, mean = study.gap(arm, against, outcome), study.values(against, outcome).mean()
    share = f" ({gap.mean() / mean:+.0%} of the mean)" if mean and outcome not in (WAIT, LEAKS) else ""
    return Line(expectation, label, SHORT[outcome], f"{study.spread(gap)}{share}")


def together(
    study: Study, expectation: str, label: str, first: str, second: str, both: str, outcome: str, none: str = BASE
) -> Line:
    """Return a log interaction by reading; readings in which an arm has none of the outcome have no logarithm."""
    logs = [logarithm(study.values(arm, outcome)) for arm in (both, first, second, none)]
    return Line(expectation, label, SHORT[outcome], log_words(logs[0] - logs[1] - logs[2] + logs[3]))


def removals(study: Study) -> Iterator[Line]:
    """Yield what each barrier kills and what its removal brings."""
    for barrier in BARRIERS:
        dead = study.values(BASE, f"deaths_by_{barrier.name}")
        name = barrier.name.replace("_", " ")
        yield Line("I7", f"{name}: deals that die of it", "deals", study.spread(dead, signed=False))
        yield of(study, "I7", f"{name}: its removal", f"without_{barrier.name}", BASE, TOTAL)


def shortfall(study: Study, outcome: str) -> Line:
    """Return the logarithm of all levers' ratio over the product of the single ratios."""
    none = logarithm(study.values(BASE, outcome))
    single = sum(logarithm(study.values(lever.name, outcome)) - none for lever in LEVERS)
    found = logarithm(study.values("all_levers", outcome)) - none - single
    label = f"all {len(LEVERS)} levers over the product of the single ratios, log"
    return Line("I9", label, SHORT[outcome], log_words(np.asarray(found)))


def logarithm(values: Numbers) -> Numbers:
    """Return the natural logarithm; NaN where there is nothing."""
    return np.log(np.where(values > 0, values, np.nan))


def log_words(values: Numbers) -> str:
    """Write a logarithm by reading: middle, nine readings in ten, above zero in how many."""
    there = values[np.isfinite(values)]
    if not len(there):
        return "-"
    low, middle, high = np.percentile(there, (5, 50, 95), method="weibull")
    missing = f"; {len(values) - len(there)} readings have none" if len(there) < len(values) else ""
    return f"{middle:+.3f} [{low:+.3f}, {high:+.3f}], {above_in(there)}{missing}"


def main() -> None:
    """Read the runs and write what they say."""
    study = Study(__file__)
    table = pd.DataFrame(list(lines(study)))
    table["expectation"] = table["expectation"].where(~table["expectation"].duplicated(), "")
    table.columns = ["", "what was measured", "by", "middle [nine readings in ten], above zero in"]
    write_answer(PAGE, [], {}, [markdown(table)], study.basis(__file__))


if __name__ == "__main__":
    main()
