"""Whom a search finds where, in which order, and which office serves whom: what follows from the organisations."""

from __future__ import annotations

import numpy as np

from sim.agents import KINDS
from sim.tables import Integers, OfficeRow, OrganisationRow, Rows, integers, rows


def by_key(organisations: Rows[OrganisationRow]) -> Integers:
    """Return the rows of organisations in the order of their keys."""
    return integers(np.argsort(organisations["key"], kind="stable").astype(np.int32))


def buckets(
    organisations: Rows[OrganisationRow], order: Integers, cities: int, fields: int
) -> tuple[Integers, Integers]:
    """Return the index of living organisations by (kind, city, field), in the order of their keys."""
    alive = order[organisations["alive"][order]]
    bucket = (
        organisations["kind"][alive].astype(np.int64) * cities + organisations["city"][alive]
    ) * fields + organisations["field"][alive]
    starts = integers(np.zeros(len(KINDS) * cities * fields + 1, np.int32))
    np.cumsum(np.bincount(bucket, minlength=len(starts) - 1), out=starts[1:])
    return starts, alive[np.argsort(bucket, kind="stable")]


def open_offices(organisations: Rows[OrganisationRow], jurisdictions: int) -> Rows[OfficeRow]:
    """Return one clearance office per jurisdiction; clerks and fund are shared by organisations."""
    offices = rows(OfficeRow, jurisdictions)
    members = np.bincount(organisations["jurisdiction"], minlength=jurisdictions)
    offices["share"] = members / members.sum()
    offices["granted_share"] = 1.0
    return offices
