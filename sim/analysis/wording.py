"""What a verdict, a count, an amount and an input are called; `sim.analysis.sentences` makes sentences of them.

Counts come before words, and words never stand alone. "Beats" is said of what is sure, "leads" of a mean difference
whose interval leaves zero out, "is ahead of" of the rest.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

from sim.analysis.answer import Answer
from sim.analysis.lost import SIDES, Lost
from sim.statistics import FEWEST, PairVerdict, Verdict

VERDICTS: Mapping[Verdict, tuple[str, str]] = {
    Verdict.NEARLY_ALL: ("nearly all readings", "几乎所有解读"),
    Verdict.MOST: ("most readings", "多数解读"),
    Verdict.DISAGREE: ("the readings disagree", "解读不一致"),
    Verdict.OPEN: ("too few readings to say", "解读太少"),
    Verdict.EQUAL: ("the same in all readings", "所有解读相同"),
    Verdict.NONE: ("a demonstration", "仅作演示"),
}
"""What a verdict is called, in English and Chinese."""
COUNTED = "Counts are of {unit}, not chances that a policy works."
BARS = ("White line: the middle of the {unit}. Thick bar: where the middle lies, 95 %.",
        "Thin bar: nine {unit} in ten, the luck of single runs taken out. Dots: {unit}.")  # fmt: skip
DOTS = (f"Line: the middle of the {{unit}}. Dots: {{unit}}; below {FEWEST} they have no bars, and no verdict.",)
WHAT = {True: "Seeds differ in luck alone: what the sources leave open is not doubted here.",
        False: "A reading is one way to fill in what the sources leave open."}  # fmt: skip
CERTAIN = 0.995  # a share of which nothing else is left once it is rounded


def pair_words(pair: PairVerdict, labels: Mapping[str, str] | None = None, unit: str = "readings") -> str:
    """Say of one pair what its count shows; a sentence without its full stop."""
    names = {arm: called(arm, labels or {}) for arm in (pair.first, pair.second)}
    one, other = names[pair.first], names[pair.second]
    count = f"{counted(pair.ahead)} of {pair.readings}"
    word = VERDICTS[pair.verdict][0].replace("readings", unit)
    if pair.verdict.sure:
        return f"{one} beats {other} in {word} ({count})"
    if pair.verdict is Verdict.EQUAL:
        return f"{one} and {other} bring the same in all {pair.readings} {unit}"
    if pair.verdict is Verdict.DISAGREE:
        return f"{one} and {other}: {word} ({split_of(pair)})"
    if pair.verdict is Verdict.OPEN:
        return f"{word[0].upper()}{word[1:]}: {one} {ahead_words(pair)} {other} ({count})"
    return f"{one} is ahead of {other} in {count} {unit}: {word}, no verdict below {FEWEST}"


def ahead_words(pair: PairVerdict) -> str:
    """Return the verb for an arm that is ahead and not sure to be."""
    return "leads" if pair.difference_low > 0 else "is ahead of"


def split_of(pair: PairVerdict) -> str:
    """Write the two sides of a count: "40 to 24"."""
    return f"{counted(pair.ahead)} to {counted(pair.readings - pair.ahead)}"


def counted(count: float) -> str:
    """Write a count; ties make halves."""
    return f"{count:.0f}" if float(count).is_integer() else f"{count:.1f}"


def called(arm: str, labels: Mapping[str, str]) -> str:
    """Return what to call an arm."""
    name = labels.get(arm, arm).replace("_", " ").strip() or "without a name"
    return name[:1].upper() + name[1:]


def amount(value: float, low: float = math.nan, high: float = math.nan, signed: bool = False) -> str:
    """Write an amount as sharply as it is known: two digits where nine readings in ten span more than a tenth of it.

    Args:
        value: what is written.
        low, high: between which nine readings in ten lie; NaN if that is not known: then it is written to the unit.
        signed: whether with its sign; zero has none.
    """
    if not math.isfinite(value):
        return "-" if math.isnan(value) else "no limit"
    unsure = math.isfinite(high - low) and high - low > 0.1 * abs(value)
    if unsure and value:
        value = round(value, 1 - math.floor(math.log10(abs(value))))
    size = abs(value)
    text = f"{value:,.0f}" if size >= 20 or value == 0 else f"{value:,.1f}" if size >= 0.05 else "0"
    return f"+{text}" if signed and value > 0 and text != "0" else text


def share_words(share: float) -> str:
    """Write a share of the doubt as per cent; never as if nothing else were left."""
    if math.isnan(share):
        return "-"
    return "over 99 %" if share >= CERTAIN else f"{100 * share:.0f} %"


def input_words(key: str) -> str:
    """Say what an input of a reading is, by its dotted key."""
    section, _, name = key.partition(".")
    name = name.replace("_", " ")
    if section == "barriers":
        return f"how {name} is coded"
    return f"the form of the model ({name})" if section == "structure" else name


def too_few(found: int, unit: str = "seeds", fewest: int = FEWEST) -> str:
    """Say that there is too little for a verdict, and how much would do; nothing if there is enough.

    Args:
        found: independent readings, or points of a sample.
        unit: what they are, in the plural.
        fewest: that would do.
    """
    if found >= fewest:
        return ""
    return f"too few to say: {found} {unit if found != 1 else unit.removesuffix('s')}, where {fewest} would do"


def lost_words(lost: Lost) -> str:
    """Say which deliveries fall, by how many, and in how many readings."""
    direction = lost.direction.replace("_", " ")
    where = f" {SIDES[lost.side]} {called(lost.city, {})}" if lost.side else ""
    return f"{direction}{where} {amount(lost.change)} ({lost.worse} of {lost.readings})"


def listed(parts: Sequence[str]) -> str:
    """Join words with commas and an "and"."""
    return parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} and {parts[-1]}" if parts else "none"


def undoubted(answer: Answer) -> str:
    """Say what has not been doubted: what all readings share."""
    if answer.luck_only:
        return "luck only: parameters, coding and form of the model are not doubted here"
    form = "" if answer.forms > 1 else "one form of the model; the form is not doubted here; "
    return f"{form}one population, counts of the city file as they are"


def bars_words(answer: Answer) -> list[str]:
    """Say what the bars, the dots and the counts of a figure of an answer mean, a line each."""
    notes = (*(DOTS if answer.demonstration else BARS), WHAT[answer.luck_only], COUNTED)
    return [note.format(unit=answer.unit) for note in notes]


def caption_of(answer: Answer, label: str) -> str:
    """Return the caption of a figure of an answer: what it shows, in how many readings, and what its marks mean.

    Args:
        answer: what the readings say.
        label: what the outcome counts, in the middle of a sentence.
    """
    unit = answer.unit if answer.readings != 1 else answer.unit.removesuffix("s")
    shown = f"What each arm adds to {label} against {called(answer.baseline, {})}, at what price and with what doubt"
    luck = "; luck only" if answer.luck_only else ""
    return f"{shown}: {answer.readings} {unit}, the same in all arms{luck}. {' '.join(bars_words(answer))}"
