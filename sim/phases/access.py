"""Licences, secrecy reviews and second approvals wait for the same few clerks.

A case is filed at an exact time, waits its turn, and is decided when a clerk has done its work. A deal may
lose interest while it waits, never while its file is being worked on.
"""

from __future__ import annotations

import math

import numpy as np

from sim.agents import (
    due,
    files_again,
    layer_factor,
    licence_work,
    licence_worth,
    review_work,
    sharpness_in_force,
    valid_through,
    year_begins,
)
from sim.draws import Purpose, exponential, uniform
from sim.draws import block as four_uniforms
from sim.phases.blocks import blocks_of, end_of, first_of
from sim.phases.chances import deal_chance
from sim.phases.decisions import decide_licence, follow
from sim.phases.facts import licence_holder, licence_needed
from sim.phases.ledgers import return_of
from sim.phases.waiting import factor_of, loses_interest, office_of, step_wanted
from sim.rules import descending, rule
from sim.state import World
from sim.tables import COUNTERS, CaseKind, CaseRow, CaseStatus, Floats, OfficeRow, Stage, Status


@rule
def new_case(world: World, office: int, kind: int, row: int, filed: float, work: float) -> int:
    """Append a waiting case and return its row."""
    region = world.region[0]
    number = region.cases
    case = world.cases[number]
    case.office = office
    case.kind = kind
    case.organisation = row
    case.deal = -1
    case.filed = filed
    case.work = work
    case.started = math.nan
    case.decided = math.nan
    case.status = CaseStatus.WAITING
    region.cases += 1
    return int(number)


@rule
def apply_for_licence(world: World, row: int, needed: int, factor: float) -> None:
    """File one application for a firm, for all deals that wait for it or ahead of any (ODD, licences).

    Args:
        needed: class applied for.
        factor: layer factor of the file.
    """
    region, settings = world.region[0], world.settings[0]
    holder = world.organisations[row]
    ordinal = holder.applications
    if files_again(holder.refusals, settings):
        moment, own, _, _ = four_uniforms(region.seed, holder.key, ordinal, Purpose.RE_APPLICATION, 0)
    else:
        holder.refusals = 0
        moment = uniform(region.seed, holder.key, ordinal, Purpose.CASE_FILED, 0)
        own = uniform(region.seed, holder.key, ordinal, Purpose.CASE_WORK, 0)
    filed, effort = region.quarter + moment, exponential(own)
    work = licence_work(needed, factor, effort, settings)
    number = new_case(world, holder.jurisdiction, CaseKind.LICENCE, row, filed, work)
    world.cases[number].licence_class = needed
    world.cases[number].ordinal = ordinal
    holder.applications += 1
    holder.pending_case = number
    holder.last_case = number
    holder.interest_until = 0.0


@rule
def pauses(world: World, row: int) -> bool:
    """Tell whether a firm that was refused waits before it files again (ODD, licences)."""
    holder, settings = world.organisations[row], world.settings[0]
    again = files_again(holder.refusals, settings)
    return bool(again and world.region[0].quarter < holder.refused + settings.cooling)


@rule
def file_for_deal(world: World, number: int, kind: int) -> None:
    """File a review or a second approval for one deal (ODD, secrecy review and second approval)."""
    deal = world.deals[number]
    office_of = deal.source if kind == CaseKind.REVIEW else deal.recipient
    office = world.organisations[office_of].jurisdiction
    effort = exponential(deal_chance(world, deal, Purpose.CASE_WORK, 1 + kind))
    work = review_work(factor_of(world, deal), effort, world.settings[0])
    case = new_case(world, office, kind, deal.source, deal.filed, work)
    world.cases[case].deal = number
    deal.case = case


@rule
def file_cases(world: World) -> None:
    """File what the deals in access need and are not yet waiting for."""
    region = world.region[0]
    for index in range(region.open_deals):
        number = world.open_deals[index]
        deal = world.deals[number]
        if deal.status != Status.OPEN or deal.stage != Stage.ACCESS:
            continue
        kind = step_wanted(world, deal)
        if kind < 0:
            continue
        if math.isnan(deal.filed):
            deal.filed = region.quarter + deal_chance(world, deal, Purpose.CASE_FILED, 1 + kind)
            if kind != CaseKind.LICENCE:
                file_for_deal(world, number, kind)
        if kind == CaseKind.LICENCE:
            row = licence_holder(deal, world.organisations[deal.source])
            holder = world.organisations[row]
            if holder.pending_case < 0 and not pauses(world, row):
                needed = licence_needed(deal, world.directions[deal.direction])
                apply_for_licence(world, row, needed, factor_of(world, deal))
            holder.interest_until = max(holder.interest_until, loses_interest(world, deal, kind))


@rule
def wants_licence(world: World, row: int) -> bool:
    """Tell whether a firm pays for a licence before it has a deal that needs one: what it expects of it is worth more.

    A firm that keeps to habit, whatever taking part has returned, does not.
    """
    settings, holder = world.settings[0], world.organisations[row]
    kind, office = world.kinds[holder.kind], world.offices[holder.jurisdiction]
    if not (kind.enters and holder.alive and holder.active) or pauses(world, row):
        return False
    if holder.pending_case >= 0 or holder.cash < settings.licence_cost:
        return False
    if holder.licence_class > 0 or sharpness_in_force(world.values[kind.sharpness], settings) <= 0.0:
        return False
    a_quarter = settings.ledger_fade * world.ledger[row].put_in
    seen = return_of(world, row)
    worth = licence_worth(
        seen, a_quarter, settings.licence_life, office.granted_share, office.mean_wait, settings.discount_rate
    )
    return bool(worth > settings.licence_cost)


