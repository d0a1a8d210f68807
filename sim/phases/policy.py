"""Levers move the settings they name, leaks tighten barriers, and what is scarce is shared out for the quarter."""

from __future__ import annotations

import math

import numpy as np

from sim import barriers
from sim.agents import clerks_for_reviews, drawn_together, leads_by_size, year_begins
from sim.levers import moved, ramp
from sim.mechanisms.clustering import base_for_field, base_level
from sim.mechanisms.partner_search import closeness, nearness, pull_of_field, pull_within_city
from sim.phases.purses import set_budgets
from sim.rules import copy_into, descending, rule
from sim.state import World
from sim.tables import AGREEMENT, COUNTERS, DISTANCE, Floats


@rule
def apply_levers(world: World) -> None:
    """Rewrite this quarter's settings from the scenario's values, shocks, levers and backlash."""
    quarter = world.region[0].quarter
    for shock in range(world.shocks.shape[0]):
        if world.shocks[shock].quarter == quarter:
            world.base_values[world.shocks[shock].target] = world.shocks[shock].value
    copy_into(world.values, world.base_values)
    for index in range(world.levers.shape[0]):
        lever = world.levers[index]
        lever.now = lever.strength * ramp(quarter, lever.start_quarter, lever.ramp_quarters, lever.logistic)
    for index in range(world.moves.shape[0]):
        move = world.moves[index]
        value = world.values[move.target]
        world.values[move.target] = moved(value, move.how, move.amount, world.levers[move.lever].now)
    intensities = world.settings[0].barriers
    for index in range(intensities.shape[0]):
        if barriers.TIGHTENED[index]:
            intensities[index] = barriers.tightened(intensities[index], world.region[0].backlash)


@rule
def appoint(world: World, row: int) -> None:
    """Make an organisation a lead enterprise, and put it in its place among their rows, which lie by key."""
    region, rows, one = world.region[0], world.anchor_rows, world.organisations[row]
    place = region.anchors
    while place > 0 and world.organisations[rows[place - 1]].key > one.key:
        rows[place] = rows[place - 1]
        place -= 1
    rows[place] = row
    one.anchor = True
    region.anchors += 1


@rule
def appoint_anchors(world: World) -> int:
    """Make lead enterprises of the founding ones, very large firms and the largest others that a programme adds.

    Returns:
        How many the programme added; those are firms too that would not be large enough without it.
    """
    organisations, order, settings = world.organisations, world.order, world.settings[0]
    count, added = world.region[0].organisations, 0
    world.region[0].anchors = 0
    for index in range(count):
        one = organisations[order[index]]
        leads = one.founding_anchor
        if one.alive and world.kinds[one.kind].enters:
            leads = leads_by_size(one.revenue, settings)
        if one.alive and leads:
            appoint(world, order[index])
            by_size = leads_by_size(one.revenue, world.base_settings[0])
            added += int(world.kinds[one.kind].enters and not by_size)
        elif one.anchor:
            one.anchor = False
    for _ in range(int(settings.anchors_added + 1e-9)):
        best = -1
        for index in range(count):
            row = order[index]
            one = organisations[row]
            free = one.alive and world.kinds[one.kind].leads and not one.anchor
            if free and (best < 0 or one.revenue > organisations[best].revenue):
                best = row
        if best < 0:
            break
        appoint(world, best)
        added += 1
    return added


@rule
def reseat(free: Floats, before: int, now: int, quarter: float) -> None:
    """Change the number of clerks: new ones are free at once, those that are free first leave first."""
    for clerk in range(before, now):
        free[clerk] = quarter
    order = descending(free[: max(before, now)])
    kept = np.empty(now)
    for clerk in range(now):
        kept[now - 1 - clerk] = free[order[clerk]]
    copy_into(free[:now], kept)


@rule
def staff_offices(world: World) -> None:
    """Put clerks on duty; added clerks are free at once, removed ones leave when they are free."""
    settings = world.settings[0]
    quarter = float(world.region[0].quarter)
    for index in range(world.offices.shape[0]):
        office = world.offices[index]
        free, apart = world.clerk_free[COUNTERS * index], world.clerk_free[COUNTERS * index + 1]
        wanted = int(settings.clerks * office.share + 0.5)
        if settings.clerks > 0.0:
            wanted = max(1, wanted)
        wanted = min(wanted, free.shape[0])
        reviewing = clerks_for_reviews(wanted, settings)
        if wanted != office.clerks or reviewing != office.review_clerks:
            reseat(free, office.clerks - office.review_clerks, wanted - reviewing, quarter)
            reseat(apart, office.review_clerks, reviewing, quarter)
            office.clerks = wanted
            office.review_clerks = reviewing
        office.started = 0
        office.waits = 0.0


