"""In which language the command line speaks: an option of every command, a variable, or the user's locale.

Help is written where commands are declared, in English; when another language is spoken its texts are put in their
place before anything is shown. Click's own messages are read by gettext from the same catalogue.
"""

from __future__ import annotations

import gettext
import os
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Any

import rich_click as click
from rich.text import Text
from rich_click import rich_click as look

from sim.language import DOMAIN, LANGUAGES, LOCALE, N_, OFFERED, VARIABLE, _, language_of_locale

OPTION = "--language"
HELP = N_("Language of what is said and written; that of TRANSFER_LAB_LANGUAGE, else of the locale, if not given.")
PANELS = {
    "ARGUMENTS_PANEL_TITLE": N_("Arguments"),
    "OPTIONS_PANEL_TITLE": N_("Options"),
    "COMMANDS_PANEL_TITLE": N_("Commands"),
    "DEFAULT_STRING": N_("[default: {}]"),
    "ENVVAR_STRING": N_("[env var: {}]"),
    "REQUIRED_LONG_STRING": N_("[required]"),
}
"""What Rich-Click says in its help, by its settings; messages."""
EXAMPLES = N_("Examples:")
ENGLISH = "sim_english"
"""Where a command, option or panel keeps its English."""

language_option = click.option(OPTION, type=click.Choice(OFFERED), expose_value=False, is_eager=True, help=HELP)


class SpokenFormatter(click.RichHelpFormatter):
    """Writes help in the language that is spoken."""

    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
        """Write the line that says how a command is called."""
        super().write_usage(prog, args, prefix or _("Usage:"))


def chosen(arguments: Sequence[str]) -> str:
    """Return the language that the arguments ask for, else the variable, else the locale; a wrong one is left to Click.

    Args:
        arguments: what follows `sim` on the command line.
    """
    own = list(arguments[: arguments.index("--")] if "--" in arguments else arguments)
    asked = [after for one, after in pairwise(own) if one == OPTION]
    asked += [one.removeprefix(f"{OPTION}=") for one in own if one.startswith(f"{OPTION}=")]
    named = asked[-1] if asked else os.environ.get(VARIABLE, "")
    return named if named in LANGUAGES else language_of_locale()


def speak_help(command: click.Command) -> None:
    """Put the help of a command, and of all below it, in the language that is spoken.

    Args:
        command: with its options; its English is kept.
    """
    gettext.bindtextdomain(DOMAIN, str(LOCALE))
    gettext.textdomain(DOMAIN)
    click.RichContext.formatter_class = SpokenFormatter
    for name, text in PANELS.items():
        setattr(look, name, _(text))
    for owner, name, english in texts_of(command):
        setattr(owner, name, paragraphs(english) if isinstance(english, str) else _examples(english))


def texts_of(command: click.Command) -> Iterator[tuple[Any, str, Any]]:
    """Yield every text of a command's help: what holds it, under which name, and its English.

    Args:
        command: with its options.
    """
    owners: list[Any] = [command, *command.params, *getattr(command, "panels", [])]
    for owner in owners:
        for name in ("help", "epilog", "name"):
            if name == "name" and not hasattr(owner, "commands_panel") and "Panel" not in type(owner).__name__:
                continue
            kept = owner.__dict__.setdefault(ENGLISH, {})
            english = kept.setdefault(name, getattr(owner, name, None))
            if english:
                yield owner, name, english
    if isinstance(command, click.Group):
        for below in command.commands.values():
            yield from texts_of(below)


def paragraphs(english: str) -> str:
    """Say a text paragraph by paragraph; each is a message on one line."""
    return "\n\n".join(_(one) for one in messages_of(english))


def messages_of(english: str) -> list[str]:
    """Return the paragraphs of a text, each on one line: the messages of a command's help."""
    return [" ".join(part.split()) for part in english.split("\n\n")]


def _examples(english: Text) -> Text:
    head, _break, lines = english.plain.partition("\n")
    return Text(f"{_(head)}\n{lines}")
