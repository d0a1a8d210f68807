"""The plain-Mesa oracle through `mesa.batch_run`, end to end, as its user would write it; a process of its own.

`python -m benchmarks.plain_runs FOLDER JOBS SEEDS SCENARIO.toml ...` writes FOLDER/plain.csv, a row a run and quarter.
"""

from __future__ import annotations

import hashlib
import inspect
import json
import sys
from pathlib import Path
from typing import Any

import mesa
import pandas as pd

from sim import CollaborationModel, Scenario
from tests.agreement.plain_mesa.compare import DECISIONS, IDENTITY, plain_deal
from tests.agreement.plain_mesa.model import PlainModel
from tests.agreement.plain_mesa.observe import REPORTERS

NAMES = (*IDENTITY, *DECISIONS)


class Reporting(PlainModel):
    """The oracle, which says at the end what every deal decided."""

    def __init__(self, scenario: Scenario, seed: int | None = 0, chance: str = "addressed") -> None:
        super().__init__(scenario, seed, chance)
        self.datacollector = mesa.DataCollector(model_reporters={**REPORTERS, "decisions": Reporting.decisions})

    def decisions(self) -> str:
        """Return a digest of all deals' decisions; empty before the last quarter."""
        if self.quarter + 1 < self.scenario.run.quarters:
            return ""
        return digest([plain_deal(deal) for deal in self.deals])


def digest(deals: list[dict[str, Any]]) -> str:
    """Return a digest of what deals are and decided; amounts and moments, equal within 1e-9, are not in it."""
    plain = [[deal[name] if isinstance(deal[name], str) else int(deal[name]) for name in NAMES] for deal in deals]
    return hashlib.sha256(json.dumps(plain).encode()).hexdigest()


def digest_of_frame(frame: pd.DataFrame, field_names: list[str]) -> str:
    """Return the same digest of the product's table of deals."""
    numbers = frame.assign(field=[field_names.index(name) for name in frame["field"]])
    return digest(numbers[list(NAMES)].astype(object).to_dict("records"))


def main(folder: Path, jobs: int, seeds: int, paths: list[str]) -> None:
    """Run every scenario with every seed and write what was collected."""
    parameters: dict[str, Any] = {"scenario": [Scenario.load(path) for path in paths]}
    arguments: dict[str, Any] = {"number_processes": jobs, "data_collection_period": 1, "display_progress": False}
    if "rng" in inspect.signature(mesa.batch_run).parameters:  # Mesa 3.4 and newer
        arguments["rng"] = list(range(seeds))
    else:
        parameters["seed"] = list(range(seeds))
    scenarios = parameters["scenario"]
    rows = mesa.batch_run(Reporting, parameters, **arguments)
    for row in rows:
        row["scenario"] = next(place for place, one in enumerate(scenarios) if one.digest == row["scenario"].digest)
    pd.DataFrame(rows).to_csv(folder / "plain.csv", index=False)


def field_names() -> list[str]:
    """Return the names of the technology fields, in their order."""
    return list(CollaborationModel(Scenario.load("tiny")).field_names)


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]), sys.argv[4:])