@rule
def apply_ahead(world: World) -> None:
    """Let firms apply for a licence ahead of a deal, in the first quarter of a year (ODD, licences)."""
    region, settings = world.region[0], world.settings[0]
    if not year_begins(region.quarter, settings):
        return
    for row in range(region.organisations):
        if wants_licence(world, row):
            holder = world.organisations[row]
            factor = layer_factor(holder.rung, office_of(world, holder.city), False, settings)
            apply_for_licence(world, row, int(holder.rung), factor)
            holder.interest_until = region.quarter + settings.year_length
            holder.cash -= settings.licence_cost
            world.ledger[row].put_in += settings.licence_cost


@rule
def queue_up(world: World, first_new: int) -> None:
    """Put this quarter's cases behind the older ones of their office, by filing time."""
    fresh = world.region[0].cases - first_new
    times = np.empty(fresh)
    for index in range(fresh):
        times[index] = -world.cases[first_new + index].filed
    for index in descending(times):
        number = first_new + index
        office = world.offices[world.cases[number].office]
        world.queue[world.cases[number].office, office.waiting] = number
        office.waiting += 1


@rule
def withdrawn_before(world: World, case: CaseRow) -> float:
    """Return when a waiting case is withdrawn: when the last deal behind it loses interest."""
    if case.deal >= 0:
        return loses_interest(world, world.deals[case.deal], int(case.kind))
    return float(world.organisations[case.organisation].interest_until)


@rule
def replace_first(heap: Floats, value: float) -> None:
    """Put a value in the place of the smallest of a heap, and let it sink to where it belongs."""
    place, child = 0, 1
    while child < heap.shape[0]:
        if child + 1 < heap.shape[0] and heap[child + 1] <= heap[child]:
            child += 1
        if heap[child] > value:
            break
        heap[place] = heap[child]
        place, child = child, 2 * child + 1
    heap[place] = value


@rule
def take_up(world: World, office: OfficeRow, case: CaseRow, free: Floats) -> bool:
    """Let the clerk who is free first take a case, or the deadline decide it; tell whether it leaves the queue.

    Args:
        free: heap of the times at which the clerks of its counter are free.
    """
    quarter = world.region[0].quarter
    last = due(case.filed, float(quarter), world.settings[0])
    start = min(max(free[0], case.filed), last)
    if start >= quarter + 1.0:
        return False
    if withdrawn_before(world, case) < start:
        case.status = CaseStatus.WITHDRAWN
        return True
    case.started = start
    case.decided = min(start + case.work, last)
    case.status = CaseStatus.IN_SERVICE
    if start >= free[0]:  # else the deadline came before a clerk was free
        replace_first(free, case.decided)
    office.started += 1
    office.waits += start - case.filed
    return True


@rule
def serve_counter(world: World, number: int, counter: int) -> None:
    """Let the clerks of one counter take its cases in the order of filing until the quarter ends.

    Args:
        number: of the office.
        counter: 0 for licences, or for everything where clerks are not separate; 1 for the rest.
    """
    office, queue = world.offices[number], world.queue[number]
    clerks = office.review_clerks if counter == 1 else office.clerks - office.review_clerks
    free, busy, left = world.clerk_free[COUNTERS * number + counter][:clerks], clerks == 0, 0
    for index in range(office.waiting):
        case = world.cases[queue[index]]
        own = office.review_clerks == 0 or (case.kind == CaseKind.LICENCE) == (counter == 0)
        gone = own and not busy and take_up(world, office, case, free)
        if not gone:
            busy = busy or own
            queue[left] = queue[index]
            left += 1
    office.waiting = left


@rule
def serve(world: World, number: int) -> None:
    """Let the clerks of one office work for a quarter, and publish the wait (ODD, clearance office)."""
    office = world.offices[number]
    serve_counter(world, number, 0)
    if office.review_clerks > 0:
        serve_counter(world, number, 1)
    if office.started > 0:
        memory = world.settings[0].wait_memory
        office.mean_wait += memory * (office.waits / office.started - office.mean_wait)


@rule
def expire_licences(world: World, block: int) -> None:
    """Take from a block of organisations the licences whose time is over."""
    region = world.region[0]
    for row in range(first_of(block), end_of(block, region.organisations)):
        holder = world.organisations[row]
        if holder.licence_class > 0 and not valid_through(holder.licence_expiry, region.quarter):
            holder.licence_class = 0


@rule
def work_at_offices(world: World) -> None:
    """File cases, let the clerks work and apply what they decided."""
    region = world.region[0]
    first_new = region.cases
    file_cases(world)
    apply_ahead(world)
    queue_up(world, first_new)
    for office in range(world.offices.shape[0]):
        serve(world, office)
    for row in range(region.organisations):
        if world.organisations[row].pending_case >= 0:
            decide_licence(world, row)
    for index in range(region.open_deals):
        deal = world.deals[world.open_deals[index]]
        if deal.status == Status.OPEN and deal.stage == Stage.ACCESS:
            follow(world, deal)


@rule
def access(world: World) -> None:
    """Expire licences, then let the offices work (ODD, licences)."""
    for block in range(blocks_of(world.region[0].organisations)):
        expire_licences(world, block)
    work_at_offices(world)
