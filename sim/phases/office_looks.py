"""Offices of cities look for partners for deals of their city, and show what they find where looking has paid."""

from __future__ import annotations

from sim.agents import extra_looks, shown_chance
from sim.draws import Purpose
from sim.phases.chances import deal_chance_now
from sim.phases.waiting import office_of
from sim.rules import rule
from sim.state import World
from sim.tables import AWAY, HOME, DealRow


@rule
def office_looks(world: World, deal: DealRow) -> int:
    """Return how often the office of the source's city looks for a deal this quarter (ODD, city governments)."""
    office = office_of(world, world.organisations[deal.source].city)
    if office <= 0.0:
        return 0
    return extra_looks(office, deal_chance_now(world, deal, Purpose.OFFICE_SHOWS, 0), world.settings[0])


@rule
def office_shows(world: World, deal: DealRow, row: int, number: int, abroad: float) -> bool:
    """Tell whether an office shows the organisation that its look found; a look that is shown goes into its ledger.

    Args:
        row: the organisation.
        number: of the look among those of the office.
        abroad: share of the office's looks that go to other cities.
    """
    here = world.organisations[deal.source].city
    elsewhere = world.organisations[row].city != here
    chance = deal_chance_now(world, deal, Purpose.OFFICE_SHOWS, 1 + number)
    if chance >= shown_chance(elsewhere, abroad):
        return False
    world.ledger[here].put_in[AWAY if elsewhere else HOME] += 1.0
    return True
