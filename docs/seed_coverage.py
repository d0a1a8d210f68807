"""The page of what Gu and Li say, claim by claim, and where it is in the model; written from `seed_coverage.toml`.

Every name is checked against the declarations of the model, so that the page cannot promise what is not there, nor call
missing what has come.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from sim.agents import DIRECTIONS, KINDS
from sim.barriers import BARRIERS
from sim.levers import LEVERS
from sim.outcomes import OUTCOMES
from sim.scenario.city_row import CityFileRow
from sim.scenario.settings import SETTINGS, SWITCHES
from sim.tables import TableRow

FOLDER = Path(__file__).parent
FILE = FOLDER / "seed_coverage.toml"
EVIDENCE = FOLDER / "evidence.md"
SORTS = ("how", "not_yet", "left_out")
CARRIERS = ("barrier", "lever", "parameter", "form", "city file")
"""Sorts of names that make deals go otherwise; the others are what is seen of it."""
BY_CHANCE = "; chance meets it too"
"""What follows a verdict where deals that are dealt out at random meet the pattern as well."""
TITLES = {"how": "in the model", "not_yet": "not yet", "left_out": "left out, with the reason"}


class Table(Protocol):
    """What writes a table of Markdown."""

    def __call__(self, head: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
        """Return its lines."""


@dataclass(frozen=True)
class Claim:
    """One claim of the paper.

    Args:
        seed: its section.
        says: the claim, in short.
        sort: "how", "not_yet" or "left_out".
        words: how it is held, what is missing, or why it is left out.
        names: declarations that carry it.
        tests: files below tests/, "file::test", or patterns of the evidence: all rows of one ("P2") or one row by name.
        awaits: declarations, or files, by which one will know that it has come.
    """

    seed: str
    says: str
    sort: str
    words: str
    names: tuple[str, ...]
    tests: tuple[str, ...]
    awaits: tuple[str, ...]


def claims(data: Iterable[Mapping[str, Any]] | None = None) -> tuple[Claim, ...]:
    """Return the claims in the order of the file.

    Args:
        data: what stands in its place, for a test.

    Raises:
        ValueError: if a claim has none or several of the sorts, or none of what its sort asks for.
    """
    given = tomllib.loads(FILE.read_text(encoding="utf-8"))["claim"] if data is None else data
    return tuple(map(_claim, given))


def _claim(one: Mapping[str, Any]) -> Claim:
    [*sorts] = [sort for sort in SORTS if one.get(sort)]
    if len(sorts) != 1:
        raise ValueError(f"{one.get('says')!r}: one of {', '.join(SORTS)} is wanted, {sorts or 'none'} found")
    asked = {"how": ("names", "tests"), "not_yet": ("awaits",), "left_out": ()}[sorts[0]]
    more = {name: tuple(one.get(name, ())) for name in ("names", "tests", "awaits")}
    for name in more:
        if bool(more[name]) != (name in asked):
            raise ValueError(
                f"{one['says']!r} is {sorts[0]}: {name} is {'wanted' if name in asked else 'out of place'}"
            )
    return Claim(one["seed"], one["says"], sorts[0], one[sorts[0]], **more)


def declared() -> dict[str, str]:
    """Return what the model declares, by name: which sort of thing it is; of two the first counts."""
    known: dict[str, str] = {}
    for what, names in (
        ("barrier", [one.name for one in BARRIERS]),
        ("lever", [one.name for one in LEVERS]),
        ("parameter", [one.name for one in SETTINGS]),
        ("form", [one.name for one in SWITCHES]),
        ("outcome", [one.name for one in OUTCOMES]),
        ("direction", [one.name for one in DIRECTIONS]),
        ("kind", [one.name for one in KINDS]),
        ("city file", list(CityFileRow.model_fields)),
        ("count", [one.count for one in KINDS]),
        ("column", [name for rows in TableRow.__subclasses__() for name in rows.columns]),
    ):
        for name in names:
            known.setdefault(name, what)
    return known


def carriers(claim: Claim, known: Mapping[str, str]) -> tuple[str, ...]:
    """Return those of a claim's names that can make deals go otherwise, and are not only what is seen of it."""
    return tuple(name for name in claim.names if known[name] in CARRIERS)


