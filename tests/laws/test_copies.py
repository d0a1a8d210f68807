"""A model that was copied or pickled runs on as the original does, and neither can reach the other's tables."""

from __future__ import annotations

import copy
import pickle
from collections.abc import Callable
from itertools import combinations

import mesa
import numpy as np
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from sim import CollaborationModel, Scenario
from sim.agents import PrivateFirm
from sim.levers import LEVERS
from sim.state import VECTOR_OF
from tests.agreement.plain_mesa.random_scenarios import scenarios

Way = Callable[[CollaborationModel], CollaborationModel]
WAYS: dict[str, Way] = {
    "copy": copy.copy,
    "deepcopy": copy.deepcopy,
    "pickle": lambda model: pickle.loads(pickle.dumps(model)),
}
TINY = Scenario.load("tiny")
SHOCKS = [
    {"quarter": 4, "key": "barriers.secrecy", "value": 0.9},
    {"quarter": 7, "key": "parameters.candidates", "value": 9},
]
AT_WORK: dict[str, object] = {
    "shocks": SHOCKS,
    **{f"levers.{lever.name}.strength": 1.0 for lever in LEVERS},
    **{f"levers.{lever.name}.start_quarter": 5 for lever in LEVERS},
}


def tables(model: CollaborationModel) -> dict[str, bytes]:
    """Every column to the last bit; what lies between the columns of a row means nothing, and is not copied."""
    record, found = model.record(), {}
    for table in (record.deals, record.history, record.cases, model.world.organisations):
        found |= {f"{len(found)} {name}": table[name].tobytes() for name in table.dtype.names or ()}
    return found


def step(model: CollaborationModel, quarters: int) -> CollaborationModel:
    for _ in range(quarters):
        model.step()
    return model


def assert_all_end_alike(scenario: Scenario, seed: int, split: int, handles: bool) -> None:
    """Copy a model in every way after some quarters, run original and copies in turns, and compare with a whole run."""
    whole = CollaborationModel(scenario, seed=seed).run()
    model = CollaborationModel(scenario, seed=seed)
    if handles:
        assert len(model.agents) > 0
    step(model, min(split, scenario.run.quarters))
    together = {"original": model, **{name: way(model) for name, way in WAYS.items()}}
    for _ in range(scenario.run.quarters - model.quarter):
        for one in together.values():
            one.step()
    for name, one in together.items():
        assert tables(one) == tables(whole), name
        assert str(one.outcomes()) == str(whole.outcomes()), name  # as text: NaN is like NaN
        assert one.steps == one.quarter == scenario.run.quarters


@settings(
    max_examples=200,
    derandomize=True,
    deadline=None,
    database=None,
    phases=(Phase.explicit, Phase.generate),
    suppress_health_check=list(HealthCheck),
)
@given(scenario=scenarios(), seed=st.integers(0, 2**63 - 1), split=st.integers(0, 12), handles=st.booleans())
def test_copies_and_the_original_end_alike(scenario: Scenario, seed: int, split: int, handles: bool) -> None:
    assert_all_end_alike(scenario, seed, split, handles)


@pytest.mark.parametrize("handles", [False, True])
@pytest.mark.parametrize("split", [0, 5, 23])
def test_copies_end_alike_with_all_levers_and_shocks(split: int, handles: bool) -> None:
    assert_all_end_alike(TINY.with_(**AT_WORK), 3, split, handles)


@pytest.mark.parametrize("way", WAYS)
def test_nothing_is_shared_with_a_copy_but_what_belongs_to_it(way: str) -> None:
    model = step(CollaborationModel(TINY, seed=3), 5)
    other = WAYS[way](model)
    mine, copied = model.world._asdict(), other.world._asdict()
    for name, table in copied.items():
        assert (type(table), table.dtype, table.shape) == (type(mine[name]), mine[name].dtype, mine[name].shape)
        assert not any(np.shares_memory(table, theirs) for theirs in mine.values()), name
    for world in (mine, copied):
        sharing = {(one, two) for one, two in combinations(world, 2) if np.shares_memory(world[one], world[two])}
        assert {frozenset(pair) for pair in sharing} == {frozenset(pair) for pair in VECTOR_OF.items()}


@pytest.mark.parametrize("way", WAYS)
def test_a_change_of_one_is_none_of_the_other(way: str) -> None:
    model = step(CollaborationModel(TINY, seed=3), 5)
    untouched = CollaborationModel(TINY, seed=3).run()
    other = WAYS[way](model)
    other.set("barriers.secrecy", 0.0)
    other.set("levers.fund_pool.strength", 1.0)
    changed = step(CollaborationModel(TINY, seed=3), 5)
    changed.set("barriers.secrecy", 0.0)
    changed.set("levers.fund_pool.strength", 1.0)
    assert tables(other.run()) == tables(changed.run()) != tables(untouched)
    assert tables(model.run()) == tables(untouched)


@pytest.mark.parametrize("way", WAYS)
def test_the_agents_of_a_copy_are_its_own(way: str) -> None:
    model = step(CollaborationModel(TINY, seed=3), 5)
    firm = model.agents_by_type[PrivateFirm][0]
    model.datacollector = mesa.DataCollector(model_reporters={"quarter": "quarter"})
    other = WAYS[way](model)
    twin = other.organisation(firm.row)
    assert twin is not firm
    assert [agent.unique_id for agent in other.agents] == [agent.unique_id for agent in model.agents]
    assert all(agent.model is other for agent in other.agents)
    before = firm.cash
    twin.cash = before + 7.0
    assert (firm.cash, twin.cash) == (before, before + 7.0)
    newcomer = PrivateFirm(other, city="chengdu", field=other.field_names[0])
    twin.remove()
    assert newcomer in other.agents
    assert (len(other.agents), newcomer.unique_id) == (len(model.agents), newcomer.key + 1)
    assert firm in model.agents
    other.run()
    assert (model.quarter, other.quarter) == (5, TINY.run.quarters)


def test_a_model_whose_step_was_replaced_is_copied_without_it() -> None:
    model = CollaborationModel(TINY, seed=3)
    plain = model.step
    model.step = lambda: plain()  # type: ignore[method-assign]  # as a viewer does
    other = copy.deepcopy(model)
    other.step()
    assert (model.quarter, other.quarter) == (0, 1)
