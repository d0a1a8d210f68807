"""`python -m exporting.words`: takes all messages out of the sources into the catalogues, and these into what is read.

What is new stands there without a translation, and what has changed as fuzzy; a test refuses both. There are two
catalogues of one language: the page's, whose messages stand in its modules, and that of everything else
(`exporting.spoken`). A message that both say stands in the page's alone.
"""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog
from babel.messages.extract import extract
from babel.messages.pofile import read_po, write_po

from sim import Scenario
from sim.agents import DIRECTIONS
from sim.analysis.claim import CLAIMS
from sim.analysis.wording import VERDICTS
from sim.barriers import BARRIERS, points
from sim.engine.record import CAUSE_NAMES
from sim.engine.why import DEARER, NET_VALUE
from sim.levers import LEVERS
from sim.outcomes import OUTCOMES
from sim.page.bundle import WEB
from sim.page.catalogue import cost_words, moved_words, told_sources
from sim.page.messages import LANGUAGES, LOCALE
from sim.scenario import shipped_names
from sim.scenario.settings import SWITCHES
from sim.tables import FIRST_BARRIER, Money, Stage

KEYWORDS: dict[str, Any] = {"_": None, "_c": ((1, "c"), 2), "_n": (1, 2)}
WIDTH = 120


def messages() -> Catalog:
    """Return every message of the page, untranslated."""
    found = Catalog(project="transfer-policy-lab", version="", fuzzy=False)
    for message, context in (*written(), *declared()):
        found.add(message, context=context)
    return found


def written() -> Iterator[tuple[Any, str | None]]:
    """Yield the messages that stand in the page's modules, each with its context."""
    for path in sorted(WEB.glob("*.js")):
        with path.open("rb") as file:
            for _line, message, _comments, context in extract("javascript", file, KEYWORDS, options={}):
                yield message, context


def declared() -> Iterator[tuple[str, None]]:
    """Yield the words of the model that have no translation in their declarations."""
    yield "English", None  # its translation is what the language calls itself
    yield from ((text, None) for text in CLAIMS.values())
    yield from ((verdict.format(unit="readings"), None) for verdict in VERDICTS.values())
    yield from ((one.label, None) for one in OUTCOMES if one.headline or one.name in BESIDE)
    yield from ((one.unit, None) for one in OUTCOMES if one.headline or one.name in BESIDE)
    yield from ((one.words, None) for one in OUTCOMES if one.headline or one.name in BESIDE)
    yield from ((one.words, None) for one in (*LEVERS, *BARRIERS, *SWITCHES))
    yield from ((text, None) for one in SWITCHES for text in one.meanings.values())
    yield from ((moved_words(move), None) for lever in LEVERS for move in lever.moves if "." not in move.target)
    yield from ((text, None) for one in LEVERS for text in (one.side_effect, cost_words(one)) if text)
    yield from ((text, None) for text in told_sources())
    yield from ((one.words, None) for one in vars(points).values() if isinstance(one, points.Point))
    yield from ((act.words, None) for barrier in BARRIERS for act in barrier.acts)
    yield from ((text, None) for text in (NET_VALUE, DEARER))
    yield from ((one.label, None) for one in DIRECTIONS)
    for name in (*(stage.name for stage in Stage), *(money.name for money in Money), *CAUSE_NAMES[1:FIRST_BARRIER]):
        words = name.lower().replace("_", " ")
        yield words[0].upper() + words[1:], None
    yield from ((Scenario.load(name).title, None) for name in shipped_names())


BESIDE = ("mean_office_wait_quarters", "licensed_firms", "credit_losses_million_yuan", "firms_founded", "firms")
"""Outcomes that the page shows beside the headline ones."""


def renewed(language: str) -> Catalog:
    """Return the catalogue of a language with the messages that there are now."""
    path = LOCALE / f"{LANGUAGES[language]}.po"
    with path.open("rb") as file:
        catalogue = read_po(file, locale=LANGUAGES[language])
    catalogue.update(messages(), no_fuzzy_matching=False, keep_user_comments=True)
    catalogue.obsolete.clear()
    return catalogue


def text_of(catalogue: Catalog) -> str:
    """Write a catalogue as a .po file, without dates: it changes only if its messages do."""
    file = io.BytesIO()
    write_po(file, catalogue, width=WIDTH, omit_header=True, sort_output=True)
    head = (
        'msgid ""',
        'msgstr ""',
        r'"Content-Type: text/plain; charset=utf-8\n"',
        r'"Plural-Forms: nplurals=1; plural=0;\n"',
    )
    return "\n".join((*head, "", "")) + file.getvalue().decode()


def json_of(catalogue: Catalog) -> str:
    """Write the translations of a catalogue as the page reads them."""
    found = {
        f"{one.context}\u0004{_first(one.id)}" if one.context else _first(one.id): _last(one.string)
        for one in catalogue
        if one.id and one.string and not one.fuzzy
    }
    return json.dumps(dict(sorted(found.items())), ensure_ascii=False, indent=0) + "\n"


def _first(given: Any) -> str:
    return given if isinstance(given, str) else given[0]


def _last(given: Any) -> str:
    return given if isinstance(given, str) else given[-1]


def main() -> None:
    """Renew the catalogues."""
    from exporting import spoken

    for language, name in LANGUAGES.items():
        catalogue = renewed(language)
        (LOCALE / f"{name}.po").write_text(text_of(catalogue), encoding="utf-8")
        (LOCALE / f"{name}.json").write_text(json_of(catalogue), encoding="utf-8")
        said = spoken.renewed(language, catalogue)
        folder = spoken.folder_of(name)
        (folder / spoken.SOURCE).write_text(text_of(said), encoding="utf-8")
        (folder / spoken.COMPILED).write_bytes(spoken.compiled(catalogue, said))
        for path, one in ((Path(f"{name}.po"), catalogue), (Path(spoken.SOURCE), said)):
            missing = [message for message in one if message.id and (not message.string or message.fuzzy)]
            print(f"{path}: {len(one)} messages, {len(missing)} without a translation")


if __name__ == "__main__":
    main()
