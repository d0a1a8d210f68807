"""Why V7 and V10 are not met: `python -m experiments.patterns.not_met [SEEDS]`.

V10: licensed firms at the end of 2010 and of 2015 with every entry of the history by itself and without it, and with
and without all of it under other settings. V7: what becomes of the supplies of firms, and what the wait and the row
are with fewer clerks, more loss of interest and more under control. See docs/patterns.md.
"""

from __future__ import annotations

import sys
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np

from experiments.patterns.finished import end_of
from experiments.patterns.measures import offices
from experiments.patterns.validation_only import lost_supplies, obstacles
from sim import Scenario
from sim.agents import DIRECTIONS
from sim.engine import Run
from sim.statistics import Pairs, mean_interval
from sim.tables import Cause, Status

SEEDS = 30
HISTORY = Path(__file__).parents[2] / "scenarios" / "history.toml"
UNTIL_2021 = {"run.quarters": 56}
FIRST, LAST = "2010 Q4", "2015 Q4"
SCOPE = {"parameters.access_scope_1": 1.0, "parameters.access_scope_2": 1.0}
Settings = Mapping[str, object]


def licensed(scenario: Scenario, seeds: int) -> np.ndarray:
    """Return licensed firms at the end of 2010 and of 2015, growth, and the mean wait between, [seeds, 4]."""
    found = []
    for seed in range(seeds):
        run = Run(scenario, seed, threads=1).finish()
        history, first, last = run.record().history, end_of(run, FIRST), end_of(run, LAST)
        then, now = (float(history["licensed_firms"][quarter]) for quarter in (first, last))
        between = history[first + 1 : last + 1]
        wait = float(between["waits"].sum() / max(1.0, between["started"].sum()))
        found.append([then, now, now / then - 1.0, wait])
    return np.array(found)


def of_history(base: Scenario, seeds: int) -> None:
    """Print V10 by entries of the history, then with and without all of it under other settings."""
    base = base.with_(**UNTIL_2021)
    entries: list[dict[str, Any]] = tomllib.loads(HISTORY.read_text(encoding="utf-8"))["history"]
    worlds = {"none": base.with_(**{"run.history": False}), "all": base}
    for entry in entries:
        worlds[f"{entry['key']} alone"] = base.with_(history=[entry])
        worlds[f"all but {entry['key']}"] = base.with_(history=[one for one in entries if one is not entry])
    print("| history | end of 2010 | end of 2015 | wait | growth | less that without history |\n" + "| --- " * 6 + "|")
    without = licensed(worlds["none"], seeds)
    for name, world in worlds.items():
        print_growth(name, licensed(world, seeds), without)
    clerks = base.parameters["clerks"]
    nobody: dict[str, object] = {"parameters.clerks": 2.0 * clerks, "parameters.initially_licensed": 0.0}
    others: dict[str, Settings] = {
        **{f"clerks x {times}": {"parameters.clerks": clerks * times} for times in (1.25, 1.5, 2.0)},
        **{f"{share} licensed at the start": {"parameters.initially_licensed": share} for share in (0.0, 0.4)},
        "nobody waits, none licensed at the start": nobody,
        "the same, a third under control": nobody
        | {key: base.parameters[key.partition(".")[2]] / 3.0 for key in SCOPE},
    }
    for name, keys in others.items():
        without = licensed(base.with_(**keys, **{"run.history": False}), seeds)
        print_growth(f"none, {name}", without, without)
        print_growth(f"all, {name}", licensed(base.with_(**keys), seeds), without)


def print_growth(name: str, found: np.ndarray, without: np.ndarray) -> None:
    """Print one row."""
    then, now, growth, wait = found.mean(axis=0)
    low, high = mean_interval(found[:, 2] - without[:, 2], Pairs.of_seeds(len(found)))
    less = growth - without[:, 2].mean()
    print(f"| {name} | {then:.1f} | {now:.1f} | {wait:.2f} | {growth:.2f} | {less:+.2f} ({low:+.2f} to {high:+.2f}) |")


def supplies(run: Run) -> dict[str, float]:
    """Count what became of the supplies of firms in the policy horizon."""
    deals, start = run.record().deals, run.inputs.run.policy_quarter
    climbs = np.isin(deals["direction"], [place for place, one in enumerate(DIRECTIONS) if one.climbs])
    matched = deals[climbs & (deals["matched"] >= start)]
    dead = deals[climbs & (deals["status"] == Status.DEAD) & (deals["ended"] > start)]
    return {
        "offered": float((climbs & (deals["opened"] >= start)).sum()),
        "matched": float(len(matched)),
        "under control": float(matched["controlled"].sum()),
        "ever waited": float(((matched["office_wait"] > 0.0) | ~np.isnan(matched["filed"])).sum()),
        "died in the queue": float((dead["cause"] == Cause.OFFICE_CONGESTION).sum()),
        "third barrier": float(lost_supplies(run)[1]),
        **obstacles(run),
        **offices(run),
    }


def of_offices(base: Scenario, seeds: int) -> None:
    """Print V7 and what it is made of, as shipped and with busier offices."""
    clerks = base.parameters["clerks"]
    worlds: dict[str, Settings] = {
        "as shipped": {},
        **{f"clerks x {times}": {"parameters.clerks": clerks * times} for times in (0.75, 0.6, 0.5, 0.25)},
        **{f"attrition {rate}": {"parameters.attrition": rate} for rate in (0.1, 0.2)},
        "all under control": SCOPE,
        **{
            f"all under control, clerks x {times}": {**SCOPE, "parameters.clerks": clerks * times}
            for times in (0.75, 0.6)
        },
    }
    for place, (name, keys) in enumerate(worlds.items()):
        runs = [supplies(Run(base.with_(**keys), seed, threads=1).finish()) for seed in range(seeds)]
        if not place:
            print("\n| offices | " + " | ".join(runs[0]) + " |\n| --- |" + " --- |" * len(runs[0]))
        print(f"| {name} | " + " | ".join(f"{np.mean([one[key] for one in runs]):.4g}" for key in runs[0]) + " |")


def main(seeds: int) -> None:
    """Print both."""
    base = Scenario.load("baseline")
    of_history(base, seeds)
    of_offices(base, seeds)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else SEEDS)
