"""A results folder proves itself: all that was written is as it was, and runs made again come out equal.

Which runs are made again is drawn by lot: nobody who changed a result knows beforehand that it is not asked for.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from io import StringIO
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING, Any

from sim.engine import Run, model_version
from sim.experiment.executors import chosen as executor_for
from sim.experiment.executors.work import work
from sim.experiment.make.costs import costs
from sim.experiment.plan import Study, Task, scaled_worlds
from sim.experiment.plan.readings import under
from sim.experiment.reading import Experiment
from sim.language import N_, _
from sim.outcomes import OUTCOMES
from sim.scenario import Scenario
from sim.store import Arm, Plan, PlannedRun, Results, RunRow, RunStatus, Store, StoreError
from sim.store.digests import Digests, files_as_written, provenance_of, store_as_written

if TYPE_CHECKING:
    import pyarrow as pa

RUNS = 3
Worlds = Callable[[int, int], Scenario]
"""Gives the scenario of an arm under a draw or reading."""


class NoSuchRunError(ValueError):
    """Raised if letters name no run of a folder, or more than one."""


@dataclass(frozen=True)
class Proof:
    """What came of verifying a folder of results.

    Args:
        made_by: the command that made it, such as "sim sweep".
        files: tables, figures, scenarios and pages whose digest was compared.
        parts: parts of the store whose digest was compared.
        runs: runs that the folder holds the results of.
        again: runs that were made again.
        lot: seed of the lot that drew them.
        faults: what does not hold, a sentence each.
    """

    made_by: str
    files: int
    parts: int
    runs: int
    again: int
    lot: int
    faults: tuple[str, ...]

    @property
    def holds(self) -> bool:
        """Whether all is as it was written, and what was made again is equal."""
        return not self.faults


def verify(folder: Path | str, runs: int = RUNS, lot: int = 0, experiment: Path | None = None, run: str = "") -> Proof:
    """Compare a results folder with its digests, then make some of its runs again. Changes nothing in it.

    Args:
        folder: as `sim run`, `sim compare` or `sim sweep` wrote it.
        runs: how many to make again, at most; 0 for none.
        lot: seed of the lot that draws them.
        experiment: file or folder of a sweep's experiment, if it is no longer where the sweep found it.
        run: first letters of the identity of one run, which is then made again instead of those drawn.

    Raises:
        NoSuchRunError: if no run, or more than one, begins with these letters.
        StoreError: if the folder is none of these, or its plan cannot be read.
        ScenarioError: if what is to be run again cannot be read.
    """
    folder = Path(folder)
    provenance = provenance_of(folder)
    made_by = provenance["made_by"]
    files = files_as_written(folder, provenance)
    if made_by == "sim run":
        again = 0 if files.faults else min(1, runs)
        faults = (*files.faults, *(_run_again(folder, provenance) if again else ()))
        return Proof(made_by, files.files, 0, 1, again, lot, faults)
    results = Results(folder)
    parts = _parts(results, provenance)
    asked = [_named(results, run)] if run else None
    drawn = [] if parts.faults else _drawn(results, runs, lot) if asked is None else asked
    other = _other_model(results.plan.model, model_version()) if drawn else ()
    found: Sequence[str] = other
    if drawn and not other:
        found = [*_runs_again(results, drawn, worlds_of(folder, results, provenance, experiment))]
    faults = (*files.faults, *parts.faults, *found)
    made = 0 if other else len(drawn)
    return Proof(made_by, files.files, parts.parts, len(results.plan), made, lot, faults)


def _parts(results: Results, provenance: Mapping[str, Any]) -> Digests:
    """Verify the store; runs that contradict one another are a fault like any other."""
    try:
        return store_as_written(results, provenance)
    except StoreError as error:
        return Digests(0, 0, (str(error.strerror),))


def _other_model(model: str, here: str) -> tuple[str, ...]:
    """Say that runs cannot be made again here, if they are another model's."""
    if model == here:
        return ()
    text = N_(
        "the runs are of version {model} of the model, and this is {here}: none can be made again here; "
        "provenance.json names the package to install"
    )
    return (_(text, model=model[:12], here=here[:12]),)


def _drawn(results: Results, runs: int, lot: int) -> list[PlannedRun]:
    """Draw runs by lot, none twice, in the order of the plan."""
    planned = list({run.run: run for run in results.plan.runs()}.values())
    places = Random(lot).sample(range(len(planned)), min(runs, len(planned)))
    return [planned[place] for place in sorted(places)]


def _named(results: Results, run: str) -> PlannedRun:
    """Return the run whose identity begins with some letters."""
    found = {one.run: one for one in results.plan.runs() if one.run.startswith(run)}
    if len(found) != 1:
        many = N_("{count:,} runs begin with {run:.40}; `sim report` writes a page that names them")
        none = N_("no run begins with {run:.40}; `sim report` writes a page that names them")
        raise NoSuchRunError(_(many if found else none, count=len(found), run=run))
    return next(iter(found.values()))


def worlds_of(folder: Path, results: Results, provenance: Mapping[str, Any], experiment: Path | None) -> Worlds:
    """Return what gives the scenarios of a plan, made from what the folder says of its arms."""
    if "experiment" in provenance:
        asked = _asked(provenance, experiment)
        return _found(asked, results.plan) if asked.asks else _study(results, asked).scenario
    plan, kept = results.plan, provenance.get("arms", {})
    by_digest = {one.digest: one for one in map(Scenario.load, sorted((folder / "scenarios").glob("*.toml")))}
    lost = [arm.name for arm in plan.arms if kept.get(arm.name) not in by_digest]
    if lost:
        raise StoreError(
            folder / "scenarios", _("lacks the scenario of {lost}", lost=", ".join(lost)), _("make the results again")
        )
    held = provenance.get("held", ())
    return lambda arm, draw: under(by_digest[kept[plan.arms[arm].name]], plan.draws[draw], draw, held)


