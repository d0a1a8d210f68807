"""The catalogue of what the command line, reports, figures and errors say: its messages, and what is read at run time.

Messages stand in the modules of `sim`, in the analyses of `experiments`, in the report's page, in the help of the
commands, and in what the model declares. Labels that declarations give in Chinese themselves are taken from there.
"""

from __future__ import annotations

import io
import re
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import click
from babel.messages.catalog import Catalog
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from jinja2.ext import babel_extract
from pydantic import BaseModel

from sim import Scenario
from sim.agents import DIRECTIONS, KINDS
from sim.barriers import BARRIERS
from sim.cli import sim
from sim.cli.speaking import messages_of, texts_of
from sim.engine.record import CAUSE_NAMES
from sim.experiment.reading.named import NAMED
from sim.experiment.reading.schema import ExperimentContent
from sim.language import ARM, DOMAIN, LOCALE, MEASURES, NAME, SMALL_MONEY, TIME
from sim.levers import LEVERS
from sim.outcomes import OUTCOMES
from sim.report.heads import HEADS
from sim.scenario import shipped_names
from sim.scenario.city_row import CityFileRow, FieldFileRow, YearFileRow
from sim.scenario.renamed import GONE
from sim.scenario.schema import SECTIONS
from sim.scenario.settings import SETTINGS, SWITCHES
from sim.scenario.wording import SELF_EVIDENT_UNITS, section_of
from sim.tables import Stage, Status

ROOT = Path(__file__).parents[1]
SIM, EXPERIMENTS = ROOT / "sim", ROOT / "experiments"
KEYWORDS: dict[str, Any] = {"_": None, "N_": None, "_c": ((1, "c"), 2), "_n": (1, 2)}
SOURCE, COMPILED = f"{DOMAIN}.po", f"{DOMAIN}.mo"
HEADER = {"Content-Type": "text/plain; charset=utf-8", "Plural-Forms": "nplurals=1; plural=0;"}
CLICK = ("core.py", "decorators.py", "exceptions.py", "parser.py", "types.py")
"""Modules of Click whose messages a user of ours may meet."""


def folder_of(name: str) -> Path:
    """Return the folder of a language's catalogue, as gettext looks for it."""
    return LOCALE / name / "LC_MESSAGES"


def messages(page: Catalog) -> Catalog:
    """Return every message but those that the page says too, untranslated.

    Args:
        page: the page's catalogue.
    """
    own = named()
    found = Catalog(project="transfer-policy-lab", version="", fuzzy=False)
    for message, context in (*written(), *helped(), *of_click(), *declared(), *keyed(), *asked()):
        one = message if isinstance(message, str) else message[0]
        if one and page.get(one, context) is None and (context, one) not in own:
            found.add(message, context=context)
    return found


def written() -> Iterator[tuple[Any, str | None]]:
    """Yield the messages that stand in modules, in analyses and in the report's page, each with its context."""
    for path in sorted((*SIM.rglob("*.py"), *SIM.rglob("report/*.html"), *EXPERIMENTS.rglob("*.py"))):
        method = "python" if path.suffix == ".py" else babel_extract
        with path.open("rb") as file:
            for _line, message, _comments, context in extract(method, file, KEYWORDS, options={}):
                yield message, context


def helped() -> Iterator[tuple[str, None]]:
    """Yield the texts of the commands' help, paragraph by paragraph."""
    for _owner, _name, english in texts_of(sim):
        text = english if isinstance(english, str) else english.plain.partition("\n")[0]
        yield from ((one, None) for one in messages_of(text))


def of_click() -> Iterator[tuple[Any, None]]:
    """Yield the messages of Click, which says them in the language of the same catalogue."""
    folder = Path(click.__file__).parent
    for name in CLICK:
        with (folder / name).open("rb") as file:
            for _line, message, _comments, _context in extract("python", file, {"_": None, "ngettext": (1, 2)}):
                yield message, None


def declared() -> Iterator[tuple[str, str | None]]:
    """Yield what the model declares and shows: names of its parts, and texts about them."""
    for outcome in OUTCOMES:
        yield from ((text, None) for text in (outcome.label, outcome.words, outcome.unit))
    for barrier in BARRIERS:
        yield barrier.words, None
        yield barrier.grade, None
        yield from ((text, None) for act in barrier.acts for text in (act.words, act.point.words))
    for lever in LEVERS:
        yield from ((text, None) for text in (lever.words, lever.side_effect, lever.variable_cost_unit) if text)
    for setting in SETTINGS:
        yield from ((text, None) for text in (setting.words, setting.unit, setting.grade))
    for switch in SWITCHES:
        yield from ((text, None) for text in (switch.words, *switch.meanings.values()))
    yield from ((one.label, None) for one in DIRECTIONS)
    yield from ((Scenario.load(name).title, None) for name in shipped_names())
    yield "1 quarters", TIME
    yield "none", MEASURES
    yield "1 million yuan", SMALL_MONEY
    yield from ((name, NAME) for name in model_names())


