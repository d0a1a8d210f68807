"""Draws that concern one deal, addressed by its key; only phases draw."""

from __future__ import annotations

from typing import Any

from sim.draws import Purpose, block, deal_moment, exponential, uniform
from sim.rules import rule
from sim.tables import World

EVENTS_PER_STAGE = 64


@rule
def deal_chance(world: World, deal: Any, purpose: int, index: int) -> float:
    """Return a uniform that belongs to a deal for its whole life, the same in every scenario."""
    moment = deal_moment(deal.opened, deal.slot, 0)
    return uniform(world.region[0].seed, deal.initiator, moment, purpose, index)


@rule
def deal_block(world: World, deal: Any, purpose: int, index: int) -> tuple[float, float, float, float]:
    """Return four uniforms that belong to a deal in the present quarter."""
    region = world.region[0]
    moment = deal_moment(deal.opened, deal.slot, region.quarter + 1)
    return block(region.seed, deal.initiator, moment, purpose, index)


@rule
def deal_chance_now(world: World, deal: Any, purpose: int, index: int) -> float:
    """Return a uniform that belongs to a deal in the present quarter."""
    return deal_block(world, deal, purpose, index)[0]


@rule
def threshold(world: World, deal: Any, stage: int, event: int) -> float:
    """Return the accumulated hazard at which an event befalls a deal in a stage: a unit exponential."""
    return exponential(deal_chance(world, deal, Purpose.CLOCK, stage * EVENTS_PER_STAGE + event))


@rule
def gates_failed(world: World, deal: Any, purpose: int, first_index: int, chances: Any, failed: Any) -> int:
    """Draw each barrier's gate for a deal's whole life; mark and count the gates that stay shut."""
    count = 0
    for place in range(chances.shape[0]):
        shut = chances[place] < 1.0 and deal_chance(world, deal, purpose, first_index + place) >= chances[place]
        failed[place] = shut
        count += int(shut)
    return count


@rule
def pick(failed: Any, count: int, chance: float) -> int:
    """Return one of the marked places, each equally likely; -1 if none is marked."""
    wanted = min(count - 1, int(chance * count))
    for place in range(failed.shape[0]):
        if failed[place]:
            if wanted == 0:
                return place
            wanted -= 1
    return -1
