"""Money is spent, left, lent, paid back or lost, and never made: laws of purses and of ways, read off the tables."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from sim.outcomes import Record
from sim.state import World
from sim.tables import Money

SLACK = 1e-9  # of the money that there is, for sums in another order


def broken(world: World, record: Record) -> Iterator[str]:
    """Yield, a sentence each, which laws of money do not hold now."""
    yield from purses_balance(world, record)
    yield from orders_are_paid(world, record)
    yield from ways_balance(world, record)


def purses_balance(world: World, record: Record) -> Iterator[str]:
    """C3: what a purse was granted is spent or left, none overspends, and public ones paid what the fund spent."""
    purses, public = world.purses, world.purses[: len(world.purses) - len(world.organisations)]
    slack = SLACK * np.maximum(1.0, purses["granted"] + purses["returned"])
    apart = np.abs(purses["granted"] + purses["returned"] - purses["spent"] - purses["left"])
    for row in np.flatnonzero((apart > slack) | (purses["left"] < -slack)).tolist():
        one = {name: float(purses[name][row]) for name in purses.dtype.names or ()}
        yield f"C3: the accounts of purse {row} do not balance: {one}"
    fund = float(record.history["fund_spent"][int(purses["since"][0]) :].sum())
    spent = float(public["spent"].sum())
    if abs(spent - fund) > SLACK * max(1.0, spent):
        yield f"C3: the fund spent {fund!r} million yuan of this year's budgets, and purses paid {spent!r}"


def orders_are_paid(world: World, record: Record) -> Iterator[str]:
    """C3: a buyer spends the prices of what it ordered since its budget was set, on supplies and nothing else."""
    deals = record.deals
    owners = len(world.purses) - len(world.organisations)
    purses = world.purses[owners:]
    buyers = deals["recipient"]
    since = deals["matched"] >= purses["since"][np.maximum(buyers, 0)]
    ordered = np.bincount(buyers[since], deals["price"][since], len(purses))
    apart = np.abs(ordered - purses["spent"]) > SLACK * np.maximum(1.0, ordered)
    if apart.any():
        yield f"C3: {int(apart.sum())} buyers did not spend the prices of what they ordered"
    if deals["price"][~world.directions["climbs"][deals["direction"]]].any():
        yield "C3: a price was paid for what is no supply"


def ways_balance(world: World, record: Record) -> Iterator[str]:
    """C3: each way has paid what its deals needed; what was lent is paid back, lost or not yet due."""
    region = world.region[0]
    ways, loans, deals = world.ways, world.loans[: int(region.loans)], record.deals
    paid = deals["money"] != Money.NOBODY
    needed = np.bincount(deals["money"][paid], deals["need"][paid], len(ways))
    public = float(record.history["fund_spent"].sum() + record.history["social_capital"].sum())
    lent, due = loans["principal"], np.arange(len(loans)) < int(region.loans_due)
    back = np.minimum(lent, loans["repaid"])
    checks = (
        ("paid", needed, ways["paid"], "what its deals needed"),
        ("paid back", np.bincount(loans["way"], back, len(ways)), ways["repaid"], "what its loans brought back"),
        ("lost", np.bincount(loans["way"], loans["lost"], len(ways)), ways["lost"], "what its loans lost"),
        ("taken", np.bincount(loans["way"], loans["repaid"] - back, len(ways)), ways["interest"], "its interest"),
    )
    slack = SLACK * max(1.0, float(needed.sum()))
    for words, expected, booked, whose in checks:
        for way in np.flatnonzero(np.abs(expected - booked) > slack).tolist():
            has, should = float(booked[way]), float(expected[way])
            yield f"C3: way {way} has {words} {has!r} million yuan and not {whose}, {should!r}"
    if abs(public - needed[Money.FUND]) > slack:
        yield f"C3: fund and social capital gave {public!r} million yuan for needs of {float(needed[Money.FUND])!r}"
    unsettled = np.abs(lent - back - loans["lost"])[due] > slack
    if unsettled.any() or loans["repaid"][~due].any() or loans["lost"][~due].any():
        yield "C3: a loan that is due is neither paid back nor lost, or one that is not due is"
    owed = float(lent[~due].sum())
    if abs(owed - float(region.credit_owed)) > slack:
        yield f"C3: {owed!r} million yuan are lent and not due, and the books say {float(region.credit_owed)!r}"
    if (np.diff(loans["lent"]) < 0).any():
        yield "C3: loans do not lie in the order in which they were paid out"
