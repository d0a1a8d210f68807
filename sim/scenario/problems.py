"""All that is wrong with an input is collected with its place, and raised at once in the order of the input.

Scenarios, experiments and city files are read alike: pydantic holds their keys to a schema, what it refuses is put in
words, and what only shows when keys are read together is added to the same collection.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, NamedTuple, Protocol

from pydantic import ValidationError

from sim.language import _
from sim.scenario.errors import Problem, ScenarioError
from sim.scenario.toml_lines import Path
from sim.scenario.wording import figure, nearest

MAX_PROBLEMS = 50


class Source(Protocol):
    """An input whose keys stand somewhere."""

    @property
    def label(self) -> str:
        """The input as shown to people."""

    def location(self, path: Path) -> str:
        """Name the place of a key, such as "baseline.toml:7"."""

    def line(self, path: Path) -> str:
        """Quote what stands there; empty if that is unknown."""

    def order(self, path: Path) -> tuple[str, int]:
        """Give a sort key that puts problems in the order of the input."""


class Statement(NamedTuple):
    """What is wrong, without its place; see `Problem`."""

    found: str
    allowed: str
    hint: str = ""
    words: str = ""
    fix: str = ""


class Refusal(NamedTuple):
    """One thing that a schema refused: pydantic's word for it, the value, and where it lies in the input."""

    kind: str
    value: Any
    location: tuple[str | int, ...]

    @property
    def path(self) -> Path:
        """Where it lies, as keys are counted."""
        return tuple(str(part) for part in self.location)


Fault = tuple[Path, Statement]
"""The path of a key and what is wrong with it."""


def refusals(error: ValidationError) -> Iterator[Refusal]:
    """List what a schema refused."""
    for refused in error.errors(include_url=False, include_context=False):
        yield Refusal(refused["type"], refused["input"], refused["loc"])


@dataclass(slots=True)
class Problems:
    """What is wrong with an input, so far.

    Args:
        source: the input.
        most: how many are put in words; the rest is counted. None for all.
        found: path and problem of each; beyond `most`, the problem may be left out.
    """

    source: Source
    most: int | None = MAX_PROBLEMS
    found: list[tuple[Path, Problem | None]] = field(default_factory=list)

    def __bool__(self) -> bool:
        return bool(self.found)

    def add(self, path: Path, found: str, allowed: str, hint: str = "", words: str = "", fix: str = "") -> None:
        """Note what is wrong with a key, at the place that says it."""
        source = self.source
        self.found.append((path, Problem(source.location(path), found, allowed, hint, source.line(path), words, fix)))

    def add_all(self, faults: Iterable[Fault]) -> None:
        """Note what was found wrong with several keys."""
        for path, statement in faults:
            self.add(path, *statement)

    def take(self, path: Path, problems: Iterable[Problem]) -> None:
        """Note what is wrong with what a key names, such as another file; at its own place."""
        here, line = self.source.location(path), self.source.line(path)
        for problem in problems:
            stands_here = problem.location == here and not problem.line
            self.found.append((path, replace(problem, line=line) if stands_here else problem))

    def refuse_unknown(self, path: Path, name: str, known: Sequence[str], what: str) -> None:
        """Note that a name is none of those there are, if it is none.

        Args:
            path: the key that names it.
            name: what it names.
            known: what there is.
            what: what it should be, such as "outcome".
        """
        if name not in known:
            allowed = _("one of {join}", join=", ".join(known))
            self.add(
                path, _("there is no {what} {name!r:.80}", what=what, name=name), allowed, hint=nearest(name, known)
            )

    def refused(self, error: ValidationError, state: Callable[[Refusal], Statement | None], within: Path = ()) -> None:
        """Note what a schema refused.

        Args:
            error: what the schema said.
            state: puts a refusal in words; None for one that is nobody's fault.
            within: where what the schema was given lies in the input.
        """
        for count, refusal in enumerate(refusals(error)):
            path = (*within, *refusal.path)
            if self.most is not None and count >= self.most:
                self.found.append((path, None))
            elif (statement := state(refusal)) is not None:
                self.add(path, *statement)

    def in_order(self) -> list[Problem]:
        """Return the problems in the order of the input, at last a count of those that are not put in words."""
        stated = [(self.source.order(path), problem) for path, problem in self.found if problem is not None]
        ordered = [problem for _rest, problem in sorted(stated, key=lambda item: item[0])][: self.most]
        rest = len(self.found) - len(ordered)
        return (
            [*ordered, Problem(self.source.label, _("and {figure} more", figure=figure(rest)), "")] if rest else ordered
        )

    def refuse(self, error: type[ScenarioError] = ScenarioError) -> None:
        """Raise all that was found, if anything was.

        Raises:
            ScenarioError: or the error given.
        """
        if self.found:
            raise error(self.in_order()) from None
