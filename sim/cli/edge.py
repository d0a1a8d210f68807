"""Whatever goes wrong ends here, in a message that says the way out and an exit code that a script can read.

0 done; 1 some runs failed or a check did not hold; 2 bad input; 3 the machine's trouble; 4 an optional part is missing;
70 our bug; 130 interrupted.
"""

from __future__ import annotations

import errno
import os
import sys
import tempfile
import traceback
import warnings
from collections.abc import Sequence
from pathlib import Path
from typing import TextIO

import rich_click as click

from sim.cli.screen import say
from sim.language import N_, _, semicolon

DONE, RUNS_FAILED, BAD_INPUT, MACHINE, PART_MISSING, OUR_BUG, INTERRUPTED = 0, 1, 2, 3, 4, 70, 130
KEPT = "kept"  # said by an interruption of a command that keeps what it has done
REMEDIES = {
    errno.ENOSPC: N_("free some space, or name a folder on another disk with --out"),
    errno.EDQUOT: N_("free some space, or name a folder on another disk with --out"),
    errno.EACCES: N_("name a folder that you may write to with --out"),
    errno.EPERM: N_("name a folder that you may write to with --out"),
    errno.EROFS: N_("name a folder that you may write to with --out"),
    errno.ENOTDIR: N_("a part of this path is a file: name another folder with --out"),
    errno.EEXIST: N_("name another folder with --out"),
    errno.ENAMETOOLONG: N_("name a shorter path with --out"),
}


class FolderInUseError(OSError):
    """Raised if results would overwrite something that is not an earlier result; knows the way out."""

    def __init__(self, folder: Path, what: str, remedy: str) -> None:
        super().__init__(0, what, str(folder))
        self.remedy = remedy


def code_of(command: click.Command, arguments: Sequence[str]) -> int:
    """Run a command and return its exit code; no exception gets past it.

    Args:
        command: what to run.
        arguments: what follows `sim` on the command line.
    """
    # Commands draw into files: a user's choice of a screen, which may not exist here, is none of theirs.
    os.environ["MPLBACKEND"] = "agg"
    with warnings.catch_warnings():
        _speak_warnings()
        return _code_of(command, arguments)


def _code_of(command: click.Command, arguments: Sequence[str]) -> int:
    try:
        _plain_text(arguments)
        # A command that does not end by an exit of its own returns nothing.
        code = command.main(list(arguments), prog_name="sim", standalone_mode=False, obj=tuple(arguments))
        sys.stdout.flush()
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else DONE if end.code is None else RUNS_FAILED
    except (click.Abort, KeyboardInterrupt) as end:
        if isinstance(end, click.Abort) and isinstance(end.__context__, EOFError):
            return failure(end.__context__)  # Click takes it for Ctrl-D at a question; we ask none
        texts = {str(end), str(end.__context__)}  # Click raises one of its own in its place
        text = N_("interrupted: nothing was written; the same command starts again")
        if KEPT in texts:
            text = N_("interrupted: what was finished is kept; the same command goes on")
        say(_(text))
        return INTERRUPTED
    except Exception as error:  # noqa: BLE001  # the one place that must let nothing through
        return failure(error)
    return code if isinstance(code, int) else DONE


def _speak_warnings() -> None:
    """Have what our own rooms warn of said as everything else is, each sentence once."""
    original, shown = warnings.showwarning, set[str]()

    def show(
        message: Warning | str,
        category: type[Warning],
        filename: str,
        lineno: int,
        file: TextIO | None = None,
        line: str | None = None,
    ) -> None:
        if not category.__module__.startswith("sim."):
            original(message, category, filename, lineno, file, line)
        elif str(message) not in shown:
            shown.add(str(message))
            say(_("warning: {warning}", warning=message))

    warnings.showwarning = show


def _plain_text(arguments: Sequence[str]) -> None:
    """Refuse what no file can be called and no result can hold.

    Raises:
        click.UsageError: if an argument holds a zero byte or is no UTF-8.
    """
    for position, word in enumerate(arguments, start=1):
        if "\0" in word or any("\ud800" <= letter <= "\udfff" for letter in word):
            what = _("holds a zero byte") if "\0" in word else _("is not UTF-8 text")
            raise click.UsageError(
                _(
                    "argument {position}, {word!a}, {what}; type it in UTF-8 without zero bytes, or rename the file",
                    position=position,
                    word=word[:60],
                    what=what,
                )
            )


