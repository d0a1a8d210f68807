"""Scenarios and experiments that are right, or nearly so: a documented error, or the same again when written out."""

from __future__ import annotations

import tomllib
from typing import Any

from hypothesis import HealthCheck, Phase, given, settings

from sim.experiment import Experiment
from sim.scenario import Scenario
from tests.torture import shapes
from tests.torture.attack import Attack, Bench
from tests.torture.fuzz_files import laid_out
from tests.torture.limits import held, little_memory


def structures(bench: Bench) -> None:
    """Make scenarios and experiments of data that is right but for a value or two."""
    quiet = settings(
        max_examples=bench.times(4_000, 60),
        deadline=None,
        database=None,
        derandomize=True,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )

    @quiet
    @given(shapes.scenarios())
    def scenario(data: dict[str, Any]) -> None:
        held(bench, lambda: there_and_back(bench, Scenario.from_dict(data)), lambda: repr(data)[:400])

    @quiet
    @given(shapes.settings())
    def varied(flat: dict[str, Any]) -> None:
        held(bench, lambda: there_and_back(bench, Scenario().with_(**flat)), lambda: repr(flat)[:400])

    @quiet
    @given(shapes.experiments())
    def experiment(data: dict[str, Any]) -> None:
        held(bench, lambda: laid_out(Experiment.from_dict(data)), lambda: repr(data)[:400])

    with little_memory(bench):
        scenario()
        varied()
        experiment()


def there_and_back(bench: Bench, scenario: Scenario) -> None:
    """Write a scenario out and read it again: it has to be the same."""
    again = Scenario.from_dict(tomllib.loads(scenario.to_toml()))
    bench.held(again.digest == scenario.digest, f"written out and read again it differs: {scenario.to_toml()[:400]}")


ATTACKS = (
    Attack("fuzz-structures", "values out of place (hypothesis): a documented error, or read back alike", structures),
)
