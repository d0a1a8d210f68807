"""Arms are run along one input, all else as in the readings: what a straight line says of an order, runs can refute."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import closing, nullcontext
from pathlib import Path
from typing import Any

import pandas as pd

from sim.engine import model_version
from sim.experiment.executors import chosen as executor_for
from sim.experiment.make.arms import Arms, arms_of
from sim.experiment.make.keep import keep
from sim.experiment.make.side_by_side import Callback, refuse_failed, store_of
from sim.experiment.plan import Task, fair, in_groups
from sim.experiment.plan.readings import under
from sim.outcomes import OUTCOMES
from sim.scenario import Scenario
from sim.scenario.given import whole_number
from sim.store import Inventory, Store, run_id


def along(
    scenarios: Arms,
    readings: Sequence[Mapping[str, Any]],
    key: str,
    values: Sequence[Any],
    jobs: int = 1,
    store: Store | Path | str | None = None,
    held: Collection[str] = (),
    progress: Callback | None = None,
) -> pd.DataFrame:
    """Run arms at several values of one input, under the same readings.

    Args:
        scenarios: the arms.
        readings: values by dotted key, such as the first draws of a plan; the seed of each is its number.
        key: dotted key of the input: a parameter, the coding of a barrier, or a switch of form.
        values: that it is given, one after the other, in every reading; an arm that sets the key itself keeps its own.
        jobs: processes.
        store: keeps the runs, so that none is made twice; None to keep none.
        held: keys that were set by hand, which no reading moves.
        progress: called with the number of runs done and of all runs.

    Returns:
        One row per value, arm and reading: columns value, arm, draw, seed and every outcome.

    Raises:
        ScenarioError: if a value is not allowed.
        RunError: if a run fails.
        StoreError, OSError: if the store cannot be used.
    """
    arms, model = arms_of(scenarios), model_version()
    places = [(value, arm, draw) for draw in range(len(readings)) for value in values for arm in arms]
    worlds = {place: _world(arms[place[1]], readings[place[2]], key, place, held) for place in places}
    runs = {place: run_id(model, world.digest, place[2]) for place, world in worlds.items()}
    kept, processes = store_of(store), whole_number("jobs", jobs, 1)
    with kept.locked() if kept is not None else nullcontext(), closing(executor_for(processes)) as executor:
        inventory = kept.inventory() if kept is not None else Inventory()
        missing = {runs[place]: place for place in places if not inventory.has(runs[place], (), again=True)}
        tasks = in_groups(_blocks(missing, worlds), fair(len(missing), executor.workers))
        arm_of = {world.digest: place[1] for place, world in worlds.items()}
        outcomes: dict[str, Mapping[str, float]] = {}
        for done, row in enumerate(keep(executor, tasks, model, kept, len(missing)), 1):
            refuse_failed(row, arm_of)
            outcomes[row.run] = row.outcomes
            if progress is not None:
                progress(done, len(missing))
    if kept is not None:
        outcomes |= _kept(kept, set(runs.values()) - set(outcomes))
    rows = [{"value": value, "arm": arm, "draw": draw, "seed": draw} for value, arm, draw in places]
    measured = pd.DataFrame([dict(outcomes[runs[place]]) for place in places])
    return pd.DataFrame(rows).join(measured[[one.name for one in OUTCOMES if one.name in measured]])


Place = tuple[Any, str, int]


def _world(world: Scenario, reading: Mapping[str, Any], key: str, place: Place, held: Collection[str]) -> Scenario:
    return under(world, {**reading, key: place[0]}, place[2], held)


def _blocks(missing: Mapping[str, Place], worlds: Mapping[Place, Scenario]) -> Iterator[list[tuple[Scenario, Task]]]:
    """Yield the runs to be made, those of one seed in a block."""
    by_seed: dict[int, list[tuple[Scenario, Task]]] = {}
    for run, place in missing.items():
        world = worlds[place]
        by_seed.setdefault(place[2], []).append((world, Task(run, world.digest, world.to_dict(), place[2], ())))
    yield from by_seed.values()


def _kept(store: Store, wanted: set[str]) -> dict[str, Mapping[str, float]]:
    """Return the outcomes of runs that a store holds, by run."""
    found: dict[str, Mapping[str, float]] = {}
    for table in store.tables("runs") if wanted else ():
        for row in table.to_pylist():
            if row["run"] in wanted and row["status"] == "ok":
                found[row["run"]] = row
    return found
