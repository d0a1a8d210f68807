"""Partners weigh what they see: deals propose in parallel, recipients choose by value, and refusals are explained.

A deal proposes to its best acceptable candidate; recipients take the best proposals they have room for. The
order is that of perceived net value, then of the deals' keys, never that of the tables.
"""

from __future__ import annotations

import numpy as np

from sim import barriers
from sim.agents import better_than_making, extra_looks, holds_licence, price_of, shown_chance
from sim.agents.procurement import UNLIMITED
from sim.barriers import NOBODY, Pair, points
from sim.draws import Purpose
from sim.mechanisms.deal_value import Prospect
from sim.phases.blocks import blocks_of, end_of, first_of
from sim.phases.chances import deal_block, deal_chance, deal_chance_now, marked
from sim.phases.ends import die, enter
from sim.phases.facts import Burden, burden_of, capacity_of, cost_and_hurdle, pair_of, prospect_of
from sim.phases.ledgers import looks_abroad
from sim.phases.purses import purse_of_organisation, take
from sim.phases.search import blame, candidate, look_across
from sim.phases.waiting import office_of
from sim.rules import descending, empty_indices, rule
from sim.state import World
from sim.tables import AWAY, FIRST_BARRIER, HOME, Cause, DealRow, Floats, Indices, Stage, Status, TallyRow

MOST_LOOKS = 100
SHOWN_AWAY = 1000  # more than the looks that an office may show for one deal in a quarter
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
    licensed = holds_licence(source.licence_class, source.licence_expiry, 1, world.region[0].quarter)
    return bool(licensed and recipient.places_used < world.settings[0].anchor_slots)


@rule
def is_bought(world: World, deal: DealRow) -> bool:
    """Tell whether a deal is a supply that its recipient pays for, out of a procurement budget."""
    return bool(world.directions[deal.direction].climbs and world.settings[0].demand != UNLIMITED)


@rule
def can_pay(world: World, deal: DealRow, recipient_row: int, value: float) -> bool:
    """Tell whether the procurement budget of a recipient holds the price of a deal, if it is one that is bought.

    Args:
        value: of the deal with this recipient, million yuan.
    """
    if not is_bought(world, deal):
        return True
    return bool(price_of(value, world.settings[0]) <= world.purses[purse_of_organisation(world, recipient_row)].left)


@rule
def would_buy(world: World, deal: DealRow, recipient_row: int, prospect: Prospect) -> bool:
    """Tell whether a recipient rather buys than makes what a deal supplies, if it is one that is bought."""
    if not is_bought(world, deal):
        return True
    settings = world.settings[0]
    known = world.expertise[recipient_row, deal.field]
    return bool(better_than_making(prospect.gain, price_of(prospect.value, settings), known, settings))


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
def office_looks(world: World, deal: DealRow) -> int:
    """Return how often the office of the source's city looks for a deal this quarter (ODD, city governments)."""
    office = office_of(world, world.organisations[deal.source].city)
    if office <= 0.0:
        return 0
    return extra_looks(office, deal_chance_now(world, deal, Purpose.OFFICE_SHOWS, 0), world.settings[0])


@rule
def office_shows(world: World, deal: DealRow, row: int, look: int, abroad: float) -> bool:
    """Tell whether an office shows the organisation that its look found.

    Args:
        row: the organisation.
        look: number of the look, from `MOST_LOOKS`.
        abroad: share of the office's looks that go to other cities.
    """
    here = world.organisations[deal.source].city
    elsewhere = world.organisations[row].city != here
    chance = deal_chance_now(world, deal, Purpose.OFFICE_SHOWS, 1 + look - MOST_LOOKS)
    return chance < shown_chance(elsewhere, abroad)


