"""Options and arguments that several commands share; scenario names complete in the shell."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import rich_click as click
from click.shell_completion import CompletionItem
from rich.text import Text

Function = TypeVar("Function", bound=Callable[..., Any])


class ScenarioName(click.ParamType[str]):
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
check = click.option(
    "--check", is_flag=True, help="Make sure in every quarter that the laws of the model hold; takes longer."
)
quiet = click.option("--quiet", is_flag=True, help="Print nothing but errors, and JSON if asked for.")


def out(words: str) -> Callable[[Function], Function]:
    """Make the option that says where results go.

    Args:
        words: what is written there.
    """
    return click.option("--out", type=click.Path(path_type=Path), metavar="DIR", help=f"Folder for {words}.")


def examples(*lines: str) -> Text:
    """Write the examples that end a command's help; a text of its own keeps its lines.

    Args:
        lines: commands that work as typed.
    """
    return Text("\n".join(["Examples:", *(f"  {line}" for line in lines)]))
