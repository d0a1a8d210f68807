"""An organisation can be founded while a run is under way: it takes the next row; tables without one grow."""

from __future__ import annotations

from typing import Any

from sim.agents import KINDS
from sim.state import World
from sim.tables import longer
from sim.world import KIND_CODES, begin, buckets, by_key

BY_ORGANISATION = ("organisations", "expertise", "order", "bucket_rows", "anchor_rows", "ledger", "purses")
"""Tables that end in a row for each organisation."""


def with_new_row(world: World, kind: str, city: int, field: int) -> World:
    """Return a world with one more organisation, in its next row; it takes no part before it is indexed.

    Args:
        world: all tables of the run.
        kind: name of its kind.
        city, field: rows of its city and of its field.
    """
    row = int(world.region["organisations"][0])
    if row == len(world.organisations):
        tables = {name: getattr(world, name) for name in BY_ORGANISATION}
        grown: dict[str, Any] = {name: longer(table, len(table) + 1) for name, table in tables.items()}
        world = world._replace(**grown)
    trait, organisations = KINDS[KIND_CODES[kind]], world.organisations
    values = {
        "key": int(organisations["key"][:row].max(initial=-1)) + 1,
        "city": city,
        "field": field,
        "kind": KIND_CODES[kind],
        "side": trait.side,
        "jurisdiction": world.cities["jurisdiction"][city],
        "revenue": trait.revenue_median,
        "research_relative": 1.0,
    }
    for name, value in values.items():
        organisations[name][row] = value
    begin(organisations[row], world.settings[0])
    world.expertise[row] = 0.5 * trait.expertise_level * world.relatedness[field]
    world.expertise[row, field] = trait.expertise_level
    world.region["organisations"] = row + 1
    return world


def indexed(world: World) -> World:
    """Return a world whose indices know the organisations that live now."""
    order = by_key(world.organisations, int(world.region["organisations"][0]))
    starts, members = buckets(world.organisations, order, len(world.cities), len(world.fields))
    return world._replace(order=order, bucket_start=starts, bucket_rows=members)
