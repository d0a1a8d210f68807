"""`sim compare` runs scenarios under the same readings and says which does better, in how many, and at what price."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import rich_click as click

from sim.cli import options
from sim.cli.asking import how_many, readings_options
from sim.cli.differences import TOTAL, horizons_words, outcome_named, show_differences, unlike_words
from sim.cli.load import load_all, short_names
from sim.cli.results import PROVENANCE, json_text, write_provenance
from sim.cli.screen import say, tell
from sim.cli.talk import announce_compiling, caution, interruptible, progress

if TYPE_CHECKING:
    from sim.analysis.answer import Answer
    from sim.experiment import Comparison
    from sim.scenario import Scenario

MADE_BY = "sim compare"
TABLES = "runs.csv", "readings.csv", "effects.csv", "verdicts.csv", "losers.csv", "differences.csv"
FORMS = ("png", "svg", "pdf")  # of every figure
BESIDE = ("csv", "txt")  # its data and its caption
EXAMPLES = options.examples(
    "sim compare baseline fund_pool --set population.scale=0.1 --readings 6",
    "sim compare baseline openness --within 2min --jobs 2 --out results/two",
    "sim compare baseline openness coordination_led --until-decided --json",
)


@click.command(epilog=EXAMPLES)
@click.argument("names", nargs=-1, required=True, type=options.SCENARIO, metavar="SCENARIO SCENARIO...")
@readings_options
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
@click.option("--all", "whole", is_flag=True, help="Print every outcome, and where the doubt of each scenario is from.")
@options.settings
@options.out("runs, readings, effects, verdicts, scenarios, figures and provenance")
@options.as_json
@options.quiet
@click.pass_context
def compare(
    ctx: click.Context,
    /,
    names: tuple[str, ...],
    jobs: int,
    unlike: bool,
    whole: bool,
    settings: tuple[str, ...],
    out: Path | None,
    as_json: bool,
    quiet: bool,
    budget: float | None,
    **given: Any,
) -> None:
    """Compare scenarios under the same readings; the first is the baseline.

    A reading is one way to fill in what the sources leave open: parameters and codings that fit the patterns, a form of
    the model, and a seed. What a scenario sets otherwise than it is shipped, and every --set, holds in all readings.
    With --out, runs are kept: the same command, or one with more scenarios or readings, makes only those that are
    missing. Scenarios that differ in run, region or population are refused, unless --unlike asks for them.
    """
    how = how_many(given, settings)
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
        result = run_all(arms, jobs=jobs, progress=callback, store=out, unlike=unlike, **how)
    answer = answer_to(result, budget)
    if out is not None:
        from sim.store import additions

        digests = {name: scenario.digest for name, scenario in arms.items()}
        more: dict[str, Any] = {
            "arms": digests,
            "readings": count_of(result),
            "held": how["held"],
            "unlike": result.unlike,
        }
        with additions(out) as folder:
            write(folder, result, answer, arms)
            write_provenance(folder, MADE_BY, ctx.obj or (), **more)
    if as_json:
        tell(json_text(as_data(result, answer)))
    elif not quiet:
        show(result, answer, whole, out)


def show(result: Comparison, answer: Answer | None, whole: bool, out: Path | None) -> None:
    """Print an answer, or why there is none, and where it was written to."""
    if result.unlike:
        say(f"warning: {unlike_words(result)}")
    if whole or answer is None:
        show_differences(result)
    where = [] if out is None else [f"Written to {out}. {'Look first at figures/answer.png; ' if answer else ''}"
                                    "differences.csv holds every outcome."]  # fmt: skip
    if answer is None:
        tell(f"On transfers delivered nothing can be said: they count over {horizons_words(result)}.")
        for line in where:
            tell(line)
        return
    from sim.cli.answer import show as show_answer

    show_answer(answer, {}, whole, where)


def answer_to(result: Comparison, budget: float | None = None) -> Answer | None:
    """Return what a comparison says of transfers delivered; None if they count over other horizons."""
    if not result.subtracted(TOTAL) or result.plan is None:
        return None
    from sim.analysis.answer import answer_of

    limit = float("inf") if budget is None else budget
    return answer_of(result.plan, result.runs, result.twins, TOTAL, result.looks, limit, result.deliveries)


def count_of(result: Comparison) -> int:
    """Return how many readings there are."""
    return int((result.runs["arm"] == result.runs["arm"].iloc[0]).sum())


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


def write(folder: Path, result: Comparison, answer: Answer | None, arms: Mapping[str, Scenario]) -> None:
    """Write the runs, what follows from them, the scenarios, and the figures.

    Args:
        folder: where it goes; exists.
        result: the comparison.
        answer: what it says of transfers; None if it cannot.
        arms: the scenarios by name.
    """
    import pandas as pd

    from sim.analysis.wording import caption_of
    from sim.report.figures import draw_answer, draw_forest, save
    from sim.report.spreadsheet import write_csv

    both = [result.runs.assign(twin=False), *([result.twins.assign(twin=True)] if len(result.twins) else [])]
    readings = pd.DataFrame(list(result.plan.draws) if result.plan is not None else [])
    readings.insert(0, "draw", range(len(readings)))
    effects = answer.effects() if answer is not None else pd.DataFrame()
    verdicts = answer.verdicts() if answer is not None else pd.DataFrame()
    losers = answer.losers() if answer is not None else pd.DataFrame()
    tables = (pd.concat(both, ignore_index=True), readings, effects, verdicts, losers, result.table)
    for name, table in zip(TABLES, tables, strict=True):
        write_csv(table, folder / name)
    (folder / "scenarios").mkdir(exist_ok=True)
    for name, scenario in arms.items():
        (folder / "scenarios" / f"{file_name(name)}.toml").write_text(scenario.to_toml(), encoding="utf-8")
    (folder / "figures").mkdir(exist_ok=True)
    thought = result.plan.about.get("thought", ()) if result.plan is not None else ()
    titles = {name: scenario.title for name, scenario in arms.items() if scenario.title}
    unit = "seeds; luck only" if answer is not None and answer.luck_only else "readings"
    basis = f"n = {count_of(result)} {unit}, the same in all; lines: 95 % interval of the mean"
    for outcome, name in figures().items():
        if not result.subtracted(outcome):
            continue
        label = outcome_named(outcome).label
        if outcome == TOTAL and answer is not None:
            figure, data = draw_answer(answer, gains_in(result)), effects
            caption = caption_of(answer, label.lower())
        else:
            figure = draw_forest(result.table, outcome, next(iter(arms)), titles=titles, basis=basis, apart=thought)
            data, caption = (
                result.table[result.table["outcome"] == outcome],
                f"{label}: difference from the first; {basis}.",
            )
        for form in FORMS:
            save(figure, folder / "figures" / f"{name}.{form}")
        write_csv(data, folder / "figures" / f"{name}.csv")
        (folder / "figures" / f"{name}.txt").write_text(f"{caption}\n", encoding="utf-8")


def gains_in(result: Comparison) -> dict[str, Any]:
    """Return by arm what it brings more than the first in every reading, for the dots of a figure."""
    from sim.experiment.make.compare import wide

    arms, values = wide(result.runs, TOTAL)
    return {arm: own - values[0] for arm, own in zip(arms, values, strict=True)}


def figures() -> dict[str, str]:
    """Return the names of the figures of a comparison, by outcome."""
    from sim.outcomes import HEADLINE

    return {outcome: "answer" if outcome == TOTAL else f"forest_{outcome}" for outcome in HEADLINE}


def written_for(arms: Iterable[str]) -> list[str]:
    """Return the names of the files that a comparison of these arms writes."""
    scenarios = [f"scenarios/{file_name(arm)}.toml" for arm in arms]
    drawings = [f"figures/{name}.{form}" for name in figures().values() for form in (*FORMS, *BESIDE)]
    return [*TABLES, PROVENANCE, *scenarios, *drawings]


def file_name(arm: str) -> str:
    """Return a file name for an arm that was named by its path."""
    return arm.strip("./\\").replace("/", "-").replace("\\", "-")


def as_data(result: Comparison, answer: Answer | None) -> dict[str, Any]:
    """Return a comparison as data for a script."""
    from sim.analysis.sentences import sentences

    said: dict[str, Any] = {"effects": [], "verdicts": [], "losers": [], "sentences": []}
    if answer is not None:
        said = {
            "luck_only": answer.luck_only,
            "twins": answer.twins,
            "forms": answer.forms,
            "looks": answer.looks,
            "effects": answer.effects().to_dict(orient="records"),
            "verdicts": answer.verdicts().to_dict(orient="records"),
            "losers": answer.losers().to_dict(orient="records"),
            "sentences": sentences(answer),
        }
    return {
        "arms": [str(arm) for arm in result.runs["arm"].unique()],
        "readings": count_of(result),
        "unlike": result.unlike,
        **said,
        "differences": result.table.to_dict(orient="records"),
    }
