"""Deals wait for licences, reviews and second approvals at the clearance offices (ODD M5 to M8)."""

from __future__ import annotations

import math
from functools import partial

from tests.agreement.plain_mesa import draws
from tests.agreement.plain_mesa.barriers import shut
from tests.agreement.plain_mesa.clearance_office import Case
from tests.agreement.plain_mesa.finance import first_of_life

FILING = {"licence": 1, "review": 2, "second_approval": 3}


def access(model) -> None:
    """Let licences lapse, file cases, serve them, and tell firms and deals what was decided."""
    model.organisations.do("let_licence_lapse")
    for deal in model.deals_in("access"):
        file_next(deal)
    if model.quarter % model.settings.year_length == 0:
        for firm in model.firms:
            if firm.wants_licence():
                apply_ahead(firm)
    for office in model.offices:
        office.serve()
    for one in model.organisations:
        hear_of_application(one)
    for deal in model.deals_in("access"):
        follow(deal)


def wanted_at_office(deal) -> str | None:
    """Say what a deal needs next from a clearance office."""
    if deal.licence_missing:
        return "licence"
    if deal.review_pending:
        return "review"
    return "second_approval" if deal.second_pending else None


def file_next(deal) -> None:
    """File what a deal needs next, unless it waits already; keep the application of its firm in being."""
    wanted = wanted_at_office(deal)
    if wanted is None:
        return
    if not deal.waits:
        deal.filed = deal.model.quarter + deal.life(draws.CASE_FILED, FILING[wanted])[0]
        if wanted != "licence":
            file_own_case(deal, wanted)
    if wanted == "licence":
        apply_for_licence(deal.source, deal)


def file_own_case(deal, kind: str) -> None:
    """File a review at the source's office, or a second approval at the recipient's."""
    work = draws.exponential(deal.life(draws.CASE_WORK, FILING[kind])[0])
    work *= deal.model.settings.review_clerk_quarters * layer_factor(deal)
    deal.case = Case(kind, deal.filed, work, deal=deal)
    organisation = deal.source if kind == "review" else deal.recipient
    deal.model.offices[organisation.jurisdiction].file(deal.case)


def apply_for_licence(firm, deal) -> None:
    """Have one application under way for all deals of a firm that wait for it."""
    if firm.pending_case is None and not firm.pauses:
        apply(firm, deal.needed_class, layer_factor(deal))
        firm.interest_until = 0.0
    firm.interest_until = max(firm.interest_until, deal.interest_lost("licence"))


def apply_ahead(firm) -> None:
    """Apply before there is a deal, and pay for it (M5)."""
    settings = firm.settings
    apply(firm, firm.rung, layers_of(settings, firm.city.office, firm.rung) / (1.0 - settings.overlap))
    firm.interest_until = firm.model.quarter + settings.year_length
    firm.cash -= settings.licence_cost
    firm.ledger.put_in += settings.licence_cost


def apply(firm, licence_class: int, factor: float) -> None:
    """File an application."""
    model, settings = firm.model, firm.settings
    if firm.files_again:
        moment, own, _, _ = model.chance.uniforms(draws.RE_APPLICATION, firm.key, firm.applications)
    else:
        firm.refusals = 0
        moment = model.chance.uniforms(draws.CASE_FILED, firm.key, firm.applications)[0]
        own = model.chance.uniforms(draws.CASE_WORK, firm.key, firm.applications)[0]
    filed, work = model.quarter + moment, draws.exponential(own)
    work *= settings.licence_clerk_quarters * (1.0 + settings.licence_class_markup * (licence_class - 1)) * factor
    firm.pending_case = firm.last_case = Case("licence", filed, work, firm=firm, licence_class=licence_class)
    model.offices[firm.jurisdiction].file(firm.pending_case)
    firm.applications += 1


def layers_of(settings, office: float, rung: int) -> float:
    """Return how many hands a file passes, of parties with this much of an own office (M8)."""
    local = settings.handles_city + settings.handles_province
    local = office * min(1.0, local) + (1.0 - office) * local
    return local + settings.handles_centre * (0.0, 0.5, 1.0)[rung - 1]


def layer_factor(deal) -> float:
    """Return by how much layers of approval multiply the work on a deal's files (M8)."""
    settings = deal.model.settings
    layers = layers_of(settings, min(deal.source.city.office, deal.recipient.city.office), deal.rung)
    relief = settings.overlap_relief if deal.jurisdictions_differ else 0.0
    return layers / (1.0 - settings.overlap * (1.0 - relief))


