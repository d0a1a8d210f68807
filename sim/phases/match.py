"""Partners weigh what they see: deals propose in parallel, recipients choose by value, and refusals are explained (4).

A deal proposes to its best acceptable candidate; recipients take the best proposals they have room for. The
order is that of perceived net value, then of the deals' keys, never that of the tables.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from sim import barriers
from sim.barriers import Pair
from sim.draws import Purpose
from sim.mechanisms.deal_value import Prospect
from sim.phases.chances import deal_chance, deal_chance_now
from sim.phases.ends import die, enter
from sim.phases.facts import capacity_of, cost_and_hurdle, pair_of, prospect_of
from sim.phases.search import candidate, gates_shut_now, is_seen
from sim.rules import descending, rule
from sim.tables import FIRST_BARRIER, Cause, Stage, Status, World

NO_ANSWER, ACCEPTED, DECLINED, BOOKED, NO_PLACE = 0, 1, 2, 3, 4
MOST_LOOKS = 100


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
def accepts(
    world: World, deal: Any, look: int, pair: Pair, prospect: Prospect, intensities: Any, scratch: Any, shut: Any
) -> tuple[bool, float]:
    """Tell whether a candidate would take the deal under these intensities, and its perceived net value (model M4)."""
    needed = cost_and_hurdle(world, deal, pair, prospect, intensities, scratch)[1]
    net = prospect.gain - needed
    if not net > 0.0:
        return False, net
    barriers.preference(scratch, intensities, pair, world.settings[0])
    closed = gates_shut_now(world, deal, Purpose.PREFERENCE, look, scratch, shut)
    return closed == 0, net


@rule
def mark_pivotal(world: World, deal: Any, look: int, row: int, pivotal: Any, scratch: Any, shut: Any) -> None:
    """Mark the barriers without which one candidate would have accepted."""
    present = world.settings[0].barriers
    pair = pair_of(world, deal, row)
    prospect = prospect_of(world, deal, row, pair)
    none = np.zeros(present.shape[0])
    if prospect.gain <= cost_and_hurdle(world, deal, pair, prospect, none, scratch)[1]:
        return
    intensities = present.copy()
    for place in range(intensities.shape[0]):
        if present[place] <= 0.0 or pivotal[place]:
            continue
        intensities[place] = 0.0
        pivotal[place] = accepts(world, deal, look, pair, prospect, intensities, scratch, shut)[0]
        intensities[place] = present[place]


@rule
def explain_refusal(world: World, deal: Any, found: Any, answers: Any, looks: int, scratch: Any, shut: Any) -> None:
    """Share one point among the barriers without which a candidate would have accepted; else name what declined."""
    pivotal = np.zeros(scratch.shape[0], dtype=np.bool_)
    cause = Cause.PARTNER_FULLY_BOOKED + 0
    for look in range(looks):
        if answers[look] == DECLINED:
            cause = Cause.LOW_VALUE + 0
            mark_pivotal(world, deal, look, found[look], pivotal, scratch, shut)
        elif answers[look] == NO_PLACE and cause != Cause.LOW_VALUE:
            cause = Cause.NO_LEAD_ENTERPRISE_PLACE + 0
    count = 0
    for place in range(pivotal.shape[0]):
        count += int(pivotal[place])
    if count == 0:
        deal.tally_match[cause] += 1.0
    for place in range(pivotal.shape[0]):
        if pivotal[place]:
            deal.tally_match[FIRST_BARRIER + place] += 1.0 / count


@rule
def best_partner(world: World, deal: Any, found: Any, answers: Any, scratch: Any, shut: Any) -> tuple[int, float]:
    """Look at the quarter's candidates; return the best one that accepts and its net value, or -1."""
    looks = min(MOST_LOOKS, int(world.settings[0].candidates))
    intensities = world.settings[0].barriers
    best, best_net = -1, 0.0
    seen = 0
    for look in range(looks):
        answers[look] = NO_ANSWER
        row = candidate(world, deal, look)
        found[look] = row
        if row < 0:
            deal.tally_search[Cause.NO_PARTNER_FOUND] += 1.0
            continue
        pair = pair_of(world, deal, row)
        if not is_seen(world, deal, look, pair, scratch, shut):
            continue
        seen += 1
        if not has_place(world, deal, row):
            answers[look] = NO_PLACE
            continue
        if world.organisations[row].open_deals >= capacity_of(world, row):
            answers[look] = BOOKED
            continue
        prospect = prospect_of(world, deal, row, pair)
        willing, net = accepts(world, deal, look, pair, prospect, intensities, scratch, shut)
        answers[look] = ACCEPTED if willing else DECLINED
        if willing:
            better = best < 0 or net > best_net
            tie = best >= 0 and net == best_net and world.organisations[row].key < world.organisations[best].key
            if better or tie:
                best, best_net = row, net
    if best < 0 and seen > 0:
        explain_refusal(world, deal, found, answers, looks, scratch, shut)
    return best, best_net


