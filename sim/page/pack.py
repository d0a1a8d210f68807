"""All that a page knows of the model: code, tables, settings, catalogue, readings and verdicts, as bytes."""

from __future__ import annotations

import json
import math
import struct
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sim.engine import Run
from sim.language import _
from sim.levers import LEVERS
from sim.machine_code import shipped
from sim.page.catalogue import catalogue
from sim.page.readings import readings_in
from sim.page.settings import COLUMN_OF, SHAPES, forms_in, levers_in, moved_in, past_of, places_of
from sim.page.tables import Blob, build, layout_of, room_after, with_spare_room
from sim.page.verdicts import verdicts
from sim.scenario import Scenario, shipped_names
from sim.world.build import population_scale

WASM = "quarter.wasm"
KERNEL = "sim.phases.quarter"
SPARE = 1.25  # times the rows that the baseline fills: room for policies that open more deals


@dataclass(frozen=True)
class Pack:
    """What a page knows.

    Args:
        about: everything but tables and code, as it stands in JSON.
        blob: tables and code.
    """

    about: Mapping[str, Any]
    blob: bytes

    def to_bytes(self) -> bytes:
        """Return one file: length of the JSON in 4 bytes, the JSON, then the bytes that it points into."""
        text = json.dumps(self.about, ensure_ascii=False, separators=(",", ":"), allow_nan=False).encode()
        return struct.pack("<I", len(text)) + text + self.blob


def pack_of(base: Scenario, scenarios: Mapping[str, Scenario] | None = None) -> Pack:
    """Make the pack of a region and its population.

    Args:
        base: today's policy; its region, population and run are those of the page.
        scenarios: settings that the page offers to start from, by name; those that are shipped and fit if not given.

    Raises:
        ValueError: if sim/code was made of other rules than these, or a scenario needs another region or population.
    """
    if (why := shipped.misfit()) is not None and "rules are not those" in why:
        raise ValueError(_("the page runs sim/code/{wasm}, but {why}", wasm=WASM, why=why))
    blob = Blob()
    every = base.with_(**{f"levers.{lever.name}.strength": 1.0 for lever in LEVERS})
    world = with_spare_room(build(base, 0)._replace(clerk_free=build(every, 0).clerk_free))
    scale = population_scale(base)
    tables = layout_of(world, blob)
    room = room_after(Run(base, 0).run().world)
    for table in tables:
        if table["grows"]:
            table["shape"] = [math.ceil(SPARE * rows) if rows > 1000 else rows for rows in room[table["name"]]]
    return Pack(
        {
            "tables": tables,
            "entry": shipped.about()["kernels"][KERNEL]["symbol"],
            "run": {**base.run.model_dump(mode="json"), "policy_quarter": base.run.policy_quarter},
            "history": past_of(base),
            "settings": places_of(scale),
            "form": forms_in(base),
            "levers": levers_in(base, scale),
            "lever_columns": COLUMN_OF,
            "ramp_shapes": SHAPES,
            "readings": readings_in(base, world, blob),
            "scenarios": offered(base, scenarios),
            "base": _numbers(base),
            "verdicts": verdicts(),
            "catalogue": catalogue(base),
            "code": _part(blob, (shipped.FOLDER / WASM).read_bytes()),
        },
        blob.bytes(),
    )


def offered(base: Scenario, scenarios: Mapping[str, Scenario] | None) -> list[dict[str, Any]]:
    """Return the settings that a page offers to start from: name, title, why, and what each moves."""
    given = scenarios
    if given is None:
        given = {name: Scenario.load(name) for name in shipped_names()}
    found = []
    for name, scenario in given.items():
        try:
            moved = moved_in(scenario, base)
        except ValueError:
            if scenarios is not None:
                raise
            continue  # a shipped scenario of another population: it needs a page of its own
        found.append({"name": name, "title": scenario.title, "why": scenario.why, "moved": moved})
    return found


def _numbers(base: Scenario) -> dict[str, float]:
    return {
        **{f"barriers.{name}": value for name, value in base.barriers.items()},
        **{f"parameters.{name}": value for name, value in base.parameters.items()},
    }


def _part(blob: Blob, part: bytes) -> dict[str, int]:
    return {"at": blob.add(part), "bytes": len(part)}


__all__ = ["Pack", "offered", "pack_of"]
