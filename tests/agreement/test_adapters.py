"""People who have a workflow already bring the model into it in a few lines, which stand in docs/experiments.md."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import mesa
import numpy as np
import pandas as pd
import pytest

from sim import CollaborationModel, Scenario

GUIDE = (Path(__file__).parents[2] / "docs" / "experiments.md").read_text(encoding="utf-8")


def shown(heading: str) -> str:
    """Return the Python code that stands under a heading of the guide."""
    section = GUIDE.split(f"### {heading}\n")[1].split("\n### ")[0].split("\n## ")[0]
    found = re.search(r"```python\n(.*?)```", section, re.DOTALL)
    assert found
    return found[1]


def run_shown(heading: str, **known: Any) -> dict[str, Any]:
    space: dict[str, Any] = {"__name__": "__main__", **known}
    exec(compile(shown(heading), heading, "exec"), space)
    return space


def test_mesa_batch_run_takes_the_model_as_it_is() -> None:
    space = run_shown("Mesa's batch_run")
    table = space["table"]
    assert isinstance(table, pd.DataFrame)
    assert len(table) == 4
    for row in table.to_dict(orient="records"):
        scenario = Scenario.load("tiny").with_(**{"barriers.secrecy": row["barriers.secrecy"]})
        ours = CollaborationModel(scenario, seed=row["seed"]).run().outcomes()
        assert {name: row[name] for name in ours} == pytest.approx(ours, nan_ok=True)


def test_a_data_collector_of_ones_own_is_used() -> None:
    model = CollaborationModel(Scenario.load("tiny"), seed=1)
    assert model.datacollector.model_vars == {}
    model.step()
    assert model.datacollector.get_model_vars_dataframe().shape[0] == 1
    model.datacollector = mesa.DataCollector(model_reporters={"quarter": "quarter"})
    model.datacollector.collect(model)
    assert model.datacollector.model_vars == {"quarter": [1]}


def test_optuna_finds_its_objective() -> None:
    pytest.importorskip("optuna")
    study = run_shown("Optuna")["study"]
    assert len(study.trials) == 5
    assert np.isfinite(study.best_value)


def test_the_workbench_finds_its_model() -> None:
    pytest.importorskip("ema_workbench")
    experiments, outcomes = run_shown("EMA workbench")["results"]
    assert len(experiments) == len(outcomes["transfers_delivered"]) == 4
