"""The quarter is written down, finished deals leave the list of open ones, and time moves on."""

from __future__ import annotations

from sim.agents import holds_licence
from sim.levers import bill
from sim.rules import copy_into, rule
from sim.state import World
from sim.tables import AGREEMENT, PROTECTION, CaseStatus, HistoryRow, Stage, Status


@rule
def count_organisations(world: World, row: HistoryRow) -> None:
    """Write the state of the organisations into the quarter's row of history."""
    region = world.region[0]
    by_city = world.history_by_city[region.quarter]
    expertise = 0.0
    alive = firms = anchors = active = licensed = class_2 = class_3 = shelf_open = shelf_classified = 0
    for index in range(region.organisations):
        member = world.order[index]
        one = world.organisations[member]
        if not one.alive:
            continue
        alive += 1
        expertise += world.expertise[member, one.field]
        shelf_open += one.open_shelf
        shelf_classified += one.classified_shelf
        anchors += int(one.anchor)
        if not world.kinds[one.kind].enters:
            continue
        firms += 1
        if one.active:
            active += 1
            by_city[one.city, 0] += 1.0
        if holds_licence(one.licence_class, one.licence_expiry, 1, region.quarter):
            licensed += 1
            by_city[one.city, 1] += 1.0
            class_2 += int(one.licence_class >= 2)
            class_3 += int(one.licence_class >= 3)
    row.shelf_open, row.shelf_classified, row.anchors = float(shelf_open), float(shelf_classified), float(anchors)
    row.firms, row.active_firms, row.licensed_firms = float(firms), float(active), float(licensed)
    row.licensed_class_2, row.licensed_class_3 = float(class_2), float(class_3)
    row.mean_expertise = expertise / max(1, alive)


@rule
def count_offices(world: World, row: HistoryRow) -> None:
    """Write queues, waits and clerks into the quarter's row of history."""
    by_office = world.history_by_office[world.region[0].quarter]
    for index in range(world.offices.shape[0]):
        office = world.offices[index]
        row.started += office.started
        row.waits += office.waits
        row.clerks += office.clerks
        by_office[index, 1] = office.started
        by_office[index, 2] = office.waits
        for case in range(office.waiting):
            if world.cases[world.queue[index, case]].status == CaseStatus.WAITING:
                row.queue += 1.0
                by_office[index, 0] += 1.0


@rule
def mean_across(world: World, layer: int) -> float:
    """Return the mean of a layer of pairs of cities over those of different jurisdictions."""
    total, pairs = 0.0, 0
    for here in range(world.cities.shape[0]):
        for there in range(world.cities.shape[0]):
            if world.cities[here].jurisdiction != world.cities[there].jurisdiction:
                total += world.city_pair[layer, here, there]
                pairs += 1
    return total / max(1, pairs)


@rule
def drop_finished_deals(world: World) -> None:
    """Shorten the list of open deals; those in search take their tallies along."""
    kept = 0
    for index in range(world.region[0].open_deals):
        number = world.open_deals[index]
        deal = world.deals[number]
        if deal.status != Status.OPEN:
            continue
        world.open_deals[kept] = number
        if deal.stage == Stage.SEARCH and kept != index:
            copy_into(world.tallies[kept].search, world.tallies[index].search)
            copy_into(world.tallies[kept].match, world.tallies[index].match)
        kept += 1
    world.region[0].open_deals = kept


@rule
def observe(world: World) -> None:
    """Write the quarter's row of history, settle the levers' bill and drop finished deals."""
    region = world.region[0]
    row = world.history[region.quarter]
    count_organisations(world, row)
    count_offices(world, row)
    harmonised = 0.0
    for index in range(world.fields.shape[0]):
        harmonised += world.fields[index].harmonised
        world.history_by_field[region.quarter, index] = world.fields[index].harmonised
    row.harmonised = harmonised / world.fields.shape[0]
    row.programme_cost = bill(world.levers, world.meters[0], region.scale)
    row.fund_spent = region.fund_spent
    row.fund_deadweight = region.fund_deadweight
    row.social_capital = region.social_capital
    row.lent = region.lent
    row.repaid = region.repaid
    row.credit_losses = region.credit_losses
    row.credit_owed = region.credit_owed
    row.leaks = region.leak
    row.backlash = region.backlash
    row.exposure = region.exposure
    row.protection_across = mean_across(world, PROTECTION)
    row.agreement_across = mean_across(world, AGREEMENT)
    row.arrivals_civil = region.arrivals[0]
    row.arrivals_military = region.arrivals[1]
    row.entries = region.entries
    row.exits = region.exits
    row.founded = region.founded
    row.spin_offs = region.spin_offs
    row.failed = region.failed
    row.foundings_refused = region.foundings_refused
    drop_finished_deals(world)
    row.open_deals = region.open_deals
    copy_into(world.history_by_barrier[region.quarter], world.settings[0].barriers)
    region.quarter += 1
