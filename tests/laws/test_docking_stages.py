"""D3 to D6 and D8 of the validation plan: one mechanism at a time against its textbook formula."""

from __future__ import annotations

import math

import numpy as np
import pytest

from sim.mechanisms import deal_value
from sim.tables import Cause, Stage, Status
from tests.laws.benches import KIND, bench, parameters, parties, put_deals
from tests.laws.evidence import SEVERAL, Note, lay_beside, lay_beside_exactly
from tests.rules.plain import plain


def binomial_error(share: float, count: int) -> float:
    """Standard error of a share."""
    return math.sqrt(share * (1 - share) / count)


@pytest.mark.parametrize("gap", [0.0, 0.45])
def test_d3_standards_stage_is_competing_exponentials(gap: float, record_property: Note) -> None:
    finish, give_up, attrition, count = 0.7 * (1 - gap), 0.3 * gap, 0.025, 20_000
    model = bench(
        **{"barriers.standards_mismatch": gap},
        **parameters(
            conversion_speed=0.7, conversion_abandonment_rate=0.3, harmonisation_step=0.0, attrition=attrition
        ),
    )
    rows = put_deals(model, "civil_to_military", count, Stage.STANDARDS)
    for _ in range(60):
        model.step()
    deals = model.record().deals[rows]
    done = ~np.isnan(deals["converted"])
    total = finish + give_up + attrition
    share = finish / total
    if gap == 0.45:
        assert share == pytest.approx(0.7064, abs=1e-4)
    lay_beside(record_property, f"share converted at gap {gap:g}", done.mean(), share, binomial_error(share, count))
    durations = np.where(done, deals["converted"], deals["ended"])
    error = 1 / total / math.sqrt(count)
    lay_beside(record_property, f"quarters in the stage at gap {gap:g}", durations.mean(), 1 / total, error)
    assert durations.std() == pytest.approx(1 / total, rel=0.05)


@pytest.mark.parametrize("steps", [1, 3, 6])
def test_d4_absorption_is_erlang_with_killing(steps: int, record_property: Note) -> None:
    kill, count = 0.08, 20_000
    model = bench(
        **parameters(
            technical_failure_rate=0.0,
            technical_failure_floor=0.05,
            attrition=0.03,
            bank_approval=1.0,
            absorption_speed=1.0,
            fund=0.0,
            debt_service=1e6,  # one payer borrows for all
            city_budget=0.0,  # or a base that its city keeps up would speed contact
        ),
    )
    source, recipient = parties(model, "civil_to_military")
    world = model.world
    numbers = world.base_settings[0]
    field = int(world.organisations["field"][source])
    capacity = plain(deal_value.absorptive_capacity)(world.expertise[recipient], world.relatedness[field], numbers)
    distance = 0.2
    contact = 1.0 + numbers.anchor_contact * bool(world.organisations["founding_anchor"][recipient])
    contact += numbers.demonstration_base_contact * bool(
        world.cities["founded_base"][world.organisations["city"][recipient]]
    )
    numbers.absorption_speed = 0.6 / (capacity * plain(deal_value.comprehension)(distance, capacity, numbers) * contact)
    rows = put_deals(
        model, "civil_to_military", count, Stage.FINANCE, steps=steps, distance=distance, field=field, cost=1.0
    )
    for _ in range(100):
        model.step()
    deals = model.record().deals[rows]
    assert set(deals["status"]) == {Status.DELIVERED, Status.DEAD}
    share = (0.6 / (0.6 + kill)) ** steps
    if steps == 3:
        assert share == pytest.approx(0.6870, abs=1e-4)
    done = deals["status"] == Status.DELIVERED
    what = f"share absorbed, {steps} steps at 0.6, killed at 0.08"
    lay_beside(record_property, what, done.mean(), share, binomial_error(share, count))
    failed = (deals["cause"] == Cause.TECHNICAL_FAILURE).sum() / (~done).sum()
    error = binomial_error(0.05 / kill, int((~done).sum()))
    lay_beside(record_property, f"technical failures among the dead, {steps} steps", failed, 0.05 / kill, error)


def test_d5_entry_by_habit_is_geometric(record_property: Note) -> None:
    pace, habit, quarters = 0.1, 0.3, 40
    changes = parameters(enter_pace=pace, habit_across=habit, sharpness_firms=0.0)
    model = bench(**changes, **{"population.private_sample": 1.0, "population.scale": 1.3})
    organisations = model.world.organisations
    firms = np.flatnonzero(organisations["kind"] == KIND["private_firm"])
    organisations["active"][firms] = False
    assert len(firms) > 20_000
    for _ in range(quarters):
        model.step()
    share = 1.0 - math.exp(-pace * habit * quarters)
    entered = float(organisations["active"][firms].mean())
    what = f"share of firms entered after {quarters} quarters, at pace {pace:g} and habit {habit:g}"
    lay_beside(record_property, what, entered, share, binomial_error(share, len(firms)))


