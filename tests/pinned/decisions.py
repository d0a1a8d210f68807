"""What was decided in a run, to one digest that two versions of the model can be compared by."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import Any

import numpy as np

from sim.barriers import BARRIERS
from sim.tables import FIRST_BARRIER, Cause


def digest_of(record: Any, columns: Mapping[str, list[str]]) -> str:
    """Return a digest of what the named columns of a record's tables hold, causes of death by their names."""
    digest = hashlib.sha256()
    for table, names in columns.items():
        for name in names:
            digest.update(np.ascontiguousarray(getattr(record, table)[name]).tobytes())
    causes = [*(cause.name.lower() for cause in Cause if cause < FIRST_BARRIER), *(one.name for one in BARRIERS)]
    digest.update(" ".join(causes[cause] for cause in record.deals["cause"]).encode())
    return digest.hexdigest()[:16]
