"""Ways of money: the books balance by way, neutral values give the form with one bank, levers cost what they forgo."""

from __future__ import annotations

import numpy as np
import pytest

from sim import Scenario
from sim.engine import Run, Watch
from sim.tables import Money, Status

TINY = Scenario.load("tiny").with_(**{"run.quarters": 40})
BEGIN = {"start_quarter": 12, "ramp_quarters": 0, "strength": 1.0}
NEUTRAL = {
    "parameters.capital_share": 0.0,
    "parameters.interest": 0.0,
    "parameters.tax_gap": 0.0,
    "parameters.interest_gap": 0.0,
    "parameters.land_gap": 0.0,
    "parameters.credit_gap": 0.0,
    "parameters.recourse": 0.0,
    "parameters.debt_service": 1e6,
    "parameters.bill": 0.0,
    "parameters.bond": 0.0,
    "parameters.equity": 0.0,
}
CREDIT = ("lent", "repaid", "credit_losses", "credit_owed")
"""What the quarters of the form with one bank do not count, as what a bank gives there is no loan."""
SEED = 3


def with_lever(name: str, **settings: object) -> Scenario:
    """Return the small scenario with one lever at full strength from quarter 12."""
    lever = {f"levers.{name}.{key}": value for key, value in BEGIN.items()}
    return TINY.with_(**lever, **{f"parameters.{key}": value for key, value in settings.items()})


def test_l1_neutral_values_decide_as_one_bank_does() -> None:
    ways, bank = (Run(TINY.with_(**NEUTRAL, **{"structure.money": word}), SEED).run() for word in ("ways", "one_bank"))
    one, other = ways.record(), bank.record()
    assert (one.deals["money"] == Money.BANK).sum() > 10
    for table in ("deals", "cases"):
        assert getattr(one, table).tobytes() == getattr(other, table).tobytes(), table
    columns = [name for name in one.organisations.dtype.names or () if name != "owed"]  # to one bank nothing is owed
    assert all(one.organisations[name].tobytes() == other.organisations[name].tobytes() for name in columns)
    apart = [name for name in one.history.dtype.names or () if (one.history[name] != other.history[name]).any()]
    assert set(apart) <= set(CREDIT)
    assert one.history["repaid"].sum() > 0.0 == other.history["lent"].sum()


def test_without_gaps_unequal_treatment_does_nothing() -> None:
    gaps = dict.fromkeys(("tax_gap", "interest_gap", "land_gap", "credit_gap", "fund_exclusion"), 0.0)
    equal = TINY.with_(**{f"parameters.{name}": value for name, value in gaps.items()})
    runs = [Run(equal.with_(**{"barriers.unequal_policy_treatment": level}), SEED).run() for level in (0.0, 1.0)]
    assert runs[0].record().deals.tobytes() == runs[1].record().deals.tobytes()


@pytest.mark.parametrize("gap", ["tax_gap", "interest_gap", "land_gap", "credit_gap"])
def test_every_gap_is_felt_by_itself(gap: str) -> None:
    low, high = (Run(TINY.with_(**{f"parameters.{gap}": end}), SEED).run().record() for end in (0.0, 0.17))
    assert low.organisations["cash"].tobytes() != high.organisations["cash"].tobytes()


def test_c3_the_books_of_all_six_ways_balance_in_every_quarter() -> None:
    open_to_all = {
        "failure_rate": 0.05,
        "bill": 0.4,
        "bond": 0.5,
        "equity": 0.5,
        "bond_size": 0.0,
        "equity_value": 0.0,
        "loan_quarters": 4,
    }
    scenario = TINY.with_(**{f"parameters.{name}": value for name, value in open_to_all.items()})
    run = Watch(Run(scenario, SEED)).run()
    paid, lost = run.world.ways["paid"], run.world.ways["lost"]
    assert (paid[[way for way in Money if way != Money.NOBODY]] > 0.0).all()
    assert lost[Money.BANK] > 0.0
    assert run.world.ways["repaid"][Money.BANK] > 0.0
    assert (lost[[Money.FUND, Money.OWN_CASH]] == 0.0).all()
    assert run.world.ways["interest"][Money.EQUITY] == 0.0 < run.world.ways["interest"][Money.BANK]


