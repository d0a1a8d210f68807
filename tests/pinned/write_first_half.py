"""Writes `first_half.json`, once: it is run in a checkout of `COMMIT`, by the rules of the first half, not by these.

    git worktree add ../half be0c18f4
    cd ../half
    PYTHONPATH=<this checkout> python -m tests.pinned.write_first_half <this checkout>/tests/pinned/first_half.json

The first half had choices that are constants since (decision 35), and two settings that are gone, as they did next to
nothing. `CONSTANT` says what makes constants of them there, by the first half's own settings. `PER_POPULATION` are
prices that grow with the population since: each run is given the price that this makes of it.
"""

from __future__ import annotations

import argparse
import json
import random
import subprocess
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from sim import Scenario
from sim.barriers import BARRIERS
from sim.engine import Run
from sim.levers import LEVERS
from sim.scales import Setting
from sim.scenario import shipped_names
from sim.scenario.settings import SETTINGS, SWITCHES
from sim.world.build import population_scale
from tests.pinned.decisions import digest_of

COMMIT = "be0c18f4"
"""The last one of the main line before tiers, agreements, the science base and talent were merged."""
SEEDS = range(5)
DRAWN = 60
OTHER_REGION = "tests/data/second_region.csv"
LARGE = 1e6
TABLES = ("deals", "cases", "history", "organisations")
CONSTANT: Mapping[str, float] = {
    "sharpness_universities": 0.0,
    "sharpness_military": 0.0,
    "sharpness_cities": 0.0,
    "habit_abroad": 0.16,
    "anchor_capacity": 1000.0,
    "bank_approval_military": 0.32,
    "bank_approval_private": 0.32,
    "bank_approval_university": 0.32,
}
PER_POPULATION = ("base_price", "office_price")


def value_of(setting: Setting, draw: random.Random) -> float:
    """Draw what a setting may plausibly be; once in ten, what it may be at all."""
    low, high = setting.plausible if draw.random() < 0.9 else setting.allowed
    value = draw.uniform(max(low, -LARGE), min(high, LARGE))
    return round(value) if setting.whole else float(f"{value:.4g}")


def drawn(number: int) -> Scenario:
    """Draw a scenario of some hundred firms over twelve years, in one of four with other cities."""
    draw = random.Random(number)
    size = 25.0 if (elsewhere := number % 4 == 3) else 1.0
    free = [setting for setting in SETTINGS if setting.name not in (*CONSTANT, "year_length")]
    in_force = draw.sample([lever.name for lever in LEVERS], 4)
    data: dict[str, Any] = {
        "run": {"quarters": 48, "start_year": 2012},
        "region": {"cities": OTHER_REGION} if elsewhere else {},
        "population": {
            "private_sample": round(draw.uniform(0.01, 0.03) * size, 4),
            "military_sample": round(draw.uniform(0.1, 0.4) * size, 4),
            "university_sample": round(draw.uniform(0.1, 0.4) * size, 4),
            "seed": number,
        },
        "barriers": {barrier.name: round(draw.random(), 3) for barrier in BARRIERS},
        "levers": {name: {"strength": round(draw.random(), 3), "start_quarter": "2018 Q1"} for name in in_force},
        "parameters": {setting.name: value_of(setting, draw) for setting in draw.sample(free, 30)},
        "structure": {switch.name: draw.choice(list(switch.meanings)) for switch in SWITCHES},
        "history": [{"until": "2015 Q1", "key": "parameters.overlap", "times": 1.2, "source": "drawn"}],
        "shocks": [{"quarter": "2020 Q1", "key": "parameters.layers", "value": 3.0}],
    }
    data["structure"]["choice"] = draw.choice(["reinforced", "reinforced", "fixed"])
    if "demonstration_bases" in in_force:
        data["levers"]["demonstration_bases"]["cities"] = ["old_bridge"] if elsewhere else ["chengdu", "yibin"]
    return Scenario.from_dict(data)


def asked() -> Iterator[tuple[str, Scenario, list[int]]]:
    """Yield what is run: all shipped scenarios under some seeds, and some that are drawn under one each."""
    constant = {f"parameters.{name}": value for name, value in CONSTANT.items()}
    for name in shipped_names():
        yield name, Scenario.load(name).with_(**constant), list(SEEDS)
    for number in range(DRAWN):
        yield f"drawn {number}", drawn(number).with_(**constant), [number]


def record_of(scenario: Scenario, seed: int) -> Any:
    """Run a scenario; return the record."""
    scale = population_scale(scenario)
    prices = {f"parameters.{name}": scenario.parameters[name] * scale for name in PER_POPULATION}
    return Run(scenario.with_(**prices), seed).run().record()


def written() -> dict[str, Any]:
    """Make all runs; return the file."""
    shared = {**Scenario().parameters, **CONSTANT}
    columns: dict[str, list[str]] = {}
    scenarios = {}
    for name, scenario, seeds in asked():
        own = scenario.to_dict()
        own["parameters"] = {key: value for key, value in own["parameters"].items() if value != shared[key]}
        own = {key: value for key, value in own.items() if key not in ("title", "why", "kind")}
        own["region"]["cities"] = Path(own["region"]["cities"]).name
        runs = {}
        for seed in seeds:
            record = record_of(scenario, seed)
            columns = columns or {
                table: [column for column in getattr(record, table).dtype.names if column != "cause"]
                for table in TABLES
            }
            runs[seed] = digest_of(record, columns)
        scenarios[name] = {"scenario": own, "runs": runs}
    return {"commit": COMMIT, "columns": columns, "parameters": shared, "scenarios": scenarios}


def main() -> None:
    """Write the file."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("file", type=Path)
    file = parser.parse_args().file
    here = subprocess.run(["git", "rev-parse", "HEAD"], capture_output=True, text=True, check=True).stdout
    if not here.startswith(COMMIT):
        raise SystemExit(f"these are the rules of {here[:8]}: run it in a checkout of {COMMIT}")
    whole = written()
    scenarios = ",\n".join(f"  {json.dumps(name)}: {json.dumps(one)}" for name, one in whole["scenarios"].items())
    lines = [f" {json.dumps(key)}: {json.dumps(whole[key])}," for key in ("commit", "columns", "parameters")]
    text = "\n".join(["{", *lines, ' "scenarios": {', scenarios, " }", "}"])
    file.write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
