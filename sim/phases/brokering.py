"""Offices of cities look for partners on behalf of their organisations, at home and abroad (ODD, city governments)."""

from __future__ import annotations

from sim.agents import extra_looks, shown_chance
from sim.draws import Purpose
from sim.phases.chances import deal_chance_now
from sim.phases.waiting import office_of
from sim.rules import rule
from sim.state import World
from sim.tables import AWAY, HOME, DealRow, Indices

MOST_LOOKS = 100  # of a deal's own in a quarter; those of an office are numbered from here
SHOWN_AWAY = 1000  # more than the looks that an office may show for one deal in a quarter


@rule
def office_looks(world: World, deal: DealRow) -> int:
    """Return how often the office of the source's city looks for a deal this quarter (ODD, city governments)."""
    office = office_of(world, world.organisations[deal.source].city)
    if office <= 0.0:
        return 0
    return extra_looks(office, deal_chance_now(world, deal, Purpose.OFFICE_SHOWS, 0), world.settings[0])


@rule
def shown_by_office(world: World, deal: DealRow, row: int, look: int, abroad: float) -> int:
    """Return what a look of an office adds to what it has shown: 0 if it does not show the organisation that it found.

    A look at home counts 1, one abroad SHOWN_AWAY.

    Args:
        row: the organisation.
        look: number of the look, from `MOST_LOOKS`.
        abroad: share of the office's looks that go to other cities.
    """
    elsewhere = world.organisations[row].city != world.organisations[deal.source].city
    chance = deal_chance_now(world, deal, Purpose.OFFICE_SHOWS, 1 + look - MOST_LOOKS)
    if chance >= shown_chance(elsewhere, abroad):
        return 0
    return SHOWN_AWAY if elsewhere else 1


@rule
def book_looks(world: World, shown: Indices) -> None:
    """Book the looks that offices showed, at home and abroad."""
    for index in range(world.region[0].open_deals):
        if shown[index] > 0:
            deal = world.deals[world.open_deals[index]]
            ledger = world.ledger[world.organisations[deal.source].city]
            ledger.put_in[HOME] += shown[index] % SHOWN_AWAY
            ledger.put_in[AWAY] += shown[index] // SHOWN_AWAY
