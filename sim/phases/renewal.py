"""Firms are founded by those that are there and by what is delivered; firms shrink and fail (ODD, firms).

All of it happens at the end of a quarter, so that the index of members, attention and offices know from the next one
on who lives. Rows of firms to come were made with the population; when they are used up, nobody is founded.
"""

from __future__ import annotations

from sim.agents import failure_chance, foundings_expected, shrunk, spin_off_chance
from sim.draws import Purpose, block, uniform
from sim.mechanisms.clustering import base_for_field, base_level
from sim.phases.chances import deal_chance
from sim.rules import empty_indices, rule
from sim.state import World
from sim.tables import DealRow, Indices, OrganisationRow
from sim.world.population import begin


@rule
def kind_founded(world: World) -> int:
    """Return the kind of organisation that is founded: the one that enters, -1 if there is none."""
    for index in range(world.kinds.shape[0]):
        if world.kinds[index].enters:
            return index
    return -1


@rule
def found(world: World, parent: int, active: bool) -> bool:
    """Found a firm beside another organisation; tell whether there was room for it.

    Args:
        parent: row of the organisation whose city, field and part of whose expertise it takes over.
        active: whether it takes part in the other side's market at once.
    """
    region, settings, kind = world.region[0], world.settings[0], kind_founded(world)
    row = region.organisations
    if kind < 0 or row >= world.organisations.shape[0]:
        region.foundings_refused += 1
        return False
    one, origin = world.organisations[row], world.organisations[parent]
    one.key = world.organisations[world.order[row - 1]].key + 1
    one.kind = kind
    one.side = world.kinds[kind].side
    one.city = origin.city
    one.jurisdiction = origin.jurisdiction
    one.field = origin.field
    one.revenue = settings.founded_revenue
    one.research_relative = origin.research_relative
    one.research_million_yuan = origin.research_million_yuan * settings.founded_revenue / origin.revenue
    begin(one, settings)
    one.active = active
    for field in range(world.fields.shape[0]):
        world.expertise[row, field] = settings.inherit * world.expertise[parent, field]
    world.order[row] = row
    region.organisations += 1
    region.founded += 1
    return True


@rule
def spin_off(world: World, deal: DealRow) -> None:
    """Let a delivered technology found a firm beside its source, or not."""
    settings, city = world.settings[0], world.cities[world.organisations[deal.source].city]
    level = base_level(city.founded_base, city.chosen, city.kept_base, settings)
    chance = spin_off_chance(base_for_field(level, city.pilot_fields, deal.field, settings), settings)
    if chance > 0.0 and deal_chance(world, deal, Purpose.SPIN_OFF, 0) < chance:
        if found(world, deal.source, True):
            world.region[0].spin_offs += 1


@rule
def found_by_cities(world: World) -> None:
    """Let the firms of every city found others, each with the same chance."""
    region, settings, kind = world.region[0], world.settings[0], kind_founded(world)
    cities, fields = world.cities.shape[0], world.fields.shape[0]
    if kind < 0:
        return
    for city in range(cities):
        first = world.bucket_start[(kind * cities + city) * fields]
        members = world.bucket_start[(kind * cities + city + 1) * fields] - first
        expected = foundings_expected(members, world.cities[city].hightech_zone, settings)
        if expected <= 0.0:
            continue
        count = int(expected + uniform(region.seed, city, region.quarter, Purpose.FOUNDING, 0))
        for ordinal in range(count):
            draw = uniform(region.seed, city, region.quarter, Purpose.FOUNDING, 1 + ordinal)
            found(world, world.bucket_rows[first + min(members - 1, int(draw * members))], False)


@rule
def word_of(four: tuple[float, float, float, float], place: int) -> float:
    """Return one word of a block; a tuple that is asked for a place not known beforehand can fail."""
    first, second, third, last = four
    if place == 0:
        return first
    if place == 1:
        return second
    return third if place == 2 else last


@rule
def shrink_and_fail(world: World, count: int) -> None:
    """Let firms shrink, and some fail; their deals die when the next quarter looks back.

    Args:
        count: of the first rows, which were there when the quarter began.
    """
    region, settings = world.region[0], world.settings[0]
    group, four = -1, (0.0, 0.0, 0.0, 0.0)
    for row in range(count):
        one = world.organisations[row]
        kind = world.kinds[one.kind]
        if not one.alive or not kind.enters:
            continue
        one.revenue = shrunk(one.revenue, settings)
        if settings.failure_rate <= 0.0:
            continue
        if one.key // 4 != group:  # four firms share a block of draws, a word each
            group = one.key // 4
            four = block(region.seed, group, region.quarter, Purpose.FAILURE, 0)
        draw = word_of(four, one.key % 4)
        # no firm fails more often than at that rate
        if draw < settings.failure_rate and draw < failure_chance(one.revenue, kind.size_reference, settings):
            one.alive = False
            region.failed += 1
            region.exits += int(one.active)


@rule
def bucket_of(world: World, one: OrganisationRow) -> int:
    """Return the bucket in which a search finds an organisation: its kind, city and field."""
    return int((int(one.kind) * world.cities.shape[0] + one.city) * world.fields.shape[0] + one.field)


@rule
def newcomers(world: World, first: int) -> tuple[Indices, Indices]:
    """Return organisations from a row on by bucket: where each bucket begins, and the rows in the order of keys.

    Args:
        first: row of the first of them.
    """
    buckets, end = world.bucket_start.shape[0] - 1, world.region[0].organisations
    starts, rows = empty_indices(buckets + 2), empty_indices(end - first)
    for place in range(buckets + 2):
        starts[place] = 0
    for row in range(first, end):
        starts[bucket_of(world, world.organisations[row]) + 2] += 1
    for place in range(2, buckets + 2):
        starts[place] += starts[place - 1]
    for row in range(first, end):
        bucket = bucket_of(world, world.organisations[row])
        rows[starts[bucket + 1]] = row
        starts[bucket + 1] += 1
    return starts, rows


@rule
def index_members(world: World, first: int) -> None:
    """Take those that failed off the lists by kind, city and field, and put behind them those that were founded.

    Args:
        first: row of the first that was founded since the lists were made.
    """
    fresh, founded = newcomers(world, first)
    members = empty_indices(world.region[0].organisations)
    count, begin_old = 0, 0
    for bucket in range(world.bucket_start.shape[0] - 1):
        end_old = world.bucket_start[bucket + 1]
        world.bucket_start[bucket] = count
        for place in range(begin_old, end_old):
            members[count] = world.bucket_rows[place]
            count += int(world.organisations[members[count]].alive)
        for place in range(fresh[bucket], fresh[bucket + 1]):
            members[count] = founded[place]
            count += 1
        begin_old = end_old
    world.bucket_start[world.bucket_start.shape[0] - 1] = count
    for place in range(count):
        world.bucket_rows[place] = members[place]


@rule
def renewal(world: World) -> None:
    """Found firms, let those that were there shrink and fail, and list anew who can be found."""
    region = world.region[0]
    there = region.organisations - region.founded
    found_by_cities(world)
    shrink_and_fail(world, there)
    if region.founded + region.failed > 0:
        index_members(world, there)
