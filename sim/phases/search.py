"""Deals look for partners among a few candidates; many possible partners are never seen (4, first half)."""

from __future__ import annotations

from typing import Any

from sim import barriers
from sim.barriers import Pair
from sim.draws import Purpose
from sim.phases.chances import BARRIERS_PER_LOOK, deal_block
from sim.rules import rule
from sim.tables import FIRST_BARRIER, PARTNERS_REMEMBERED, Cause, World


@rule
def past_partner(world: World, row: int, kind: int, chance: float) -> int:
    """Return one of the remembered partners of a kind that still exists, -1 if there is none."""
    organisation = world.organisations[row]
    remembered = min(organisation.partner_count, PARTNERS_REMEMBERED)
    fitting = 0
    for place in range(remembered):
        partner = world.organisations[organisation.partners[place]]
        if partner.kind == kind and partner.alive:
            fitting += 1
    wanted = min(fitting - 1, int(chance * fitting))
    for place in range(remembered):
        partner = world.organisations[organisation.partners[place]]
        if partner.kind == kind and partner.alive:
            if wanted == 0:
                return int(organisation.partners[place])
            wanted -= 1
    return -1


@rule
def place_in(cumulative: Any, chance: float) -> int:
    """Return a place drawn in proportion to its weight, -1 if all weights are zero.

    Args:
        cumulative: running sums of the weights, none negative.
        chance: uniform in (0, 1).
    """
    last = cumulative.shape[0] - 1
    total = cumulative[last]
    if total <= 0.0:
        return -1
    wanted = chance * total
    for place in range(last):
        if wanted < cumulative[place]:
            return place
    return last


@rule
def weight_at(cumulative: Any, place: int) -> float:
    """Return one weight from running sums."""
    return cumulative[place] - cumulative[place - 1] if place > 0 else cumulative[0]


@rule
def one_of_bucket(world: World, bucket: int, chance: float) -> int:
    """Return an organisation of a bucket, each equally likely."""
    first, end = world.bucket_start[bucket], world.bucket_start[bucket + 1]
    members = end - first
    return int(world.bucket_rows[first + min(members - 1, int(chance * members))])


@rule
def lead_enterprise(world: World, row: int, kind: int, chance: float) -> int:
    """Return a lead enterprise drawn by gravity from an organisation's city, -1 if there is none."""
    organisation = world.organisations[row]
    attention = world.gravity[organisation.kind, kind, organisation.city]
    for attempt in range(2):
        total = 0.0
        for place in range(world.region[0].anchors):
            other = world.anchor_rows[place]
            lead = world.organisations[other]
            if lead.kind == kind:
                total += weight_at(attention, lead.city)
                if attempt == 1 and total >= chance:
                    return int(other)
        chance *= total
    return -1


@rule
def candidate(world: World, deal: Any, look: int) -> int:
    """Return the organisation found at one look, -1 if none (model M3)."""
    settings = world.settings[0]
    direction = world.directions[deal.direction]
    source = world.organisations[deal.source]
    kind = int(direction.partner_kind)
    remember, place, field, member = deal_block(world, deal, Purpose.CANDIDATE, look)
    if remember < settings.tie_memory and source.partner_count > 0:
        partner = past_partner(world, deal.source, kind, place)
        if partner >= 0:
            return partner
    if deal.rung >= 3 or (look == 0 and deal.rung == 2):
        lead = lead_enterprise(world, deal.source, kind, place)
        if lead >= 0:
            return lead
    city = place_in(world.gravity[source.kind, kind, source.city], place)
    if city < 0:
        return -1
    near = place_in(world.field_attention[kind, city, deal.field], field)
    if near < 0:
        return -1
    bucket = (kind * world.cities.shape[0] + city) * world.fields.shape[0] + near
    found = one_of_bucket(world, bucket, member)
    other_member, keep, _, _ = deal_block(world, deal, Purpose.CANDIDATE_SECOND, look)
    if keep < settings.preferential_attachment:
        other = one_of_bucket(world, bucket, other_member)
        if world.organisations[other].partner_count > world.organisations[found].partner_count:
            return other
    return found


@rule
def gates_shut_now(world: World, deal: Any, purpose: int, look: int, chances: Any, shut: Any) -> int:
    """Draw each barrier's gate for one look of this quarter; mark and count those that stay shut."""
    count = 0
    drawn = -1
    chance = (0.0, 0.0, 0.0, 0.0)
    for place in range(chances.shape[0]):
        shut[place] = False
        if chances[place] >= 1.0:
            continue
        if place // 4 != drawn:
            drawn = place // 4
            chance = deal_block(world, deal, purpose, look * BARRIERS_PER_LOOK + drawn)
        shut[place] = chance[place % 4] >= chances[place]
        count += int(shut[place])
    return count


@rule
def is_seen(world: World, deal: Any, look: int, pair: Pair, scratch: Any, shut: Any) -> bool:
    """Tell whether a candidate is seen; what hides it shares one point of the deal's tally (model M3)."""
    settings = world.settings[0]
    direction = world.directions[deal.direction]
    barriers.visibility(scratch, settings.barriers, pair, settings)
    count = gates_shut_now(world, deal, Purpose.HIDDEN, look, scratch, shut)
    unseen = False
    if direction.seen >= 0:
        unseen = deal_block(world, deal, Purpose.UNSEEN, look)[0] >= world.values[direction.seen]
    if count == 0 and not unseen:
        return True
    point = 1.0 / (count + int(unseen))
    for place in range(shut.shape[0]):
        if shut[place]:
            deal.tally_search[FIRST_BARRIER + place] += point
    if unseen:
        deal.tally_search[Cause.TECHNOLOGY_NOT_SEEN] += point
    return False
