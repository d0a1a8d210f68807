"""What is delivered teaches, binds, pays back and moves suppliers up the ladder."""

from __future__ import annotations

from sim.agents import climbs_ladder, grown
from sim.mechanisms.learning import LearningSettings, expertise_taught, success_after_delivery
from sim.phases.buying import is_bought
from sim.phases.ledgers import book_delivery
from sim.phases.loans import capital_back, received
from sim.phases.renewal import spin_off
from sim.rules import rule
from sim.state import World
from sim.tables import CAME, PARTNERS_REMEMBERED, DealRow, OrganisationRow, Stage, Status


@rule
def remember(
    organisation: OrganisationRow, partner: int, crossed: bool, quarter: int, settings: LearningSettings
) -> None:
    """Let one party remember the other and trust it more (ODD, delivery)."""
    organisation.partners[organisation.partner_count % PARTNERS_REMEMBERED] = partner
    organisation.partner_count += 1
    organisation.trust = min(1.0, organisation.trust + settings.trust_step)
    organisation.perceived_success = success_after_delivery(organisation.perceived_success, settings)
    organisation.deliveries += 1
    organisation.open_deals -= 1
    if crossed:
        organisation.last_delivery = quarter


@rule
def book_value(world: World, deal: DealRow) -> None:
    """Write down which cities took part in the value and whether it left a jurisdiction (ODD, city governments)."""
    here = world.cities[world.organisations[deal.source].city]
    there = world.cities[world.organisations[deal.recipient].city]
    here.value_all += deal.value
    if world.organisations[deal.source].city != world.organisations[deal.recipient].city:
        there.value_all += deal.value
    if deal.jurisdictions_differ:
        here.value_left += deal.value
        there.value_came += deal.value
        source, recipient = world.organisations[deal.source].city, world.organisations[deal.recipient].city
        world.city_pair[CAME, recipient, source] += deal.value


@rule
def deliver(world: World, deal: DealRow) -> None:
    """Apply all consequences of one delivery."""
    region, settings = world.region[0], world.settings[0]
    direction = world.directions[deal.direction]
    source, recipient = world.organisations[deal.source], world.organisations[deal.recipient]
    field = deal.field
    taught = expertise_taught(world.expertise[deal.recipient, field], world.expertise[deal.source, field], settings)
    world.expertise[deal.recipient, field] = taught
    remember(source, deal.recipient, direction.sides_differ, region.quarter, settings)
    remember(recipient, deal.source, direction.sides_differ, region.quarter, settings)
    earned = received(world, deal) if is_bought(world, deal) else settings.delivery_cash * deal.value
    earner = deal.source if is_bought(world, deal) else deal.payer
    world.organisations[earner].cash += earned
    world.organisations[deal.payer].cash += capital_back(world, deal)
    book_value(world, deal)
    book_delivery(world, deal, earned)
    if deal.classified:
        region.exposure += 2.0
    if direction.climbs:
        world.meters[0].ladder_value += deal.value
        source.supplies += 1
        source.revenue = grown(source.revenue, earned, settings)
        if not deal.controlled:
            region.exposure += settings.uncontrolled_exposure
        if climbs_ladder(source.supplies, world.expertise[deal.source, field], settings):
            source.rung = min(3, source.rung + 1)
    if direction.needs_shelf:
        spin_off(world, deal)
    deal.status = Status.DELIVERED


@rule
def delivery(world: World) -> None:
    """Deliver what has been absorbed this quarter, in the order of the deals' keys."""
    region = world.region[0]
    for index in range(region.open_deals):
        deal = world.deals[world.open_deals[index]]
        if deal.status == Status.OPEN and deal.stage == Stage.DELIVERED:
            deliver(world, deal)
