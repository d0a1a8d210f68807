"""The page of what Gu and Li say, claim by claim, and where it is in the model; written from `seed_coverage.toml`.

Every name is checked against the declarations of the model, so that the page cannot promise what is not there, nor call
missing what has come.
"""

from __future__ import annotations

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
SORTS = ("how", "not_yet", "left_out")
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
        tests: files below tests/, "file::test", or patterns of the evidence.
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


def awaited(name: str, known: Mapping[str, str]) -> bool:
    """Whether something that a claim awaits has come: a declaration, or a file from the folder of the project on."""
    return (FOLDER.parent / name).is_file() if "/" in name else name in known


def page(made: str, table: Table) -> str:
    """Write the page.

    Args:
        made: line that says what made the page.
        table: writes a table.
    """
    found, known = claims(), declared()
    counted = ", ".join(f"{sum(one.sort == sort for one in found)} {TITLES[sort]}" for sort in SORTS)
    said = (
        "What the paper of Wei Gu and Yonghong Li claims, section by section, and what of it the model holds: by "
        "which barriers, levers, parameters and columns, and where a test or a pattern feels it. *Not yet* says what "
        "is missing; *left out* says why it stays out. That something is in the model does not say that its numbers "
        "are right."
    )
    rows = [
        (
            one.seed,
            one.says,
            one.words if one.sort == "how" else f"**{TITLES[one.sort].partition(',')[0]}**: {one.words}",
            "; ".join(f"`{name}` ({known[name]})" for name in one.names),
            ", ".join(f"`{test}`" if "/" in test else test for test in one.tests),
        )
        for one in found
    ]
    head = ("section", "claim", "where it is", "carried by", "felt in")
    count = f"{len(found)} claims: {counted}."
    return f"# What the paper says, and where it is\n\n{made}\n{said}\n\n{count}\n\n{table(head, rows)}"
