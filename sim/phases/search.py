"""Deals look for partners among a few candidates; many possible partners are never seen."""

from __future__ import annotations

import numpy as np

from sim.barriers import NOBODY, Parts, points
from sim.draws import Purpose
from sim.phases.chances import deal_block
from sim.phases.facts import crossing_pair
from sim.rules import rule
from sim.state import World
from sim.tables import FIRST_BARRIER, PARTNERS_REMEMBERED, Cause, DealRow, Floats


@rule
def past_partner(world: World, row: int, kind: int, chance: float) -> int:
    """Return one of the remembered partners of a kind that still exists, -1 if there is none."""
    organisation = world.organisations[row]
    remembered = min(organisation.partner_count, PARTNERS_REMEMBERED)
    fitting = 0
    for index in range(remembered):
        partner = world.organisations[organisation.partners[index]]
        if partner.kind == kind and partner.alive:
            fitting += 1
    wanted = min(fitting - 1, int(chance * fitting))
    for index in range(remembered):
        partner = world.organisations[organisation.partners[index]]
        if partner.kind == kind and partner.alive:
            if wanted == 0:
                return int(organisation.partners[index])
            wanted -= 1
    return -1


@rule
def index_in(cumulative: Floats, chance: float) -> int:
    """Return an index drawn in proportion to its weight, -1 if all weights are zero.

    Args:
        cumulative: running sums of the weights, none negative.
        chance: uniform in (0, 1).
    """
    last = len(cumulative) - 1
    total = cumulative[last]
    if total <= 0.0:
        return -1
    wanted = chance * total
    for index in range(last):
        if wanted < cumulative[index]:
            return index
    return last


@rule
def weight_at(cumulative: Floats, index: int) -> float:
    """Return one weight from running sums."""
    before = cumulative[index - 1] if index > 0 else 0.0
    return float(cumulative[index] - before)


@rule
def one_of_bucket(world: World, bucket: int, chance: float) -> int:
    """Return an organisation of a bucket, each equally likely."""
    first, end = world.bucket_start[bucket], world.bucket_start[bucket + 1]
    members = end - first
    return int(world.bucket_rows[first + min(members - 1, int(chance * members))])


@rule
def lead_enterprise(world: World, deal: DealRow, kind: int, chance: float) -> int:
    """Return a lead enterprise drawn by gravity from the source's city, -1 if there is none."""
    organisation = world.organisations[deal.source]
    attention = world.gravity[organisation.kind, kind, organisation.city, deal.field]
    for attempt in range(2):
        total = 0.0
        for index in range(world.region[0].anchors):
            other = world.anchor_rows[index]
            lead = world.organisations[other]
            if lead.kind == kind:
                total += weight_at(attention, lead.city)
                if attempt == 1 and total >= chance:
                    return int(other)
        chance *= total
    return -1


@rule
def candidate(world: World, deal: DealRow, look: int, weighing: tuple[float, float, float, float]) -> int:
    """Return the organisation found at one look, -1 if none (ODD, search).

    Args:
        weighing: the look's block of four uniforms; the first two are used here.
    """
    settings = world.settings[0]
    direction = world.directions[deal.direction]
    source = world.organisations[deal.source]
    kind = int(direction.partner_kind)
    remember, position, field, member = deal_block(world, deal, Purpose.CANDIDATE, look)
    if remember < settings.tie_memory and source.partner_count > 0:
        partner = past_partner(world, deal.source, kind, position)
        if partner >= 0:
            return partner
    if deal.rung >= 3 or (look == 0 and deal.rung == 2):
        lead = lead_enterprise(world, deal, kind, position)
        if lead >= 0:
            return lead
    city = index_in(world.gravity[source.kind, kind, source.city, deal.field], position)
    if city < 0:
        return -1
    near = index_in(world.field_attention[kind, city, deal.field], field)
    if near < 0:
        return -1
    bucket = (kind * world.cities.shape[0] + city) * world.fields.shape[0] + near
    found = one_of_bucket(world, bucket, member)
    if weighing[1] < settings.preferential_attachment:
        other = one_of_bucket(world, bucket, weighing[0])
        if world.organisations[other].partner_count > world.organisations[found].partner_count:
            return other
    return found


@rule
def blame(tally: Floats, chances: Parts, seen: float) -> None:
    """Share one point of a tally among what hides, each in proportion to what it hides of its own (ODD, search).

    Args:
        chances: per barrier, the chance to be seen in spite of it.
        seen: the chance to be seen if there were no barrier.
    """
    hidden = 1.0 - seen
    for chance in chances:
        hidden += 1.0 - chance
    if hidden <= 0.0:
        return
    for index in range(len(chances)):
        tally[FIRST_BARRIER + index] += (1.0 - chances[index]) / hidden
    tally[Cause.TECHNOLOGY_NOT_SEEN] += (1.0 - seen) / hidden


@rule
def look_across(world: World) -> tuple[Floats, Floats]:
    """Find how often a look finds anyone, and what hides the others (ODD, search).

    Returns:
        The chance that a look finds anyone, by direction; the shares of one point of blame for looks that do not, by
        direction and cause.
    """
    settings, directions = world.settings[0], world.directions.shape[0]
    crossing = np.empty(directions)
    hiding = np.zeros((directions, world.tallies[0].search.shape[0]))
    for index in range(directions):
        seen_across = points.ACROSS.each(settings.barriers, crossing_pair(world, index), settings)
        direction = world.directions[index]
        seen = world.values[direction.seen] if direction.seen >= 0 else 1.0
        crossing[index] = seen * points.ACROSS.join(seen_across, NOBODY, settings)
        blame(hiding[index], seen_across, seen)
    return crossing, hiding
