"""What a run shows on the page, read off the Python model: the same as the browser's engine reads off its tables."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from sim.engine import Run
from sim.engine.record import CAUSE_NAMES
from sim.experiment.plan.readings import under
from sim.experiment.reading.readings import NUMBER, ReadingsAsked, ReadingSource
from sim.language import _
from sim.levers import LEVERS
from sim.outcomes import measure_all
from sim.page.settings import as_world
from sim.scenario import Scenario
from sim.tables import Stage, Status


def run_task(base: Scenario, task: Mapping[str, Any]) -> dict[str, Any]:
    """Make one run that a page asks for.

    Args:
        base: the page's scenario.
        task: moved, seed, reading and perhaps form, as the browser's engine takes them.

    Returns:
        As the engine's `Machine.run`, in plain numbers.

    Raises:
        ScenarioError: if the setting is not allowed.
        ValueError: if seed or reading are no such numbers.
    """
    seed, reading = int(task["seed"]), int(task["reading"])
    if not (0 <= seed < 2**53 and -1 <= reading < NUMBER):
        raise ValueError(
            _(
                "seed {seed} and reading {reading}: a seed is 0 or more, a reading from -1 to {number}",
                seed=seed,
                reading=reading,
                number=NUMBER - 1,
            )
        )
    world = as_world(task["moved"], base, task.get("form"))
    if reading >= 0:
        world = under(world, ReadingSource.of(ReadingsAsked()).take(NUMBER)[reading], reading, tuple(task["moved"]))
    run, fixed = Run(world, seed), np.zeros(len(LEVERS))
    while not run.over:
        run.step()
        if run.quarter > world.run.policy_quarter:
            levers, scale = run.world.levers, float(run.world.region[0].scale)
            fixed += levers["fixed_cost"] * 0.25 * levers["now"] * scale
    return {**shown(run), "fixed": fixed.tolist()}


def shown(run: Run) -> dict[str, Any]:
    """Return outcomes, series and counts of a finished run."""
    record, cities = run.record(), len(run.region.cities)
    deals, ways = record.deals, len(record.direction_names)
    delivered, city = record.delivered, np.asarray(record.organisations["city"])
    status, stage, direction = (np.asarray(deals[name], dtype=np.int64) for name in ("status", "stage", "direction"))
    end, died = record.quarter_of_end, (status == Status.DEAD) & (record.quarter_of_end >= record.policy_quarter)
    to, source = city[deals["recipient"][delivered]], city[deals["source"][delivered]]
    met = (end >= record.policy_quarter) | (status == Status.OPEN)
    outcomes = measure_all(record)
    return {
        "outcomes": {name: value if np.isfinite(value) else None for name, value in outcomes.items()},
        "series": [
            np.bincount(end[(status == Status.DELIVERED) & (direction == way)], minlength=record.quarter).tolist()
            for way in range(ways)
        ],
        "flow": np.bincount(source * cities + to, minlength=cities * cities).tolist(),
        "died": np.bincount(
            stage[died] * len(CAUSE_NAMES) + deals["cause"][died], minlength=len(Stage) * len(CAUSE_NAMES)
        ).tolist(),
        "reached": [int((stage[met] >= one).sum()) for one in Stage],
        "open": np.bincount(stage[status == Status.OPEN], minlength=len(Stage)).tolist(),
        "cityWay": np.bincount(to * ways + direction[delivered], minlength=cities * ways).tolist(),
        "queue": record.history["queue"].tolist(),
        "costs": record.history["programme_cost"].tolist(),
    }
