"""What no result may hang on: a body without a boundary, the unit of money, the words by which places are called."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from experiments.likeness import MASS, by_choice, fitted
from sim import CollaborationModel, Scenario
from sim.engine import Run
from sim.scenario.settings import SETTING_BY_NAME
from sim.tables import CaseKind, Money
from sim.world import buckets
from tests.laws.benches import KIND, NO_RENEWAL, SMALL

SHIPPED = Path(__file__).parents[2] / "sim" / "region" / "data" / "chengdu_chongqing" / "cities.csv"
SEEN_ACROSS = {"barriers.missing_coordination_body": 0.3}
RELIEF = {**SEEN_ACROSS, "parameters.overlap_relief": 0.6}
BODY = {"levers.coordination_body.strength": 1.0, "levers.coordination_body.start_quarter": 0}


def city_file(folder: Path, keep: int = 100, **renamed: str) -> str:
    """Write the first cities of the shipped region to a file of their own, some words replaced; return its path."""
    text = "\n".join(SHIPPED.read_text(encoding="utf-8").splitlines()[: 1 + keep])
    for old, new in renamed.items():
        text = text.replace(f",{old},", f",{new},")
    file = folder / f"cities_{len(list(folder.iterdir()))}.csv"
    file.write_text(text + "\n", encoding="utf-8")
    return str(file)


def finished(scenario: Scenario, seed: int = 3, **overrides: object) -> CollaborationModel:
    return CollaborationModel(scenario, seed=seed, **overrides).run()


@pytest.mark.parametrize("seed", range(3))
def test_a_body_across_the_boundary_changes_nothing_where_there_is_none(tmp_path: Path, seed: int) -> None:
    """A5: in a region of one city every deal is the same to the last bit, and the body is paid for."""
    scenario = SMALL.with_(**{"region.cities": city_file(tmp_path, keep=1)})
    without, with_body = finished(scenario, seed), finished(scenario, seed, **BODY)
    deals = without.record().deals
    assert len(deals) > 200
    assert with_body.record().deals.tobytes() == deals.tobytes()
    assert with_body.record().cases.tobytes() == without.record().cases.tobytes()
    assert with_body.record().history["programme_cost"].sum() > 0.0 == without.record().history["programme_cost"].sum()


def reviews(model: CollaborationModel) -> dict[tuple[int, ...], float]:
    """Clerk time of every secrecy review, by the deal's key, its partner and whether it crosses the boundary."""
    cases, deals = model.record().cases, model.record().deals
    cases = cases[cases["kind"] == CaseKind.REVIEW]
    of = deals[cases["deal"]]
    keys = zip(of["initiator"], of["opened"], of["slot"], of["recipient"], of["jurisdictions_differ"], strict=True)
    return {tuple(int(part) for part in key): float(work) for key, work in zip(keys, cases["work"], strict=True)}


def test_a_body_makes_files_shorter_that_cross_the_boundary_and_no_others() -> None:
    without, with_body = (reviews(finished(SMALL, **NO_RENEWAL, **keys)) for keys in (SEEN_ACROSS, RELIEF))
    same = without.keys() & with_body.keys()
    across = {key for key in same if key[-1]}
    assert len(across) > 5
    assert len(same - across) > 50
    assert all(without[key] == with_body[key] for key in same - across)
    assert all(with_body[key] == pytest.approx(without[key] * 0.75 / 0.9) for key in across)


@pytest.mark.parametrize("life", [1, 4, 20])
def test_licensed_firms_are_licences_granted_times_their_life(life: int) -> None:
    """A licence counts, and serves, in as many quarters as it lives; the first is that in which it is granted."""
    of_licences = {"licence_life": life, "initially_licensed": 0.0, "exit_pace": 0.0, "initially_active_core": 0.4}
    controlled = {f"access_scope_{rung}": 1.0 for rung in (1, 2, 3)}
    keys = {f"parameters.{name}": value for name, value in {**of_licences, **controlled}.items()}
    model = finished(SMALL, **NO_RENEWAL, **keys)
    cases, firms = model.record().cases, model.world.organisations["kind"][: len(model.world.organisations)]
    granted = cases[
        cases["granted"] & (cases["kind"] == CaseKind.LICENCE) & (firms[cases["organisation"]] == KIND["private_firm"])
    ]
    served = set()
    for one in granted:
        first = int(one["decided"])
        served |= {(int(one["organisation"]), quarter) for quarter in range(first, min(first + life, model.quarter))}
    counted = np.bincount([quarter for _, quarter in served], minlength=model.quarter)
    assert len(granted) > 20
    assert model.record().history["licensed_firms"].tolist() == counted.tolist()


MONEY = (
    *("base_value", "licence_cost", "fund", "self_financing_share", "stay_cost"),
    *("city_budget", "base_price", "office_price", "procurement_share", "sign_value", "equity_value"),
    "debt_service",
)
"""What money is counted in: settings of million yuan, but for one held to revenue, and what makes money of revenue."""


