"""`sim run` runs one scenario once, prints what came of it, and keeps it in a folder if asked to."""

from __future__ import annotations

import sys
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Any

import rich_click as click

from sim.cli import options
from sim.cli.load import load_all, short_name
from sim.cli.results import json_text, results_folder, write_json, write_provenance
from sim.cli.screen import tell
from sim.cli.talk import announce_compiling, caution, number, table
from sim.dates import date_words
from sim.language import N_, _

if TYPE_CHECKING:
    from sim.engine import Run

MADE_BY = "sim run"
VARIABLE = "TRANSFER_LAB_THREADS"  # as in sim.engine.threads, which the help does without
DEATHS, BY_CAUSE = "deaths_", "deaths_by_"
LARGEST_SEED = 2**63 - 1
EXAMPLES = options.examples(
    "sim run tiny",
    "sim run tiny --seed 7 --out results/tiny",
    "sim run tiny --set barriers.secrecy=0.2 --json",
)


@click.command(epilog=EXAMPLES)
@click.argument("scenario", type=options.SCENARIO)
@click.option("--seed", default=0, show_default=True, type=click.IntRange(0), metavar="N", help="Seed of the run.")
@click.option(
    "--threads",
    type=click.IntRange(1),
    envvar=VARIABLE,
    show_envvar=True,
    metavar="N",
    help="Threads that share the work; the results are the same. If not given, as many as pay: one for a usual region.",
)
@options.settings
@options.out("scenario, history, deals, outcomes, figures and provenance")
@click.option("--no-figures", is_flag=True, help="Draw no figures, which saves some seconds.")
@options.check
@options.as_json
@options.quiet
@click.pass_context
def run(
    ctx: click.Context,
    scenario: str,
    seed: int,
    threads: int | None,
    settings: tuple[str, ...],
    out: Path | None,
    no_figures: bool,
    check: bool,
    as_json: bool,
    quiet: bool,
) -> None:
    """Run one scenario and say what came of it.

    SCENARIO is a file, or the name of a shipped scenario: see sim scenarios.
    """
    if seed > LARGEST_SEED:
        raise click.UsageError(
            _("--seed {seed} is too large; the largest is {largest_seed}", seed=seed, largest_seed=LARGEST_SEED)
        )
    [chosen] = load_all([scenario], settings)
    if not quiet:
        caution(chosen, short_name(scenario))
    with ExitStack() as stack:
        folder = stack.enter_context(results_folder(out, MADE_BY)) if out is not None else None
        from sim.engine import Run, Watch

        if not quiet:
            announce_compiling()
        made = Run(chosen, seed, threads=threads)
        (Watch(made).run() if check else made).run()
        outcomes = described(made.outcomes())
        if as_json:
            head = {"scenario": short_name(scenario), "title": chosen.title, "digest": chosen.digest, "seed": seed}
            tell(json_text({**head, "outcomes": outcomes}))
        elif not quiet:
            summarise(made, outcomes)
        sys.stdout.flush()  # the answer is there before frames and figures, which take longer than the run
        if folder is not None:
            write(folder, made, outcomes, figures=not no_figures)
            write_provenance(folder, MADE_BY, ctx.obj or (), digest=chosen.digest, title=chosen.title, seed=seed)
    if out is not None and not (as_json or quiet):
        text = N_("Written to {out}: scenario.toml, history.csv, deals.parquet, outcomes.json, figures/")
        if no_figures:
            text = N_("Written to {out}: scenario.toml, history.csv, deals.parquet, outcomes.json")
        tell(_(text, out=out))


def described(outcomes: dict[str, float]) -> dict[str, dict[str, Any]]:
    """Return outcomes with what a reader needs to understand them: value, unit, better and words by name."""
    from sim.outcomes import OUTCOMES

    return {
        outcome.name: {
            "value": outcomes[outcome.name],
            "unit": outcome.unit,
            "better": outcome.better,
            "words": outcome.words,
        }
        for outcome in OUTCOMES
    }


def write(folder: Path, made: Run, outcomes: dict[str, dict[str, Any]], figures: bool) -> None:
    """Write everything a run has left behind.

    Args:
        folder: where it goes; exists.
        made: the run.
        outcomes: as `described` returns them.
        figures: whether to draw them.
    """
    (folder / "scenario.toml").write_text(made.inputs.to_toml(), encoding="utf-8")
    made.history().to_csv(folder / "history.csv")
    made.deals().to_parquet(folder / "deals.parquet", index=False)
    write_json(folder / "outcomes.json", outcomes)
    if figures:
        from sim.report.figures import draw_all

        draw_all(made, folder / "figures")


def summarise(made: Run, outcomes: dict[str, dict[str, Any]]) -> None:
    """Print the outcomes in plain words."""
    from sim.outcomes import OUTCOMES

    length, seed = made.inputs.run, made.run_seed
    counted = length.quarters - length.policy_quarter
    tell(_(made.inputs.title) if made.inputs.title else _("A scenario without a title"))
    first, last = (date_words(length.calendar.name(quarter)) for quarter in (0, length.quarters - 1))
    tell(
        _(
            "{quarters} quarters, {first} to {last}, of which the last {counted} count; seed {seed}\n",
            quarters=length.quarters,
            first=first,
            last=last,
            counted=counted,
            seed=seed,
        )
    )
    rows = [
        (_(one.label), number(outcomes[one.name]["value"]), _(one.unit)) for one in OUTCOMES if not is_death(one.name)
    ]
    table(_("What came of it"), (_("outcome"), _("value"), _("unit")), rows, words=(0, 2))
    ends = [(_(one.label), outcomes[one.name]["value"]) for one in OUTCOMES if one.name.startswith(BY_CAUSE)]
    ends = sorted((end for end in ends if end[1] > 0), key=lambda end: -end[1])
    table(
        _("Why deals ended without delivery"),
        (_("cause"), _("deals")),
        [(label, number(count)) for label, count in ends],
    )
    tell(_("This is one run with one seed; policies are compared with: sim compare"))


def is_death(name: str) -> bool:
    """Tell whether an outcome counts deals that ended, by cause or direction."""
    return name.startswith(DEATHS)
