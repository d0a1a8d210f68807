"""Licences, secrecy reviews and second approvals wait for the same few clerks (5).

A case is filed at an exact time, waits its turn, and is decided when a clerk has done its work. A deal may
lose interest while it waits, never while its file is being worked on.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from sim import barriers
from sim.agents import holds_licence, layer_factor, licence_work, review_work
from sim.draws import Purpose, exponential, uniform
from sim.phases.chances import deal_chance, gates_failed, pick, threshold
from sim.phases.ends import die, enter
from sim.phases.facts import licence_holder, licence_needed, pair_of
from sim.rules import descending, rule
from sim.tables import (
    CLOCK_ATTRITION,
    FIRST_BARRIER,
    NEVER,
    CaseKind,
    CaseStatus,
    Cause,
    Stage,
    Status,
    World,
)

STEPS_AT_OFFICE = 8


@rule
def step_wanted(world: World, deal: Any) -> int:
    """Return the kind of case a deal needs next at a clearance office, -1 if none."""
    source = world.organisations[deal.source]
    needed = licence_needed(deal, world.directions[deal.direction])
    if needed > 0:
        holder = world.organisations[licence_holder(deal, source)]
        if not holds_licence(holder.licence_class, holder.licence_expiry, needed, world.region[0].quarter):
            return CaseKind.LICENCE + 0
    if deal.review_pending:
        return CaseKind.REVIEW + 0
    if deal.second_pending:
        return CaseKind.SECOND_APPROVAL + 0
    return -1


@rule
def factor_of(world: World, deal: Any) -> float:
    """Return the clerk time of a deal's file over that of one clean pass (model M8)."""
    source, recipient = world.organisations[deal.source], world.organisations[deal.recipient]
    own = world.cities[source.city].own_office and world.cities[recipient.city].own_office
    return layer_factor(own, world.settings[0])


@rule
def loses_interest(world: World, deal: Any, kind: int) -> float:
    """Return when a deal that waits for this kind of case loses interest, in quarters."""
    rate = world.settings[0].attrition
    if rate <= 0.0:
        return NEVER
    event = CLOCK_ATTRITION + STEPS_AT_OFFICE * kind
    return deal.filed + threshold(world, deal, Stage.ACCESS, event) / rate


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
def apply_for_licence(world: World, deal: Any, row: int, needed: int) -> None:
    """File one application for all deals of a firm that wait for it (model M5)."""
    region, settings = world.region[0], world.settings[0]
    holder = world.organisations[row]
    ordinal = holder.applications
    filed = region.quarter + uniform(region.seed, holder.key, ordinal, Purpose.CASE_FILED, 0)
    effort = exponential(uniform(region.seed, holder.key, ordinal, Purpose.CASE_WORK, 0))
    work = licence_work(needed, factor_of(world, deal), effort, settings)
    number = new_case(world, holder.jurisdiction, CaseKind.LICENCE, row, filed, work)
    world.cases[number].licence_class = needed
    world.cases[number].ordinal = ordinal
    holder.applications += 1
    holder.pending_case = number
    holder.interest_until = 0.0


@rule
def file_for_deal(world: World, number: int, kind: int) -> None:
    """File a review or a second approval for one deal (model M7, M8)."""
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
    for place in range(region.open_deals):
        number = world.open_deals[place]
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
            if holder.pending_case < 0:
                apply_for_licence(world, deal, row, licence_needed(deal, world.directions[deal.direction]))
            holder.interest_until = max(holder.interest_until, loses_interest(world, deal, kind))


@rule
def queue_up(world: World, first_new: int) -> None:
    """Put this quarter's cases behind the older ones of their office, by filing time."""
    fresh = world.region[0].cases - first_new
    times = np.empty(fresh)
    for place in range(fresh):
        times[place] = -world.cases[first_new + place].filed
    for place in descending(times):
        number = first_new + place
        office = world.offices[world.cases[number].office]
        world.queue[world.cases[number].office, office.waiting] = number
        office.waiting += 1


