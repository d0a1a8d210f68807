"""`sim validate` says everything that is wrong with scenario and experiment files, and what was meant."""

from __future__ import annotations

import re
from pathlib import Path

import rich_click as click

from sim.cli.edge import BAD_INPUT
from sim.cli.options import SCENARIO, examples
from sim.cli.screen import say, tell
from sim.cli.talk import caution
from sim.language import _

MOST_LOOKED_AT = 1 << 20
EXAMPLES = examples(
    "sim validate baseline",
    "sim validate tiny openness reform_package",
    "sim validate experiments/q01_binding_barrier && echo well written",
)


@click.command(epilog=EXAMPLES)
@click.argument("files", nargs=-1, required=True, type=SCENARIO, metavar="FILE...")
@click.pass_context
def validate(ctx: click.Context, files: tuple[str, ...]) -> None:
    """Check scenario and experiment files: every fault of every file, with what was probably meant."""
    from sim.scenario import ScenarioError

    wrong = 0
    for name in files:
        try:
            summary = checked(name)
        except ScenarioError as error:
            wrong += 1
            for problem in error.problems:
                say(_("error: {error}", error=problem))
            continue
        tell(_("{name}: ok ({summary})", name=name, summary=summary))
    if wrong:
        ctx.exit(BAD_INPUT)


def checked(name: str) -> str:
    """Load a scenario or an experiment and say in a few words what it is.

    Args:
        name: of a file, a shipped scenario, or the folder of an experiment.

    Raises:
        ScenarioError: if anything is wrong with it.
    """
    from sim.scenario import Scenario

    if is_experiment(Path(name)):
        from sim.experiment import Experiment, Study

        study = Study(Experiment.load(name))
        asked, plan = study.experiment, study.plan()
        what = _(asked.content.title or asked.question)
        if asked.asks:
            from sim.experiment.make.asking import total_of

            return _(
                "{name} of at most {total_of:,} runs: {what}",
                name=asked.design.name,
                total_of=total_of(asked),
                what=what,
            )
        return _("experiment of {plan:,} runs: {what}", plan=len(plan), what=what)
    scenario = Scenario.load(name)
    caution(scenario, name)
    return _(scenario.title) if scenario.title else _("without a title")


def is_experiment(path: Path) -> bool:
    """Tell whether a file asks a question, as only experiments do; a folder holds one if it holds experiment.toml."""
    if path.is_dir():
        return (path / "experiment.toml").is_file()
    try:
        with path.open("rb") as file:
            return bool(re.search(rb"(?m)^\s*(question\s*=|\[design\]|\[factors\])", file.read(MOST_LOOKED_AT)))
    except (OSError, ValueError):
        return False