@pytest.mark.parametrize("seed", range(3))
def test_no_decision_hangs_on_the_unit_of_money(seed: int) -> None:
    """Eight times every sum is the same to the last bit of a share; the fund is too small for all who ask."""
    scarce = SMALL.with_(**NO_RENEWAL, **{"parameters.fund": 20.0})  # sizes are not money that is multiplied
    larger = {f"parameters.{name}": 8.0 * scarce.parameters[name] for name in MONEY}
    one, other = finished(scarce, seed).record().deals, finished(scarce, seed, **larger).record().deals
    asked = (one["money"] != Money.FUND) & (one["money"] != Money.NOBODY)
    assert (one["money"] == Money.FUND).sum() > 20 < asked.sum()
    for name in ("value", "cost", "score", "fund_paid"):
        assert (8.0 * one[name]).tobytes() == other[name].tobytes()
    for name in ("recipient", "stage", "status", "cause", "money", "deadweight", "ended"):
        assert one[name].tobytes() == other[name].tobytes()


@pytest.mark.parametrize("name", ["cash_years", "delay_fixed", "delay_per_step", "year_length"])
def test_times_that_are_assumptions_are_settings_and_are_felt(name: str) -> None:
    felt = []
    for seed in range(4):  # in so small a region protection, which hangs on the year, turns away few
        ends = [finished(SMALL, seed, **{f"parameters.{name}": value}) for value in SETTING_BY_NAME[name].plausible]
        felt.append(ends[0].record().deals.tobytes() != ends[1].record().deals.tobytes())
    assert any(felt)


def test_no_decision_hangs_on_the_words_by_which_places_are_called(tmp_path: Path) -> None:
    as_it_is = finished(SMALL.with_(**{"region.cities": city_file(tmp_path)}))
    renamed = finished(SMALL.with_(**{"region.cities": city_file(tmp_path, Sichuan="Westland", Chongqing="Eastland")}))
    assert renamed.region.jurisdictions == ("Eastland", "Westland")
    for table in ("deals", "cases", "organisations", "history"):
        assert getattr(renamed.record(), table).tobytes() == getattr(as_it_is.record(), table).tobytes(), table


def in_one_field(word: str, seed: int) -> CollaborationModel:
    """Run a region in which everybody is of one field, its cities chosen by the word."""
    model = CollaborationModel(SMALL, seed=seed, **{"structure.city_choice": word})
    world = model.world
    world.organisations["field"] = 0
    starts, rows = buckets(world.organisations, world.order, len(world.cities), len(world.fields))
    model.world = world._replace(bucket_start=starts, bucket_rows=rows)
    return model.run()


@pytest.mark.parametrize("seed", range(3))
def test_where_there_is_one_field_relatedness_chooses_no_city(seed: int) -> None:
    related, mass = in_one_field("related", seed), in_one_field("mass", seed)
    assert len(mass.record().deals) > 200
    assert related.record().deals.tobytes() == mass.record().deals.tobytes()


def test_partners_are_of_nearer_fields_the_narrower_the_search() -> None:
    """Relatedness of the fields of matched parties, mean: it steers between cities only if cities are so chosen."""
    found = []
    forms: tuple[dict[str, object], ...] = (
        {"structure.city_choice": "mass"},
        *({"parameters.search_focus": focus} for focus in (1.0, 3.0, 5.0)),
    )
    for form in forms:
        model = finished(SMALL, **form)
        deals, field = model.record().deals, model.world.organisations["field"]
        deals = deals[deals["recipient"] >= 0]
        found.append(model.world.relatedness[deals["field"], field[deals["recipient"]]].mean())
    assert len(deals) > 200
    assert found == sorted(found)
    assert found[-1] > found[0] + 0.1


@pytest.mark.long
def test_partners_in_other_cities_are_sought_where_related_organisations_are() -> None:
    """With masses, distance and boundary held, relatedness draws; where cities are chosen by mass it hardly can."""
    base = Scenario.load("baseline")
    forms = (base, base.with_(**MASS))
    related, mass = (
        np.array([by_choice(Run(form, seed).finish())["relatedness"] for seed in range(4)]) for form in forms
    )
    assert (related > 0.5).all()
    assert (np.abs(mass) < 0.35).all()
    assert (related - mass > 0.3).all()


def test_weights_of_a_choice_are_found_again() -> None:
    draws, weights = np.random.default_rng(1), np.array([1.0, -0.5, 0.7])
    features, there = draws.normal(size=(40, 12, 3)), draws.random((40, 12)) < 0.8
    chance = np.where(there, np.exp(features @ weights), 0.0)
    found = 1000.0 * chance / chance.sum(axis=1, keepdims=True)
    assert fitted(found, features, there) == pytest.approx(weights)
