"""A report is one file that opens without a network: the question, the answer, how sure it is, and what was run."""

from __future__ import annotations

import io
import math
from dataclasses import dataclass
from html import escape
from importlib import resources
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
from jinja2 import Environment, StrictUndefined
from markupsafe import Markup

from sim.report.basis import basis, covered, facts, no_answer, shortfalls, unlike_words
from sim.report.chapters import CHAPTERS, Asked, Picture, ReportSection, Table
from sim.report.chapters.phrases import number
from sim.report.figures.style import save, words, write_into
from sim.report.limits import LIMITS, SOURCES
from sim.report.spreadsheet import write_csv
from sim.scenario.settings import SETTINGS
from sim.store import Results, additions
from sim.store.files import replace

PAGE = "report.html"
MOST_ROWS = 60
ANSWERS = 2


class Cell(NamedTuple):
    """One cell of a table."""

    text: str
    words: bool


@dataclass(frozen=True, slots=True)
class Drawn:
    """A picture as it stands in the page."""

    name: str
    caption: str
    svg: Markup


@dataclass(frozen=True, slots=True)
class Laid:
    """A table as it stands in the page."""

    name: str
    caption: str
    heads: list[Cell]
    rows: list[list[Cell]]
    more: int


def write_report(results: Results) -> Path:
    """Write report.html into the folder of the results, with its figures and tables as files beside it.

    Args:
        results: the runs of a plan; those that are missing or failed are said and left out.

    Returns:
        The page.

    Raises:
        ValueError: if there is no run that ended well.
        StoreError: if a file of somebody else's is in the way.
        OSError: if the folder cannot be written.
    """
    folder = results.store.folder
    if not results.counts()["done"]:
        raise ValueError("there is no run that ended well, so there is nothing to report")
    asked = Asked(results)
    with additions(folder, (PAGE, "figures", "tables")) as target:
        replace(target / PAGE, _page_of(asked, target).encode())
    return folder / PAGE


def _page_of(asked: Asked, folder: Path) -> str:
    """Write the figures and tables of a report and return its page."""
    plan = asked.plan
    sections, warnings = chapters_of(asked)
    pages = [(section, _drawn(asked, section, folder), _laid(section, folder)) for section in sections]
    answers = [section.answer for section in sections if section.answer][:ANSWERS]
    text: str = _template().render(
        title=plan.about["title"] or plan.about["question"],
        question=plan.about["question"],
        answers=answers,
        basis=basis(asked),
        warnings=[*unlike_words(asked), *shortfalls(asked), *warnings],
        reason=no_answer(asked, warnings),
        sections=[
            {"title": section.title, "text": section.text, "pictures": pictures, "tables": tables}
            for section, pictures, tables in pages
        ],
        facts=facts(asked),
        arms=lay(Table("arms", "Arms, in their order.", arms_table(asked))),
        parameters=lay(Table("parameters", "Parameters.", parameters_table(asked)), most=500),
        limits=LIMITS,
        sources=dict.fromkeys([*(source for section in sections for source in section.sources), *SOURCES]),
    )
    return text


def chapters_of(asked: Asked) -> tuple[list[ReportSection], list[str]]:
    """Return what the chapters that fit have to say, and why others cannot."""
    sections, warnings = [], []
    for chapter in CHAPTERS:
        if chapter.searched != asked.searched or not chapter.fits(asked):
            continue
        try:
            sections.append(chapter.write(asked))
        except ValueError as error:
            warnings.append(f"No chapter on {words(chapter.name)}: {error}.")
    return sections, warnings


def arms_table(asked: Asked) -> pd.DataFrame:
    """Return the arms with their factors and the digests of their scenarios."""
    return pd.DataFrame(
        [
            {"arm": arm.name, **{key: arm.factors.get(key) for key in asked.factors}, "scenario": arm.scenarios[0][:12]}
            for arm in asked.plan.arms
        ]
    )


def parameters_table(asked: Asked) -> pd.DataFrame:
    """Return every parameter of the model with what is known of it."""
    varied = {key.removeprefix("parameters.") for key in [*asked.factors, *asked.plan.about["drawn"]]}
    return pd.DataFrame(
        [
            {
                "parameter": setting.name,
                "what it is": setting.words,
                "unit": setting.unit,
                "default": setting.default,
                "known by": setting.grade,
                "source": setting.source,
                "varied here": "yes" if setting.name in varied else "",
            }
            for setting in SETTINGS
        ]
    )


def lay(table: Table, most: int = MOST_ROWS) -> Laid:
    """Lay a table out as text."""
    data = table.data
    wordy = [not pd.api.types.is_numeric_dtype(data[name]) for name in data.columns]
    heads = [Cell(words(str(name)), wordy_) for name, wordy_ in zip(data.columns, wordy, strict=True)]
    rows = [
        [Cell(_text(value), wordy_) for value, wordy_ in zip(row, wordy, strict=True)]
        for row in data.head(most).itertuples(index=False)
    ]
    return Laid(table.name, table.caption, heads, rows, max(0, len(data) - most))


def _text(value: Any) -> str:
    if isinstance(value, bool) or value is None:
        return "" if value is None else "yes" if value else "no"
    if isinstance(value, float) and math.isnan(value):
        return "–"
    if isinstance(value, int | float | np.number):
        plain = float(value)
        return f"{plain:,.0f}" if plain.is_integer() else number(plain)
    return str(value)


def _drawn(asked: Asked, section: ReportSection, folder: Path) -> list[Drawn]:
    """Write the pictures of a section to files and return them as they stand in the page."""
    (folder / "figures").mkdir(exist_ok=True)
    drawn = []
    for picture in section.pictures:
        target = folder / "figures" / picture.name
        save(picture.figure, target.with_suffix(".png"))
        svg = svg_of(picture)
        replace(target.with_suffix(".svg"), svg.encode())
        write_csv(picture.data, target.with_suffix(".csv"))
        caption = picture.caption if " runs" in picture.caption else f"{picture.caption} ({covered(asked, picture)}.)"
        label = f'<svg role="img" aria-label="{escape(caption, quote=True)}"'
        body = svg[svg.index("<svg") :].replace("<svg", label, 1)
        drawn.append(Drawn(picture.name, caption, Markup(body)))  # our own drawing; its texts are escaped
    return drawn


def svg_of(picture: Picture) -> str:
    """Return a figure as SVG that can stand in a page beside others: its inner names are its own."""
    text = io.BytesIO()
    write_into(text, picture.figure, "svg", salt=picture.name)
    return text.getvalue().decode()


def _laid(section: ReportSection, folder: Path) -> list[Laid]:
    (folder / "tables").mkdir(exist_ok=True)
    for table in section.tables:
        write_csv(table.data, folder / "tables" / f"{table.name}.csv")
    return [lay(table) for table in section.tables]


def _template() -> Any:
    environment = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    return environment.from_string((resources.files("sim.report") / "page.html").read_text(encoding="utf-8"))
