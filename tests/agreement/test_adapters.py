"""People who have a workflow already bring the model into it in a few lines, which stand in docs/experiments.md."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path
from typing import Any

import mesa
import numpy as np
import pandas as pd
import pytest

from sim import CollaborationModel, Experiment, Scenario
from sim.experiment import Study
from sim.store import Results

ROOT = Path(__file__).parents[2]
GUIDE = (ROOT / "docs" / "experiments.md").read_text(encoding="utf-8")


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


def blocks(language: str) -> list[str]:
    return re.findall(rf"```{language}\n(.*?)```", GUIDE, re.DOTALL)


def test_the_experiment_file_of_the_guide_is_well_written(tmp_path: Path) -> None:
    whole, posterior, readings, *_ = blocks("toml")
    (tmp_path / "asked.toml").write_text(whole, encoding="utf-8")
    asked = Experiment.load(tmp_path / "asked.toml")
    assert len(Study(asked).arms) == 12
    (tmp_path / "posterior.toml").write_text(posterior, encoding="utf-8")
    assert len(Study(Experiment.load(tmp_path / "posterior.toml")).plan()) == 2 * 24
    (tmp_path / "readings.toml").write_text(readings, encoding="utf-8")
    assert len(Study(Experiment.load(tmp_path / "readings.toml")).plan()) == 3 * (32 + 8)  # 8 twins


def test_the_job_array_of_the_guide_makes_the_whole(tmp_path: Path) -> None:
    script = next(block for block in blocks("sh") if "SLURM_ARRAY_TASK_ID" in block)
    (tmp_path / "asked.toml").write_text('question = "?"\nbase = "tiny"\nreplications = 5\n[arms.a]\n')
    (tmp_path / "sim").write_text(f'#!/bin/sh\nexec {shlex.quote(sys.executable)} -m sim.cli "$@"\n')
    (tmp_path / "sim").chmod(0o755)
    script = script.replace("experiments/q01_binding_barrier", "asked.toml").replace("40", "3")
    for task in ("2", "3", "1"):
        environment = {**os.environ, "PATH": f"{tmp_path}:{os.environ['PATH']}", "PYTHONPATH": str(ROOT)}
        environment["SLURM_ARRAY_TASK_ID"] = task
        subprocess.run(["bash", "-ec", script], cwd=tmp_path, env=environment, check=True)
    assert Results(tmp_path / "results" / "q01").counts()["done"] == 5