def _found(asked: Experiment, plan: Plan) -> Worlds:
    """Return what gives the scenarios of what was found by asking: the plan says what its arms set."""

    def world(arm: Arm) -> Scenario:
        named = asked.worlds[arm.name] if len(asked.worlds) > 1 else asked.base
        return named.varied([(f"arm {arm.name}", key, value) for key, value in arm.factors.items()])

    return lambda arm, draw: under(world(plan.arms[arm]), plan.draws[draw], draw, asked.held)


def _asked(provenance: Mapping[str, Any], experiment: Path | None) -> Experiment:
    """Read the experiment of a sweep again."""
    file = experiment or Path(provenance.get("file", "."))
    here = file if file.is_dir() else file.parent
    name, settings = provenance.get("name", "experiment"), provenance.get("settings", ())
    return Experiment.from_dict(provenance["experiment"], name, here, settings)


def _study(results: Results, asked: Experiment) -> Study:
    """Lay out an experiment again, under the draws of its plan."""
    with closing(executor_for(1)) as executor:
        study = Study(asked, scaled_worlds(asked, lambda worlds: costs(asked, worlds, results.store, executor)))
    study.draws = tuple(results.plan.draws)
    return study


ANOTHER_SCENARIO = N_(
    "the run of {arm}, draw {draw}, seed {seed}, is of another scenario than the folder's files now give"
)
OTHERWISE = N_("the run of {arm}, draw {draw}, seed {seed}, made again, comes out otherwise: {different}")


def _runs_again(results: Results, drawn: Sequence[PlannedRun], worlds: Worlds) -> Iterator[str]:
    """Make runs again, each by itself, and yield a sentence for each that is not what was kept of it."""
    plan = results.plan
    kept = _kept(results.store, plan, {run.run for run in drawn})
    for run in drawn:
        arm = plan.arms[run.arm]
        which = {"arm": arm.name, "draw": run.draw, "seed": run.seed}
        world = worlds(run.arm, run.draw)
        if world.digest != arm.scenarios[run.draw]:
            yield _(ANOTHER_SCENARIO, **which)
            continue
        [row] = work([Task(run.run, world.digest, world.to_dict(), run.seed, plan.kept)], plan.model)
        different = _different(row, kept[run.run])
        if different:
            yield _(OTHERWISE, **which, different=", ".join(different[:3]))


def _kept(store: Store, plan: Plan, runs: set[str]) -> dict[str, dict[str, pa.Table]]:
    """Return what a store keeps of some runs: tables by name, by run."""
    import pyarrow as pa
    import pyarrow.compute as pc

    found: dict[str, dict[str, pa.Table]] = {run: {} for run in runs}
    for name in ("runs", *plan.kept):
        for table in store.tables(name):
            rows = table.filter(pc.is_in(table.column("run"), value_set=pa.array(sorted(runs))))
            for run in set(rows.column("run").to_pylist()):
                found[run][name] = rows.filter(pc.equal(rows.column("run"), run))
    return found


def _different(row: RunRow, kept: Mapping[str, pa.Table]) -> list[str]:
    """Return the names of the outcomes and tables in which a run made again is not what was kept of it."""
    from sim.store.parts import digest_of, kept_table

    if row.status is not RunStatus.OK:
        return [_("it ended with {status}: {message}", status=row.status, message=row.message)]
    [before] = kept["runs"].to_pylist()
    names = [name for name, value in row.outcomes.items() if not _same(float(value), before.get(name))]
    tables = [name for name in row.tables if digest_of(kept_table([row], name)) != digest_of(kept[name])]
    return names + tables


def _same(value: float, other: Any) -> bool:
    """Tell whether two numbers are the same, bit by bit but for the sign of zero; NaN is NaN."""
    return isinstance(other, float) and (value == other or (value != value and other != other))


def _run_again(folder: Path, provenance: Mapping[str, Any]) -> Iterator[str]:
    """Make the run of `sim run` again and yield a sentence for each file that would not be as it is."""
    import json

    import pandas as pd

    from sim.machine_code.sources import source_digest

    scenario = Scenario.load(folder / "scenario.toml")
    if scenario.digest != provenance.get("digest"):
        yield _("scenario.toml is not the scenario that was run")
        return
    other = _other_model(str(provenance.get("model_sources")), source_digest())
    if other:
        yield from other
        return
    run = Run(scenario, int(provenance.get("seed", 0))).run()
    text, outcomes = StringIO(newline=""), json.loads((folder / "outcomes.json").read_text(encoding="utf-8"))
    run.history().to_csv(text)
    before = {name: float("nan") if one["value"] is None else float(one["value"]) for name, one in outcomes.items()}
    made = run.outcomes()
    wrong = [one.name for one in OUTCOMES if not _same(float(made[one.name]), before.get(one.name))]
    if wrong:
        yield _("the run, made again, comes out otherwise: {wrong}", wrong=", ".join(wrong[:3]))
    if text.getvalue() != (folder / "history.csv").read_bytes().decode("utf-8"):
        yield _("the run, made again, has another history")
    if not pd.read_parquet(folder / "deals.parquet").equals(_through_parquet(run.deals())):
        yield _("the run, made again, has other deals")


def _through_parquet(frame: Any) -> Any:
    """Return a table as it is read once it was written: types of columns change on that way."""
    from io import BytesIO

    import pandas as pd

    file = BytesIO()
    frame.to_parquet(file, index=False)
    return pd.read_parquet(file)
