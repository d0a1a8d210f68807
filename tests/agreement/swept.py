"""The sweep that the tests make in several ways, and its table."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from sim.experiment import Experiment
from sim.store import Results, write_table

ASKED: dict[str, Any] = {
    "question": "Does it matter who makes the runs?",
    "base": "tiny",
    "replications": 6,
    "keep": ["history"],
    "design": {"kind": "factorial"},
    "factors": {"barriers.secrecy": ["base", 0.0], "levers.fund_pool.strength": [0.0, 1.0]},
}


def asked(**changes: Any) -> Experiment:
    return Experiment.from_dict({**ASKED, **changes})


def table_of(store: Path | str, runs: int = 24) -> bytes:
    results = Results(store)
    assert results.counts()["done"] == len(results.plan) == runs
    write_table(results, Path(store) / "results.parquet")
    return (Path(store) / "results.parquet").read_bytes()