def test_loans_fall_due_after_their_time_and_not_before() -> None:
    run = Run(TINY, SEED).run()
    loans, due = run.world.loans[: int(run.world.region[0].loans)], int(run.world.region[0].loans_due)
    assert 0 < due < len(loans)
    now = run.quarter - 1
    assert (loans["lent"][:due] + 12 <= now).all()
    assert (loans["lent"][due:] + 12 > now).all()


def test_c3_money_of_loans_that_nobody_paid_out_is_seen() -> None:
    run = Run(TINY, SEED).run()
    watch = Watch(run)
    assert list(watch.broken()) == []
    run.world.ways["lost"][Money.BANK] += 1.0
    run.world.region["credit_owed"] += 1.0
    assert [text.split(":")[0] for text in watch.broken()] == ["C3", "C3"]


def test_tax_relief_costs_the_tax_that_is_not_taken() -> None:
    run = Run(with_lever("tax_relief"), SEED).run()
    deals, level = run.record().deals, 0.13 * 0.5
    done = (deals["status"] == Status.DELIVERED) & (deals["ended"] >= 12)
    assert deals["price"][done].sum() > 0.0
    cost = run.record().history["programme_cost"].sum()
    assert cost == pytest.approx(level * deals["price"][done].sum())


def test_land_access_costs_the_price_that_is_not_asked() -> None:
    run = Run(with_lever("land_access"), SEED).run()
    deals = run.record().deals
    paid = deals["financed"] >= 12
    assert deals["capital"][paid].sum() > 0.0
    cost = run.record().history["programme_cost"].sum()
    assert cost == pytest.approx(0.3 * 0.5 * deals["capital"][paid].sum())
    supplies = paid & (deals["capital"] > 0.0)
    assert deals["need"][supplies] == pytest.approx((deals["cost"] + deals["capital"])[supplies])


def test_interest_relief_costs_the_interest_beyond_that_of_others() -> None:
    run = Run(with_lever("interest_relief"), SEED).run()
    world, region = run.world, run.world.region[0]
    loans = world.loans[: int(region.loans)]
    payers = world.deals["payer"][loans["deal"]]
    private = world.kinds["disadvantaged"][world.organisations["kind"][payers]]
    relieved = (loans["lent"] >= 12) & private & (loans["way"] != Money.EQUITY)
    spared = 0.03 * 0.5 * 3.0 * loans["principal"][relieved].sum()
    assert spared > 0.0
    assert run.record().history["programme_cost"].sum() == pytest.approx(spared)
    assert loans["interest"][relieved] == pytest.approx(0.045 * 3.0 * loans["principal"][relieved])


def test_financing_channels_cost_their_staff_and_half_of_the_losses_that_they_add() -> None:
    scenario = with_lever("financing_channels", loan_quarters=4, bill=0.0, bond=0.0, equity=0.0)
    run = Run(scenario, SEED).run()
    loans, region = run.world.loans[: int(run.world.region[0].loans)], run.world.region[0]
    lost = loans["lost"][loans["way"] != Money.BANK].sum()
    assert lost > 0.0
    fixed = 20.0 * float(region.scale) * (run.quarter - 12) / 4.0
    assert run.record().history["programme_cost"].sum() == pytest.approx(fixed + 0.5 * lost)


def test_more_capital_asks_the_fund_for_more() -> None:
    less, more = (Run(TINY.with_(**{"parameters.capital_share": end}), SEED).run() for end in (0.5, 3.0))
    needs = [np.sort(run.record().deals["need"])[-50:].sum() for run in (less, more)]
    assert needs[0] < needs[1]