def awaited(name: str, known: Mapping[str, str]) -> bool:
    """Whether something that a claim awaits has come: a declaration, or a file from the folder of the project on."""
    return (FOLDER.parent / name).is_file() if "/" in name else name in known


def verdicts() -> dict[str, str]:
    """Return how each pattern of the evidence came out, by its name; of an input it is said that it is one.

    Where the null model meets what the model meets, that is said too.
    """
    return read_verdicts(EVIDENCE.read_text(encoding="utf-8"))


def read_verdicts(text: str) -> dict[str, str]:
    """Return the verdicts of a table of patterns as `experiments.patterns` prints it, by name."""
    row = re.compile(
        r"(?m)^([PVA]\d+ .+?) +([SQI]) +\S+ \[.*?\] +\S+ to \S+ +(met|NOT MET|undecided)  \(.*?\)(?: +\S+  (\w+))?"
    )
    also = {("met", "met"): BY_CHANCE}
    return {
        name: verdict.lower() + (", an input" if kind == "I" else "") + also.get((verdict, null), "")
        for name, kind, verdict, null in row.findall(text)
    }


def patterns(test: str, found: Mapping[str, str]) -> dict[str, str]:
    """Return the patterns that a claim means, with their verdicts; none if it is a file.

    Args:
        test: one of a claim's tests.
        found: verdicts by name.
    """
    return {name: verdict for name, verdict in found.items() if name == test or name.partition(" ")[0] == test}


def felt(test: str, found: Mapping[str, str]) -> str:
    """Return how a test or pattern is written: a test of a file in words, a pattern with what came of it."""
    if "/" in test:
        file, _, name = test.partition("::")
        return f"`{file}`" + (f": {name.removeprefix('test_').replace('_', ' ')}" if name else "")
    own = patterns(test, found)
    if len(set(own.values())) == 1:
        return f"{test} ({next(iter(own.values()))})"
    return "; ".join(f"{name} ({verdict})" for name, verdict in own.items())


def page(made: str, table: Table) -> str:
    """Write the page.

    Args:
        made: line that says what made the page.
        table: writes a table.
    """
    found, known, came = claims(), declared(), verdicts()
    counted = ", ".join(f"{sum(one.sort == sort for one in found)} {TITLES[sort]}" for sort in SORTS)
    said = (
        "What the paper of Wei Gu and Yonghong Li claims, section by section, and what of it the model holds: by "
        "which barriers, levers, parameters and columns, and where a test or a pattern feels it; of a pattern it is "
        "said whether the model meets it, and *chance meets it too* where the [null "
        "model](patterns.md#the-null-model), which deals everything out by chance, does so as well: such a pattern "
        "does not speak for the model, and most were calibrated to ([patterns](patterns.md)). *Not yet* says what is "
        "missing; *left out* says why it stays out. A test "
        "holds that each thing that carries a claim changes some deal at the defaults, but for what is known not to "
        "([does everything act?](what_acts.md)); of the city file's `pilot_zone_fields` this is held only with "
        "`pilot_zone_strength` at 1, as no pilot zone is in force at the defaults. That something is in the model "
        "does not say that its numbers are right."
    )
    rows = [
        (
            one.seed,
            one.says,
            one.words if one.sort == "how" else f"**{TITLES[one.sort].partition(',')[0]}**: {one.words}",
            "; ".join(f"`{name}` ({known[name]})" for name in one.names),
            "; ".join(felt(test, came) for test in one.tests),
        )
        for one in found
    ]
    head = ("section", "claim", "where it is", "carried by", "felt in")
    count = f"{len(found)} claims: {counted}."
    return f"# What the paper says, and where it is\n\n{made}\n{said}\n\n{count}\n\n{table(head, rows)}"
