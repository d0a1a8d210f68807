"""What is set in a run acts from the next quarter on, just as a scenario that says so from the start."""

from __future__ import annotations

import numpy as np
import pytest

from sim.levers import LEVERS
from sim.model import CollaborationModel
from sim.scenario import Scenario, ScenarioError

TINY = Scenario.load("tiny")
START = 9


def run_to(model: CollaborationModel, quarter: int) -> CollaborationModel:
    while model.quarter < quarter:
        model.step()
    return model


@pytest.mark.parametrize("name", [lever.name for lever in LEVERS])
def test_a_lever_set_in_a_run_is_the_lever_of_a_scenario_that_starts_then(name: str) -> None:
    values: dict[str, object] = {"strength": 0.8, "start_quarter": START, "ramp_quarters": 3}
    if name == "demonstration_bases":
        values["cities"] = ["mianyang", "yibin"]
    keys = {f"levers.{name}.{what}": value for what, value in values.items()}
    moved = run_to(CollaborationModel(TINY, seed=4), START)
    for key, value in keys.items():
        moved.set(key, value)
    written = CollaborationModel(TINY.with_(**keys), seed=4).run()
    assert moved.run().outcomes() == pytest.approx(written.outcomes(), nan_ok=True, abs=0)
    assert moved.in_force.levers[name] == written.inputs.levers[name]
    assert moved.inputs == TINY


@pytest.mark.parametrize(
    ("key", "said"),
    [
        (None, "None is no key"),
        (3, "3 is no key"),
        (b"barriers.secrecy", "is no key"),
        ("", "is no dotted key"),
        ("barriers", "'barriers' is no key of one value"),
        ("levers.", "is no dotted key"),
        ("barriers." * 1_000 + "secrecy", "at most 64 parts"),
        ("run.quarters", "is fixed when a run begins"),
    ],
)
def test_what_is_no_key_is_refused_and_changes_nothing(key: object, said: str) -> None:
    model = CollaborationModel(TINY, seed=4)
    with pytest.raises(ScenarioError, match=said):
        model.set(key, {"secrecy": 0.1} if key == "barriers" else 40)  # type: ignore[arg-type]
    assert model.in_force == TINY


def test_clerks_that_come_in_a_run_find_desks() -> None:
    model = run_to(CollaborationModel(TINY, seed=4), START)
    before = model.world.offices["clerks"].copy()
    model.set("parameters.clerks", 400.0)
    model.step()
    assert np.all(model.world.offices["clerks"] > before)
    assert model.world.offices["clerks"].sum() == pytest.approx(400 * model.world.region[0].scale, abs=2)


@pytest.mark.parametrize("key", ["levers.fund_pool.strenght", "levers.nothing.strength", "barriers.secrcy", "nothing"])
def test_an_unknown_key_is_refused(key: str) -> None:
    with pytest.raises(ScenarioError):
        CollaborationModel(TINY).set(key, 0.5)


@pytest.mark.parametrize(("key", "value"), [("run.quarters", 30), ("population.private_sample", 0.5)])
def test_what_belongs_to_the_beginning_cannot_change_in_a_run(key: str, value: float) -> None:
    with pytest.raises(ScenarioError, match="fixed when a run begins"):
        CollaborationModel(TINY).set(key, value)


def test_a_refused_value_changes_nothing() -> None:
    model = CollaborationModel(TINY)
    with pytest.raises(ScenarioError):
        model.set("levers.fund_pool.strength", 2.0)
    assert model.in_force == TINY
    assert not model.world.levers["strength"].any()
