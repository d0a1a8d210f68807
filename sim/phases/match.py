"""Partners weigh what they see: deals propose in parallel, recipients choose by value, and refusals are explained (4).

A deal proposes to its best acceptable candidate; recipients take the best proposals they have room for. The
order is that of perceived net value, then of the deals' keys, never that of the tables.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from sim import barriers
from sim.barriers import NEUTRAL, Pair, Point
from sim.draws import Purpose
from sim.mechanisms.deal_value import Prospect
from sim.phases.chances import deal_block, deal_chance, deal_chance_now
from sim.phases.ends import die, enter
from sim.phases.facts import burden, capacity_of, cost_and_hurdle, pair_of, prospect_of
from sim.phases.search import blame, candidate, look_across
from sim.rules import descending, rule, set_all
from sim.tables import FIRST_BARRIER, Cause, Stage, Status, World

MOST_LOOKS = 100
NO_GAP, NO_MARKUP, NO_PREFERENCE = (NEUTRAL[point] for point in (Point.GAP, Point.MARKUP, Point.PREFERENCE))
VISIBLE, PREFERRED = 2, 3  # words of a look's block WEIGHING; `candidate` uses the first two


@rule
def has_place(world: World, deal: Any, recipient_row: int) -> bool:
    """Tell whether a supply of its rung has a place: only lead enterprises integrate complete machines (model M5)."""
    if deal.rung <= 1:
        return True
    recipient = world.organisations[recipient_row]
    source = world.organisations[deal.source]
    if not recipient.anchor:
        return bool(deal.rung < 3)
    licensed = source.licence_class > 0 and source.licence_expiry > world.region[0].quarter
    return bool(licensed and recipient.places_used < world.settings[0].anchor_slots)


@rule
def welcome(world: World, chance: float) -> bool:
    """Tell whether a candidate does not turn the partner away under the burden on the desk.

    Args:
        chance: uniform of this look; above what the barriers leave, the partner is turned away.
    """
    return bool(chance < barriers.product(world.desk[0].preference))


@rule
def net_value(world: World, deal: Any, prospect: Prospect) -> float:
    """Return the perceived net value of a deal under the burden on the desk, million yuan (model M4)."""
    return prospect.gain - cost_and_hurdle(world, deal, prospect)[1]


@rule
def mark_pivotal(world: World, deal: Any, chance: float, prospect: Prospect) -> None:
    """Mark the barriers without which the candidate would have accepted; one that does nothing here is none."""
    desk = world.desk[0]
    for place in range(desk.pivotal.shape[0]):
        gap, markup, preference = desk.gap[place], desk.markup[place], desk.preference[place]
        idle = gap == NO_GAP and markup == NO_MARKUP and preference == NO_PREFERENCE
        if idle or desk.pivotal[place] > 0.0:
            continue
        desk.gap[place], desk.markup[place], desk.preference[place] = NO_GAP, NO_MARKUP, NO_PREFERENCE
        if welcome(world, chance) and net_value(world, deal, prospect) > 0.0:
            desk.pivotal[place] = 1.0
        desk.gap[place], desk.markup[place], desk.preference[place] = gap, markup, preference


@rule
def explain_refusal(world: World, tally: Any, cause: int) -> None:
    """Share one point among the barriers without which a candidate would have accepted; else name what declined."""
    pivotal = world.desk[0].pivotal
    count = 0.0
    for place in range(pivotal.shape[0]):
        count += pivotal[place]
    if count == 0.0:
        tally.match[cause] += 1.0
        return
    for place in range(pivotal.shape[0]):
        tally.match[FIRST_BARRIER + place] += pivotal[place] / count


@rule
def keep_refused(world: World, deal: Any, row: int, prospect: Prospect) -> None:
    """Write down an offer that was refused, and by how much each barrier raised what it had to exceed."""
    desk = world.desk[0]
    cost, needed = cost_and_hurdle(world, deal, prospect)
    deal.refused_by = row
    deal.refused_quarter = world.region[0].quarter
    deal.refused_value = prospect.value
    deal.refused_cost = cost
    deal.refused_score = prospect.gain - needed
    for place in range(desk.pivotal.shape[0]):
        gap, markup = desk.gap[place], desk.markup[place]
        desk.gap[place], desk.markup[place] = NO_GAP, NO_MARKUP
        deal.refused_burden[place] = needed - cost_and_hurdle(world, deal, prospect)[1]
        desk.gap[place], desk.markup[place] = gap, markup


@rule
def is_seen(world: World, tally: Any, pair: Pair, chance: float) -> bool:
    """Tell whether a look shows the organisation that it found; the reason why not goes into the tally (model M3)."""
    settings, desk = world.settings[0], world.desk[0]
    barriers.visibility(desk.point, settings.barriers, pair, settings)
    seen = chance < barriers.product(desk.point)
    if not seen:
        blame(tally.search, desk.point, 1.0)
    return bool(seen)


@rule
def best_partner(world: World, deal: Any, tally: Any) -> tuple[int, float]:
    """Look at the quarter's candidates; return the best one that accepts and its net value, or -1."""
    desk = world.desk[0]
    set_all(desk.pivotal, 0.0)
    best, best_net = -1, 0.0
    hidden, seen, refusal = 0, False, Cause.PARTNER_FULLY_BOOKED + 0
    across = (0.0, 0.0, 0.0, 0.0)
    for look in range(min(MOST_LOOKS, int(world.settings[0].candidates))):
        if look % 4 == 0:
            across = deal_block(world, deal, Purpose.ACROSS, look // 4)
        if across[look % 4] >= desk.crossing[deal.direction]:
            hidden += 1
            continue
        weighing = deal_block(world, deal, Purpose.WEIGHING, look)
        row = candidate(world, deal, look, weighing)
        if row < 0:
            tally.search[Cause.NO_PARTNER_FOUND] += 1.0
            continue
        pair = pair_of(world, deal, row)
        if not is_seen(world, tally, pair, weighing[VISIBLE]):
            continue
        seen = True
        if not has_place(world, deal, row):
            if refusal == Cause.PARTNER_FULLY_BOOKED:
                refusal = Cause.NO_LEAD_ENTERPRISE_PLACE + 0
            continue
        if world.organisations[row].open_deals >= capacity_of(world, row):
            continue
        prospect = prospect_of(world, deal, row, pair)
        burden(world, pair)
        net = net_value(world, deal, prospect)
        if net > 0.0 and welcome(world, weighing[PREFERRED]):
            better = best < 0 or net > best_net
            tie = best >= 0 and net == best_net and world.organisations[row].key < world.organisations[best].key
            if better or tie:
                best, best_net = row, net
            continue
        if not net <= deal.refused_score:  # better than all before, or the first: those are NaN
            keep_refused(world, deal, row, prospect)
        if best < 0:  # else nobody will ask why this one declined
            refusal = Cause.LOW_VALUE + 0
            mark_pivotal(world, deal, weighing[PREFERRED], prospect)
    if hidden > 0:
        for cause in range(tally.search.shape[0]):
            tally.search[cause] += hidden * desk.hiding[deal.direction, cause]
    if best < 0 and seen:
        explain_refusal(world, tally, refusal)
    return best, best_net


@rule
def commit(world: World, deal: Any, recipient_row: int, net: float) -> None:
    """Match a deal with its partner and write what both now expect of it."""
    settings, region, desk = world.settings[0], world.region[0], world.desk[0]
    direction = world.directions[deal.direction]
    pair = pair_of(world, deal, recipient_row)
    prospect = prospect_of(world, deal, recipient_row, pair)
    burden(world, pair)
    recipient = world.organisations[recipient_row]
    deal.recipient = recipient_row
    deal.payer = deal.source if direction.source_pays else recipient_row
    deal.distance = prospect.distance
    deal.value = prospect.value
    deal.cost = cost_and_hurdle(world, deal, prospect)[0]
    deal.score = net
    deal.jurisdictions_differ = pair.jurisdictions_differ
    deal.matched = float(region.quarter)
    recipient.open_deals += 1
    if deal.rung >= 2 and recipient.anchor:
        recipient.places_used += 1
    barriers.review_needed(desk.point, settings.barriers, pair, settings)
    needed = barriers.any_of(desk.point)
    deal.review_pending = needed > 0.0 and deal_chance(world, deal, Purpose.REVIEW_NEEDED, 0) < needed
    barriers.second_approval(desk.point, settings.barriers, pair, settings)
    second = barriers.any_of(desk.point)
    deal.second_pending = second > 0.0 and deal_chance(world, deal, Purpose.SECOND_NEEDED, 0) < second
    enter(deal, Stage.ACCESS)


@rule
def give_up_search(world: World, deal: Any, tally: Any) -> None:
    """End a deal that ran out of patience; stage and cause are drawn in proportion to its tallies."""
    causes = tally.search.shape[0]
    total = 0.0
    for cause in range(causes):
        total += tally.search[cause] + tally.match[cause]
    wanted = deal_chance_now(world, deal, Purpose.SEARCH_CAUSE, 0) * total
    stage, chosen = Stage.SEARCH + 0, Cause.NO_PARTNER_FOUND + 0
    for cause in range(causes):
        if tally.search[cause] > 0.0:
            stage, chosen = Stage.SEARCH + 0, cause
            wanted -= tally.search[cause]
            if wanted < 0.0:
                break
        if tally.match[cause] > 0.0:
            stage, chosen = Stage.MATCH + 0, cause
            wanted -= tally.match[cause]
            if wanted < 0.0:
                break
    die(world, deal, stage, chosen, world.region[0].quarter + 1.0)


@rule
def propose(world: World, proposing: Any, proposed: Any, nets: Any) -> int:
    """Let every searching deal pick its best partner; nothing that others see changes yet.

    Args:
        proposing, proposed, nets: by proposal, to be written: place of the deal in the list of open deals, row of the
            partner it picks, net value in million yuan.

    Returns:
        How many deals propose.
    """
    look_across(world)
    count = 0
    for place in range(world.region[0].open_deals):
        deal = world.deals[world.open_deals[place]]
        if deal.status == Status.OPEN and deal.stage == Stage.SEARCH:
            row, net = best_partner(world, deal, world.tallies[place])
            if row >= 0:
                proposing[count], proposed[count], nets[count] = place, row, net
                count += 1
    return count


@rule
def search_and_match(world: World) -> None:
    """Propose in parallel, then let recipients resolve by net value and key (model M3, M4)."""
    region, settings = world.region[0], world.settings[0]
    proposing = np.empty(region.open_deals, dtype=np.int64)
    proposed = np.empty(region.open_deals, dtype=np.int64)
    nets = np.empty(region.open_deals)
    count = propose(world, proposing, proposed, nets)
    for proposal in descending(nets[:count]):
        place, row = proposing[proposal], proposed[proposal]
        deal = world.deals[world.open_deals[place]]
        room = world.organisations[row].open_deals < capacity_of(world, row)
        if room and has_place(world, deal, row):
            commit(world, deal, row, nets[proposal])
        elif room:
            world.tallies[place].match[Cause.NO_LEAD_ENTERPRISE_PLACE] += 1.0
        else:
            world.tallies[place].match[Cause.PARTNER_FULLY_BOOKED] += 1.0
    for place in range(region.open_deals):
        deal = world.deals[world.open_deals[place]]
        if deal.status == Status.OPEN and deal.stage == Stage.SEARCH:
            if region.quarter - deal.opened + 1 >= settings.patience:
                give_up_search(world, deal, world.tallies[place])