@rule
def look_around(world: World, factor: float, near: Floats) -> None:
    """Find how near every city is to every other by distance and agreement; most powers are taken once for both ways.

    Args:
        factor: multiplies the decay of attention with distance.
        near: to be written, shape (cities, cities), see `nearness` and `drawn_together`.
    """
    settings, distance, agreed = world.settings[0], world.city_pair[DISTANCE], world.city_pair[AGREEMENT]
    for here in range(near.shape[0]):
        for there in range(near.shape[0]):
            if there < here and distance[here, there] == distance[there, here]:
                near[here, there] = near[there, here]
            else:
                drawn = drawn_together(agreed[here, there], settings)
                near[here, there] = nearness(distance[here, there], factor, settings) * drawn


@rule
def attract(world: World, attraction: Floats) -> None:
    """Find how every city draws looks for every kind and field, and how its fields share them (ODD, search).

    Args:
        attraction: pull of a city but for distance, to be written, shape (kinds, fields, cities).
    """
    settings = world.settings[0]
    kinds, cities, fields = world.kinds.shape[0], world.cities.shape[0], world.fields.shape[0]
    close = np.empty((fields, fields))
    for field in range(fields):
        for other in range(fields):
            close[field, other] = closeness(world.relatedness[field, other], settings)
    for kind in range(kinds):
        for place in range(cities):
            city = world.cities[place]
            first = (kind * cities + place) * fields
            base = base_level(city.founded_base, city.chosen, city.kept_base, settings)
            for field in range(fields):
                pull, within = 0.0, 0.0
                for other in range(fields):
                    members = world.bucket_start[first + other + 1] - world.bucket_start[first + other]
                    pull += pull_of_field(members, close[field, other], settings)
                    within += pull_within_city(members, close[field, other], settings)
                    world.field_attention[kind, place, field, other] = within
                here = base_for_field(base, city.pilot_fields, field, settings)
                attraction[kind, field, place] = pull * (1.0 + settings.demonstration_base_search * here)


@rule
def share_attention(world: World) -> None:
    """Weigh every city by gravity and demonstration bases, for every field and every kind that seeks another."""
    cities, fields = world.cities.shape[0], world.fields.shape[0]
    attraction = np.empty((world.kinds.shape[0], fields, cities))
    attract(world, attraction)
    near = np.empty((cities, cities))
    weighed = math.nan  # by what `near` has weighed distance so far: kinds that weigh it alike stand together
    for index in range(world.directions.shape[0]):
        searching, sought = world.directions[index].source_kind, world.directions[index].partner_kind
        factor = world.values[world.kinds[searching].distance_factor]
        if factor != weighed:
            look_around(world, factor, near)
            weighed = factor
        for here in range(cities):
            for field in range(fields):
                running = 0.0
                for there in range(cities):
                    running += attraction[sought, field, there] * near[here, there]
                    world.gravity[searching, sought, here, field, there] = running


@rule
def policy(world: World) -> None:
    """Put the quarter's policy in force."""
    meters = world.meters[0]
    region = world.region[0]
    apply_levers(world)
    meters.anchors_added = appoint_anchors(world)
    staff_offices(world)
    share_attention(world)
    set_budgets(world)
    settings = world.settings[0]
    chosen = 0.0
    for index in range(world.cities.shape[0]):
        if world.cities[index].chosen and not world.cities[index].founded_base:
            chosen += 1.0
    meters.bases = chosen * settings.demonstration_base_strength
    base = world.base_settings[0]
    meters.clerks_added = max(0.0, settings.clerks - base.clerks)
    meters.fund_added = max(0.0, settings.fund - base.fund)
    meters.subsidy_share = max(0.0, settings.subsidy_share - base.subsidy_share)
    meters.laboratories_added = max(0.0, settings.laboratories_added - base.laboratories_added)
    meters.talent_gained = 0.0
    meters.listed = 0.0
    meters.procurement_added = 0.0
    meters.reviews = 0.0
    meters.ladder_value = 0.0
    meters.fund_spent = 0.0
    meters.fund_spent_on_added = 0.0
    meters.guaranteed_credit = 0.0
    meters.tax_forgone = 0.0
    meters.interest_forgone = 0.0
    meters.land_forgone = 0.0
    meters.channel_losses = 0.0
    region.fund_spent = 0.0
    region.fund_deadweight = 0.0
    region.aid_spent = 0.0
    region.social_capital = 0.0
    region.founded = 0
    region.spin_offs = 0
    region.failed = 0
    region.foundings_refused = 0
    region.lent = 0.0
    region.repaid = 0.0
    region.credit_losses = 0.0
    if year_begins(region.quarter, settings):
        for index in range(region.organisations):
            world.organisations[index].places_used = 0
