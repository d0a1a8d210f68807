"""Partners weigh what they see: deals propose in parallel, recipients choose by value, and refusals are explained.

A deal proposes to its best acceptable candidate; recipients take the best proposals they have room for. The
order is that of perceived net value, then of the deals' keys, never that of the tables.
"""

from __future__ import annotations

import numpy as np

from sim.agents import holds_licence, price_of
from sim.barriers import NOBODY, Pair, points
from sim.draws import Purpose
from sim.mechanisms.catalogue import crossing_if_listed
from sim.mechanisms.deal_value import Prospect, rung_factor
from sim.mechanisms.ways import capital_need
from sim.phases.blocks import blocks_of, end_of, first_of
from sim.phases.brokering import MOST_LOOKS, is_shown_by_office, office_looks
from sim.phases.buying import can_pay, is_bought, is_taken_unweighed, would_buy
from sim.phases.chances import deal_block, deal_chance, deal_chance_now
from sim.phases.ends import die, enter
from sim.phases.facts import burden_of, cost_and_hurdle, is_full, pair_of, prospect_of
from sim.phases.purses import order
from sim.phases.refusals import explain_refusal, keep_refused, pivotal_of, welcome
from sim.phases.search import blame, candidate, look_across
from sim.rules import descending, empty_indices, rule
from sim.state import World
from sim.tables import FIRST_BARRIER, Cause, DealRow, Floats, Indices, Stage, Status, TallyRow

VISIBLE, PREFERRED = 2, 3  # words of a look's block WEIGHING; `candidate` uses the first two


@rule
def has_place(world: World, deal: DealRow, recipient_row: int) -> bool:
    """Tell whether a supply of its rung has a place: only lead enterprises integrate machines, their own too."""
    recipient = world.organisations[recipient_row]
    source = world.organisations[deal.source]
    if deal.rung <= 1 or source.anchor:
        return True
    if not recipient.anchor:
        return bool(deal.rung < 3)
    asked = 1 if deal.controlled else 0
    licensed = holds_licence(source.licence_class, source.licence_expiry, asked, world.region[0].quarter)
    return bool(licensed and recipient.places_used < world.settings[0].anchor_slots)


@rule
def is_seen(world: World, tally: TallyRow, pair: Pair, chance: float) -> bool:
    """Tell whether a look shows the organisation that it found; the reason why not goes into the tally."""
    settings = world.settings[0]
    visible = points.VISIBILITY.each(settings.barriers, pair, settings)
    seen = chance < points.VISIBILITY.join(visible, NOBODY, settings)
    if not seen:
        blame(tally.search, visible, 1.0)
    return bool(seen)


@rule
def declines_to_buy(world: World, deal: DealRow, row: int, prospect: Prospect, look: int) -> int:
    """Return why a buyer does not weigh a supply at all, or -1: it cannot pay, or makes it in house."""
    if not can_pay(world, deal, row, prospect.value):
        return Cause.NO_PROCUREMENT_BUDGET + 0  # + 0: a number, see codes.py
    if not would_buy(world, deal, row, prospect) and not is_taken_unweighed(world, deal, look):
        return Cause.MADE_IN_HOUSE + 0
    return -1


@rule
def close_look(tally: TallyRow, hidden: int, hiding: Floats, pivotal: int, refusal: int, refused: bool) -> None:
    """Tally what hid candidates from a deal, and why those that it saw refused if they all did."""
    if hidden > 0:
        for cause in range(tally.search.shape[0]):
            tally.search[cause] += hidden * hiding[cause]
    if refused:
        explain_refusal(tally, pivotal, refusal)


@rule
def is_better(world: World, row: int, net: float, best: int, best_net: float) -> bool:
    """Tell whether an offer is better than the best so far, -1 for none; of two alike the lower key has it."""
    if best < 0 or net != best_net:
        return best < 0 or net > best_net
    return bool(world.organisations[row].key < world.organisations[best].key)


@rule
def best_partner(world: World, deal: DealRow, tally: TallyRow, crossing: float, hiding: Floats) -> tuple[int, float]:
    """Look at the quarter's candidates; return the best one that accepts and its net value, or -1.

    Args:
        crossing, hiding: of the deal's direction, as `look_across` returns them.
    """
    best, best_net = -1, 0.0
    hidden, seen, pivotal, refusal = 0, False, 0, Cause.PARTNER_FULLY_BOOKED + 0  # + 0: a number, see codes.py
    across = (0.0, 0.0, 0.0, 0.0)
    own = min(MOST_LOOKS, int(world.settings[0].candidates))
    for turn in range(own + office_looks(world, deal)):
        look = turn if turn < own else MOST_LOOKS + turn - own  # looks of the office have addresses of their own
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
        if turn >= own and not is_shown_by_office(world, deal, row, look):
            continue
        pair = pair_of(world, deal, row)
        if not is_seen(world, tally, pair, weighing[VISIBLE]):
            continue
        seen = True
        if not has_place(world, deal, row):
            refusal = max(refusal, Cause.NO_LEAD_ENTERPRISE_PLACE + 0)
            continue
        if is_full(world, row):
            continue
        prospect = prospect_of(world, deal, row, pair)
        declined = declines_to_buy(world, deal, row, prospect, look)
        if declined >= 0:
            refusal = max(refusal, declined)
            continue
        burden = burden_of(world, pair)
        cost, needed = cost_and_hurdle(world, deal, prospect, burden, NOBODY)
        net = prospect.gain - needed
        if net > 0.0 and welcome(world, burden, weighing[PREFERRED], NOBODY):
            if is_better(world, row, net, best, best_net):
                best, best_net = row, net
                deal.brokered = turn >= own
            continue
        if not net <= deal.refused_score:  # better than all before, or the first: those are NaN
            keep_refused(world, deal, row, prospect, burden, cost, needed)
        if best < 0:  # else nobody will ask why this one declined
            refusal = Cause.LOW_VALUE + 0
            pivotal = pivotal_of(world, deal, weighing[PREFERRED], prospect, burden, needed, pivotal)
    close_look(tally, hidden, hiding, pivotal, refusal, best < 0 and seen)
    return best, best_net