def keyed() -> Iterator[tuple[str, None]]:
    """Yield what is said of the keys of scenarios and experiments, and of the columns of a region's files."""
    seen: set[type[BaseModel]] = set()
    rows = (CityFileRow, FieldFileRow, YearFileRow)
    for schema in (SECTIONS, ExperimentContent, *NAMED.values(), *rows):
        yield from _of_schema(schema, seen)
    yield from ((section.__doc__ or "", None) for section in NAMED.values())
    yield from ((text, None) for text in GONE.values())


def _of_schema(schema: type[BaseModel], seen: set[type[BaseModel]]) -> Iterator[tuple[str, None]]:
    if schema in seen:
        return
    seen.add(schema)
    for info in schema.model_fields.values():
        extra: Any = info.json_schema_extra or {}
        texts = [info.description or "", *(extra.get(part, "") for part in ("allowed", "default", "date"))]
        if extra.get("unit", "") not in SELF_EVIDENT_UNITS:
            texts.append(extra["unit"])
        yield from ((text, None) for text in texts if text not in AS_WRITTEN)
        inner = section_of(info.annotation)
        if inner is not None:
            yield from _of_schema(inner, seen)


AS_WRITTEN = ("", "true", "false")
"""Defaults that are said as they are written in a file."""


def asked() -> Iterator[tuple[str, None]]:
    """Yield titles and questions of the shipped experiments, and what their arms are called."""
    for file in sorted(EXPERIMENTS.rglob("experiment.toml")):
        about = tomllib.loads(file.read_text(encoding="utf-8"))
        yield from ((about[part], None) for part in ("title", "question") if about.get(part))


def model_names() -> Iterator[str]:
    """Yield names of the model, of its data and of shipped scenarios, which are shown as words."""
    yield from (one.name.lower() for kind in (Stage, Status) for one in kind)
    yield from (name for name in CAUSE_NAMES if name)
    yield from (one.name for one in (*DIRECTIONS, *SETTINGS, *SWITCHES))
    yield from Scenario.load("baseline").region.jurisdictions
    yield from shipped_names()
    yield from HEADS


def named() -> Mapping[tuple[str | None, str], str]:
    """Return the Chinese that declarations give themselves, by context and English or name."""
    base = Scenario.load("baseline")
    found: dict[tuple[str | None, str], str] = {}
    for one in (*BARRIERS, *LEVERS, *KINDS, *base.region.fields.fields):
        found[None, one.label] = found[NAME, getattr(one, "key", "") or one.name] = one.label_zh
    for city in base.region.cities:
        found[NAME, city.key] = city.name_zh
    return found


def renewed(language: str, page: Catalog) -> Catalog:
    """Return the catalogue of a language with the messages that there are now.

    Args:
        language: one of `sim.page.messages.LANGUAGES`.
        page: the page's catalogue in that language.
    """
    from sim.page.messages import LANGUAGES

    path = folder_of(LANGUAGES[language]) / SOURCE
    catalogue = Catalog(locale=LANGUAGES[language])
    if path.exists():
        with path.open("rb") as file:
            catalogue = read_po(file, locale=LANGUAGES[language])
    catalogue.update(messages(page), no_fuzzy_matching=True, keep_user_comments=True)
    catalogue.obsolete.clear()
    return catalogue


def compiled(page: Catalog, said: Catalog) -> bytes:
    """Return all translations of a language as gettext reads them.

    Args:
        page: the page's catalogue.
        said: that of everything else.
    """
    whole = Catalog(locale="zh_CN", fuzzy=False)
    for (context, message), text in named().items():
        whole.add(message, text, context=context)
    for name in (*shipped_names(), *(lever.name for lever in LEVERS)):
        found = whole.get(name, NAME) or said.get(name, NAME)
        if found is not None and found.string:
            whole.add(name, found.string, context=ARM)
    for outcome in OUTCOMES:  # the name of an outcome is shown as its label
        label = said.get(outcome.label) or page.get(outcome.label)
        if label is not None and label.string:
            whole.add(outcome.name, label.string, context=NAME)
    for one in (*page, *said):
        if one.id and one.string and not one.fuzzy:
            whole.add(one.id, one.string, context=one.context)
    file = io.BytesIO()
    write_mo(file, whole)
    # Babel writes dates into the header: it changes only if messages do.
    head = "".join(f"{name}: {value}\n" for name, value in HEADER.items()).encode()
    return _with_header(file.getvalue(), head)


def _with_header(data: bytes, head: bytes) -> bytes:
    """Put a header of the same length in the place of Babel's, which holds the date."""
    found = re.search(rb"\x00(Project-Id-Version:.*?\n)\x00", data, re.DOTALL)
    if found is None:
        return data
    room = len(found[1])
    return data.replace(found[1], head.ljust(room - 1, b" ") + b"\n", 1)
