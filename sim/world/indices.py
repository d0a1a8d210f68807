"""Whom a search finds where, in which order, and which office serves whom: what follows from the organisations."""

from __future__ import annotations

import numpy as np

from sim.agents import KINDS
from sim.tables import Integers, OfficeRow, OrganisationRow, Rows, integers, rows


def by_key(organisations: Rows[OrganisationRow], used: int | None = None) -> Integers:
    """Return the rows of organisations in the order of their keys; those that are not in use stand last.

    Args:
        organisations: the table.
        used: its rows in use; None for all.
    """
    order = np.arange(len(organisations), dtype=np.int32)
    order[:used] = np.argsort(organisations["key"][:used], kind="stable")
    return integers(order)


def buckets(
    organisations: Rows[OrganisationRow], order: Integers, cities: int, fields: int
) -> tuple[Integers, Integers]:
    """Return the index of living organisations by (kind, city, field), by key, with room for others."""
    alive = order[organisations["alive"][order]]
    bucket = (
        organisations["kind"][alive].astype(np.int64) * cities + organisations["city"][alive]
    ) * fields + organisations["field"][alive]
    starts = integers(np.zeros(len(KINDS) * cities * fields + 1, np.int32))
    np.cumsum(np.bincount(bucket, minlength=len(starts) - 1), out=starts[1:])
    members = integers(np.zeros(len(organisations), np.int32))
    members[: len(alive)] = alive[np.argsort(bucket, kind="stable")]
    return starts, members


def open_offices(organisations: Rows[OrganisationRow], jurisdictions: int) -> Rows[OfficeRow]:
    """Return one clearance office per jurisdiction; clerks and fund are shared by organisations."""
    offices = rows(OfficeRow, jurisdictions)
    members = np.bincount(organisations["jurisdiction"], minlength=jurisdictions)
    offices["share"] = members / members.sum()
    offices["granted_share"] = 1.0
    return offices
