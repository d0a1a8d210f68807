"""All attacks, in the order in which they are made."""

from __future__ import annotations

from tests.torture import kills

ATTACKS = (*kills.ATTACKS,)
