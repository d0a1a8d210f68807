"""No lever is free, every lever's price has a range, and every reading has its own prices, the same in all arms."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import numpy as np
import pytest

from sim import Scenario, compare
from sim.declared import DeclarationError
from sim.engine import Run
from sim.experiment import Experiment
from sim.experiment.plan import Study
from sim.experiment.plan.readings import moved
from sim.experiment.plan.roles import unpriced
from sim.experiment.reading.lever_costs import (
    FIXED,
    STRATA,
    catalogue_costs,
    cost_range,
    costs_in,
    is_cost,
    refuse_free,
)
from sim.experiment.reading.readings import ReadingsAsked
from sim.levers import LEVERS, Lever
from sim.tables import MeterRow
from tests.rules.plain import plain, settings

TINY = Scenario.load("tiny").with_(**{"run.quarters": 16, "run.start_year": 2019, "population.scale": 0.3})
OPEN = TINY.with_(**{"levers.market_opening.strength": 1.0, "levers.market_opening.start_quarter": 4})


def test_a_free_lever_is_refused_by_name() -> None:
    assert refuse_free(LEVERS) == LEVERS
    opening = next(lever for lever in LEVERS if lever.name == "market_opening")
    free = replace(opening, fixed_cost_million_yuan_per_year=0.0, variable_cost=0.0)
    with pytest.raises(DeclarationError, match=r"lever 'market_opening' is free: .* the best for the money"):
        refuse_free([free])


SHORT = Scenario.load("baseline").with_(**{"run.start_year": 2018, "run.quarters": 28, "population.scale": 0.5})


@cache
def outcomes_of(scenario: Scenario) -> dict[str, float]:
    return Run(scenario, seed=0).run().outcomes()


@pytest.mark.parametrize("lever", LEVERS, ids=lambda lever: lever.name)
def test_whatever_moves_anything_at_full_strength_is_paid(lever: Lever) -> None:
    given = Scenario.load(lever.name).levers[lever.name]
    asked = {f"levers.{lever.name}.strength": 1.0, f"levers.{lever.name}.start_quarter": 8}
    if given.cities:
        asked[f"levers.{lever.name}.cities"] = list(given.cities)
    before, after = outcomes_of(SHORT), outcomes_of(SHORT.with_(**asked))
    moved_ = [
        name for name in before if "cost" not in name and before[name] != after[name] and not np.isnan(after[name])
    ]
    paid = after["programme_cost_million_yuan"]
    assert before["programme_cost_million_yuan"] == 0.0
    assert paid > 0.0 or not moved_, f"{lever.name} moves {', '.join(moved_[:6])}, and costs nothing"


def test_clerks_cost_what_clerks_cost_whichever_lever_adds_them() -> None:
    """A lever that moves the number of clerks pays for those it adds, no less than the lever that does nothing else."""
    meters = settings(**dict.fromkeys(MeterRow.columns, 0.0) | {"clerks_added": 12.0})
    price = {
        lever.name: plain(lever.metered)(1.0, meters) * lever.variable_cost
        for lever in LEVERS
        if any(move.target == "clerks" for move in lever.moves)
    }
    assert price["clearance_staff"] == pytest.approx(12 * 0.1)
    free = {name: cost for name, cost in price.items() if cost < price["clearance_staff"]}
    assert free == {}, "these levers add clerks for less than clearance_staff does"


def test_clerks_that_no_lever_adds_are_said_to_have_no_price() -> None:
    assert unpriced(SHORT.with_(**{"parameters.clerks": 200}), SHORT) == ["parameters.clerks"]
    assert unpriced(SHORT.with_(**{"levers.clearance_staff.strength": 1.0}), SHORT) == []


@pytest.mark.parametrize("lever", LEVERS, ids=lambda lever: lever.name)
def test_every_lever_has_a_price_that_is_doubted(lever: object) -> None:
    name = lever.name  # type: ignore[attr-defined]
    low, high = cost_range(name)
    assert 0 < low < 1 < high
    keys = [key for key in catalogue_costs() if key.split(".")[1] == name]
    assert keys
    for key in keys:
        factors = [costs_in(reading)[key] / catalogue_costs()[key] for reading in range(64)]
        eighth = (high / low) ** (1 / STRATA)
        assert low * 0.999 <= min(factors) <= low * eighth * 1.001
        assert high / eighth * 0.999 <= max(factors) <= high * 1.001


def test_ranges_are_of_levers_that_there_are() -> None:
    assert cost_range("clearance_staff") == (0.75, 1.5)


def test_prices_are_spread_evenly_over_eight_readings_and_levers_are_independent() -> None:
    keys = list(catalogue_costs())
    one_each = [key for key in keys if key.endswith(FIXED)]
    logs = np.array(
        [[np.log(costs_in(reading)[key] / catalogue_costs()[key]) for key in one_each] for reading in range(64)]
    )
    for column, key in zip(logs.T, one_each, strict=True):
        low, high = np.log(cost_range(key.split(".")[1]))
        shares = np.sort((column - low).reshape(-1, STRATA) / (high - low), axis=1)
        eighths = np.arange(STRATA) / STRATA
        assert (shares >= eighths - 0.001).all()
        assert (shares <= eighths + 1 / STRATA + 0.001).all()
    apart = np.corrcoef(logs.T) - np.eye(len(one_each))
    assert np.abs(apart).max() < 0.5
    assert costs_in(3) == costs_in(3) != costs_in(4)
    assert costs_in(3) != costs_in(3, seed=1)


def test_a_reading_prices_levers_in_force_and_what_a_scenario_prices_itself_stays() -> None:
    prices = costs_in(5)
    key = f"levers.market_opening.{FIXED}"
    assert moved(OPEN, prices) == {key: prices[key]}
    assert moved(TINY, prices) == {}
    assert moved(OPEN.with_(**{key: 33.0}), prices) == {}
    assert moved(OPEN, prices, held={key}) == {}
    assert all(map(is_cost, prices))
    assert not is_cost("levers.market_opening.strength")
    assert not is_cost("parameters.development_cost")


def test_a_lever_that_a_factor_brings_into_force_is_priced_by_the_reading_as_one_of_a_scenario() -> None:
    key = f"levers.market_opening.{FIXED}"
    asked = {
        "question": "What does opening cost?",
        "base": "tiny",
        "design": {"kind": "factorial"},
        "readings": {"number": 3, "twins": 0},
        "factors": {"levers.market_opening.strength": [0.0, 1.0], "barriers.secrecy": ["base", 0.3]},
    }
    study = Study(Experiment.from_dict(asked))
    for arm, planned in enumerate(study.arms):
        for draw in range(3):
            world, coded = study.scenario(arm, draw), study.draws[draw]["barriers.secrecy"]
            assert world.to_dict()["levers"]["market_opening"][FIXED] == costs_in(draw)[key]
            assert world.barriers["secrecy"] == planned.point.get("barriers.secrecy", coded)


def test_what_is_not_known_of_prices_moves_cost_and_nothing_else() -> None:
    arms = {"none": TINY, "open": OPEN}
    drawn = compare(arms, readings=ReadingsAsked(number=4)).runs.set_index(["arm", "draw"])
    shipped = compare(arms, readings=ReadingsAsked(number=4, costs=False)).runs.set_index(["arm", "draw"])
    differs = [name for name in drawn if name != "digest" and not drawn[name].equals(shipped[name])]
    assert set(differs) == {"programme_cost_million_yuan", "discounted_programme_cost_million_yuan"}
    ratio = (drawn["programme_cost_million_yuan"] / shipped["programme_cost_million_yuan"]).loc["open"]
    expected = [costs_in(n)[f"levers.market_opening.{FIXED}"] / 80.0 for n in range(4)]
    assert ratio.tolist() == pytest.approx(expected)
    assert drawn.loc["none", "programme_cost_million_yuan"].eq(0).all()
