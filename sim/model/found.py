"""An organisation can be founded while a run is under way: the tables of its world grow by a row."""

from __future__ import annotations

import numpy as np

from sim.agents import KINDS
from sim.state import World
from sim.tables import OrganisationRow, integers, longer, rows
from sim.world import KIND_CODES, begin, buckets, by_key


def with_new_row(world: World, kind: str, city: int, field: int) -> World:
    """Return a world with one more organisation, in its last row; it takes no part before it is indexed.

    Args:
        world: all tables of the run.
        kind: name of its kind.
        city, field: rows of its city and of its field.
    """
    row = len(world.organisations)
    organisations = rows(OrganisationRow, row + 1)
    organisations[:row] = world.organisations
    expertise = np.vstack([world.expertise, np.zeros((1, world.expertise.shape[1]))])
    trait = KINDS[KIND_CODES[kind]]
    values = {
        "key": int(world.organisations["key"].max(initial=-1)) + 1,
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
    begin(organisations[row:], world.settings[0])
    expertise[row] = 0.5 * trait.expertise_level * world.relatedness[field]
    expertise[row, field] = trait.expertise_level
    anchors = integers(np.append(world.anchor_rows, np.int32(0)))
    longer_tables = {name: longer(getattr(world, name), len(getattr(world, name)) + 1) for name in ("ledger", "purses")}
    grown = world._replace(organisations=organisations, expertise=expertise, anchor_rows=anchors, **longer_tables)
    grown.region["organisations"] = row + 1
    return grown


def indexed(world: World) -> World:
    """Return a world whose indices know the organisations that live now."""
    order = by_key(world.organisations)
    starts, members = buckets(world.organisations, order, len(world.cities), len(world.fields))
    return world._replace(order=order, bucket_start=starts, bucket_rows=members)
