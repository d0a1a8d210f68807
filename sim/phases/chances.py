"""Draws that concern one deal, addressed by its key; only phases draw."""

from __future__ import annotations

from sim.barriers import UNDRAWN, Parts, next_gate
from sim.draws import Purpose, block, deal_moment, exponential, uniform
from sim.rules import rule
from sim.state import World
from sim.tables import DealRow

EVENTS_PER_STAGE = 64


@rule
def deal_chance(world: World, deal: DealRow, purpose: int, index: int) -> float:
    """Return a uniform that belongs to a deal for its whole life, the same in every scenario."""
    moment = deal_moment(deal.opened, deal.slot, 0)
    return uniform(world.region[0].seed, deal.initiator, moment, purpose, index)


@rule
def deal_block(world: World, deal: DealRow, purpose: int, index: int) -> tuple[float, float, float, float]:
    """Return four uniforms that belong to a deal in the present quarter."""
    region = world.region[0]
    moment = deal_moment(deal.opened, deal.slot, region.quarter + 1)
    return block(region.seed, deal.initiator, moment, purpose, index)


@rule
def deal_chance_now(world: World, deal: DealRow, purpose: int, index: int) -> float:
    """Return a uniform that belongs to a deal in the present quarter."""
    return deal_block(world, deal, purpose, index)[0]


@rule
def threshold(world: World, deal: DealRow, stage: int, event: int) -> float:
    """Return the accumulated hazard at which an event befalls a deal in a stage: a unit exponential."""
    return exponential(deal_chance(world, deal, Purpose.CLOCK, stage * EVENTS_PER_STAGE + event))


@rule
def gates_shut(world: World, deal: DealRow, purpose: int, chances: Parts) -> int:
    """Draw each barrier's gate for a deal's whole life; return the marks of those that stay shut.

    Marks are the bits of one number, the first barrier's the lowest, so that a set of barriers is a value.
    """
    settings = world.settings[0]
    marks, gates = 0, UNDRAWN
    for index in range(len(chances)):
        if chances[index] < 1.0:
            drawn, gates = next_gate(deal_chance(world, deal, purpose, index), gates, settings)
            if drawn >= chances[index]:
                marks |= 1 << index
    return marks


@rule
def marked(marks: int) -> int:
    """Count the marks."""
    count = 0
    while marks > 0:
        count += marks & 1
        marks >>= 1
    return count


@rule
def pick(marks: int, chance: float) -> int:
    """Return one of the marked indices, each equally likely; -1 if none is marked."""
    count, index = marked(marks), 0
    wanted = min(count - 1, int(chance * count))
    while marks > 0:
        if marks & 1:
            if wanted == 0:
                return index
            wanted -= 1
        marks >>= 1
        index += 1
    return -1
