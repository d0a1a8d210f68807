"""`sim compare` runs scenarios under the same readings and says which does better, in how many, and at what price."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import rich_click as click

from sim.cli import options
from sim.cli.asking import how_many, readings_options
from sim.cli.comparison import as_data, count_of, write, written_for
from sim.cli.differences import TOTAL, horizons_words, show_differences, unlike_words
from sim.cli.load import load_all, short_names
from sim.cli.results import json_text, write_provenance
from sim.cli.screen import say, tell
from sim.cli.talk import announce_compiling, caution, interruptible, progress
from sim.language import N_, _

if TYPE_CHECKING:
    from sim.analysis.answer import Answer
    from sim.analysis.checked import CheckedTip
    from sim.experiment import Comparison
    from sim.scenario import Scenario

MADE_BY = "sim compare"
MOST_CHECKED = 4
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
@click.option(
    "--check-flips",
    is_flag=True,
    help="Check by runs what would overturn the order: both scenarios at five values of the input, in 8 readings.",
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
    check_flips: bool,
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
    with interruptible(out is not None), progress(_("comparing"), wanted=not quiet) as callback:
        result = run_all(arms, jobs=jobs, progress=callback, store=out, unlike=unlike, **how)
    answer = answer_to(result, budget)
    with interruptible(out is not None), progress(_("checking flips"), wanted=check_flips and not quiet) as callback:
        flips = check(result, answer, jobs, out, how["held"], callback) if check_flips and answer is not None else []
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
            write(folder, result, answer, arms, flips)
            write_provenance(folder, MADE_BY, ctx.obj or (), **more)
    if as_json:
        tell(json_text(as_data(result, answer, flips)))
    elif not quiet:
        show(result, answer, whole, out, flips)


def check(
    result: Comparison,
    answer: Answer,
    jobs: int,
    out: Path | None,
    held: Sequence[str],
    progress: Any,
) -> list[CheckedTip]:
    """Make the runs that check what would overturn an order, of the first MOST_CHECKED inputs or switches named."""
    import numpy as np

    from sim.analysis.checked import READINGS, checked, values_for
    from sim.experiment.make.along import along
    from sim.statistics import Verdict

    draws = result.plan.draws if result.plan is not None else ()
    found = []
    split = {(pair.first, pair.second) for pair in answer.pairs if pair.verdict is Verdict.DISAGREE}
    tips = sorted(answer.tipping, key=lambda tip: (tip.first, tip.second) not in split)
    for tip in tips[:MOST_CHECKED]:
        own = [draw[tip.key] for draw in draws]
        words = tuple(dict.fromkeys(own)) if tip.flip is None else ()
        values = values_for(tip, np.array([] if words else own, dtype=float), words)
        arms = {name: result.arms[name] for name in (tip.first, tip.second)}
        runs = along(arms, draws[:READINGS], tip.key, values, jobs, out, held, progress)
        found.append(checked(tip, runs, TOTAL))
    return found


def show(
    result: Comparison, answer: Answer | None, whole: bool, out: Path | None, flips: Sequence[CheckedTip] = ()
) -> None:
    """Print an answer, or why there is none, and where it was written to."""
    if result.unlike:
        say(_("warning: {warning}", warning=unlike_words(result)))
    if whole or answer is None:
        show_differences(result)
    where = []
    if out is not None:
        first = N_("Written to {out}. Look first at figures/answer.png; differences.csv holds every outcome.")
        where = [_(first if answer else N_("Written to {out}. differences.csv holds every outcome."), out=out)]
    if answer is None:
        tell(
            _(
                "On transfers delivered nothing can be said: they count over {horizons}.",
                horizons=horizons_words(result),
            )
        )
        for line in where:
            tell(line)
        return
    from sim.analysis.checked import check_words
    from sim.cli.answer import show as show_answer

    show_answer(answer, {}, whole, [*map(check_words, flips), *where])


def answer_to(result: Comparison, budget: float | None = None) -> Answer | None:
    """Return what a comparison says of transfers delivered; None if they count over other horizons."""
    if not result.subtracted(TOTAL) or result.plan is None:
        return None
    from sim.analysis.answer import answer_of

    limit = float("inf") if budget is None else budget
    return answer_of(result.plan, result.runs, result.twins, TOTAL, result.looks, limit, result.deliveries)


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
        raise click.UsageError(_("two or more scenarios are compared; the first is the baseline"))
    twice = sorted({name for name in names if names.count(name) > 1})
    if twice:
        raise click.UsageError(_("{join} is named twice; name each scenario once", join=", ".join(twice)))
    arms: dict[str, Scenario] = {}
    for name, scenario in zip(short_names(names), load_all(names, settings), strict=True):
        for other, known in arms.items():
            if known == scenario:
                text = N_("{one} and {other} are the same world: there is nothing to compare")
                if settings:
                    text = N_("{one} and {other} are the same world with these --set: there is nothing to compare")
                raise click.UsageError(_(text, one=other, other=name))
        arms[name] = scenario
    if not unlike:
        from sim.scenario import refuse_unlike

        refuse_unlike(arms, "sim compare", "--unlike")
    return arms
