"""The language in which the product speaks to a person: one catalogue of messages, read by the standard gettext.

English is the message itself, and its own source. What is said is a whole sentence with named places: `_("{done:,} of
{total:,} runs", done=done, total=total)`; `_n` where a number decides, `_c` where the English alone does not say what
is meant, `term` for a name of the model, `N_` for a text that stands apart from where it is said. Keys of files,
commands and names of a user's own are data, and are never translated.

`python -m exporting.words` takes the messages out of the sources; docs/decisions says why it is done so.
"""

from __future__ import annotations

import gettext
import locale
import math
import os
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cache, reduce
from pathlib import Path

from sim.joints import joined

VARIABLE = "TRANSFER_LAB_LANGUAGE"
"""Variable of the environment that names the language; what is started from here inherits it."""
LOCALE, DOMAIN = Path(__file__).parent / "locale", "sim"
ENGLISH, CHINESE, PSEUDO = "en", "zh", "pseudo"
LANGUAGES: Mapping[str, str] = {ENGLISH: "en", CHINESE: "zh_CN", PSEUDO: "en"}
"""Catalogues by language. The pseudo-language shows every message between MARKS: what stands outside is none."""
TAGS: Mapping[str, str] = {ENGLISH: "en", CHINESE: "zh-CN", PSEUDO: "en"}
"""What a page calls its language."""
OFFERED = (ENGLISH, CHINESE)
MARKS = "⟦⟧"
PLACE = re.compile(r"\{[a-z_]\w*[^{}]*\}")
NAME = "name"
"""Context of names of the model and of shipped scenarios."""
ARM = "name of an arm"
"""Context of names of arms that are the product's own: shipped scenarios and levers; all others are a user's."""
MONEY = "a unit of money, and how many million yuan it is"
SMALL_MONEY = "a unit of money for small amounts, and how many million yuan it is"
TIME = "a unit of time, and how many of it are a quarter"
MEASURES = "words that count things, a common one and the own one in pairs"


class Said(str):
    """A message as it was said, with what fills its places: what a user wrote can be told from our own words.

    Attributes:
        places: by name.
    """

    places: Mapping[str, object]


def written_by_user(text: str) -> str:
    """Return what may be a user's own letters in a text: what fills the places of a message, or all of it."""
    return " ".join(map(str, text.places.values())) if isinstance(text, Said) else text


class Marked(gettext.NullTranslations):
    """The pseudo-language: every message between marks, and names of the model alone where they are known.

    Args:
        known: a catalogue that has the names of the model.
    """

    def __init__(self, known: gettext.NullTranslations) -> None:
        super().__init__()
        self.known = known

    def gettext(self, message: str) -> str:
        """Return a message between marks, what its places will hold outside them."""
        text = PLACE.sub(rf"{MARKS[1]}\g<0>{MARKS[0]}", message)
        return f"{MARKS[0]}{text}{MARKS[1]}".replace(MARKS, "")

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        """Return the English of a number between marks."""
        return self.gettext(super().ngettext(msgid1, msgid2, n))

    def pgettext(self, context: str, message: str) -> str:
        """Return a message between marks; a name only if it is the model's; a unit as it is."""
        if context in (MONEY, SMALL_MONEY, TIME):
            return message
        named = context in (NAME, ARM)
        if named and self.known.pgettext(context, message) == message:
            return message
        return self.gettext(message.replace("_", " ") if named else message)


@cache
def _catalogue(language: str) -> gettext.NullTranslations:
    if language == PSEUDO:
        return Marked(_catalogue(CHINESE))
    name = LANGUAGES.get(language, "en")
    return gettext.translation(DOMAIN, LOCALE, [name], fallback=True) if name != "en" else gettext.NullTranslations()


def language() -> str:
    """Return the language that is spoken: that which the environment names, else English."""
    named = os.environ.get(VARIABLE, "")
    return named if named in LANGUAGES else ENGLISH


def language_of_locale() -> str:
    """Return the language of the user's locale, if it is offered; else English."""
    named = next((os.environ[one] for one in ("LC_ALL", "LC_MESSAGES", "LANG") if os.environ.get(one)), "")
    return CHINESE if (named or locale.getlocale()[0] or "").lower().startswith(("zh", "chinese")) else ENGLISH


@contextmanager
def speaking(wanted: str) -> Iterator[None]:
    """Speak a language meanwhile; what is started meanwhile speaks it too.

    Args:
        wanted: one of LANGUAGES.

    Raises:
        ValueError: if it is none.
    """
    if wanted not in LANGUAGES:
        raise ValueError(f"there is no language {wanted!r}; there are {' and '.join(OFFERED)}")
    before = {name: os.environ.get(name) for name in (VARIABLE, "LANGUAGE")}
    os.environ.update({VARIABLE: wanted, "LANGUAGE": LANGUAGES[wanted]})  # the second is read by gettext, for Click
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                os.environ.pop(name, None)
            else:
                os.environ[name] = value


def _(message: str, /, **places: object) -> str:
    """Say a message in the language that is spoken.

    Args:
        message: the English; a literal, or what `N_` has marked.
        places: what its places hold; without any, braces are braces.
    """
    return _filled(_catalogue(language()).gettext(message), places) if message else ""


def _c(context: str, message: str, /, **places: object) -> str:
    """Say a message whose English alone does not tell what is meant.

    Args:
        context: what is meant; a literal.
        message: the English.
        places: what its places hold.
    """
    return _filled(_catalogue(language()).pgettext(context, message), places)


