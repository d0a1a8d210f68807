"""`sim compare` runs scenarios on the same seeds and says how each differs from the first, and how surely."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import rich_click as click

from sim.cli import options
from sim.cli.load import load_all, short_names
from sim.cli.results import PROVENANCE, json_text, write_provenance
from sim.cli.screen import say, tell
from sim.cli.talk import announce_compiling, caution, interruptible, progress
from sim.cli.verdict import HEADLINE, TOTAL, closing, show_differences, show_ranking, unlike_words

if TYPE_CHECKING:
    from sim.experiment import Comparison
    from sim.scenario import Scenario

MADE_BY = "sim compare"
TABLES = "runs.csv", "differences.csv", "ranking.csv"
FIGURES = {outcome: "forest" if outcome == TOTAL else f"forest_{outcome}" for outcome in HEADLINE}
FORMS = ("png", "svg", "pdf")  # of every figure
EXAMPLES = options.examples(
    "sim compare baseline fund_pool --set population.scale=0.1 --replications 4",
    "sim compare baseline openness --replications 8 --jobs 2 --out results/two",
    "sim compare baseline without_secrecy --replications 8 --json",
)


@click.command(epilog=EXAMPLES)
@click.argument("names", nargs=-1, required=True, type=options.SCENARIO, metavar="SCENARIO SCENARIO...")
@click.option(
    "--replications",
    default=16,
    show_default=True,
    type=click.IntRange(2, 100_000),
    metavar="N",
    help="Seeds per scenario, the same in all; more make the intervals narrower.",
)
@click.option(
    "--jobs",
    default=1,
    show_default=True,
    type=click.IntRange(1, 256),
    metavar="N",
    help="Processes; results do not depend on it.",
)
@click.option(
    "--unlike",
    is_flag=True,
    help="Compare scenarios that differ in run, region or population too; what differs is then not the policy alone.",
)
@options.settings
@options.out("runs, differences, ranking, scenarios, figures and provenance")
@options.as_json
@options.quiet
@click.pass_context
def compare(
    ctx: click.Context,
    names: tuple[str, ...],
    replications: int,
    jobs: int,
    unlike: bool,
    settings: tuple[str, ...],
    out: Path | None,
    as_json: bool,
    quiet: bool,
) -> None:
    """Compare scenarios on the same seeds; the first is the baseline.

    Differences are paired seed by seed, so that luck common to both cancels out; intervals hold 95 %. With --out, runs
    are kept: the same command, or one with more scenarios or seeds, makes only those that are missing. Scenarios that
    differ in run, region or population are refused, unless --unlike asks for them.
    """
    arms = arms_of(names, settings, unlike)
    if not quiet:
        for name, scenario in arms.items():
            caution(scenario, name)
    from sim.experiment import compare as run_all

    if out is not None:
        from sim.store import refuse_taken

        refuse_taken(out, written_for(arms))
    if not quiet:
        announce_compiling()
    with interruptible(out is not None), progress("comparing", wanted=not quiet) as callback:
        result = run_all(arms, replications=replications, jobs=jobs, progress=callback, store=out, unlike=unlike)
    if out is not None:
        from sim.store import additions

        digests = {name: scenario.digest for name, scenario in arms.items()}
        more: dict[str, Any] = {"arms": digests, "seeds": [0, replications - 1], "unlike": result.unlike}
        with additions(out) as folder:
            write(folder, result, arms)
            write_provenance(folder, MADE_BY, ctx.obj or (), **more)
    if as_json:
        tell(json_text(as_data(result, replications)))
    elif not quiet:
        if result.unlike:
            say(f"warning: {unlike_words(result)}")
        show_differences(result)
        show_ranking(result)
        closing(result, replications, out)


def arms_of(names: Sequence[str], settings: Sequence[str], unlike: bool = False) -> dict[str, Scenario]:
    """Load the scenarios to compare, by their short names.

    Args:
        names: of at least two scenarios.
        settings: KEY=VALUE texts, which hold in all of them.
        unlike: whether they may differ in run, region or population.

    Raises:
        ScenarioError: if a scenario is wrong, or they differ where they may not.
        click.UsageError: if there are fewer than two, or two are the same world.
    """
    if len(names) < 2:
        raise click.UsageError("two or more scenarios are compared; the first is the baseline")
    twice = sorted({name for name in names if names.count(name) > 1})
    if twice:
        raise click.UsageError(f"{', '.join(twice)} is named twice; name each scenario once")
    arms: dict[str, Scenario] = {}
    for name, scenario in zip(short_names(names), load_all(names, settings), strict=True):
        for other, known in arms.items():
            if known == scenario:
                why = " with these --set" if settings else ""
                raise click.UsageError(f"{other} and {name} are the same world{why}: there is nothing to compare")
        arms[name] = scenario
    if not unlike:
        from sim.scenario import refuse_unlike

        refuse_unlike(arms, "sim compare", "--unlike")
    return arms


def write(folder: Path, result: Comparison, arms: Mapping[str, Scenario]) -> None:
    """Write the runs, what follows from them, the scenarios, and the figures.

    Args:
        folder: where it goes; exists.
        result: the comparison.
        arms: the scenarios by name.
    """
    from sim.report.figures import forest, save
    from sim.report.spreadsheet import write_csv

    for name, table in zip(TABLES, (result.runs, result.table, result.rankings()), strict=True):
        write_csv(table, folder / name)
    (folder / "scenarios").mkdir(exist_ok=True)
    for name, scenario in arms.items():
        (folder / "scenarios" / f"{file_name(name)}.toml").write_text(scenario.to_toml(), encoding="utf-8")
    (folder / "figures").mkdir(exist_ok=True)
    titles = {name: scenario.title for name, scenario in arms.items() if scenario.title}
    basis = f"n = {result.runs['seed'].nunique()} seeds, the same in all; lines: 95 % interval of the mean over seeds"
    for outcome in filter(result.subtracted, FIGURES):
        figure = forest(result.table, outcome, next(iter(arms)), titles=titles, basis=basis)
        for form in FORMS:
            save(figure, folder / "figures" / f"{FIGURES[outcome]}.{form}")


def written_for(arms: Iterable[str]) -> list[str]:
    """Return the names of the files that a comparison of these arms writes."""
    scenarios = [f"scenarios/{file_name(arm)}.toml" for arm in arms]
    figures = [f"figures/{name}.{form}" for name in FIGURES.values() for form in FORMS]
    return [*TABLES, PROVENANCE, *scenarios, *figures]


def file_name(arm: str) -> str:
    """Return a file name for an arm that was named by its path."""
    return arm.strip("./\\").replace("/", "-").replace("\\", "-")


def as_data(result: Comparison, replications: int) -> dict[str, Any]:
    """Return a comparison as data for a script."""
    ranking = result.rankings()
    return {
        "arms": [str(arm) for arm in result.runs["arm"].unique()],
        "replications": replications,
        "unlike": result.unlike,
        "differences": result.table.to_dict(orient="records"),
        "ranking": ranking.to_dict(orient="records"),
    }