@rule
def commit(world: World, deal: DealRow, recipient_row: int, prospect: Prospect, pair: Pair, net: float) -> None:
    """Match a deal with its partner and write what both now expect of it."""
    settings, region = world.settings[0], world.region[0]
    direction = world.directions[deal.direction]
    recipient = world.organisations[recipient_row]
    deal.recipient = recipient_row
    deal.payer = deal.source if direction.source_pays else recipient_row
    deal.distance = prospect.distance
    deal.value = prospect.value
    deal.cost = cost_and_hurdle(world, deal, prospect, burden_of(world, pair), NOBODY)[0]
    deal.score = net
    if is_bought(world, deal):
        deal.price = price_of(deal.value, settings)
        deal.capital = capital_need(deal.price, rung_factor(deal.rung, settings), settings)
        order(world, recipient_row, deal.price)
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
def met(tally: TallyRow) -> int:
    """Mark the barriers that hid partners from a deal in search or without which one would have accepted."""
    marks = 0
    for cause in range(FIRST_BARRIER, tally.search.shape[0]):
        if tally.search[cause] > 0.0 or tally.match[cause] > 0.0:
            marks |= 1 << (cause - FIRST_BARRIER)
    return marks


@rule
def give_up_search(world: World, deal: DealRow, tally: TallyRow) -> None:
    """End a deal that ran out of patience; stage and cause are drawn in proportion to its tallies."""
    causes, total = tally.search.shape[0], 0.0
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
    if chosen >= FIRST_BARRIER:
        deal.shut = met(tally)
    die(world, deal, stage, chosen, world.region[0].quarter + 1.0)


@rule
def propose(world: World, block: int, proposed: Indices, nets: Floats) -> None:
    """Let the searching deals of a block of open ones pick their best partners; nothing that others see changes yet.

    Args:
        proposed, nets: by place in the list of open deals, to be written: row of the partner that is picked, -1 for
            none; its net value in million yuan.
    """
    crossing, hiding = look_across(world)
    settings = world.settings[0]
    for index in range(first_of(block), end_of(block, world.region[0].open_deals)):
        deal = world.deals[world.open_deals[index]]
        proposed[index] = -1
        if deal.status == Status.OPEN and deal.stage == Stage.SEARCH:
            across, hidden = crossing[deal.direction], hiding[deal.direction]
            if deal.listed:
                across = crossing_if_listed(across, settings)
            proposed[index], nets[index] = best_partner(world, deal, world.tallies[index], across, hidden)


@rule
def gathered(world: World, proposed: Indices, nets: Floats) -> Indices:
    """Return the places of the deals that propose, in the list of open deals; their nets come to lie in front."""
    places = empty_indices(world.region[0].open_deals)
    count = 0
    for index in range(world.region[0].open_deals):
        if proposed[index] >= 0:
            places[count] = index
            nets[count] = nets[index]
            count += 1
    return places[:count]


@rule
def match(world: World, proposed: Indices, nets: Floats) -> None:
    """Let recipients resolve what was proposed by net value and key; end the searches that have lasted too long."""
    region, settings = world.region[0], world.settings[0]
    places = gathered(world, proposed, nets)
    for proposal in descending(nets[: places.shape[0]]):
        index = places[proposal]
        row = proposed[index]
        deal = world.deals[world.open_deals[index]]
        if is_full(world, row):
            world.tallies[index].match[Cause.PARTNER_FULLY_BOOKED] += 1.0
            continue
        if not has_place(world, deal, row):
            world.tallies[index].match[Cause.NO_LEAD_ENTERPRISE_PLACE] += 1.0
            continue
        pair = pair_of(world, deal, row)
        prospect = prospect_of(world, deal, row, pair)
        if can_pay(world, deal, row, prospect.value):
            commit(world, deal, row, prospect, pair, nets[proposal])
        else:
            world.tallies[index].match[Cause.NO_PROCUREMENT_BUDGET] += 1.0
    for index in range(region.open_deals):
        deal = world.deals[world.open_deals[index]]
        if deal.status == Status.OPEN and deal.stage == Stage.SEARCH:
            if region.quarter - deal.opened + 1 >= settings.patience:
                give_up_search(world, deal, world.tallies[index])


@rule
def search_and_match(world: World) -> None:
    """Propose in parallel, then let recipients resolve (ODD, search and value and acceptance)."""
    count = world.region[0].open_deals
    proposed, nets = empty_indices(count), np.empty(count)
    for block in range(blocks_of(count)):
        propose(world, block, proposed, nets)
    match(world, proposed, nets)
