"""Agreements between cities: signed without effect, held by a body, and nothing where there is no boundary."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from sim import CollaborationModel, Scenario
from sim.levers import LEVERS
from sim.tables import AGREEMENT, CAME, EXPECTED, Status
from tests.laws.benches import DIRECTION, SMALL, parameters, run
from tests.laws.test_artefacts import city_file

NONE: dict[str, object] = {"structure.agreements": "none"}
EASY = parameters(sign_value=0.1, habit_sign=0.95)


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
    assert same(run(**parameters(habit_sign=0.0)), run(**NONE))
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


def test_what_a_city_weighs_is_what_came_to_it_fading() -> None:
    """An account of its own, from the deals: what came from every city across the boundary, and what should have."""
    model = CollaborationModel(SMALL, seed=3, **{"barriers.missing_coordination_body": 0.1})
    keep, sign_value = 1.0 - SMALL.parameters["ledger_fade"], model.world.base_settings[0].sign_value
    cities, city = model.world.cities, model.world.organisations["city"]
    differ = cities["jurisdiction"][:, None] != cities["jurisdiction"]
    came, expected = np.zeros(differ.shape), np.zeros(differ.shape)
    for quarter in range(SMALL.run.quarters):
        model.step()
        came, expected = keep * came, keep * expected + differ * sign_value / 4.0
        deals = model.record().deals
        crossed = deals["jurisdictions_differ"] & (deals["status"] == Status.DELIVERED)
        for deal in deals[crossed & (np.floor(deals["ended"]) == quarter)]:
            came[city[deal["recipient"]], city[deal["source"]]] += deal["value"]
        assert model.world.city_pair[CAME] == pytest.approx(came)
        assert model.world.city_pair[EXPECTED] == pytest.approx(expected)
    assert (came > 0.0).sum() > 1
    assert not (came == came.T).all()


def test_without_sharpness_all_sign_alike_and_with_it_those_that_have_exchanged() -> None:
    """Means over pairs and seeds; never by chance: who has not exchanged in 22 years hardly signs."""
    signed: dict[str, list[float]] = {"with": [], "without": [], "habit with": [], "habit without": []}
    for seed in range(4):
        for name, sharpness in (("", 2.0), ("habit ", 0.0)):
            changes = parameters(sharpness_agreements=sharpness, habit_sign=0.7)
            model = CollaborationModel(Scenario.load("baseline"), seed=seed, **changes).run()
            agreed, came = model.world.city_pair[AGREEMENT], model.world.city_pair[CAME]
            jurisdiction = model.world.cities["jurisdiction"]
            differ = jurisdiction[:, None] != jurisdiction
            both = (came > 0.0) & (came.T > 0.0)
            signed[f"{name}with"] += list(agreed[differ & both])
            signed[f"{name}without"] += list(agreed[differ & ~both])
    means = {name: float(np.mean(values)) for name, values in signed.items()}
    assert means["with"] > 3.0 * means["without"]
    assert means["habit with"] < 2.0 * means["habit without"]


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


def test_an_alliance_of_universities_opens_the_boundary_to_what_they_offer_alone() -> None:
    """Where nothing crosses the boundary, a waiver of all of it lets deals of universities across, and no others."""
    shut: dict[str, object] = {"barriers.missing_coordination_body": 1.0, **NONE}
    crossing = []
    for waiver in (0.0, 1.0):
        deals = run(**shut, **parameters(boundary_waiver=waiver)).record().deals
        across = deals[(deals["recipient"] >= 0) & deals["jurisdictions_differ"]]
        crossing.append({name: int((across["direction"] == place).sum()) for name, place in DIRECTION.items()})
    without, with_it = crossing
    assert sum(without.values()) == 0
    assert with_it["university_to_civil"] > 10
    assert with_it["military_to_civil"] == with_it["civil_to_military"] == 0
    (lever,) = [lever for lever in LEVERS if lever.name == "university_ip_alliance"]
    assert "boundary_waiver" in {move.target for move in lever.moves}
