"""The null model of the patterns, on cases small enough to be worked by hand."""

from __future__ import annotations

import numpy as np
import pytest

from experiments.patterns.measures import measure
from experiments.patterns.null import deadweight, dealt_out, first_come_first_served, measure_null, null_run, waits
from experiments.patterns.table import Mean, Row, null_counts
from sim import CollaborationModel, Scenario
from sim.tables import CaseRow, DealRow, Money, OrganisationRow, Status, rows
from tests.laws.benches import KIND

MANY = 60_000
THREE_STANDARD_ERRORS = 3 * 0.5 / MANY**0.5


def chance(seed: int = 0) -> np.random.Generator:
    return np.random.default_rng(seed)


def test_two_clerks_take_cases_in_the_order_of_filing() -> None:
    """Cases at 0, 0, 1, 1 and 9, of 4, 2, 3, 1 and 1: the third waits for the clerk free at 2, the fourth until 4."""
    started = first_come_first_served(np.array([0.0, 0.0, 1.0, 1.0, 9.0]), np.array([4.0, 2.0, 3.0, 1.0, 1.0]), 2)
    assert started.tolist() == [0.0, 0.0, 2.0, 4.0, 9.0]


def test_nobody_stays_away_from_a_full_office() -> None:
    """One clerk, 300 cases of one quarter each in 100 quarters: at most one begins in a quarter, however many wait."""
    cases = rows(CaseRow, 300)
    cases["work"] = 1.0
    waited, started = waits(cases, np.array([1]), 100, chance())
    assert started.max() == 1.0
    assert 95 <= started.sum() <= 100
    late = waited[90:].sum() / started[90:].sum()
    assert late == pytest.approx(95 * 2 / 3, rel=0.15)  # who is taken up at 95 is about the 95th filed, filed at 32


def test_parties_are_any_two_organisations() -> None:
    """Two organisations in a city and one in another: of the six ordered pairs two lie within a city."""
    deals, organisations = rows(DealRow, MANY, 5), rows(OrganisationRow, 3)
    organisations["city"] = organisations["jurisdiction"] = [0, 0, 1]
    organisations["kind"] = [KIND["military_enterprise"], KIND["private_firm"], KIND["university"]]
    dealt = dealt_out(deals, organisations, chance())
    assert (dealt["source"] != dealt["recipient"]).all()
    for party in ("source", "recipient"):
        assert np.bincount(dealt[party]) / MANY == pytest.approx([1 / 3] * 3, abs=THREE_STANDARD_ERRORS)
    assert dealt["jurisdictions_differ"].mean() == pytest.approx(2 / 3, abs=THREE_STANDARD_ERRORS)
    assert [np.unique(dealt["direction"][dealt["source"] == row]).tolist() for row in range(3)] == [[0], [1], [2]]
    assert np.bincount(dealt["rung"])[1:] / MANY == pytest.approx([1 / 3] * 3, abs=THREE_STANDARD_ERRORS)


def test_deals_that_ended_share_one_chance_to_be_delivered() -> None:
    """A quarter of the deals that ended were delivered, all by one pair: dealt out, every source has a quarter."""
    deals, organisations = rows(DealRow, MANY, 5), rows(OrganisationRow, 3)
    deals["status"] = Status.DEAD
    deals["status"][: MANY // 5] = Status.DELIVERED
    deals["status"][MANY * 4 // 5 :] = Status.OPEN
    deals["cause"] = 12
    dealt = dealt_out(deals, organisations, chance())
    assert ((dealt["status"] == Status.OPEN) == (deals["status"] == Status.OPEN)).all()
    ended = dealt[dealt["status"] != Status.OPEN]
    shares = [(ended["status"][ended["source"] == row] == Status.DELIVERED).mean() for row in range(3)]
    assert shares == pytest.approx([0.25] * 3, abs=2 * THREE_STANDARD_ERRORS)
    assert not dealt["cause"].any()
    assert (deals["cause"] == 12).all()  # what is dealt out is a copy


def test_the_fund_pays_who_could_pay_as_often_as_there_are_such() -> None:
    """Of four paid deals three could have paid themselves: so three quarters of the fund's money, in the mean."""
    deals = rows(DealRow, 5, 5)
    deals["money"] = [Money.OWN_CASH, Money.OWN_CASH, Money.FUND, Money.BANK, Money.NOBODY]
    deals["deadweight"][2] = True
    deals["fund_paid"][2] = 7.0
    shares = [deadweight(deals, chance(seed)) for seed in range(2000)]
    assert set(shares) == {0.0, 1.0}
    assert np.mean(shares) == pytest.approx(0.75, abs=0.04)


def test_a_run_is_left_as_it_is_and_the_input_stays() -> None:
    model = CollaborationModel(Scenario.load("baseline"), seed=3).run()
    before = {name: getattr(model.record(), name).tobytes() for name in ("deals", "cases", "history", "organisations")}
    pair, real, null = model.world.city_pair.copy(), measure(model), measure_null(model, 0)
    assert {name: getattr(model.record(), name).tobytes() for name in before} == before
    assert (model.world.city_pair == pair).all()
    assert null.keys() > real.keys()
    for name in real:
        if name.startswith(("P15", "P16")):
            assert null[name] == pytest.approx(real[name], rel=1e-12), name
    assert null["P5 lowest of the three named"] == null["P8 growth of licensed firms"] == 0.0
    assert null["P9 firms of Mianyang, 2011 to 2015"] == 1.0
    one, again, other = (null_run(model, seed).record().deals["source"].tolist() for seed in (5, 5, 6))
    assert one == again != other


@pytest.mark.parametrize(
    ("value", "half", "word"),
    [(0.5, 0.1, "met"), (0.95, 0.1, "edge"), (1.05, 0.1, "edge"), (1.2, 0.1, "fails"), (1.0, 0.0, "met")],
)
def test_an_end_within_the_interval_is_no_verdict(value: float, half: float, word: str) -> None:
    assert Mean(value, half).against(0.0, 1.0) == word


def test_a_check_of_the_input_is_not_counted() -> None:
    found = [Row(kind, kind, 0.5, 0.0, 0.0, 1.0, False, Mean(2.0, 0.1)) for kind in ("S", "Q", "I")]
    assert [row.under_null for row in found] == ["fails", "fails", "input"]
    assert null_counts(found) == [
        "the null model fails 2 of 2 structural and quantitative patterns: S; Q",
        "the null model lies at the edge of 0 of 2 structural and quantitative patterns: none",
        "the null model meets 0 of 2 structural and quantitative patterns: none",
    ]
