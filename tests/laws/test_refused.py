"""A deal that nobody took keeps the best offer that was refused: by whom, its worth, what each barrier cost it."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from sim import CollaborationModel, Scenario
from sim.agents import DIRECTIONS
from sim.barriers import BARRIERS
from sim.engine.why import NET_VALUE

NAMES = [barrier.name for barrier in BARRIERS]
BURDENS = [f"refused_burden_{name}" for name in NAMES]
OFFER = ["refused_value", "refused_cost", "refused_score"]


@pytest.fixture(scope="module")
def model() -> CollaborationModel:
    return CollaborationModel(Scenario.load("tiny"), seed=3).run()


@pytest.fixture(scope="module")
def deals(model: CollaborationModel) -> pd.DataFrame:
    return model.deals()


def test_every_deal_of_low_value_knows_who_refused_it_and_what(deals: pd.DataFrame) -> None:
    low = deals[deals["cause"] == "low_value"]
    assert len(low) > 10
    assert (low["recipient"] == -1).all()
    assert (low["refused_by"] >= 0).all()
    assert (low[["refused_value", "refused_cost"]] > 0.0).all(axis=None)
    assert (low["refused_quarter"] >= low["opened"]).all()
    assert (low["refused_quarter"] < low["ended"]).all()
    assert (low["refused_score"] <= 0.0).mean() > 0.8  # else it would have paid, but the partner was turned away
    partner = {direction.name: direction.partner for direction in DIRECTIONS}
    assert (low["refused_by_kind"].astype(str) == low["direction"].astype(str).map(partner)).all()
    assert low["refused_by_city"].notna().all()


def test_what_was_never_offered_has_no_offer(deals: pd.DataFrame) -> None:
    never = deals[deals["refused_by"] < 0]
    assert len(never) > 20
    assert never[[*OFFER, *BURDENS, "refused_by_kind", "refused_by_city"]].isna().all(axis=None)
    assert (never["refused_quarter"] == -1).all()
    assert not (never["cause"] == "low_value").any()


def test_without_barriers_none_costs_anything_and_with_them_the_score_bears_all() -> None:
    free = CollaborationModel(Scenario.load("tiny").with_(**{f"barriers.{name}": 0.0 for name in NAMES}), seed=3).run()
    refused = free.deals().query("refused_by >= 0")
    assert len(refused) > 5
    assert (refused[BURDENS] == 0.0).all(axis=None)
    assert (refused["refused_score"] <= 0.0).all()  # nobody is turned away


def test_a_burden_is_of_the_barriers_that_make_a_deal_dearer(deals: pd.DataFrame) -> None:
    refused = deals.query("refused_by >= 0")
    costs = dict(zip(NAMES, refused[BURDENS].max(), strict=True))
    assert {name for name, cost in costs.items() if cost > 0.0} == {"standards_mismatch", "unequal_policy_treatment"}
    assert (refused[BURDENS] >= 0.0).all(axis=None)
    same_side = refused["direction"] == "university_to_civil"
    assert same_side.any()
    assert (refused["refused_burden_standards_mismatch"][same_side] == 0.0).all()


def test_why_tells_the_offer_of_every_deal_that_nobody_took(model: CollaborationModel, deals: pd.DataFrame) -> None:
    low = deals[(deals["cause"] == "low_value") & (deals[BURDENS].max(axis=1) > 0.0)]
    assert len(low) > 10
    history = model.history()
    for one in low.head(10).to_dict("records"):
        why = model.why(one["deal"])
        told = why[why["point"] == NET_VALUE].set_index("barrier")
        assert set(told.index) == {name for name in NAMES if one[f"refused_burden_{name}"] > 0.0}
        assert (told["now"] == one["refused_score"]).all()
        assert (told["stage"] == "match").all()
        for name, row in told.iterrows():
            assert row["without"] == pytest.approx(one["refused_score"] + one[f"refused_burden_{name}"])
            assert row["intensity"] == history[f"barrier_{name}"].iloc[one["refused_quarter"]]
    matched = int(deals.query("recipient >= 0 and refused_by >= 0")["deal"].iloc[0])
    assert not (model.why(matched)["point"] == NET_VALUE).any()


def test_the_offer_that_is_kept_is_the_best_so_far() -> None:
    model = CollaborationModel(Scenario.load("tiny"), seed=3)
    scores = np.full(0, np.nan)
    grew = 0
    while model.running:
        model.step()
        now = model.record().deals["refused_score"].copy()
        before = now[: len(scores)]
        known = ~np.isnan(scores)
        assert (before[known] >= scores[known]).all()
        grew += int((before[known] > scores[known]).sum())
        scores = now
    assert grew > 10
