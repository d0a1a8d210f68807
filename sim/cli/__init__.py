"""The command line: one command per file; this one joins them and turns every failure into an exit code.

To add a command, write its file and list it in one of the tuples. What takes long to import is imported inside the
commands, so that help and completion answer at once.
"""

from __future__ import annotations

import sys

import rich_click as click

from sim import __version__
from sim.cli.app import app
from sim.cli.compare import compare
from sim.cli.deals import deals
from sim.cli.edge import code_of
from sim.cli.explain import explain
from sim.cli.options import examples
from sim.cli.orders import orders_heard
from sim.cli.page import page
from sim.cli.report import report
from sim.cli.run import run
from sim.cli.scenarios import scenarios
from sim.cli.schema import schema
from sim.cli.screen import open_streams, tell
from sim.cli.speaking import chosen, language_option, speak_help
from sim.cli.status import status
from sim.cli.sweep import sweep
from sim.cli.validate import validate
from sim.cli.verify import verify
from sim.language import _, speaking

RUN_POLICIES = (run, compare, deals, app, page)
RUN_EXPERIMENTS = (sweep, status, report, verify)
WRITE_SCENARIOS = (scenarios, validate, explain, schema)
EXAMPLES = examples(
    "sim run tiny --out results/tiny",
    "sim compare baseline openness --jobs 2 --out results/two",
    "sim explain secrecy",
)


VERSION_HELP = "Show the version, and which code runs the model here."


def say_version(ctx: click.Context, option: click.Parameter, wanted: bool) -> None:
    """Say which version this is and which code runs the model here, and end."""
    if not wanted or ctx.resilient_parsing:
        return
    from sim.machine_code.shipped import what_runs

    tell(_("sim {version}, {what_runs}", version=__version__, what_runs=what_runs()))
    ctx.exit()


@click.group(epilog=EXAMPLES, context_settings={"help_option_names": ["-h", "--help"]})
@click.command_panel("Run policies", commands=[command.name or "" for command in RUN_POLICIES])
@click.command_panel("Run experiments", commands=[command.name or "" for command in RUN_EXPERIMENTS])
@click.command_panel("Write scenarios", commands=[command.name or "" for command in WRITE_SCENARIOS])
@click.rich_config({"commands_before_options": True})
@click.option("--version", is_flag=True, expose_value=False, is_eager=True, callback=say_version, help=VERSION_HELP)
@language_option
def sim() -> None:
    """Compare technology-transfer policies by simulation: scenarios in, outcomes with their uncertainty out."""


for command in (*RUN_POLICIES, *RUN_EXPERIMENTS, *WRITE_SCENARIOS):
    sim.add_command(language_option(command))


def main(arguments: list[str] | None = None) -> None:
    """Run the command line and end with its exit code; see `sim.cli.edge` for what the codes mean."""
    open_streams()
    given = sys.argv[1:] if arguments is None else arguments
    with orders_heard(), speaking(chosen(given)):
        speak_help(sim)
        code = code_of(sim, given)
    sys.exit(code)
