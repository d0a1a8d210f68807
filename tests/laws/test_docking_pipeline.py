"""D7 of the validation plan: with nothing scarce and all alike, the whole pipeline is a product of survivals.

This is the null model of every claim about interactions: what departs from it comes from queues, budgets, attention,
learning, leaks or differences between organisations, which are switched off here.
"""

from __future__ import annotations

import math
from itertools import combinations

import numpy as np
import pytest
from scipy import stats

from sim import CollaborationModel
from sim.barriers import BARRIERS
from sim.mechanisms import deal_value
from sim.tables import Status
from sim.world import buckets
from tests.laws.benches import DIRECTION, FREE, KIND, SMALL, barriers, delivered, parameters
from tests.laws.evidence import FALSE_ALARM, Note, lay_beside, say_chance
from tests.rules.plain import plain

BY_THE_BOOK = (
    "standards_mismatch", "secrecy", "market_separation", "unequal_policy_treatment", "missing_coordination_body",
)  # fmt: skip
"""The barriers whose textbook form `survivals` knows, as it takes them; any other is absent here."""
ALIKE: dict[str, object] = {
    **FREE,
    **barriers(**{barrier.name: 0.0 for barrier in BARRIERS if barrier.name not in BY_THE_BOOK}),
    **parameters(
        distance_decay=0.0,
        demonstration_base_search=0.0,
        same_city_contact=0.0,
        anchor_contact=0.0,
        demonstration_base_contact=0.0,
    ),
    **parameters(effort_military=1.0, effort_private=1.0, effort_university=1.0, arrival_military=4.0),
    **parameters(arrival_university=6.0, university_military_share=0.6, university_visibility=0.8, catalogue_reach=0.0),
    # Every deal seen is worth its cost, so that only the barriers decide.
    **parameters(
        initial_success=1.0, development_cost=0.001, conversion_share=0.01, licence_cost=0.0, quality_spread=0.0
    ),
    "structure.money": "one_bank",  # a bank and the fund, as in the textbook form below
    "run.quarters": 80,
    "population.scale": 6.0,
}
PROFILES = {"military_enterprise": (0.6, 0.3, 0.0), "private_firm": (0.6, 0.0, 0.0), "university": (0.5, 0.0, 0.25)}
OPEN_QUARTERS = 12
LEVERS = ("standards_convergence", "graded_declassification", "market_opening", "equal_treatment", "coordination_body")
SAME_STAGE = {("equal_treatment", "coordination_body")}  # both open gates of the fund


def all_alike(seed: int, **overrides: object) -> CollaborationModel:
    """Run a region in which every organisation of a kind is the same, until every deal has ended."""
    model = CollaborationModel(SMALL, seed=seed, **{**ALIKE, **overrides})
    world = model.world
    for kind, profile in PROFILES.items():
        world.expertise[world.organisations["kind"] == KIND[kind]] = (*profile, *[0.0] * (len(world.fields) - 3))
    world.organisations["field"] = 0
    world.organisations["founding_anchor"] = False
    world.organisations["active"] = True
    world.organisations["licence_class"] = 0
    world.cities["founded_base"] = False
    starts, rows = buckets(world.organisations, world.order, len(world.cities), len(world.fields))
    model.world = world._replace(bucket_start=starts, bucket_rows=rows)
    for _ in range(OPEN_QUARTERS):
        model.step()
    for kind in ("military", "private", "university"):
        model.set(f"parameters.effort_{kind}", 0.0)
    model.run()
    assert not (model.record().deals["status"] == Status.OPEN).any()
    return model


