"""Partners weigh what they see: deals propose in parallel, recipients choose by value, and refusals are explained.

A deal proposes to its best acceptable candidate; recipients take the best proposals they have room for. The
order is that of perceived net value, then of the deals' keys, never that of the tables.
"""

from __future__ import annotations

import numpy as np

from sim import barriers
from sim.agents import holds_licence
from sim.barriers import NOBODY, Pair, points
from sim.draws import Purpose
from sim.mechanisms.catalogue import crossing_if_listed
from sim.mechanisms.deal_value import Prospect
from sim.phases.chances import deal_block, deal_chance, deal_chance_now, marked
from sim.phases.ends import die, enter
from sim.phases.facts import Burden, burden_of, capacity_of, cost_and_hurdle, pair_of, prospect_of
from sim.phases.search import blame, candidate, look_across
from sim.rules import descending, empty_indices, rule
from sim.state import World
from sim.tables import FIRST_BARRIER, Cause, DealRow, Floats, Indices, Stage, Status, TallyRow

MOST_LOOKS = 100
NO_GAP, NO_MARKUP, NO_PREFERENCE = points.GAP.neutral, points.MARKUP.neutral, points.PREFERENCE.neutral
VISIBLE, PREFERRED = 2, 3  # words of a look's block WEIGHING; `candidate` uses the first two


@rule
def has_place(world: World, deal: DealRow, recipient_row: int) -> bool:
    """Tell whether a supply of its rung has a place: only lead enterprises integrate complete machines."""
    if deal.rung <= 1:
        return True
    recipient = world.organisations[recipient_row]
    source = world.organisations[deal.source]
    if not recipient.anchor:
        return bool(deal.rung < 3)
    asked = 1 if deal.controlled else 0
    licensed = holds_licence(source.licence_class, source.licence_expiry, asked, world.region[0].quarter)
    return bool(licensed and recipient.places_used < world.settings[0].anchor_slots)


@rule
def welcome(burden: Burden, chance: float, without: int) -> bool:
    """Tell whether a candidate does not turn the partner away under a burden.

    Args:
        chance: uniform of this look; above what the barriers leave, the partner is turned away.
        without: barrier that is left out, NOBODY for none.
    """
    return bool(chance < points.PREFERENCE.join(burden.preference, without))


@rule
def net_value(world: World, deal: DealRow, prospect: Prospect, burden: Burden, without: int) -> float:
    """Return the perceived net value of a deal under a burden, but for one barrier, million yuan (ODD, value)."""
    return prospect.gain - cost_and_hurdle(world, deal, prospect, burden, without)[1]


@rule
def pivotal_of(world: World, deal: DealRow, chance: float, prospect: Prospect, burden: Burden, known: int) -> int:
    """Mark the barriers without which the candidate would have accepted; one that does nothing here is none.

    Args:
        known: marks of those that need not be asked again; they stay.
    """
    marks = known
    for index in range(barriers.COUNT):
        idle = burden.gap[index] == NO_GAP and burden.markup[index] == NO_MARKUP
        if (idle and burden.preference[index] == NO_PREFERENCE) or known & (1 << index):
            continue
        if welcome(burden, chance, index) and net_value(world, deal, prospect, burden, index) > 0.0:
            marks |= 1 << index
    return marks


@rule
def explain_refusal(tally: TallyRow, pivotal: int, cause: int) -> None:
    """Share one point among the barriers without which a candidate would have accepted; else name what declined.

    Args:
        pivotal: marks of those barriers.
    """
    if pivotal == 0:
        tally.match[cause] += 1.0
        return
    for index in range(barriers.COUNT):
        if pivotal & (1 << index):
            tally.match[FIRST_BARRIER + index] += 1.0 / marked(pivotal)


@rule
def keep_refused(world: World, deal: DealRow, row: int, prospect: Prospect, burden: Burden) -> None:
    """Write down an offer that was refused, and by how much each barrier raised what it had to exceed."""
    cost, needed = cost_and_hurdle(world, deal, prospect, burden, NOBODY)
    deal.refused_by = row
    deal.refused_quarter = world.region[0].quarter
    deal.refused_value = prospect.value
    deal.refused_cost = cost
    deal.refused_score = prospect.gain - needed
    for index in range(barriers.COUNT):
        deal.refused_burden[index] = needed - cost_and_hurdle(world, deal, prospect, burden, index)[1]


@rule
def is_seen(world: World, tally: TallyRow, pair: Pair, chance: float) -> bool:
    """Tell whether a look shows the organisation that it found; the reason why not goes into the tally."""
    settings = world.settings[0]
    visible = points.VISIBILITY.each(settings.barriers, pair, settings)
    seen = chance < points.VISIBILITY.join(visible, NOBODY)
    if not seen:
        blame(tally.search, visible, 1.0)
    return bool(seen)


