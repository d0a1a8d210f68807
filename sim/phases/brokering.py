"""Offices of cities look for partners on behalf of their organisations, at home and abroad (ODD, city governments)."""

from __future__ import annotations

from sim.agents import extra_looks, shown_chance
from sim.draws import Purpose
from sim.phases.chances import deal_chance_now
from sim.phases.waiting import office_of
from sim.rules import rule
from sim.state import World
from sim.tables import DealRow

MOST_LOOKS = 100  # of a deal's own in a quarter; those of an office are numbered from here


@rule
def office_looks(world: World, deal: DealRow) -> int:
    """Return how often the office of the source's city looks for a deal this quarter (ODD, city governments)."""
    office = office_of(world, world.organisations[deal.source].city)
    if office <= 0.0:
        return 0
    return extra_looks(office, deal_chance_now(world, deal, Purpose.OFFICE_SHOWS, 0), world.settings[0])


@rule
def is_shown_by_office(world: World, deal: DealRow, row: int, look: int) -> bool:
    """Tell whether an office shows the organisation that its look found: most of its looks are meant for its own city.

    Args:
        row: the organisation.
        look: number of the look, from `MOST_LOOKS`.
    """
    elsewhere = world.organisations[row].city != world.organisations[deal.source].city
    chance = deal_chance_now(world, deal, Purpose.OFFICE_SHOWS, 1 + look - MOST_LOOKS)
    return bool(chance < shown_chance(elsewhere, world.settings[0]))
