"""`sim validate` says everything that is wrong with scenario files, and what was meant."""

from __future__ import annotations

import rich_click as click

from sim.cli.edge import BAD_INPUT, say
from sim.cli.options import SCENARIO, examples
from sim.cli.talk import caution

EXAMPLES = examples(
    "sim validate baseline",
    "sim validate tiny openness reform_package",
    "sim validate baseline && echo well written",
)


@click.command(epilog=EXAMPLES)
@click.argument("files", nargs=-1, required=True, type=SCENARIO, metavar="FILE...")
@click.pass_context
def validate(ctx: click.Context, files: tuple[str, ...]) -> None:
    """Check scenario files: every fault of every file, with what was probably meant."""
    from sim.scenario import Scenario, ScenarioError

    wrong = 0
    for name in files:
        try:
            scenario = Scenario.load(name)
        except ScenarioError as error:
            wrong += 1
            for problem in error.problems:
                say(f"error: {problem}")
            continue
        caution(scenario, name)
        click.echo(f"{name}: ok ({scenario.title or 'without a title'})")
    if wrong:
        ctx.exit(BAD_INPUT)