@rule
def withdrawn_before(world: World, case: Any) -> float:
    """Return when a waiting case is withdrawn: when the last deal behind it loses interest."""
    if case.deal >= 0:
        return loses_interest(world, world.deals[case.deal], int(case.kind))
    return float(world.organisations[case.organisation].interest_until)


@rule
def sift(free: Any, clerks: int) -> None:
    """Restore the order of a heap of free times after its first entry has changed."""
    place = 0
    while True:
        child = 2 * place + 1
        if child >= clerks:
            return
        if child + 1 < clerks and free[child + 1] < free[child]:
            child += 1
        if free[place] <= free[child]:
            return
        free[place], free[child] = free[child], free[place]
        place = child


@rule
def serve(world: World, number: int) -> None:
    """Let the clerks of one office take cases in the order of filing until the quarter ends (model M6)."""
    office = world.offices[number]
    free = world.clerk_free[number]
    queue = world.queue[number]
    end = world.region[0].quarter + 1.0
    taken = 0
    while taken < office.waiting and office.clerks > 0:
        case = world.cases[queue[taken]]
        start = max(free[0], case.filed)
        if start >= end:
            break
        taken += 1
        if withdrawn_before(world, case) < start:
            case.status = CaseStatus.WITHDRAWN
            continue
        case.started = start
        case.decided = start + case.work
        case.status = CaseStatus.IN_SERVICE
        free[0] = case.decided
        sift(free, office.clerks)
        office.started += 1
        office.waits += start - case.filed
    for place in range(taken, office.waiting):
        queue[place - taken] = queue[place]
    office.waiting -= taken
    if office.started > 0:
        memory = world.settings[0].wait_memory
        office.mean_wait += memory * (office.waits / office.started - office.mean_wait)


@rule
def decide_licence(world: World, row: int, scratch: Any, failed: Any) -> None:
    """Grant or refuse a firm's application once its clerk has done (model M5)."""
    region, settings = world.region[0], world.settings[0]
    holder = world.organisations[row]
    case = world.cases[holder.pending_case]
    if case.status == CaseStatus.WITHDRAWN:
        holder.pending_case = -1
        return
    if case.status != CaseStatus.IN_SERVICE or case.decided >= region.quarter + 1.0:
        return
    pair = barriers.Pair(True, False, False, False, False, 1, int(case.licence_class), 0.0, holder.trust, 0.0, 0.0, 1.0)
    barriers.licence(scratch, settings.barriers, pair, settings)
    count = 0
    for place in range(scratch.shape[0]):
        chance = uniform(region.seed, holder.key, case.ordinal, Purpose.LICENCE_GRANT, place)
        failed[place] = chance >= scratch[place]
        count += int(failed[place])
    case.status = CaseStatus.DECIDED
    case.granted = count == 0
    holder.pending_case = -1
    if case.granted:
        holder.licence_class = case.licence_class
        holder.licence_expiry = case.decided + settings.licence_life
    else:
        chance = uniform(region.seed, holder.key, case.ordinal, Purpose.REFUSAL_CAUSE, 0)
        holder.refused = case.decided
        holder.refused_cause = FIRST_BARRIER + pick(failed, count, chance)


@rule
def decide_case(world: World, deal: Any, scratch: Any, failed: Any) -> None:
    """Apply the decision on a deal's own case: a review is passed or kills it, a second approval only takes time."""
    settings, region = world.settings[0], world.region[0]
    case = world.cases[deal.case]
    deal.office_wait += case.started - case.filed
    deal.clocked = region.quarter
    deal.case = -1
    deal.filed = math.nan
    case.status = CaseStatus.DECIDED
    case.granted = True
    world.meters[0].reviews += 1.0
    if case.kind == CaseKind.SECOND_APPROVAL:
        deal.second_pending = False
        return
    deal.review_pending = False
    pair = pair_of(world, deal, deal.recipient)
    barriers.review_pass(scratch, settings.barriers, pair, settings)
    count = gates_failed(world, deal, Purpose.REVIEW_PASS, 0, scratch, failed)
    if count > 0:
        case.granted = False
        place = pick(failed, count, deal_chance(world, deal, Purpose.REFUSAL_CAUSE, 0))
        die(world, deal, Stage.ACCESS, FIRST_BARRIER + place, case.decided)
    elif deal.classified:
        region.exposure += 1.0


