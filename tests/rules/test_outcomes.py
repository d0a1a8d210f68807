"""Every outcome of a hand-made run, counted by hand."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from sim.agents import DIRECTIONS
from sim.barriers import BARRIERS
from sim.outcomes import OUTCOMES, Record, measure_all, quarterly
from sim.outcomes.delivery_gini import gini
from sim.outcomes.measure import quarter_of_end
from sim.tables import (
    FIRST_BARRIER,
    CaseRow,
    CaseStatus,
    Cause,
    DealRow,
    HistoryRow,
    OrganisationRow,
    Stage,
    Status,
    rows,
)

PAST, QUARTERS = 2, 6
DIRECTION_NAMES = tuple(direction.name for direction in DIRECTIONS)
BARRIER_NAMES = tuple(barrier.name for barrier in BARRIERS)
CAUSE_NAMES = (*(cause.name.lower() for cause in Cause if cause < FIRST_BARRIER), *BARRIER_NAMES)
SPIN_OFF, SPIN_ON = DIRECTION_NAMES.index("military_to_civil"), DIRECTION_NAMES.index("civil_to_military")
TO_MILITARY = DIRECTION_NAMES.index("university_to_military")
TO_CIVIL = DIRECTION_NAMES.index("university_to_civil")
SECRECY = FIRST_BARRIER + BARRIER_NAMES.index("secrecy")
MARKETS = FIRST_BARRIER + BARRIER_NAMES.index("market_separation")

# direction, opened, matched, ended, value, rung, recipient, crosses the boundary
DELIVERIES = (
    (SPIN_ON, 0, 0.0, 1.9, 100.0, 3, 0, True),  # before the horizon: no outcome counts it
    (SPIN_OFF, 0, 1.0, 2.0, 10.0, 1, 0, True),  # at its first moment; matched before it
    (SPIN_ON, 1, 2.0, 3.5, 20.0, 1, 0, False),
    (SPIN_ON, 2, 2.0, 5.25, 30.0, 2, 0, True),
    (SPIN_ON, 2, 3.0, 5.5, 40.0, 1, 1, False),
    (TO_CIVIL, 1, 2.0, 5.75, 50.0, 1, 2, False),
)
# opened, matched, ended, stage, cause
DEATHS = (
    (0, math.nan, 2.0, Stage.SEARCH, SECRECY),  # at the stroke that ends quarter 1: before the horizon
    (0, math.nan, 3.0, Stage.SEARCH, SECRECY),  # quarter 2
    (0, math.nan, 6.0, Stage.MATCH, MARKETS),  # quarter 5, the last
    (3, 3.0, 4.5, Stage.ACCESS, SECRECY),
    (3, 3.0, 4.5, Stage.ABSORPTION, Cause.TECHNICAL_FAILURE),
    (0, 0.0, 0.0, Stage.ACCESS, Cause.ORGANISATION_CLOSED),  # before the first quarter ran
)
DEATHS_ON = 3  # place of the one death that is not of military to civil
# filed, started, status
CASES = (
    (0.5, 1.5, CaseStatus.DECIDED),  # taken up before the horizon
    (1.0, 2.0, CaseStatus.DECIDED),
    (2.5, 5.5, CaseStatus.IN_SERVICE),
    (1.0, math.nan, CaseStatus.WAITING),
    (1.0, math.nan, CaseStatus.WITHDRAWN),
)


def made_deals() -> Any:
    deals = rows(DealRow, len(DELIVERIES) + len(DEATHS) + 1, len(BARRIERS))
    columns = ("direction", "opened", "matched", "ended", "value", "rung", "recipient")
    for row, delivery in enumerate(DELIVERIES):
        for column, entry in zip((*columns, "jurisdictions_differ"), delivery, strict=True):
            deals[column][row] = entry
        deals["stage"][row], deals["status"][row] = Stage.DELIVERED, Status.DELIVERED
    for row, death in enumerate(DEATHS, len(DELIVERIES)):
        for column, entry in zip(("opened", "matched", "ended", "stage", "cause"), death, strict=True):
            deals[column][row] = entry
        deals["status"][row] = Status.DEAD
        deals["value"][row], deals["jurisdictions_differ"][row] = 1000.0, True
    deals["direction"][len(DELIVERIES) + DEATHS_ON] = SPIN_ON
    deals["opened"][-1], deals["matched"][-1], deals["ended"][-1] = 5, 5.0, math.nan
    deals["status"][-1], deals["direction"][-1] = Status.OPEN, TO_MILITARY
    return deals


def made_history() -> Any:
    history = rows(HistoryRow, QUARTERS)
    history["licensed_firms"] = (1, 2, 3, 4, 5, 7)
    history["active_firms"] = (9, 9, 9, 9, 9, 11)
    history["leaks"] = (1, 1, 0, 1, 0, 1)
    history["queue"] = (50, 50, 2, 4, 6, 8)
    history["programme_cost"] = (500, 500, 10, 0, 0, 20)
    history["fund_spent"] = (500, 500, 10, 10, 10, 10)
    history["fund_deadweight"] = (500, 500, 4, 0, 6, 0)
    history["lent"] = (300, 300, 40, 0, 20, 10)
    history["credit_losses"] = (80, 80, 0, 5, 0, 4)
    history["firms"] = (70, 71, 72, 70, 69, 73)
    history["founded"] = (60, 60, 3, 0, 1, 5)
    history["spin_offs"] = (60, 60, 1, 0, 0, 2)
    history["failed"] = (60, 60, 2, 2, 2, 1)
    return history


@pytest.fixture
def record() -> Record:
    cases = rows(CaseRow, len(CASES))
    for row, case in enumerate(CASES):
        cases["filed"][row], cases["started"][row], cases["status"][row] = case
    organisations = rows(OrganisationRow, 3)
    organisations["city"] = (0, 1, 1)
    return Record(
        deals=made_deals(),
        cases=cases,
        history=made_history(),
        organisations=organisations,
        policy_quarter=PAST,
        quarter=QUARTERS,
        direction_names=DIRECTION_NAMES,
        barrier_names=BARRIER_NAMES,
        cause_names=CAUSE_NAMES,
        city_count=4,
    )


COUNTED_BY_HAND = {
    "transfers_delivered": 5,
    "transfers_military_to_civil": 1,
    "transfers_civil_to_military": 3,
    "transfers_university_to_military": 0,
    "transfers_university_to_civil": 1,
    "transfers_cross_jurisdiction": 2,
    "firms": 73,
    "firms_founded": 9,
    "spin_offs": 3,
    "firms_failed": 7,
    "value_delivered_million_yuan": 150,
    "mean_quarters_to_delivery": (2.0 + 2.5 + 3.25 + 3.5 + 4.75) / 5,
    "mean_office_wait_quarters": (1.0 + 3.0) / 2,
    "mean_office_queue": 5,
    "licensed_firms": 7,
    "active_firms": 11,
    "share_parts": 2 / 3,
    "share_key_subsystems": 1 / 3,
    "share_complete_machines": 0,
    "leaks": 2,
    "programme_cost_million_yuan": 30,
    "discounted_programme_cost_million_yuan": 10 + 20 / 1.030301,
    "fund_spent_million_yuan": 40,
    "fund_deadweight_share": 0.25,
    "credit_lent_million_yuan": 70,
    "credit_losses_million_yuan": 9,
    # Cities received 3, 2, 0, 0: mean absolute difference 22/16 over twice the mean 5/4.
    "delivery_gini_cities": 0.55,
    "deals_opened": 5,
    "deals_matched": 7,
    "conversion_rate": 4 / 7,
    "deaths_by_secrecy": 2,
    "deaths_by_market_separation": 1,
    "deaths_by_technical_failure": 1,
    "deaths_military_to_civil": 3,
    "deaths_military_to_civil_by_secrecy": 1,
    "deaths_military_to_civil_by_market_separation": 1,
    "deaths_civil_to_military": 1,
    "deaths_civil_to_military_by_secrecy": 1,
}
FAMILIES = ("deaths_", "transfers_")
"""One outcome a cause or direction: what the record has none of is 0."""


def test_every_outcome_is_as_counted_by_hand(record: Record) -> None:
    measured = measure_all(record)
    assert {name: measured[name] for name in COUNTED_BY_HAND} == pytest.approx(COUNTED_BY_HAND, rel=1e-12)
    rest = {name: measured[name] for name in measured if name not in COUNTED_BY_HAND and name.startswith(FAMILIES)}
    assert {name: count for name, count in rest.items() if count != 0.0} == {}
    assert len(rest) > 30


def test_no_outcome_is_left_uncounted() -> None:
    one_by_one = [outcome.name for outcome in OUTCOMES if not outcome.name.startswith(FAMILIES)]
    missing = [name for name in one_by_one if name not in COUNTED_BY_HAND]
    assert missing == [], "work it out for the record of tests/rules/test_outcomes.py, in COUNTED_BY_HAND"


def test_the_promised_names_are_there_once_and_every_cause_has_one() -> None:
    names = [outcome.name for outcome in OUTCOMES]
    assert len(set(names)) == len(names)
    assert set(COUNTED_BY_HAND) <= set(names)
    deaths = {name.removeprefix("deaths_by_") for name in names if name.startswith("deaths_by_")}
    assert deaths == set(CAUSE_NAMES[1:])
    assert all(outcome.label and outcome.words and outcome.unit for outcome in OUTCOMES)
    assert {outcome.better for outcome in OUTCOMES} == {"higher", "lower", "neither"}


def test_outcomes_are_plain_numbers(record: Record) -> None:
    assert {type(number) for number in measure_all(record).values()} == {float}


def test_only_averages_of_nothing_are_not_a_number(record: Record) -> None:
    empty = replace(record, deals=record.deals[:0], cases=record.cases[:0], history=record.history[:0], quarter=0)
    without = {name for name, number in measure_all(empty).items() if math.isnan(number)}
    assert without == {outcome.name for outcome in OUTCOMES if outcome.kind != "total"}
    assert {"licensed_firms", "mean_office_wait_quarters", "delivery_gini_cities"} < without
    assert {len(series) for series in quarterly(empty).values()} == {0}


def test_without_a_past_everything_counts(record: Record) -> None:
    measured = measure_all(replace(record, policy_quarter=0))
    assert measured["transfers_delivered"] == 6
    assert measured["share_complete_machines"] == 0.25
    assert measured["deaths_by_secrecy"] == 3
    assert measured["deaths_by_organisation_closed"] == 1
    assert measured["programme_cost_million_yuan"] == 1030
    assert measured["mean_office_wait_quarters"] == pytest.approx(5 / 3)


@pytest.mark.parametrize(
    ("amounts", "index"),
    [((1, 1, 1, 1), 0.0), ((0, 0, 0, 8), 0.75), ((8, 0, 0, 0), 0.75), ((1, 3), 0.25), ((5,), 0.0)],
)
def test_gini_index(amounts: tuple[int, ...], index: float) -> None:
    assert gini(np.array(amounts)) == pytest.approx(index)


def test_quarterly_series_are_as_counted_by_hand(record: Record) -> None:
    series = {name: list(counts) for name, counts in quarterly(record).items()}
    assert series["transfers_delivered"] == [0, 1, 1, 1, 0, 3]
    assert series["transfers_civil_to_military"] == [0, 1, 0, 1, 0, 2]
    assert series["transfers_military_to_civil"] == [0, 0, 1, 0, 0, 0]
    assert series["transfers_university_to_military"] == [0] * QUARTERS
    assert series["opened"] == [6, 2, 2, 2, 0, 1]
    assert series["deaths_by_secrecy"] == [0, 1, 1, 0, 1, 0]
    assert series["deaths_by_market_separation"] == [0, 0, 0, 0, 0, 1]


def test_a_series_adds_up_to_its_outcome_over_the_horizon(record: Record) -> None:
    measured = measure_all(record)
    added = {name: counts[PAST:].sum() for name, counts in quarterly(record).items()}
    assert added.pop("opened") == measured["deals_opened"]
    assert added == {name: measured[name] for name in added}
    assert len(added) == 1 + len(DIRECTIONS) + len(BARRIERS)


def test_a_deal_ends_in_a_quarter_of_the_run() -> None:
    ended = [0.0, 3.0, 3.2, 6.0, 3.0, 6.0, math.nan]
    dead = [True, True, True, True, False, False, False]
    assert quarter_of_end(ended, dead, 6).tolist() == [0, 2, 3, 5, 3, 5, -1]