def failure(error: Exception) -> int:
    """Say what went wrong and return the exit code of it."""
    # The command that failed has loaded these already, or is not in need of them.
    rooms = ("scenario.errors", "experiment.reading.errors", "engine.laws")
    scenario, experiment, laws = (sys.modules.get(f"sim.{room}") for room in rooms)
    if isinstance(error, click.ClickException):
        say(_("error: {error}", error=error.format_message()))
        if isinstance(error, click.UsageError) and error.ctx is not None:
            say(_("  see: {command} --help", command=error.ctx.command_path))
        return BAD_INPUT
    if scenario is not None and isinstance(error, scenario.ScenarioError):
        for problem in error.problems:
            say(_("error: {error}", error=problem))
        return BAD_INPUT
    if experiment is not None and isinstance(error, experiment.RunError | experiment.ReproducibilityError):
        say(_("error: {error}", error=error))
        return RUNS_FAILED
    declared = sys.modules.get("sim.declared")
    if declared is not None and isinstance(error, declared.DeclarationError):
        say(_("error: in the sources of the model: {error}", error=error))
        return BAD_INPUT
    if laws is not None and isinstance(error, laws.LawError):
        say(_("error: a law of the model does not hold {error}", error=error))
        say(_("  its results are worth nothing; please report the scenario and the seed"))
        return RUNS_FAILED
    if isinstance(error, ModuleNotFoundError) and not (error.name or "sim").startswith("sim"):
        from sim.cli.install import install_line

        say(
            _(
                "error: {name} is missing; install it with: {command}",
                name=error.name,
                command=install_line(error.name or ""),
            )
        )
        return PART_MISSING
    if isinstance(error, OSError):
        say(_("error: {error}", error=of_the_machine(error)))
        return MACHINE
    if isinstance(error, MemoryError):
        say(
            _(
                "error: {error}; use fewer --jobs, or a smaller population.scale",
                error=str(error) or _("memory is used up"),
            )
        )
        return MACHINE
    return _our_bug(error)


def _our_bug(error: Exception) -> int:
    """Say in which rule it went wrong, or that the fault is ours."""
    from sim.faults import rule_at_fault

    rule = rule_at_fault(error)
    if rule:
        say(
            _(
                "error: in a rule of the model, {rule}: {name}: {error}",
                rule=rule,
                name=type(error).__name__,
                error=error,
            ).rstrip(": ")[:600]
        )
        say(
            _(
                "  mend it there if you wrote it; if not, please report it with this file: {file}",
                file=written_down(error),
            )
        )
        return OUR_BUG
    what = f"{type(error).__name__}: {error}".rstrip(": ")
    text = N_("error: this is a fault of sim, not of yours ({error})")
    say(_(text, error=what[: max(0, 300 - len(text.format(error="")) + 1)]))
    say(_("  please report it with this file: {file}", file=written_down(error)))
    return OUR_BUG


def of_the_machine(error: OSError) -> str:
    """Put an error of the operating system in one line, with the path and the way out."""
    path = error.filename2 or error.filename
    what = error.strerror or str(error) or type(error).__name__
    remedy = getattr(error, "remedy", "") or (_(REMEDIES[error.errno]) if error.errno in REMEDIES else "")
    found = semicolon([str(what), str(remedy)]) if remedy else str(what)
    named = isinstance(path, str | bytes | os.PathLike)
    return _("{place}: {found}", place=os.fsdecode(path), found=found) if named else found


def written_down(error: Exception) -> str:
    """Keep a traceback in a file of the temporary folder and return its path."""
    text = "".join(traceback.format_exception(error))
    try:
        handle, name = tempfile.mkstemp(prefix="sim-error-", suffix=".txt")
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(text)
        return name
    except OSError:
        return f"(it could not be written)\n{text}"