@rule
def best_partner(world: World, deal: DealRow, tally: TallyRow, crossing: float, hiding: Floats) -> tuple[int, float]:
    """Look at the quarter's candidates; return the best one that accepts and its net value, or -1.

    Args:
        crossing, hiding: of the deal's direction, as `look_across` returns them.
    """
    best, best_net = -1, 0.0
    hidden, seen, pivotal, refusal = 0, False, 0, Cause.PARTNER_FULLY_BOOKED + 0  # + 0: a number, see codes.py
    across = (0.0, 0.0, 0.0, 0.0)
    for look in range(min(MOST_LOOKS, int(world.settings[0].candidates))):
        if look % 4 == 0:
            across = deal_block(world, deal, Purpose.ACROSS, look // 4)
        if across[look % 4] >= crossing:
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
        burden = burden_of(world, pair)
        net = net_value(world, deal, prospect, burden, NOBODY)
        if net > 0.0 and welcome(burden, weighing[PREFERRED], NOBODY):
            better = best < 0 or net > best_net
            tie = best >= 0 and net == best_net and world.organisations[row].key < world.organisations[best].key
            if better or tie:
                best, best_net = row, net
            continue
        if not net <= deal.refused_score:  # better than all before, or the first: those are NaN
            keep_refused(world, deal, row, prospect, burden)
        if best < 0:  # else nobody will ask why this one declined
            refusal = Cause.LOW_VALUE + 0
            pivotal = pivotal_of(world, deal, weighing[PREFERRED], prospect, burden, pivotal)
    if hidden > 0:
        for cause in range(tally.search.shape[0]):
            tally.search[cause] += hidden * hiding[cause]
    if best < 0 and seen:
        explain_refusal(tally, pivotal, refusal)
    return best, best_net


@rule
def commit(world: World, deal: DealRow, recipient_row: int, net: float) -> None:
    """Match a deal with its partner and write what both now expect of it."""
    settings, region = world.settings[0], world.region[0]
    direction = world.directions[deal.direction]
    pair = pair_of(world, deal, recipient_row)
    prospect = prospect_of(world, deal, recipient_row, pair)
    recipient = world.organisations[recipient_row]
    deal.recipient = recipient_row
    deal.payer = deal.source if direction.source_pays else recipient_row
    deal.distance = prospect.distance
    deal.value = prospect.value
    deal.cost = cost_and_hurdle(world, deal, prospect, burden_of(world, pair), NOBODY)[0]
    deal.score = net
    deal.jurisdictions_differ = pair.jurisdictions_differ
    deal.matched = float(region.quarter)
    recipient.open_deals += 1
    if deal.rung >= 2 and recipient.anchor:
        recipient.places_used += 1
    needed = points.REVIEW_NEEDED.joined(settings.barriers, pair, settings)
    deal.review_pending = needed > 0.0 and deal_chance(world, deal, Purpose.REVIEW_NEEDED, 0) < needed
    second = points.SECOND_APPROVAL.joined(settings.barriers, pair, settings)
    deal.second_pending = second > 0.0 and deal_chance(world, deal, Purpose.SECOND_NEEDED, 0) < second
    enter(deal, Stage.ACCESS)


@rule
def give_up_search(world: World, deal: DealRow, tally: TallyRow) -> None:
    """End a deal that ran out of patience; stage and cause are drawn in proportion to its tallies."""
    causes = tally.search.shape[0]
    total = 0.0
    for cause in range(causes):
        total += tally.search[cause] + tally.match[cause]
    wanted = deal_chance_now(world, deal, Purpose.SEARCH_CAUSE, 0) * total
    stage, chosen = Stage.SEARCH + 0, Cause.NO_PARTNER_FOUND + 0  # + 0: numbers, see codes.py
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
def propose(world: World, proposing: Indices, proposed: Indices, nets: Floats) -> int:
    """Let every searching deal pick its best partner; nothing that others see changes yet.

    Args:
        proposing, proposed, nets: by proposal, to be written: index of the deal in the list of open deals, row of the
            partner it picks, net value in million yuan.

    Returns:
        How many deals propose.
    """
    crossing, hiding = look_across(world)
    settings, count = world.settings[0], 0
    for index in range(world.region[0].open_deals):
        deal = world.deals[world.open_deals[index]]
        if deal.status == Status.OPEN and deal.stage == Stage.SEARCH:
            across, hidden = crossing[deal.direction], hiding[deal.direction]
            if deal.listed:
                across = crossing_if_listed(across, settings)
            row, net = best_partner(world, deal, world.tallies[index], across, hidden)
            if row >= 0:
                proposing[count], proposed[count], nets[count] = index, row, net
                count += 1
    return count


@rule
def search_and_match(world: World) -> None:
    """Propose in parallel, then let recipients resolve by net value and key (ODD, search and value and acceptance)."""
    region, settings = world.region[0], world.settings[0]
    proposing, proposed = empty_indices(region.open_deals), empty_indices(region.open_deals)
    nets = np.empty(region.open_deals)
    count = propose(world, proposing, proposed, nets)
    for proposal in descending(nets[:count]):
        index, row = proposing[proposal], proposed[proposal]
        deal = world.deals[world.open_deals[index]]
        room = world.organisations[row].open_deals < capacity_of(world, row)
        if room and has_place(world, deal, row):
            commit(world, deal, row, nets[proposal])
        elif room:
            world.tallies[index].match[Cause.NO_LEAD_ENTERPRISE_PLACE] += 1.0
        else:
            world.tallies[index].match[Cause.PARTNER_FULLY_BOOKED] += 1.0
    for index in range(region.open_deals):
        deal = world.deals[world.open_deals[index]]
        if deal.status == Status.OPEN and deal.stage == Stage.SEARCH:
            if region.quarter - deal.opened + 1 >= settings.patience:
                give_up_search(world, deal, world.tallies[index])