def _n(one: str, many: str, count: int, /, **places: object) -> str:
    """Say a message that hangs on a number.

    Args:
        one, many: the English for one and for other numbers.
        count: the number; the place {count} holds it.
        places: what the other places hold.
    """
    return _filled(_catalogue(language()).ngettext(one, many, count), {"count": count, **places})


def N_(message: str) -> str:  # noqa: N802  # gettext's own name for it
    """Mark a message that is said elsewhere, by `_` of what this returns."""
    return message


def _filled(message: str, places: Mapping[str, object]) -> str:
    if not places:
        return message
    text = Said(_whole(message, places))
    text.places = places
    return text


def _whole(message: str, places: Mapping[str, object]) -> str:
    if language() != CHINESE:
        return message.format(**places)
    return joined(message, places, _catalogue(CHINESE).pgettext(MEASURES, "none"))


def term(name: str, context: str = NAME) -> str:
    """Return the words for a name of the model: `civil_to_military` is "civil to military"; any other as it is.

    Args:
        name: of a barrier, lever, outcome, direction, kind, stage, cause, parameter, column or shipped scenario.
        context: ARM for what an arm is called, which is translated only if it is a shipped scenario or a lever.
    """
    found = _catalogue(language()).pgettext(context, name)
    return name.replace("_", " ") if found == name else found


def labelled(key: str, context: str = NAME) -> str:
    """Return a key as it is, with the words of another language for it beside.

    Args:
        key: of the model's data, or anything else.
        context: as `term` takes it.
    """
    label = term(key, context)
    return key if label == key.replace("_", " ") else _c("a key and its words", "{key} ({label})", key=key, label=label)


def either(english: str, chinese: str) -> str:
    """Return that of two names, both given by whoever named it, which the language that is spoken takes."""
    return chinese if TAGS[language()].startswith(CHINESE) and chinese else english


def per_cent(number: str) -> str:
    """Write a number as per cent; the language says whether a space stands before the sign."""
    return _c("a share", "{number} %", number=number)


def money(text: str, million: float, last: bool = True) -> str:
    """Write an amount of money with the unit of the language: "960 million yuan" is "9.6 亿元", one "100 万元".

    Args:
        text: the amount in million yuan as the sentence writes it.
        million: the amount itself.
        last: whether it is the last of several; English gives the others no unit.
    """
    unit, own = unit_of_money(million)
    return _in_unit(text, million / unit, 1 / unit, own, last)


def unit_of_money(million: float) -> tuple[float, str]:
    """Return the unit in which the language counts an amount: how many million yuan it is, and its name."""
    unit, own = _unit(MONEY, "1 million yuan")
    return (unit, own) if abs(million) >= unit else _unit(SMALL_MONEY, "1 million yuan")


def quarters(text: str, count: float, last: bool = True) -> str:
    """Write a length of time with the unit of the language: "0.5 quarters" is "1.5 个月".

    Args:
        text: the number of quarters as the sentence writes it.
        count: the number itself.
        last: as `money` takes it.
    """
    unit, own = _unit(TIME, "1 quarters")
    return _in_unit(text, count * unit, unit, own, last)


def _unit(context: str, english: str) -> tuple[float, str]:
    size, _space, own = _catalogue(language()).pgettext(context, english).partition(" ")
    return float(size), own


def _in_unit(text: str, value: float, times: float, own: str, last: bool) -> str:
    """Write a number in another unit, `times` as small, as sharply as the text has it, three digits at most."""
    if times == 1:
        return f"{text} {own}" if last else text
    if not re.search("[1-9]", text):
        return f"0 {own}" if "0" in text else text
    decimals = len(text.partition(".")[2])
    sharp = max(math.floor(math.log10(times)) - decimals, math.floor(math.log10(abs(value) or 1)) - 2)
    size = f"{round(value, -sharp):,.{f'{max(-sharp, 0)}f' if decimals else '10g'}} {own}"
    return f"+{size}" if text.startswith("+") else size


def listed(parts: Sequence[str], none: str | None = None) -> str:
    """Join words as the language does: with commas and an "and".

    Args:
        parts: words.
        none: what is said if there are none; "none" in the language if not given.
    """
    if not parts:
        return _("none") if none is None else none
    last = parts[-1]
    return last if len(parts) == 1 else _("{all_but_last} and {last}", all_but_last=comma(parts[:-1]), last=last)


def comma(parts: Sequence[str]) -> str:
    """Join words of a list with the language's comma between them."""
    return _reduced(parts, lambda one, next_: _c("words of a list", "{one}, {next}", one=one, next=next_))


def semicolon(parts: Sequence[str]) -> str:
    """Join clauses with the language's semicolon."""
    return _reduced(parts, lambda one, next_: _c("clauses", "{one}; {next}", one=one, next=next_))


def sentences(parts: Sequence[str]) -> str:
    """Set sentences one after the other, with a space between them where the language has one."""
    return _reduced(parts, lambda one, next_: _c("sentences", "{one} {next}", one=one, next=next_))


def together(parts: Sequence[str]) -> str:
    """Join conditions that hold together."""
    return _reduced(parts, lambda one, next_: _c("conditions", "{one} and {next}", one=one, next=next_))


def _reduced(parts: Sequence[str], join: Callable[[str, str], str]) -> str:
    return reduce(join, parts) if parts else ""