def hear_of_application(firm) -> None:
    """Tell a firm what became of its application."""
    case, model = firm.pending_case, firm.model
    if case is None:
        return
    if case.status == "withdrawn":
        firm.pending_case = None
    elif case.status == "working" and case.decided < model.quarter + 1.0:
        decide(case, model)
        firm.pending_case = None
        if case.granted:
            firm.licence_class = case.licence_class
            firm.licence_started = case.started
            firm.licence_expiry = case.decided + model.settings.licence_life
            firm.refusals = 0
        else:
            firm.refused, firm.refused_cause, firm.refused_shut = case.decided, case.refused_by, case.shut
            firm.refusals += 1


def decide(case, model) -> None:
    """Grant a case if every barrier's gate opens; else one of those that stay shut is the cause of refusal."""
    case.status = "decided"
    firm, deal = case.firm, case.deal
    closed = []
    if case.kind == "licence":
        gates = [
            (barrier, barrier.licence(case.licence_class), partial(grant_draw, firm, case.ordinal, barrier.place))
            for barrier in model.barriers
        ]
        closed = shut(model.settings, gates)
        cause = model.chance.uniforms(draws.REFUSAL_CAUSE, firm.key, case.ordinal)[0]
        model.offices[firm.jurisdiction].decisions.append(not closed)
    else:
        model.meters["reviews"] += 1
        if case.kind == "review":
            gates = [
                (barrier, barrier.review_pass(deal), partial(first_of_life, deal, draws.REVIEW_PASS, barrier.place))
                for barrier in model.barriers
            ]
            closed = shut(model.settings, gates)
        cause = deal.life(draws.REFUSAL_CAUSE)[0]
    case.granted = not closed
    if closed:
        case.refused_by = draws.one_of(closed, cause).name
        case.shut = {barrier.name for barrier in closed}


def grant_draw(firm, ordinal: int, place: int) -> float:
    """Return the draw by which a barrier's gate lets an application pass."""
    return firm.model.chance.uniforms(draws.LICENCE_GRANT, firm.key, ordinal, place)[0]


def follow(deal) -> None:
    """Let a deal take note of a decision, lose interest, or clear."""
    if deal.case is not None:
        if deal.case.status in ("waiting", "withdrawn"):
            lose_interest(deal, deal.case.kind)
        elif deal.case.decided < deal.model.quarter + 1.0:
            hear_of_own_case(deal)
    elif deal.waits:
        hear_of_licence(deal)
    if deal.open and not deal.waits and wanted_at_office(deal) is None:
        clear(deal)


def lose_interest(deal, kind: str) -> None:
    """Die if interest is lost by the end of the quarter: in the queue, or when nothing lay at the office."""
    lost = deal.interest_lost(kind)
    if lost < deal.model.quarter + 1.0:
        if deal.case is not None:
            deal.case.status = "withdrawn"
        case = deal.case or deal.source.last_case
        decided = case.decided if case.status == "decided" else math.inf
        cause = "office_congestion" if case.filed <= lost < decided else "attrition"
        deal.die(cause, max(lost, float(deal.model.quarter)))


def hear_of_own_case(deal) -> None:
    """Take note of the decision on a review or second approval."""
    case, deal.case = deal.case, None
    deal.clocked = deal.model.quarter
    deal.office_wait += case.started - case.filed
    deal.filed = math.nan
    decide(case, deal.model)
    if case.kind == "second_approval":
        deal.second_pending = False
        return
    deal.review_pending = False
    if not case.granted:
        deal.shut = case.shut
        deal.die(case.refused_by, case.decided)
    elif deal.classified:
        deal.model.exposure += 1.0


def hear_of_licence(deal) -> None:
    """Take note of what became of the firm's application: granted, refused, or not yet."""
    firm, quarter = deal.source, deal.model.quarter
    if not deal.licence_missing:
        deal.clocked = quarter
        deal.office_wait += max(0.0, firm.licence_started - deal.filed)
        deal.filed = math.nan
    elif max(deal.filed, quarter) <= firm.refused < quarter + 1.0 and not firm.files_again:
        deal.shut = firm.refused_shut
        deal.die(firm.refused_cause, firm.refused)
    else:
        case = firm.pending_case
        at_work = case is not None and case.status == "working"
        if not (at_work and case.started <= deal.interest_lost("licence")):
            lose_interest(deal, "licence")


def clear(deal) -> None:
    """Leave access: to conversion if the deal crosses the sides, else to finance."""
    civilian = deal.source if deal.source.side == "civil" else deal.recipient
    deal.class_held = civilian.licence_class
    deal.cleared = float(deal.model.quarter)
    deal.enter("standards" if deal.direction.sides_differ else "finance")
