"""The readings that a page holds: the first of those by which `sim compare` judges, in the same order and seeds."""

from __future__ import annotations

from typing import Any

from sim.experiment.plan.readings import under
from sim.experiment.reading.readings import NUMBER, ReadingsAsked, ReadingSource
from sim.page.tables import Blob, build, patch_of, with_spare_room
from sim.scenario import Scenario
from sim.state import World


def readings_in(base: Scenario, world: World, blob: Blob, number: int = NUMBER) -> list[dict[str, Any]]:
    """Write down what each reading makes of a world at quarter 0.

    Args:
        base: the scenario of the page.
        world: its world, with spare room.
        blob: takes the bytes.
        number: of readings.

    Returns:
        Of every reading: its seed, the keys that it moves, and the bytes of the tables that it changes.
    """
    found = []
    for seed, reading in enumerate(ReadingSource.of(ReadingsAsked()).take(number)):
        other = with_spare_room(build(under(base, reading, seed), 0))
        found.append({"seed": seed, "moves": dict(reading), "patch": patch_of(world, other, blob)})
    return found