@rule
def best_partner(
    world: World, deal: DealRow, tally: TallyRow, crossing: float, hiding: Floats, abroad: float
) -> tuple[int, float, int]:
    """Look at the quarter's candidates; return the best one that accepts and its net value, or -1, and what was shown.

    What the office of the source's city showed is counted in one number: looks at home, and SHOWN_AWAY for each abroad.

    Args:
        crossing, hiding: of the deal's direction, as `look_across` returns them.
        abroad: share of the looks of its city's office that go to other cities.
    """
    best, best_net, shown = -1, 0.0, 0
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
        if turn >= own:
            if not office_shows(world, deal, row, look, abroad):
                continue
            elsewhere = world.organisations[row].city != world.organisations[deal.source].city
            shown += SHOWN_AWAY if elsewhere else 1
        pair = pair_of(world, deal, row)
        if not is_seen(world, tally, pair, weighing[VISIBLE]):
            continue
        seen = True
        if not has_place(world, deal, row):
            refusal = max(refusal, Cause.NO_LEAD_ENTERPRISE_PLACE + 0)
            continue
        if world.organisations[row].open_deals >= capacity_of(world, row):
            continue
        prospect = prospect_of(world, deal, row, pair)
        if not can_pay(world, deal, row, prospect.value):
            refusal = max(refusal, Cause.NO_PROCUREMENT_BUDGET + 0)
            continue
        if not would_buy(world, deal, row, prospect):
            refusal = max(refusal, Cause.MADE_IN_HOUSE + 0)
            continue
        burden = burden_of(world, pair)
        net = net_value(world, deal, prospect, burden, NOBODY)
        if net > 0.0 and welcome(burden, weighing[PREFERRED], NOBODY):
            better = best < 0 or net > best_net
            tie = best >= 0 and net == best_net and world.organisations[row].key < world.organisations[best].key
            if better or tie:
                best, best_net = row, net
                deal.brokered = turn >= own
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
    return best, best_net, shown


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
        take(world.purses[purse_of_organisation(world, recipient_row)], deal.price)
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
def propose(world: World, block: int, proposed: Indices, nets: Floats, shown: Indices) -> None:
    """Let the searching deals of a block of open ones pick their best partners; nothing that others see changes yet.

    Args:
        proposed, nets, shown: by place in the list of open deals, to be written: row of the partner that is picked,
            -1 for none; its net value in million yuan; looks that were shown, see `best_partner`.
    """
    crossing, hiding = look_across(world)
    abroad = looks_abroad(world)
    for index in range(first_of(block), end_of(block, world.region[0].open_deals)):
        deal = world.deals[world.open_deals[index]]
        proposed[index] = -1
        shown[index] = 0
        if deal.status == Status.OPEN and deal.stage == Stage.SEARCH:
            across, hidden = crossing[deal.direction], hiding[deal.direction]
            share = abroad[world.organisations[deal.source].city]
            found = best_partner(world, deal, world.tallies[index], across, hidden, share)
            proposed[index], nets[index], shown[index] = found


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
def book_looks(world: World, shown: Indices) -> None:
    """Book the looks that offices showed, at home and abroad."""
    for index in range(world.region[0].open_deals):
        if shown[index] > 0:
            deal = world.deals[world.open_deals[index]]
            ledger = world.ledger[world.organisations[deal.source].city]
            ledger.put_in[HOME] += shown[index] % SHOWN_AWAY
            ledger.put_in[AWAY] += shown[index] // SHOWN_AWAY


@rule
def match(world: World, proposed: Indices, nets: Floats, shown: Indices) -> None:
    """Let recipients resolve what was proposed by net value and key; end the searches that have lasted too long."""
    region, settings = world.region[0], world.settings[0]
    book_looks(world, shown)
    places = gathered(world, proposed, nets)
    for proposal in descending(nets[: places.shape[0]]):
        index = places[proposal]
        row = proposed[index]
        deal = world.deals[world.open_deals[index]]
        if world.organisations[row].open_deals >= capacity_of(world, row):
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
    proposed, nets, shown = empty_indices(count), np.empty(count), empty_indices(count)
    for block in range(blocks_of(count)):
        propose(world, block, proposed, nets, shown)
    match(world, proposed, nets, shown)
