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

from sim.analysis.over_forms import SORTS
from sim.analysis.wording import question_words
from sim.language import ARM, NAME, TAGS, _, comma, labelled, language, term
from sim.report.basis import basis, covered, facts, shortfalls, unlike_words
from sim.report.brief import FIGURE, page_one
from sim.report.chapters import CHAPTERS, Asked, Picture, ReportSection, Table
from sim.report.chapters.phrases import number
from sim.report.evidence import Links
from sim.report.figures.style import save, words, write_into
from sim.report.limits import LIMITS, SOURCES
from sim.report.spreadsheet import write_csv
from sim.scenario.settings import SETTINGS
from sim.store import Results, additions
from sim.store.files import replace

PAGE = "report.html"
MOST_ROWS = 60
PRINTED = ("png", "pdf")
"""Formats of a figure beside the SVG that stands in the page."""


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
        raise ValueError(_("there is no run that ended well, so there is nothing to report"))
    asked = Asked(results)
    with additions(folder, (PAGE, "figures", "tables")) as target:
        replace(target / PAGE, _page_of(asked, target).encode())
    return folder / PAGE


def _page_of(asked: Asked, folder: Path) -> str:
    """Write the figures and tables of a report and return its page."""
    plan, links = asked.plan, Links(asked)
    question = plan.about["question"]
    title = plan.about["title"] or question
    by_name, warnings = chapters_of(asked)
    sections = by_name.values()
    first = page_one(asked, by_name, warnings, links)
    (folder / "figures").mkdir(exist_ok=True)
    shown = None if first.picture is None else _drawn(asked, first.picture, folder)
    pages = [
        (section, [_drawn(asked, picture, folder) for picture in section.pictures], _laid(section, folder))
        for section in sections
    ]
    text: str = _template().render(
        lang=TAGS[language()],
        title=question_words(plan) if title == question else _(title),
        question=question_words(plan),
        brief=first,
        shown=shown,
        basis=basis(asked),
        warnings=[*unlike_words(asked), *shortfalls(asked), *warnings],
        sections=[
            {
                "title": section.title,
                "answer": "" if section.answer in first.found else section.answer,
                "text": section.text,
                "pictures": pictures,
                "tables": tables,
            }
            for section, pictures, tables in pages
        ],
        links=links,
        facts=facts(asked),
        arms=lay(Table("arms", _("Arms, in their order."), arms_table(asked))),
        parameters=lay(Table("parameters", _("Parameters."), parameters_table(asked)), most=500),
        limits=[_(limit) for limit in LIMITS],
        sources=dict.fromkeys([*(source for section in sections for source in section.sources), *SOURCES]),
    )
    return text


def chapters_of(asked: Asked) -> tuple[dict[str, ReportSection], list[str]]:
    """Return what the chapters that fit have to say, by their names, and why others cannot."""
    sections, warnings = {}, []
    for chapter in CHAPTERS:
        if chapter.apart != asked.apart or not chapter.fits(asked):
            continue
        try:
            sections[chapter.name] = chapter.write(asked)
        except ValueError as error:
            warnings.append(_("No chapter on {name}: {error}.", name=words(chapter.name), error=error))
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
                "what it is": _(setting.words),
                "unit": _(setting.unit),
                "default": setting.default,
                "known by": _(setting.grade),
                "source": setting.source,
                "varied here": _("yes") if setting.name in varied else "",
            }
            for setting in SETTINGS
        ]
    )


OF_ARMS = frozenset(
    {"arm", "baseline", "better", "than", "best", "programme", "dominated_by", "nearest_shipped", "nearest shipped"}
    | {f"first of {sort}" for sort in SORTS}
)
"""Columns that hold names of arms, which are a user's own."""


def lay(table: Table, most: int = MOST_ROWS) -> Laid:
    """Lay a table out as text."""
    data = table.data
    wordy = [not pd.api.types.is_numeric_dtype(data[name]) for name in data.columns]
    heads = [Cell(words(str(name)), wordy_) for name, wordy_ in zip(data.columns, wordy, strict=True)]
    rows = [
        [Cell(_text(value, str(name)), wordy_) for name, value, wordy_ in zip(data.columns, row, wordy, strict=True)]
        for row in data.head(most).itertuples(index=False)
    ]
    return Laid(table.name, table.caption, heads, rows, max(0, len(data) - most))


def _text(value: Any, column: str) -> str:
    if isinstance(value, bool) or value is None:
        return "" if value is None else _("yes") if value else _("no")
    if isinstance(value, float) and math.isnan(value):
        return "–"
    if isinstance(value, list | tuple):
        return comma([_text(one, column) for one in value])
    if isinstance(value, int | float | np.number):
        plain = float(value)
        return f"{plain:,.0f}" if plain.is_integer() else number(plain)
    if column == "verdict":  # words of ours, no key
        return term(str(value))
    return labelled(str(value), ARM if column in OF_ARMS else NAME)


def _drawn(asked: Asked, picture: Picture, folder: Path) -> Drawn:
    """Write a picture to files, with its numbers and its words beside it, and return it as it stands in the page."""
    target = folder / "figures" / picture.name
    for form in PRINTED:
        save(picture.figure, target.with_suffix(f".{form}"))
    svg = svg_of(picture)
    replace(target.with_suffix(".svg"), svg.replace('href="#run-', f'href="../{PAGE}#run-').encode())
    write_csv(picture.data, target.with_suffix(".csv"))
    whole = picture.name == FIGURE or picture.whole  # it says itself what it covers
    caption = (
        picture.caption
        if whole
        else _("{caption} ({covered}.)", caption=picture.caption, covered=covered(asked, picture))
    )
    replace(target.with_suffix(".txt"), f"{caption}\n".encode())
    role = "group" if 'href="#run-' in svg else "img"  # what leads somewhere is no mere image
    label = f'<svg role="{role}" aria-label="{escape(caption, quote=True)}"'
    body = svg[svg.index("<svg") :].replace("<svg", label, 1)
    return Drawn(picture.name, caption, Markup(body))  # our own drawing; its texts are escaped


def svg_of(picture: Picture) -> str:
    """Return a figure as SVG that can stand in a page beside others: its inner names are its own."""
    text = io.BytesIO()
    write_into(text, picture.figure, "svg", salt=picture.name)
    return text.getvalue().decode().replace(' target="_blank"', "")  # points lead into the page itself


def _laid(section: ReportSection, folder: Path) -> list[Laid]:
    (folder / "tables").mkdir(exist_ok=True)
    for table in section.tables:
        write_csv(table.data, folder / "tables" / f"{table.name}.csv")
    return [lay(table) for table in section.tables]


def _template() -> Any:
    environment = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    environment.globals["_"] = _
    return environment.from_string((resources.files("sim.report") / "page.html").read_text(encoding="utf-8"))
