"""Agreements between cities: signed without effect, held by a body, and nothing where there is no boundary."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from sim import CollaborationModel, Scenario
from sim.tables import AGREEMENT, EXCHANGED
from tests.laws.benches import SMALL, parameters, run
from tests.laws.test_artefacts import city_file

NONE: dict[str, object] = {"structure.agreements": "none"}
EASY = parameters(sign_value=1.0, sign_rate=1.0)


def same(one: CollaborationModel, other: CollaborationModel) -> bool:
    return one.record().deals.tobytes() == other.record().deals.tobytes()


def test_in_a_region_of_one_city_there_is_nobody_to_agree_with(tmp_path: Path) -> None:
    one_city = SMALL.with_(**{"region.cities": city_file(tmp_path, keep=1)})
    lapsing, none = (CollaborationModel(one_city, seed=3, **form).run() for form in (EASY, NONE))
    assert len(lapsing.record().deals) > 200
    assert same(lapsing, none)
    assert not lapsing.world.city_pair[AGREEMENT].any()


def test_what_has_no_effect_changes_no_deal() -> None:
    assert same(run(**EASY, **parameters(agreement_effect=0.0, agreement_search=0.0)), run(**NONE))
    assert same(run(**parameters(sign_rate=0.0)), run(**NONE))
    assert not same(run(**EASY), run(**NONE))


def test_agreements_are_between_both_and_across_the_boundary_alone() -> None:
    model = run(**EASY)
    agreed = model.world.city_pair[AGREEMENT]
    jurisdiction = model.world.cities["jurisdiction"]
    assert (agreed == agreed.T).all()
    assert not agreed[jurisdiction[:, None] == jurisdiction].any()
    assert 0.0 < agreed.max() <= 1.0
    assert (agreed >= 0.0).all()


def test_without_a_barrier_agreements_never_lapse() -> None:
    model = CollaborationModel(SMALL, seed=3, **EASY, **{"barriers.missing_coordination_body": 0.0})
    before = model.world.city_pair[AGREEMENT].copy()
    for _ in range(SMALL.run.quarters):
        model.step()
        now = model.world.city_pair[AGREEMENT].copy()
        assert (now >= before).all()
        before = now
    assert before.any()


def test_what_is_exchanged_is_what_was_delivered_across_in_the_year() -> None:
    model = CollaborationModel(SMALL, seed=3, **{"barriers.missing_coordination_body": 0.1})
    seen = 0.0
    for _ in range(SMALL.run.quarters - 1):
        model.step()
        deals, city = model.record().deals, model.world.organisations["city"]
        year = 4 * (model.quarter // 4)
        delivered = deals[(deals["status"] == 1) & (deals["ended"] >= year) & deals["jurisdictions_differ"]]
        wanted = np.zeros((len(model.world.cities),) * 2)
        for deal in delivered:
            pair = city[deal["source"]], city[deal["recipient"]]
            wanted[pair] += deal["value"]
            wanted[pair[::-1]] += deal["value"]
        assert model.world.city_pair[EXCHANGED] == pytest.approx(wanted)
        seen += wanted.sum()
    assert seen > 0.0


@pytest.mark.parametrize("seed", range(2))
def test_v11_agreements_are_without_effect_until_a_body_holds_them(seed: int) -> None:
    """Seed 3.1: a number of agreements were signed, and the effect has not yet appeared."""
    cores = [city.key for city in Scenario.load("baseline").region.cities].index
    pair = cores("chongqing"), cores("chengdu")
    held = {}
    for name in ("baseline", "coordination_body"):
        model = CollaborationModel(Scenario.load(name), seed=seed).run()
        held[name] = float(model.world.city_pair[AGREEMENT][pair])
        held[f"{name}, all"] = float(model.record().history["agreement_across"][-1])
    assert held["baseline"] < 0.35
    assert held["baseline"] < held["coordination_body"]
    assert held["baseline, all"] < 0.5 * held["coordination_body, all"]