def survivals(model: CollaborationModel, place: int, classified: bool, steps: int, home: int) -> list[float]:
    """Return a deal's chance to get through each stage, in the textbook form of each stage.

    Args:
        place: its direction.
        home: jurisdiction of its source.

    Returns:
        Chances to be seen and wanted, to pass review, to be converted, to sit on one side of the boundary and be paid
        there, or on the other, and to be absorbed.
    """
    world = model.world
    direction, s = world.directions[place], world.settings[0]
    intensity = dict(zip((barrier.name for barrier in BARRIERS), s.barriers, strict=True))
    standards, secrecy, market, unequal, coordination = (intensity[name] for name in BY_THE_BOOK)
    recipients = np.flatnonzero(world.organisations["kind"] == direction.partner_kind)
    sources = np.flatnonzero(world.organisations["kind"] == direction.source_kind)
    seen = world.values[direction.seen] if direction.seen >= 0 else 1.0
    converted = passed = 1.0
    if direction.sides_differ:
        seen *= (
            (1 - secrecy) ** s.secrecy_visibility_exponent
            * (1 - market) ** s.market_visibility_exponent
            * math.sqrt(1 - market)
        )
        gap = standards**direction.gap_exponent
        finish = s.conversion_speed * (1 - gap)
        converted = finish / (finish + s.conversion_abandonment_rate * gap + s.attrition)
    if direction.outward:
        cautious = s.cautious_review * secrecy
        passed = 1 - secrecy if classified else 1 - cautious * (1 - (1 - secrecy) ** s.cautious_exponent)
    payer = world.kinds[direction.source_kind if direction.source_pays else direction.partner_kind]
    refused = 1 - s.bank_approval * (1 - s.credit_gap * unequal * payer.disadvantaged)
    gate = 1 - s.fund_exclusion * unequal * payer.disadvantaged
    away = float((world.organisations["jurisdiction"][recipients] != home).mean())
    paid = (1 - away) * (1 - refused * (1 - gate))
    paid += away * (1 - coordination) * (1 - refused * (1 - gate * (1 - coordination)))
    knows = world.expertise[recipients[0]]
    capacity = plain(deal_value.absorptive_capacity)(knows, world.relatedness[0], s)
    distance = plain(deal_value.cognitive_distance)(world.expertise[sources[0]], knows)
    climb = s.absorption_speed * capacity * plain(deal_value.comprehension)(distance, capacity, s)
    climb *= 1 - s.secrecy_drag * secrecy * classified
    kill = (
        s.technical_failure_rate * (1 - capacity)
        + s.technical_failure_floor
        + s.attrition
        + s.secrecy_withdrawal * secrecy * classified
    )
    return [seen, passed, converted, paid, (climb / (climb + kill)) ** steps]


def expected(model: CollaborationModel, name: str) -> tuple[int, int, float, float]:
    """Return openings, deliveries, the deliveries that the product of survivals gives, and their standard error."""
    deals = model.record().deals
    deals = deals[deals["direction"] == DIRECTION[name]]
    home = model.world.organisations["jurisdiction"][deals["source"]]
    sorts, counts = np.unique(np.stack([deals["classified"], deals["steps"], home]), axis=1, return_counts=True)
    chances = np.array([math.prod(survivals(model, DIRECTION[name], *map(int, sort))) for sort in sorts.T])
    done = int((deals["status"] == Status.DELIVERED).sum())
    return len(deals), done, float(counts @ chances), math.sqrt(float(counts @ (chances * (1 - chances))))


@pytest.fixture(scope="module")
def regions() -> list[CollaborationModel]:
    return [all_alike(seed) for seed in range(1, 7)]


@pytest.mark.parametrize("name", DIRECTION)
def test_d7_deliveries_are_openings_times_survivals(
    name: str, regions: list[CollaborationModel], record_property: Note
) -> None:
    assert (regions[0].world.settings[0].barriers > 0).sum() == len(BY_THE_BOOK)
    found = np.array([expected(region, name) for region in regions])
    opened, done, theory = found[:, :3].sum(axis=0)
    error = math.sqrt(float((found[:, 3] ** 2).sum()))
    assert theory > 400
    lay_beside(record_property, f"deliveries of {opened:.0f} openings, {name}", done, theory, error)


def deliveries_with(levers: tuple[str, ...], seeds: range) -> np.ndarray:
    """Return deliveries by seed and direction, with these levers at full strength from the start."""
    at_once = {"strength": 1.0, "start_quarter": 0, "ramp_quarters": 0}
    keys = {f"levers.{lever}.{what}": value for lever in levers for what, value in at_once.items()}
    # One sort of military technology, or the mix of sorts would interact; universities are not asked here.
    keys |= parameters(classified_share=1.0, effort_university=0.0)
    return np.array([list(delivered(all_alike(seed, **keys)).values()) for seed in seeds], float)


@pytest.mark.slow
def test_d7_levers_do_not_interact_on_the_log_scale(record_property: Note) -> None:
    seeds, crossing = range(10), [DIRECTION["military_to_civil"], DIRECTION["civil_to_military"]]
    arms = {arm: deliveries_with(arm, seeds) for count in range(3) for arm in combinations(LEVERS, count)}
    pairs = [pair for pair in combinations(LEVERS, 2) if pair not in SAME_STAGE]
    found = []
    for one, other in pairs:
        for place in crossing:
            none, first, second, both = (arms[arm][:, place] for arm in ((), (one,), (other,), (one, other)))
            assert first.mean() > none.mean()
            assert second.mean() > none.mean()
            each = np.log(both * none / (first * second))
            error = float(each.std(ddof=1)) / math.sqrt(len(each))
            found.append((float(each.mean()), error, f"{one} x {other}, {list(DIRECTION)[place]}"))
    mean, error, which = max(found, key=lambda one: abs(one[0]) / one[1])
    limit = float(stats.t.ppf(1 - FALSE_ALARM / 2, len(seeds) - 1))
    say_chance(record_property, len(seeds), len(found))
    assert np.median([error for _, error, _ in found]) < 0.02  # small enough to see an interaction
    lay_beside(record_property, f"largest of {len(found)} log interactions: {which}", mean, 0.0, error, within=limit)
