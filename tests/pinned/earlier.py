"""Pins of an earlier version of the model: a file of scenarios in full, whose runs are kept as digests."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from importlib import import_module
from pathlib import Path
from typing import Any, NamedTuple
from unittest import mock

from sim import Scenario
from sim.engine import Run
from tests.pinned.decisions import digest_of


class Made(NamedTuple):
    """One run that was made again."""

    name: str  # scenario and seed
    same: bool
    record: Any


class Earlier(NamedTuple):
    """The pins of one version.

    Args:
        called: the version, in words.
        file: the columns that are compared, settings that all scenarios share, and each scenario with its runs.
        organisations: what `per_population` referred to.
        scenario_of: gives a scenario of the file, with the settings that all share, in its old form.
    """

    called: str
    file: Path
    organisations: int
    scenario_of: Callable[[Mapping[str, Any], Mapping[str, float]], Scenario]

    def kept(self) -> dict[str, Any]:
        """Return the file."""
        whole: dict[str, Any] = json.loads(self.file.read_text(encoding="utf-8"))
        return whole

    def record_of(self, scenario: Scenario, seed: int) -> Any:
        """Run a scenario; return the record."""
        with mock.patch.object(import_module("sim.world.build"), "DEFAULT_ORGANISATIONS", self.organisations):
            return Run(scenario, seed).run().record()

    def made(self, names: Iterable[str] | None = None) -> Iterator[Made]:
        """Make runs again, and tell of each whether it is that of this version.

        Args:
            names: of the scenarios to run; None for all.
        """
        whole = self.kept()
        for name in whole["scenarios"] if names is None else names:
            one = whole["scenarios"][name]
            scenario = self.scenario_of(one["scenario"], whole["parameters"])
            for seed, digest in one["runs"].items():
                record = self.record_of(scenario, int(seed))
                yield Made(f"{name} {seed}", digest_of(record, whole["columns"]) == digest, record)

    def main(self) -> None:
        """Name the runs that are others."""
        if moved := [run.name for run in self.made() if not run.same]:
            raise SystemExit(f"not as {self.called}: {', '.join(moved)}")
