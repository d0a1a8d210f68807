"""All attacks, in the order in which they are made."""

from __future__ import annotations

from tests.torture import disks, equal, fuzz, kills, parts, runs

ATTACKS = (*equal.ATTACKS, *kills.ATTACKS, *disks.ATTACKS, *parts.ATTACKS, *fuzz.ATTACKS, *runs.ATTACKS)
