"""The glossary: every name of the model in English and Chinese, and the words beside them.

Names, and what a parameter or a word of structure means, come from the declarations and the catalogue of messages;
what the project's own words mean from `house_words.toml`, and all other Chinese from the list of terms,
`zh/glossary.md`, which a person keeps.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from pathlib import Path

import chinese
from seed_coverage import Table

from sim.agents import DIRECTIONS, KINDS
from sim.barriers import BARRIERS
from sim.language import CHINESE, _, speaking, term
from sim.levers import LEVERS
from sim.region import FIELDS
from sim.scenario.settings import SETTINGS, SWITCHES

HOUSE = Path(__file__).with_name("house_words.toml")
TERMS = Path(__file__).parent / "zh" / "glossary.md"
OFFICES = {
    "clearance_office": ("Clearance office", "审批机构"),
    "local_government": ("City government", "市政府"),
    "coordination_body": ("Cross-region coordination body", "跨区域协调机构"),
}
WORDS = {"领域术语": "Words of the field", "模型术语": "Words of the model", "方法术语": "Words of the method"}
"""Sections of the list of terms, and what they are called here."""
Rows = Iterable[tuple[str, ...]]


def structure() -> Rows:
    """Return the switches, what each chooses, and each word of it."""
    for one in SWITCHES:
        yield f"`{one.name}`", one.words, _(one.words)
        for word, meaning in one.meanings.items():
            yield f"`{one.name} = {word}`", meaning, _(meaning)


def terms() -> dict[str, Rows]:
    """Return the words of the list of terms by section, each with its Chinese."""
    text = TERMS.read_text(encoding="utf-8")
    found: dict[str, Rows] = {}
    for own, title in WORDS.items():
        (rows,) = chinese.tables(text.split(f"## {own}\n")[1].split("\n## ")[0])
        found[title] = [tuple(cell.strip() for cell in row.split("|")[1:3]) for row in rows[2:]]
    return found


def house_words() -> Rows:
    """Return the words that mean something of their own here, what that is, and their Chinese.

    Raises:
        ValueError: if a word has no Chinese, or two homes of it.
    """
    listed = {row[0]: row[1] for rows in terms().values() for row in rows}
    for one in tomllib.loads(HOUSE.read_text(encoding="utf-8"))["word"]:
        found = [*filter(None, (listed.get(one.get("term", "")), one.get("zh")))]
        if len(found) != 1 or (one["word"] in listed and "zh" in one):
            raise ValueError(f"{one['word']!r}: a term of docs/zh/glossary.md is wanted, or else a Chinese word")
        yield one["word"], one["means"], found[0]


def page(made: str, table: Table) -> str:
    """Write the page.

    Args:
        made: line that says what made the page.
        table: writes a table.
    """
    with speaking(CHINESE):
        lists: dict[str, Rows] = {
            "Barriers": [(f"`{one.name}`", one.label, one.label_zh) for one in BARRIERS],
            "Levers": [(f"`{one.name}`", one.label, one.label_zh) for one in LEVERS],
            "Kinds of organisation": [(f"`{one.name}`", one.label, one.label_zh) for one in KINDS],
            "Offices and governments": [(f"`{name}`", *labels) for name, labels in OFFICES.items()],
            "Directions of transfer": [(f"`{one.name}`", one.label, term(one.name)) for one in DIRECTIONS],
            "Technology fields": [(f"`{one.name}`", one.label, one.label_zh) for one in FIELDS],
            "Words of structure": list(structure()),
            "Parameters": [(f"`{one.name}`", one.words, term(one.name)) for one in SETTINGS],
        }
    parts = [f"## Words of this project\n\n{table(('word', 'what it means here', '中文'), house_words())}"]
    parts += [f"## {title}\n\n{table(('name', 'English', '中文'), rows)}" for title, rows in lists.items()]
    parts += [f"## {title}\n\n{table(('English', '中文'), rows)}" for title, rows in terms().items()]
    said = (
        "First words that mean something of their own here; they are kept in `docs/house_words.toml`. Then every name "
        "of the model in English and Chinese. What is no name of the model (ways of money, purses, tiers, readings, "
        "posterior) stands at the end, from [the list of terms in Chinese](zh/glossary.md), which says where each word "
        "comes from.\n"
    )
    return f"# Glossary\n\n{made}\n{said}\n" + "\n".join(parts)
