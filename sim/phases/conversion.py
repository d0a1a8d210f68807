"""Deals across the sides convert to the other side's standards, give up, or lose interest."""

from __future__ import annotations

import numpy as np

from sim import barriers
from sim.barriers import NOBODY, points
from sim.mechanisms.clocks import crossing
from sim.mechanisms.conversion import abandonment_rate, conversion_rate, harmonised_after
from sim.phases.chances import threshold
from sim.phases.ends import die, enter
from sim.phases.facts import pair_of
from sim.rules import rule, set_all
from sim.state import World
from sim.tables import (
    CLOCK_ATTRITION,
    CLOCK_BARRIERS,
    CLOCK_FINISH,
    FIRST_BARRIER,
    NEVER,
    Cause,
    DealRow,
    Floats,
    Stage,
    Status,
)


@rule
def first_event(world: World, deal: DealRow, rates: Floats) -> tuple[int, float]:
    """Run all clocks of a deal for a quarter; return the first that rings and when, or -1.

    Args:
        rates: intensity per event, per quarter; events with a rate of zero have no clock.
    """
    first, when = -1, NEVER
    stage = int(deal.stage)
    for event in range(rates.shape[0]):
        if rates[event] <= 0.0:
            continue
        limit = (
            deal.threshold if event == CLOCK_FINISH and deal.threshold > 0.0 else threshold(world, deal, stage, event)
        )
        part = crossing(limit, deal.hazard[event], rates[event])
        if part < when:
            first, when = event, part
    for event in range(rates.shape[0]):
        deal.hazard[event] += rates[event]
    deal.clocked = world.region[0].quarter
    return first, world.region[0].quarter + when


@rule
def convert(world: World, deal: DealRow, rates: Floats) -> None:
    """Run the conversion of one deal for a quarter (ODD, conversion)."""
    settings = world.settings[0]
    pair = pair_of(world, deal, deal.recipient)
    gaps = points.GAP.each(settings.barriers, pair, settings)
    gap = points.GAP.join(gaps, NOBODY, settings)
    set_all(rates, 0.0)
    rates[CLOCK_FINISH] = conversion_rate(gap, settings)
    rates[CLOCK_ATTRITION] = settings.attrition
    for index in range(len(gaps)):
        rates[CLOCK_BARRIERS + index] = abandonment_rate(gaps[index], settings)
    event, when = first_event(world, deal, rates)
    if event == CLOCK_FINISH:
        deal.converted = when
        world.fields[deal.field].conversions += 1.0
        enter(deal, Stage.FINANCE)
    elif event == CLOCK_ATTRITION:
        die(world, deal, Stage.STANDARDS, Cause.ATTRITION, when)
    elif event >= CLOCK_BARRIERS:
        die(world, deal, Stage.STANDARDS, FIRST_BARRIER + event - CLOCK_BARRIERS, when)


@rule
def conversion(world: World) -> None:
    """Convert, then let what was learnt harmonise the fields' standards and part of it fall out of use."""
    region, settings = world.region[0], world.settings[0]
    rates = np.empty(CLOCK_BARRIERS + barriers.COUNT)
    for index in range(world.fields.shape[0]):
        world.fields[index].conversions = 0.0
    for index in range(region.open_deals):
        deal = world.deals[world.open_deals[index]]
        if deal.status == Status.OPEN and deal.stage == Stage.STANDARDS and deal.clocked < region.quarter:
            convert(world, deal, rates)
    for index in range(world.fields.shape[0]):
        field = world.fields[index]
        for _ in range(int(field.conversions)):
            field.harmonised = harmonised_after(field.harmonised, settings)
        field.harmonised *= 1.0 - settings.harmonisation_decay
