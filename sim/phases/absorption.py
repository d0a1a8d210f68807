"""Paid deals climb their readiness steps until they are in use, fail, are broken off or lose interest."""

from __future__ import annotations

import numpy as np

from sim import barriers
from sim.barriers import points
from sim.mechanisms.absorption import absorption_rate, contact_of, failure_rate
from sim.mechanisms.clustering import base_level
from sim.mechanisms.deal_value import absorptive_capacity, comprehension
from sim.phases.conversion import first_event
from sim.phases.ends import die
from sim.phases.facts import pair_of
from sim.rules import rule, set_all
from sim.state import World
from sim.tables import (
    CLOCK_ATTRITION,
    CLOCK_BARRIERS,
    CLOCK_FINISH,
    CLOCK_TECHNICAL,
    FIRST_BARRIER,
    Cause,
    DealRow,
    Floats,
    Stage,
    Status,
)


@rule
def absorption_rates(world: World, deal: DealRow, rates: Floats) -> None:
    """Write the intensities of all that can happen to a deal in absorption (ODD, absorption)."""
    settings = world.settings[0]
    source, recipient = world.organisations[deal.source], world.organisations[deal.recipient]
    pair = pair_of(world, deal, deal.recipient)
    capacity = absorptive_capacity(world.expertise[deal.recipient], world.relatedness[deal.field], settings)
    understood = comprehension(deal.distance, capacity, settings)
    city = world.cities[recipient.city]
    base = base_level(city.founded_base, city.chosen, city.kept_base, settings)
    contact = contact_of(source.city == recipient.city, source.anchor or recipient.anchor, base, settings)
    slowed = points.CONTACT.joined(settings.barriers, pair, settings)
    set_all(rates, 0.0)
    rates[CLOCK_FINISH] = absorption_rate(capacity, understood, contact, slowed, settings)
    rates[CLOCK_ATTRITION] = settings.attrition
    rates[CLOCK_TECHNICAL] = failure_rate(capacity, settings)
    withdrawn = points.WITHDRAWAL.each(settings.barriers, pair, settings)
    for index in range(len(withdrawn)):
        rates[CLOCK_BARRIERS + index] = withdrawn[index]


@rule
def absorb(world: World, deal: DealRow, rates: Floats) -> None:
    """Run the absorption of one deal for a quarter."""
    absorption_rates(world, deal, rates)
    event, when = first_event(world, deal, rates)
    if event == CLOCK_FINISH:
        deal.stage = Stage.DELIVERED
        deal.ended = when
    elif event == CLOCK_ATTRITION:
        die(world, deal, Stage.ABSORPTION, Cause.ATTRITION, when)
    elif event == CLOCK_TECHNICAL:
        die(world, deal, Stage.ABSORPTION, Cause.TECHNICAL_FAILURE, when)
    elif event >= CLOCK_BARRIERS:
        die(world, deal, Stage.ABSORPTION, FIRST_BARRIER + event - CLOCK_BARRIERS, when)


@rule
def absorption(world: World) -> None:
    """Run the absorption of every paid deal."""
    region = world.region[0]
    rates = np.empty(CLOCK_BARRIERS + barriers.COUNT)
    for index in range(region.open_deals):
        deal = world.deals[world.open_deals[index]]
        if deal.status == Status.OPEN and deal.stage == Stage.ABSORPTION and deal.clocked < region.quarter:
            absorb(world, deal, rates)