@rule
def clear(world: World, deal: Any) -> None:
    """Let a deal leave the office: to conversion if it crosses the sides, else straight to finance."""
    direction = world.directions[deal.direction]
    holder = world.organisations[licence_holder(deal, world.organisations[deal.source])]
    deal.class_held = holder.licence_class
    deal.cleared = float(world.region[0].quarter)
    enter(deal, Stage.STANDARDS if direction.sides_differ else Stage.FINANCE)


@rule
def wait_for_licence(world: World, deal: Any, wanted: int) -> None:
    """Follow a deal that hangs on its firm's application: granted, refused, or interest lost while waiting."""
    quarter = world.region[0].quarter
    holder = world.organisations[licence_holder(deal, world.organisations[deal.source])]
    if wanted != CaseKind.LICENCE:
        deal.clocked = quarter
        granted = holder.licence_expiry - world.settings[0].licence_life
        deal.office_wait += max(0.0, granted - deal.filed)
        deal.filed = math.nan
        return
    if holder.refused >= max(deal.filed, float(quarter)) and holder.refused < quarter + 1.0:
        die(world, deal, Stage.ACCESS, holder.refused_cause, holder.refused)
        return
    lost = loses_interest(world, deal, CaseKind.LICENCE)
    if lost < quarter + 1.0:
        working = False
        if holder.pending_case >= 0:
            case = world.cases[holder.pending_case]
            working = case.status == CaseStatus.IN_SERVICE and case.started <= lost
        if not working:
            die(world, deal, Stage.ACCESS, Cause.OFFICE_CONGESTION, lost)


@rule
def follow(world: World, deal: Any, scratch: Any, failed: Any) -> None:
    """Bring one deal in access up to the end of the quarter."""
    quarter = world.region[0].quarter
    if deal.case >= 0:
        case = world.cases[deal.case]
        if case.status == CaseStatus.WITHDRAWN or case.status == CaseStatus.WAITING:
            lost = loses_interest(world, deal, int(case.kind))
            if lost < quarter + 1.0:
                case.status = CaseStatus.WITHDRAWN
                die(world, deal, Stage.ACCESS, Cause.OFFICE_CONGESTION, lost)
            return
        if case.decided < quarter + 1.0:
            decide_case(world, deal, scratch, failed)
    elif not math.isnan(deal.filed):
        wait_for_licence(world, deal, step_wanted(world, deal))
    if deal.status == Status.OPEN and math.isnan(deal.filed) and step_wanted(world, deal) < 0:
        clear(world, deal)


@rule
def access(world: World) -> None:
    """Expire licences, file cases, let the clerks work and apply what they decided (model M5-M8)."""
    region = world.region[0]
    scratch = np.empty(barriers.COUNT)
    failed = np.zeros(barriers.COUNT, dtype=np.bool_)
    for row in range(region.organisations):
        holder = world.organisations[row]
        if holder.licence_class > 0 and holder.licence_expiry <= region.quarter:
            holder.licence_class = 0
    first_new = region.cases
    file_cases(world)
    queue_up(world, first_new)
    for office in range(world.offices.shape[0]):
        serve(world, office)
    for row in range(region.organisations):
        if world.organisations[row].pending_case >= 0:
            decide_licence(world, row, scratch, failed)
    for place in range(region.open_deals):
        deal = world.deals[world.open_deals[place]]
        if deal.status == Status.OPEN and deal.stage == Stage.ACCESS:
            follow(world, deal, scratch, failed)
