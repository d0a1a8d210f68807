"""What clearance offices decide reaches the deals: on to conversion, back to the queue, or the end."""

from __future__ import annotations

import math

from sim.agents import files_again
from sim.barriers import UNDRAWN, Pair, next_gate, points
from sim.draws import Purpose, uniform
from sim.phases.chances import deal_chance, gates_shut, pick
from sim.phases.ends import die, enter
from sim.phases.facts import licence_holder, pair_of
from sim.phases.waiting import loses_interest, step_wanted
from sim.rules import rule
from sim.state import World
from sim.tables import FIRST_BARRIER, CaseKind, CaseStatus, Cause, DealRow, OrganisationRow, Stage, Status


@rule
def decide_licence(world: World, row: int) -> None:
    """Grant or refuse a firm's application once its clerk has done (ODD, licences)."""
    region, settings = world.region[0], world.settings[0]
    holder = world.organisations[row]
    case = world.cases[holder.pending_case]
    if case.status == CaseStatus.WITHDRAWN:
        holder.pending_case = -1
        return
    if case.status != CaseStatus.IN_SERVICE or case.decided >= region.quarter + 1.0:
        return
    pair = Pair(True, False, False, False, False, 1, int(case.licence_class), 0.0, holder.trust, 0.0, 0.0, 1.0, 0.0)
    chances = points.LICENCE.each(settings.barriers, pair, settings)
    refused_by, gates = 0, UNDRAWN
    for index in range(len(chances)):
        if chances[index] < 1.0:
            own = uniform(region.seed, holder.key, case.ordinal, Purpose.LICENCE_GRANT, index)
            drawn, gates = next_gate(own, gates, settings)
            if drawn >= chances[index]:
                refused_by |= 1 << index
    case.status = CaseStatus.DECIDED
    case.granted = refused_by == 0
    holder.pending_case = -1
    office = world.offices[case.office]
    office.licences_decided += 1
    office.licences_granted += int(case.granted)
    if case.granted:
        holder.licence_class = case.licence_class
        holder.licence_started = case.started
        holder.licence_expiry = case.decided + settings.licence_life
        holder.refusals = 0
    else:
        chance = uniform(region.seed, holder.key, case.ordinal, Purpose.REFUSAL_CAUSE, 0)
        holder.refused = case.decided
        holder.refused_by = refused_by
        holder.refusals += 1
        holder.refused_cause = FIRST_BARRIER + pick(refused_by, chance)


@rule
def decide_case(world: World, deal: DealRow) -> None:
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
    stopped_by = gates_shut(
        world, deal, Purpose.REVIEW_PASS, points.REVIEW_PASS.each(settings.barriers, pair, settings)
    )
    if stopped_by != 0:
        case.granted = False
        index = pick(stopped_by, deal_chance(world, deal, Purpose.REFUSAL_CAUSE, 0))
        deal.shut = stopped_by
        die(world, deal, Stage.ACCESS, FIRST_BARRIER + index, case.decided)
    elif deal.classified:
        region.exposure += 1.0


@rule
def clear(world: World, deal: DealRow) -> None:
    """Let a deal leave the office: to conversion if it crosses the sides, else straight to finance."""
    direction = world.directions[deal.direction]
    holder = world.organisations[licence_holder(deal, world.organisations[deal.source])]
    deal.class_held = holder.licence_class
    deal.cleared = float(world.region[0].quarter)
    enter(deal, Stage.STANDARDS if direction.sides_differ else Stage.FINANCE)


@rule
def lies_at_office(world: World, holder: OrganisationRow, time: float) -> bool:
    """Tell whether the last application of a firm lay at its office at a time: filed, and not yet decided."""
    case = world.cases[holder.last_case]
    return bool(case.filed <= time and (case.status != CaseStatus.DECIDED or case.decided > time))


@rule
def wait_for_licence(world: World, deal: DealRow, wanted: int) -> None:
    """Follow a deal that hangs on its firm's application: granted, refused, or interest lost while waiting."""
    quarter = world.region[0].quarter
    holder = world.organisations[licence_holder(deal, world.organisations[deal.source])]
    if wanted != CaseKind.LICENCE:
        deal.clocked = quarter
        deal.office_wait += max(0.0, holder.licence_started - deal.filed)
        deal.filed = math.nan
        return
    if (
        holder.refused >= max(deal.filed, float(quarter))
        and holder.refused < quarter + 1.0
        and not files_again(holder.refusals, world.settings[0])
    ):
        deal.shut = holder.refused_by
        die(world, deal, Stage.ACCESS, holder.refused_cause, holder.refused)
        return
    lost = loses_interest(world, deal, CaseKind.LICENCE)
    if lost < quarter + 1.0:
        working = False
        if holder.pending_case >= 0:
            case = world.cases[holder.pending_case]
            working = case.status == CaseStatus.IN_SERVICE and case.started <= lost
        # both + 0: numbers, see codes.py
        if not working:  # a file that was worked on may have outlasted the interest, and granted too low a class
            cause = Cause.OFFICE_CONGESTION + 0 if lies_at_office(world, holder, lost) else Cause.ATTRITION + 0
            die(world, deal, Stage.ACCESS, cause, max(lost, float(quarter)))


@rule
def follow(world: World, deal: DealRow) -> None:
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
            decide_case(world, deal)
    elif not math.isnan(deal.filed):
        wait_for_licence(world, deal, step_wanted(world, deal))
    if deal.status == Status.OPEN and math.isnan(deal.filed) and step_wanted(world, deal) < 0:
        clear(world, deal)
