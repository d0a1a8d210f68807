"""What a deal needs next from a clearance office, how long its file takes and how long it will wait for it."""

from __future__ import annotations

from sim.agents import holds_licence, layer_factor
from sim.phases.chances import threshold
from sim.phases.facts import licence_holder, licence_needed
from sim.rules import rule
from sim.state import World
from sim.tables import CLOCK_ATTRITION, NEVER, CaseKind, DealRow, Stage

STEPS_AT_OFFICE = 8


@rule
def step_wanted(world: World, deal: DealRow) -> int:
    """Return the kind of case a deal needs next at a clearance office, -1 if none."""
    source = world.organisations[deal.source]
    needed = licence_needed(deal, world.directions[deal.direction])
    if needed > 0:
        holder = world.organisations[licence_holder(deal, source)]
        if not holds_licence(holder.licence_class, holder.licence_expiry, needed, world.region[0].quarter):
            return CaseKind.LICENCE + 0  # + 0: a number, see codes.py
    if deal.review_pending:
        return CaseKind.REVIEW + 0
    if deal.second_pending:
        return CaseKind.SECOND_APPROVAL + 0
    return -1


@rule
def office_of(world: World, city: int) -> float:
    """Return how far a city has a coordination office of its own, 0..1."""
    return max(world.cities[city].kept_office, 1.0 if world.cities[city].own_office else 0.0)


@rule
def factor_of(world: World, deal: DealRow) -> float:
    """Return the clerk time of a deal's file over that of one clean pass (ODD, second approval)."""
    source, recipient = world.organisations[deal.source], world.organisations[deal.recipient]
    own = min(office_of(world, source.city), office_of(world, recipient.city))
    return layer_factor(own, bool(deal.jurisdictions_differ), world.settings[0])


@rule
def loses_interest(world: World, deal: DealRow, kind: int) -> float:
    """Return when a deal that waits for this kind of case loses interest, in quarters."""
    rate = world.settings[0].attrition
    if rate <= 0.0:
        return NEVER
    event = CLOCK_ATTRITION + STEPS_AT_OFFICE * kind
    return deal.filed + threshold(world, deal, Stage.ACCESS, event) / rate