@rule
def commit(world: World, deal: Any, recipient_row: int, net: float, scratch: Any) -> None:
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
    deal.cost = cost_and_hurdle(world, deal, pair, prospect, settings.barriers, scratch)[0]
    deal.score = net
    deal.jurisdictions_differ = pair.jurisdictions_differ
    deal.matched = float(region.quarter)
    recipient.open_deals += 1
    if deal.rung >= 2 and recipient.anchor:
        recipient.places_used += 1
    barriers.review_needed(scratch, settings.barriers, pair, settings)
    needed = barriers.any_of(scratch)
    deal.review_pending = needed > 0.0 and deal_chance(world, deal, Purpose.REVIEW_NEEDED, 0) < needed
    barriers.second_approval(scratch, settings.barriers, pair, settings)
    second = barriers.any_of(scratch)
    deal.second_pending = second > 0.0 and deal_chance(world, deal, Purpose.SECOND_NEEDED, 0) < second
    enter(deal, Stage.ACCESS)


@rule
def give_up_search(world: World, deal: Any) -> None:
    """End a deal that ran out of patience; stage and cause are drawn in proportion to its tallies."""
    causes = deal.tally_search.shape[0]
    total = 0.0
    for cause in range(causes):
        total += deal.tally_search[cause] + deal.tally_match[cause]
    wanted = deal_chance_now(world, deal, Purpose.SEARCH_CAUSE, 0) * total
    stage, chosen = Stage.SEARCH + 0, Cause.NO_PARTNER_FOUND + 0
    for cause in range(causes):
        if deal.tally_search[cause] > 0.0:
            stage, chosen = Stage.SEARCH + 0, cause
            wanted -= deal.tally_search[cause]
            if wanted < 0.0:
                break
        if deal.tally_match[cause] > 0.0:
            stage, chosen = Stage.MATCH + 0, cause
            wanted -= deal.tally_match[cause]
            if wanted < 0.0:
                break
    die(world, deal, stage, chosen, world.region[0].quarter + 1.0)


@rule
def propose(world: World, proposed: Any, nets: Any, scratch: Any, shut: Any) -> None:
    """Let every searching deal pick its best partner; nothing that others see changes yet."""
    region = world.region[0]
    found = np.empty(MOST_LOOKS, dtype=np.int64)
    answers = np.empty(MOST_LOOKS, dtype=np.int64)
    for place in range(region.open_deals):
        deal = world.deals[world.open_deals[place]]
        proposed[place] = -1
        nets[place] = 0.0
        if deal.status == Status.OPEN and deal.stage == Stage.SEARCH:
            proposed[place], nets[place] = best_partner(world, deal, found, answers, scratch, shut)


@rule
def search_and_match(world: World) -> None:
    """Propose in parallel, then let recipients resolve by net value and key (model M3, M4)."""
    region, settings = world.region[0], world.settings[0]
    scratch = np.empty(barriers.COUNT)
    shut = np.zeros(barriers.COUNT, dtype=np.bool_)
    proposed = np.empty(region.open_deals, dtype=np.int64)
    nets = np.empty(region.open_deals)
    propose(world, proposed, nets, scratch, shut)
    for place in descending(nets):
        row = proposed[place]
        if row < 0:
            continue
        deal = world.deals[world.open_deals[place]]
        room = world.organisations[row].open_deals < capacity_of(world, row)
        if room and has_place(world, deal, row):
            commit(world, deal, row, nets[place], scratch)
        elif room:
            deal.tally_match[Cause.NO_LEAD_ENTERPRISE_PLACE] += 1.0
        else:
            deal.tally_match[Cause.PARTNER_FULLY_BOOKED] += 1.0
    for place in range(region.open_deals):
        deal = world.deals[world.open_deals[place]]
        if deal.status == Status.OPEN and deal.stage == Stage.SEARCH:
            if region.quarter - deal.opened + 1 >= settings.patience:
                give_up_search(world, deal)
