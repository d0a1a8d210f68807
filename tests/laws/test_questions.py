"""A question writes nothing: asked of a run whose tables cannot be written, it answers all the same."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

from sim import CollaborationModel, Scenario

ROOT = Path(__file__).parents[2]
QUARTERS = 10
FROZEN = """
from tests.laws.test_questions import QUARTERS, answers, run
model = run(QUARTERS)
for table in model.world:
    table.setflags(write=False)
print(len(answers(model)))
"""


def run(quarters: int) -> CollaborationModel:
    model = CollaborationModel(Scenario.load("tiny"), seed=6)
    for _ in range(quarters):
        model.step()
    return model


def answers(model: CollaborationModel) -> list[Any]:
    """Ask everything that can be asked of a run and its agents."""
    deals, organisations = model.deals(), model.world.organisations
    met = deals.groupby("stage", observed=True)["deal"].first().tolist()
    partners = deals.loc[deals["recipient"] >= 0, "recipient"].iloc[:2].tolist()
    seekers = [int(organisations["kind"].argmax()), *partners]
    told: list[Any] = [model.why(deal) for deal in met]
    told += [model.judge(deal, row) for deal in met for row in seekers]
    told += [model.organisation(row).would_accept(met[0]) for row in partners]
    told += [(one.deals, one.partners, one.licensed, one.expertise) for one in map(model.organisation, partners)]
    told += [model.entry_chance(row) for row in seekers]
    told += [model.outcomes(), model.history(), model.deals(organisation=seekers[0]), model.lever_level("fund_pool")]
    return told


def test_a_question_leaves_every_table_as_it_was() -> None:
    model = run(QUARTERS)
    before = {name: table.tobytes() for name, table in model.world._asdict().items()}
    assert len(answers(model)) > 20
    assert [name for name, table in model.world._asdict().items() if table.tobytes() != before[name]] == []


def test_a_question_is_answered_where_nothing_can_be_written() -> None:
    environment = {**os.environ, "NUMBA_DISABLE_JIT": "1", "PYTHONPATH": str(ROOT)}
    done = subprocess.run([sys.executable, "-c", FROZEN], env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert int(done.stdout) > 20
