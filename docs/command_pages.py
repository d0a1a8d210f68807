"""The pages of commands and of scenario keys, from the command line's own objects and the scenario's own schema."""

from __future__ import annotations

from collections.abc import Callable, Iterable

import click

from sim.cli import sim
from sim.scenario.resolve import all_keys

Table = Callable[[Iterable[str], Iterable[Iterable[str]]], str]
EXIT_CODES = "Exit codes are in `sim/cli/edge.py`: 0 is done, and each kind of failure has a number of its own."


def commands(made: str, table: Table) -> str:
    """Write the page of commands.

    Args:
        made: the line that says by what the page is made.
        table: writes a table.
    """
    said = "Every command answers `--help` with the same words and three examples. " + EXIT_CODES
    parts = [_command(name, command, table) for name, command in sorted(sim.commands.items())]
    return f"# Commands\n\n{made}\n{said}\n\n" + "\n".join(parts)


def _command(name: str, command: click.Command, table: Table) -> str:
    context = click.Context(command, info_name=f"sim {name}")
    pieces = " ".join(command.collect_usage_pieces(context))
    examples = str(command.epilog).split("\n")[1:]
    rows = [_option(option) for option in command.params if isinstance(option, click.Option)]
    options = f"{table(('option', 'meaning', 'default'), rows)}\n" if rows else ""
    shown = "\n".join(line.strip() for line in examples)
    words = " ".join((command.help or "").split())
    return f"## sim {name}\n\n`sim {name} {pieces}`\n\n{words}\n\n{options}```console\n{shown}\n```\n"


def _option(option: click.Option) -> tuple[str, str, str]:
    names = ", ".join(f"`{name}`" for name in option.opts)
    value = "" if option.is_flag else f" `{option.metavar or option.type.name.upper()}`"
    choices = f" One of: {', '.join(option.type.choices)}." if isinstance(option.type, click.Choice) else ""
    default = f"`{option.default}`" if option.show_default and option.default is not None else ""
    return names + value, f"{option.help or ''}{choices}", default


def scenario_keys(made: str, table: Table) -> str:
    """Write the page of scenario keys, section by section.

    Args:
        made: the line that says by what the page is made.
        table: writes a table.
    """
    known = all_keys()
    sections: dict[str, list[tuple[str, ...]]] = {"": []}
    for key in known.values():
        top = key.name.split(".")[0]
        section = top if "." in key.name or key.section or known[top].section else ""
        if key.section:
            sections.setdefault(section, [])
            continue
        sections.setdefault(section, []).append((f"`{key.name}`", key.words, key.allowed, key.default))
    head = ("key", "what it is", "it must be", "default")
    parts = []
    for name, rows in sections.items():
        title, words = (f"[{name}]", f"{known[name].words}\n\n") if name else ("Above the sections", "")
        parts += [f"## {title}\n\n{words}{table(head, rows)}"] if rows else []
    said = (
        "A scenario is a TOML file. `extends` names another to start from; only differences are written. "
        "`sim validate` names a mistake and what was probably meant; `sim schema` prints the same as JSON Schema, "
        "with which an editor completes keys."
    )
    return f"# Scenario keys\n\n{made}\n{said}\n\n" + "\n".join(parts)
