"""Pins whole runs anew after a deliberate change of the model: `python -m tests.pinned.update`."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

from sim import CollaborationModel, Scenario
from sim.agents import DIRECTIONS
from sim.tables import Stage, Status
from tests.pinned import machines

FILE = Path(__file__).with_name("pinned.json")
SMALL_PACKAGE: dict[str, object] = {"population.scale": 0.1, "run.quarters": 32, "run.start_year": 2015}
RUNS: dict[str, tuple[str, dict[str, object], int]] = {
    **{f"tiny, seed {seed}": ("tiny", {}, seed) for seed in range(3)},
    "reform package, scale 0.1, seed 0": ("reform_package", SMALL_PACKAGE, 0),
}
Pins = Mapping[str, int | float | None]
DIGITS = 6  # significant: enough to notice a change of decisions, few enough to be read


def pins(scenario: str, overrides: dict[str, object], seed: int) -> Pins:
    """Return what is pinned of one run: counts of decisions exactly, quantities rounded."""
    model = CollaborationModel(Scenario.load(scenario), seed=seed, **overrides).run()
    record = model.record()
    deals = record.deals
    counts = {
        "organisations": len(record.organisations),
        "deals": len(deals),
        "cases": len(record.cases),
        "cases granted": int(record.cases["granted"].sum()),
        "deadweight": int(deals["deadweight"].sum()),
        **{f"delivered {direction.name}": 0 for direction in DIRECTIONS},
    }
    for place, direction in enumerate(DIRECTIONS):
        done = (deals["direction"] == place) & (deals["status"] == Status.DELIVERED)
        counts[f"delivered {direction.name}"] = int(done.sum())
    for stage in Stage:
        counts[f"in or dead in {stage.name.lower()}"] = int((deals["stage"] == stage).sum())
    for place, cause in enumerate(record.cause_names):
        counts[f"deaths by {cause}"] = int(((deals["cause"] == place) & (deals["status"] == Status.DEAD)).sum())
    outcomes = {f"outcome {name}": _rounded(value) for name, value in model.outcomes().items()}
    return {**counts, **outcomes}


def _rounded(value: float) -> float | None:
    return None if value != value else float(f"{value:.{DIGITS}g}")


def main() -> None:
    """Run everything that is pinned and write the files."""
    text = json.dumps({name: pins(*run) for name, run in RUNS.items()}, indent=1)
    FILE.write_text(text + "\n", encoding="utf-8")
    machines.write(machines.digests(machines.SEEDS))


if __name__ == "__main__":
    main()