def test_d5_imitation_alone_grows_as_a_wave(record_property: Note) -> None:
    """With peers' return alone, in proportion to the share that takes part, entry is the recursion of that share."""
    pace, habit, quarters = 0.12, 0.2, 48
    changes = parameters(enter_pace=pace, habit_across=habit, sharpness_firms=1.0, prior_weight=1000.0, ledger_fade=0.0)
    model = bench(**changes, **{"population.private_sample": 1.0, "population.scale": 1.3})
    world = model.world
    firms = np.flatnonzero(world.organisations["kind"] == KIND["private_firm"])
    world.organisations["active"][firms] = False
    world.organisations["city"][firms] = 0  # one pool of peers
    assert len(firms) > 20_000
    record = 1e5 * 4.0 * 1000.0 * float(world.base_settings[0].stay_cost)  # beside which all other records are lost
    expected, variance, off = 0.0, 0.0, []
    for _ in range(quarters):
        world.ledger["put_in"][firms] = 0.0
        world.ledger["put_in"][firms[0]] = record
        taking_part = float(world.organisations["active"][firms].mean())
        world.ledger["got_out"][firms[0]] = record * (0.2 + 4.0 * taking_part)
        model.step()
        peers = 0.2 + 4.0 * expected
        across = habit * peers / (habit * peers + 1.0 - habit)
        chance = 1.0 - math.exp(-pace * across)
        slope = pace * (1.0 - chance) * habit * (1.0 - habit) * 4.0 / (habit * peers + 1.0 - habit) ** 2
        variance = variance * (1.0 - chance + (1.0 - expected) * slope) ** 2
        variance += (1.0 - expected) * chance * (1.0 - chance) / len(firms)
        expected += (1.0 - expected) * chance
        share = float(world.organisations["active"][firms].mean())
        off.append(abs(share - expected) / math.sqrt(variance))
    lay_beside(record_property, "share of firms entered by imitation", share, expected, math.sqrt(variance))
    assert max(off) < SEVERAL


@pytest.mark.parametrize(("conversions", "published"), [(5, 0.20), (10, 0.33), (20, 0.50), (50, 0.71)])
def test_d6_standards_commons_have_their_fixed_point(conversions: int, published: float, record_property: Note) -> None:
    learning, decay = 0.001, 0.02
    model = bench(
        **parameters(
            conversion_speed=100.0, harmonisation_decay=decay, attrition=0.0, fund=0.0, self_financing_share=0.0
        )
    )
    model.world.base_settings["harmonisation_step"] = learning
    model.world.base_settings["finance_abandonment_rate"] = 100.0
    field = 3
    for _ in range(300):
        put_deals(model, "civil_to_military", conversions, Stage.STANDARDS, field=field, cost=1e9, payer=0)
        model.step()
    kept = (1 - learning) ** conversions
    exact = (1 - decay) * (1 - kept) / (1 - (1 - decay) * kept)
    harmonised = float(model.world.fields["harmonised"][field])
    what = f"harmonised share, {conversions} conversions a quarter (continuous limit {published:g})"
    lay_beside_exactly(record_property, what, harmonised, exact, 0.003)
    limit = learning * conversions / (learning * conversions + decay)
    assert limit == pytest.approx(published, abs=0.006)
    assert harmonised == pytest.approx(limit, abs=0.02)


@pytest.mark.parametrize(("capacity", "published"), [(0.3, 0.254), (0.6, 0.307), (0.9, 0.352)])
def test_d8_what_a_deal_is_worth_is_best_at_a_middle_distance(
    capacity: float, published: float, record_property: Note
) -> None:
    scale, spread = 0.25, 0.55
    model = bench(**parameters(novelty_scale=scale, comprehension_scale=spread))
    source, recipient = parties(model, "civil_to_military")
    world = model.world
    field, other = np.unravel_index(world.relatedness.argmin(), world.relatedness.shape)
    row = int(put_deals(model, "civil_to_military", 1, Stage.SEARCH, field=int(field))[0])
    slope = float(world.base_settings[0].absorptive_capacity_slope)
    knows = -math.log(1 - capacity) / slope  # gives this absorptive capacity
    world.expertise[[source, recipient]] = 0.0
    world.expertise[source, field] = 0.5
    distances = np.linspace(0.01, 0.6, 1181)
    gains = []
    for distance in distances:
        beside = knows * math.tan(math.acos(1 - distance))  # what it knows elsewhere turns its profile away
        assert beside * world.relatedness[field, other] < knows  # and adds nothing to its capacity
        world.expertise[recipient, field], world.expertise[recipient, other] = knows, beside
        gains.append(model.judge(row, recipient).gain_million_yuan)
    theory = scale * math.log(1 + spread * (0.5 + capacity) / scale)
    assert theory == pytest.approx(published, abs=1e-3)
    best = distances[int(np.argmax(gains))]
    assert gains[0] < max(gains) > gains[-1]
    lay_beside_exactly(record_property, f"best distance at absorptive capacity {capacity:g}", best, theory, 0.001)
