"""A wrong scenario is answered with the place, what was found, what is allowed and what was meant."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sim.language import N_, _, semicolon, written_by_user
from sim.scenario.wording import odd_letters

NAMELESS = (N_("unknown "), N_("there is no "))
"""How problems begin that name what does not exist; messages."""


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong with an input.

    Args:
        location: file and line, or the option or call that said it.
        found: what stands there, beginning with its dotted key.
        allowed: what may stand there.
        hint: what was probably meant, empty if nothing is near.
        line: the offending line itself, empty if unknown.
        words: what the setting means, and its default.
        fix: the way out, where it is not another spelling.
    """

    location: str
    found: str
    allowed: str
    hint: str = ""
    line: str = ""
    words: str = ""
    fix: str = ""

    def __str__(self) -> str:
        text = _("{place}: {found}", place=self.location, found=self.found)
        if self.allowed:
            text = semicolon([text, self.allowed])
        if self.line:
            text += f"\n    {self.line}"
        if self.words:
            text += f"\n  {self.words}"
        if self.hint:
            text += "\n  " + _("did you mean {hint}?", hint=self.hint)
        if (
            odd := odd_letters(written_by_user(self.found))
            if self.hint or self.found.startswith(tuple(map(_, NAMELESS)))
            else ""
        ):
            text += f"\n  {odd}"
        if self.fix:
            text += f"\n  {self.fix}"
        return text


class ScenarioError(ValueError):
    """Raised for anything wrong with a scenario or the files it names; holds every problem found.

    Attributes:
        problems: all problems, in the order of the file.
    """

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(str(problem) for problem in self.problems))

    def __reduce__(self) -> tuple[type[ScenarioError], tuple[tuple[Problem, ...]]]:
        return type(self), (self.problems,)
