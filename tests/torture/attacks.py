"""All attacks, in the order in which they are made."""

from __future__ import annotations

from tests.torture import (
    disks,
    ends,
    equal,
    fuzz_commands,
    fuzz_files,
    fuzz_guided,
    fuzz_structures,
    giants,
    kills,
    operations,
    parts,
    runs,
)

ROOMS = (
    *(equal, kills, ends, disks, operations, parts),
    *(fuzz_files, fuzz_structures, fuzz_guided, fuzz_commands, giants, runs),
)
ATTACKS = tuple(attack for room in ROOMS for attack in room.ATTACKS)
