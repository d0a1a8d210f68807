"""Options and arguments that several commands share; scenario names complete in the shell."""

from __future__ import annotations

from pathlib import Path

import rich_click as click
from click.shell_completion import CompletionItem


class ScenarioName(click.ParamType):
    """A shipped scenario's name, or the path of a scenario file."""

    name = "scenario"

    def shell_complete(self, ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
        """Offer the shipped scenarios that begin alike, and files."""
        from sim.scenario import shipped_names

        names = [CompletionItem(name) for name in shipped_names() if name.startswith(incomplete)]
        return names or [CompletionItem(incomplete, type="file")]


SCENARIO = ScenarioName()

settings = click.option(
    "--set",
    "settings",
    multiple=True,
    metavar="KEY=VALUE",
    help="Change a setting, such as barriers.secrecy=0.2; may be given again.",
)
as_json = click.option("--json", "as_json", is_flag=True, help="Print results as JSON, for a script.")
quiet = click.option("--quiet", is_flag=True, help="Print nothing but errors, and JSON if asked for.")


def out(words: str) -> click.decorators.FC:
    """Make the option that says where results go.

    Args:
        words: what is written there.
    """
    option: click.decorators.FC = click.option(
        "--out", type=click.Path(path_type=Path, file_okay=True), metavar="DIR", help=f"Folder for {words}."
    )
    return option
