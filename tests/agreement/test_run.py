"""A run without Mesa is the model's own: the same tables, outcomes and frames, to the last bit."""

from __future__ import annotations

import copy
import pickle

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sim import CollaborationModel, Scenario
from sim.engine import Run, Watch
from tests.agreement.plain_mesa.random_scenarios import scenarios
from tests.pinned.columns import columns_of

TINY = Scenario.load("tiny")


def columns(run: Run | CollaborationModel) -> dict[str, bytes]:
    return {name: column.tobytes() for name, column in columns_of(run)}


@settings(max_examples=40, derandomize=True, deadline=None, database=None, suppress_health_check=list(HealthCheck))
@given(scenario=scenarios(), seed=st.integers(0, 2**63 - 1))
def test_a_run_is_what_the_model_runs(scenario: Scenario, seed: int) -> None:
    run, model = Run(scenario, seed).run(), CollaborationModel(scenario, seed=seed).run()
    assert columns(run) == columns(model)
    assert str(run.outcomes()) == str(model.outcomes())  # as text: NaN is like NaN
    pd.testing.assert_frame_equal(run.history(), model.history(), check_exact=True)
    pd.testing.assert_frame_equal(run.deals(), model.deals(), check_exact=True)


def test_both_are_stepped_looked_at_and_named_alike() -> None:
    run, model = Run(TINY, 5), CollaborationModel(TINY, seed=5)
    for quarter in range(1, 4):
        run.step()
        model.step()
        assert run.quarter == model.quarter == quarter
        assert columns(run) == columns(model)
    assert (run.inputs, run.run_seed, run.region) == (model.inputs, model.run_seed, model.region)
    assert columns(Watch(run).run()) == columns(Watch(model).run())
    party = int(run.record().deals["source"][0])
    pd.testing.assert_frame_equal(run.deals(party), model.deals(party), check_exact=True)


def test_a_run_that_is_over_is_not_stepped() -> None:
    run = Run(TINY, 1).run()
    before = columns(run)
    with pytest.raises(ValueError, match=f"ends after {TINY.run.quarters} quarters"):
        run.step()
    assert columns(run.run()) == before


def test_a_run_that_was_copied_or_pickled_runs_on_by_itself() -> None:
    whole, run = Run(TINY, 2).run(), Run(TINY, 2)
    for _ in range(3):
        run.step()
    others = [copy.deepcopy(run), pickle.loads(pickle.dumps(run))]
    for one in (*others, run):
        assert columns(one.run()) == columns(whole)
