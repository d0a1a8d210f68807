"""`sim sweep` makes the runs of an experiment that are not there yet; stopped and started again, it goes on."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import rich_click as click

from sim.cli import options
from sim.cli.edge import RUNS_FAILED
from sim.cli.results import PROVENANCE, json_text, versions, write_json
from sim.cli.screen import say, tell
from sim.cli.searching import WAITING, announce_search, programme_of_search
from sim.cli.talk import announce_compiling, duration, interruptible, warn_of_damage
from sim.language import N_, _, language

if TYPE_CHECKING:
    from sim.experiment import Experiment, Progress
    from sim.store import Plan, Results

MADE_BY = "sim sweep"
TABLE = "results.parquet"
SECONDS_BETWEEN_LINES = 10.0
WORTH_MEASURING = 50  # runs left from which one is made first, to say how long all will take
EXAMPLES = options.examples(
    "sim sweep experiments/q01_binding_barrier --set readings.number=2 --jobs 2",
    "sim sweep experiments/q01_binding_barrier --dry-run",
    "sim sweep experiments/q01_binding_barrier --shard 3/40 --out results/q01",
)


class Share(click.ParamType[tuple[int, int]]):
    """K/N: the K-th of N shares of the runs."""

    name = "share"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> tuple[int, int]:
        """Read K/N."""
        if isinstance(value, tuple):
            return value
        number, slash, count = str(value).partition("/")
        written = slash and number.isdecimal() and count.isdecimal() and len(count) < 7
        if not (written and 1 <= int(number) <= int(count)):
            self.fail(_("{value!r} is no share; write K/N such as 3/40, with K from 1 to N", value=value), param, ctx)
        return int(number), int(count)


@click.command(epilog=EXAMPLES)
@click.argument("experiment", metavar="EXPERIMENT", type=click.Path(path_type=Path))
@options.settings
@click.option(
    "--out", type=click.Path(path_type=Path), metavar="DIR", help="Folder for the runs; results/NAME if not given."
)
@click.option("--jobs", default=1, show_default=True, type=click.IntRange(1, 256), metavar="N", help="Processes here.")
@click.option(
    "--scheduler", default="", metavar="ADDRESS", help="Dask scheduler to use instead, such as tcp://host:8786."
)
@click.option(
    "--shard", "share", type=Share(), default="1/1", metavar="K/N", help="Make only the K-th of N shares of the runs."
)
@click.option(
    "--timeout", type=click.FloatRange(0.01, 1e6), metavar="SECONDS", help="Longest that one run may take here."
)
@click.option("--retry", is_flag=True, help="Try again the runs that failed before.")
@click.option("--dry-run", is_flag=True, help="Say how many runs there are and what they take; start nothing.")
@click.option(
    "--no-preflight", is_flag=True, help="Do not make sure first that runs can be reproduced on this machine."
)
@click.option(
    "--programme",
    type=click.FloatRange(0.0, 1e9),
    metavar="COST",
    help="Of a search that is done: print the found programme nearest to so many million yuan, as a scenario file.",
)
@click.option("--engine-anyway", is_flag=True, help="Search on though another version of the engine began it.")
@options.check
@options.as_json
@options.quiet
@click.pass_context
def sweep(
    ctx: click.Context,
    experiment: Path,
    settings: tuple[str, ...],
    out: Path | None,
    jobs: int,
    scheduler: str,
    share: tuple[int, int],
    timeout: float | None,
    retry: bool,
    dry_run: bool,
    no_preflight: bool,
    programme: float | None,
    engine_anyway: bool,
    check: bool,
    as_json: bool,
    quiet: bool,
) -> None:
    """Make the runs of an experiment; only those that its folder lacks.

    Whatever happens, what was finished is kept, and the same command goes on. Adding replications or levels makes only
    the new runs; experiments that share a folder share runs.
    """
    from sim.experiment import Experiment, SweepOptions
    from sim.experiment import sweep as make_all
    from sim.store import refuse_taken

    asked = Experiment.load(experiment, settings)
    folder = out if out is not None else Path("results") / asked.name
    if scheduler and jobs > 1:
        raise click.UsageError(_("--jobs and --scheduler exclude one another"))
    if share != (1, 1) and asked.content.stopping is not None:
        raise click.UsageError(_("an experiment with [stopping] cannot be cut into shards: no shard sees the whole"))
    if programme is not None:
        tell(programme_of_search(asked, folder, programme))
        return
    if not quiet:
        announce_compiling()
        worth = 1 if dry_run else sys.maxsize if scheduler else WORTH_MEASURING
        announce(asked, folder, share, retry, jobs, worth)
    if dry_run:
        return
    refuse_taken(folder, (TABLE, PROVENANCE))
    with interruptible(kept=True), showing(wanted=not quiet) as callback:
        how = SweepOptions(share, timeout, retry, not no_preflight, check, engine_anyway, callback)
        results = make_all(asked, folder, jobs, scheduler, how)
    origin = {"name": asked.name, "file": str(experiment), "experiment": asked.data, "settings": list(settings)}
    done = share == (1, 1) and "round" not in results.plan.about
    status = finish(results, folder, ctx.obj or (), origin, whole=done)
    if as_json:
        tell(json_text(status))
    elif not quiet and "round" in results.plan.about:
        text = N_("{done:,} of {runs:,} runs of this round done: {folder}; {waiting}")
        tell(_(text, done=status["done"], runs=status["runs"], folder=folder, waiting=_(WAITING)))
    elif not quiet:
        conclude(status, folder, share if not asked.asks else (1, 1))
    if status["failed"]:
        ctx.exit(RUNS_FAILED)


SIZES = {
    (True, True): N_(
        "{arms:,} arms x {each}: {runs:,} runs, {left:,} to do, about {time} with --jobs {jobs}, about "
        "{megabytes:,.1f} MB"
    ),
    (True, False): N_("{arms:,} arms x {each}: {runs:,} runs, {left:,} to do, about {megabytes:,.1f} MB"),
    (False, True): N_(
        "{arms:,} arms x {each}: {runs:,} runs (shard {share} of {shares}), {left:,} to do, about {time} with --jobs "
        "{jobs}, about {megabytes:,.1f} MB"
    ),
    (False, False): N_(
        "{arms:,} arms x {each}: {runs:,} runs (shard {share} of {shares}), {left:,} to do, about {megabytes:,.1f} MB"
    ),
}
"""What a sweep takes, by whether it is all of it, and whether its time is known; messages."""


def announce(asked: Experiment, folder: Path, share: tuple[int, int], retry: bool, jobs: int, worth: int) -> None:
    """Say how many runs there are, how many are left and what they take; the time if so many runs are left."""
    from sim.experiment import Study, SweepOptions, estimate
    from sim.store import Inventory, Store

    say(_(asked.question))
    for warning in asked.warnings:
        say(_("warning: {warning}", warning=warning))
    if asked.asks:
        announce_search(asked, folder, jobs, worth)
        return
    study = Study(asked)
    plan = study.plan()
    inventory = Inventory()
    if (folder / "runs").is_dir():
        inventory = Store.existing(folder).inventory(plan.kept, mend=False)
        warn_of_damage(inventory, _("this sweep"))
    cost = estimate(study, plan, inventory, SweepOptions(share, again=retry), jobs, worth)
    places = {"arms": len(plan.arms), "each": words_of_size(plan), "runs": cost.runs, "left": cost.left}
    megabytes = max(0.1, cost.megabytes)
    known = cost.seconds == cost.seconds
    time_ = duration(cost.seconds) if known else ""
    text = SIZES[share == (1, 1), known]
    say(_(text, share=share[0], shares=share[1], time=time_, jobs=jobs, megabytes=megabytes, **places))
    if asked.content.design.equal_budget:
        say(_("and runs to find the strengths that cost the budget: 4 seeds an arm and step, at most 15 steps"))
    if asked.content.stopping is not None:
        text = N_("and more readings, at most {most:,}, until enough is known")
        if asked.readings is None:
            text = N_("and more seeds, at most {most:,}, until enough is known")
        say(_(text, most=asked.content.stopping.most))


def words_of_size(plan: Plan) -> str:
    """Say how often every arm is run."""
    if plan.readings:
        text = N_("{readings:,} readings and {twins:,} twins") if plan.twins else N_("{readings:,} readings")
        return _(text, readings=len(plan.draws), twins=plan.twins)
    text = N_("{draws:,} draws x {seeds:,} seeds") if any(plan.draws) else N_("{seeds:,} seeds")
    return _(text, draws=len(plan.draws), seeds=plan.seeds)


@contextmanager
def showing(wanted: bool) -> Iterator[Any]:
    """Show how far a sweep is: a bar on a terminal, else a line now and then."""
    if not wanted:
        yield None
        return
    if not sys.stderr.isatty():
        yield ProgressLines().update
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeRemainingColumn
    from rich.progress import Progress as Bar

    text = TextColumn("{task.fields[pace]}")
    with Bar(BarColumn(), MofNCompleteColumn(), text, TimeRemainingColumn(), console=Console(stderr=True)) as bar:
        task = bar.add_task("", total=None, pace="")

        def callback(progress: Progress) -> None:
            bar.update(task, completed=progress.done, total=progress.total, pace=pace_of(progress))

        yield callback


class ProgressLines:
    """Says now and then how far a sweep is."""

    def __init__(self) -> None:
        self.last = time.monotonic()

    def update(self, progress: Progress) -> None:
        """Say it, if it is time."""
        now = time.monotonic()
        if now - self.last >= SECONDS_BETWEEN_LINES and progress.fresh:
            self.last = now
            left = (progress.total - progress.done) / progress.rate
            say(
                _(
                    "{done:,} of {total:,} runs, {pace_of}, {left} left",
                    done=progress.done,
                    total=progress.total,
                    pace_of=pace_of(progress),
                    left=duration(left),
                )
            )


def pace_of(progress: Progress) -> str:
    """Say how fast it goes and how many runs failed."""
    text = N_("{rate:.1f} runs/s, {failed:,} failed") if progress.failed else N_("{rate:.1f} runs/s")
    return _(text, rate=progress.rate, failed=progress.failed)


def finish(
    results: Results, folder: Path, arguments: tuple[str, ...], how: dict[str, Any], whole: bool
) -> dict[str, Any]:
    """Write the table and how it came about, if all runs of the plan are there; return what there is."""
    import shlex

    from sim.store import additions, describe, write_table

    status = describe(results)
    if whole and not status["missing"]:
        command = shlex.join(["sim", *arguments])
        about = {
            "made_by": MADE_BY,
            "command": command,
            "language": language(),
            **how,
            **status,
            "versions": versions(),
        }
        with additions(folder) as staging:
            write_table(results, staging / TABLE)
            write_json(staging / PROVENANCE, about)
    return status


def conclude(status: dict[str, Any], folder: Path, share: tuple[int, int]) -> None:
    """Say what came of it and what to do next."""
    text = N_("{done:,} of {runs:,} runs done: {folder}")
    if status["failed"]:
        text = N_("{done:,} of {runs:,} runs done, {failed:,} failed: {folder}")
    tell(_(text, done=status["done"], runs=status["runs"], failed=status["failed"], folder=folder))
    if status["failed"]:
        tell(_("  what failed, and why:  sim status {folder}", folder=folder))
    if share != (1, 1):
        tell(_("  the other shards make the rest; then:  sim report {folder}", folder=folder))
    elif not status["missing"]:
        tell(_("  the answer:  sim report {folder}", folder=folder))
