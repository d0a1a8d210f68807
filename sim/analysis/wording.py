"""What a verdict, a count, an amount and an input are called; `sim.analysis.sentences` makes sentences of them.

Counts come before words, and words never stand alone. "Beats" is said of what is sure, "leads" of a mean difference
whose interval leaves zero out, "is ahead of" of the rest.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from sim.analysis.answer import Answer
from sim.analysis.lost import Lost
from sim.language import ARM, N_, _, _c, listed, per_cent, semicolon, sentences, term
from sim.levers import LEVERS
from sim.statistics import FEWEST, PairVerdict, Verdict

if TYPE_CHECKING:
    from sim.store import Plan

VERDICTS: Mapping[Verdict, str] = {
    Verdict.NEARLY_ALL: N_("nearly all {unit}"),
    Verdict.MOST: N_("most {unit}"),
    Verdict.DISAGREE: N_("the {unit} disagree"),
    Verdict.OPEN: N_("too few {unit} to say"),
    Verdict.EQUAL: N_("the same in all {unit}"),
    Verdict.NONE: N_("a demonstration"),
}
"""What a verdict is called; a message."""
UNITS: Mapping[str, tuple[str, str]] = {
    "readings": (N_("reading"), N_("readings")),
    "seeds": (N_("seed"), N_("seeds")),
    "parameter draws": (N_("parameter draw"), N_("parameter draws")),
    "base points": (N_("base point"), N_("base points")),
    "points": (N_("point"), N_("points")),
    "trajectories": (N_("trajectory"), N_("trajectories")),
}
"""What is counted: one of it, and several; messages."""
COUNTED = N_("Counts are of {unit}, not chances that a policy works.")
BARS = (
    N_("White line: the middle of the {unit}. Thick bar: where the middle lies, 95 %."),
    N_("Thin bar: nine {unit} in ten, the luck of single runs taken out. Dots: {unit}."),
)
DOTS = (N_("Line: the middle of the {unit}. Dots: {unit}; below {fewest} they have no bars, and no verdict."),)
WHAT = {
    True: N_("Seeds differ in luck alone: what the sources leave open is not doubted here."),
    False: N_("A reading is one way to fill in what the sources leave open."),
}
LEVER_LABELS = {lever.name: lever.label for lever in LEVERS}
WHOLE = 20.0  # a size from which an amount is written without decimals
CERTAIN = 0.995  # a share of which nothing else is left once it is rounded


def pair_words(pair: PairVerdict, labels: Mapping[str, str] | None = None, unit: str = "readings") -> str:
    """Say of one pair what its count shows; a sentence without its full stop."""
    names = {arm: named(arm, labels or {}) for arm in (pair.first, pair.second)}
    one, other = names[pair.first], names[pair.second]
    places = {"one": one, "other": other, "ahead": counted(pair.ahead), "readings": pair.readings, "unit": units(unit)}
    if pair.verdict.sure:
        word = verdict_words(pair.verdict, unit)
        return _("{one} beats {other} in {verdict} ({ahead} of {readings})", verdict=word, **places)
    if pair.verdict is Verdict.EQUAL:
        return _("{one} and {other} bring the same in all {readings} {unit}", **places)
    if pair.verdict is Verdict.DISAGREE:
        behind = counted(pair.readings - pair.ahead)
        return _("{one} and {other}: the {unit} disagree ({ahead} to {behind})", behind=behind, **places)
    if pair.verdict is not Verdict.OPEN:
        text = N_(
            "{one} is ahead of {other} in {ahead} of {readings} {unit}: a demonstration, no verdict below {fewest}"
        )
        return _(text, fewest=FEWEST, **places)
    if pair.difference_low > 0:
        return _("Too few {unit} to say: {one} leads {other} ({ahead} of {readings})", **places)
    return _("Too few {unit} to say: {one} is ahead of {other} ({ahead} of {readings})", **places)


def verdict_words(verdict: Verdict, unit: str = "readings") -> str:
    """Return what a verdict is called.

    Args:
        verdict: what the count shows.
        unit: what is counted, one of UNITS.
    """
    return _(VERDICTS[verdict], unit=units(unit))


def units(unit: str, count: int = 2) -> str:
    """Return the word for what is counted.

    Args:
        unit: one of UNITS, in the plural.
        count: how many there are.
    """
    one, several = UNITS.get(unit, (unit.removesuffix("s"), unit))
    return _(one if count == 1 else several)


def split_of(pair: PairVerdict) -> str:
    """Write the two sides of a count: "40 to 24"."""
    return _("{ahead} to {behind}", ahead=counted(pair.ahead), behind=counted(pair.readings - pair.ahead))


def counted(count: float) -> str:
    """Write a count; ties make halves."""
    return f"{count:.0f}" if float(count).is_integer() else f"{count:.1f}"


def called(arm: str, labels: Mapping[str, str]) -> str:
    """Return what to call an arm: by its own label, else by that of a lever, else by its name."""
    if arm in labels:
        return _begun(labels[arm].replace("_", " "))
    return _begun(_(LEVER_LABELS[arm]) if arm in LEVER_LABELS else term(arm, ARM))


def named(arm: str, labels: Mapping[str, str]) -> str:
    """Return what to call an arm within a sentence: between marks if its name would read as two in a list."""
    name = called(arm, labels)
    joins = _c("what joins names in a list, between bars", " and |, ").split("|")
    return _c("name of an arm that reads as two", "“{name}”", name=name) if any(one in name for one in joins) else name


def question_words(plan: Plan) -> str:
    """Return the question of a study; that of a comparison, which nobody wrote, is made of its arms."""
    question = str(plan.about["question"])
    asked = N_("What do {arms} bring against {baseline}, and at what price?")
    if plan.name != "compare" or not question.startswith(asked[:8]):
        return _(question)
    baseline, *others = (term(arm.name, ARM) for arm in plan.arms)
    none = _("no others")
    return _(asked, arms=listed(others, none), baseline=baseline)


def city_called(city: str) -> str:
    """Return what to call a city."""
    return _begun(term(city))


def _begun(name: str) -> str:
    name = name.strip() or _("without a name")
    return name[:1].upper() + name[1:]


def amount(
    value: float, low: float = math.nan, high: float = math.nan, signed: bool = False, beside: Sequence[float] = ()
) -> str:
    """Write an amount as sharply as it is known: two digits where nine readings in ten span more than a tenth of it.

    It has no more decimals than the largest of those it stands beside: all of one bracket have the same.

    Args:
        value: what is written.
        low, high: between which nine readings in ten lie; NaN if that is not known: then it is written to the unit.
        signed: whether with its sign; zero has none, and no decimals.
        beside: amounts of the same bracket.
    """
    if not math.isfinite(value):
        return "-" if math.isnan(value) else _("no limit")
    size = max(abs(one) for one in (value, low, high, *beside) if math.isfinite(one))
    unsure = math.isfinite(high - low) and high - low > 0.1 * abs(value)
    if unsure and value:
        value = round(value, 1 - math.floor(math.log10(abs(value))))
    text = f"{value:,.{0 if size >= WHOLE else 1}f}"
    text = text if re.search("[1-9]", text) else "0"
    return f"+{text}" if signed and value > 0 and text != "0" else text


def share_words(share: float) -> str:
    """Write a share of the doubt as per cent; never as if nothing else were left."""
    if math.isnan(share):
        return "-"
    return _("over 99 %") if share >= CERTAIN else per_cent(f"{100 * share:.0f}")


def input_words(key: str) -> str:
    """Say what an input of a reading is, by its dotted key."""
    section, _dot, name = key.partition(".")
    if section == "barriers":
        return _("how {barrier} is coded", barrier=term(name))
    return _("the form of the model ({switch})", switch=term(name)) if section == "structure" else term(name)


def too_few(found: int, unit: str = "seeds", fewest: int = FEWEST) -> str:
    """Say that there is too little for a verdict, and how much would do; nothing if there is enough.

    Args:
        found: independent readings, or points of a sample.
        unit: what they are, in the plural.
        fewest: that would do.
    """
    if found >= fewest:
        return ""
    text = N_("too few to say: {found} {unit}, where {fewest} would do")
    return _(text, found=found, unit=units(unit, found), fewest=fewest)


def lost_words(lost: Lost) -> str:
    """Say which deliveries fall, by how many, and in how many readings."""
    text = {
        "": N_("{direction} {change} ({worse} of {readings})"),
        "source": N_("{direction} out of {city} {change} ({worse} of {readings})"),
        "recipient": N_("{direction} into {city} {change} ({worse} of {readings})"),
    }[lost.side]
    places = {"change": amount(lost.change), "worse": lost.worse, "readings": lost.readings}
    return _(text, direction=term(lost.direction), city=city_called(lost.city), **places)


def undoubted(answer: Answer) -> str:
    """Say what has not been doubted: what all readings share."""
    if answer.luck_only:
        return _("luck only: parameters, coding and form of the model are not doubted here")
    population = _("one population, counts of the city file as they are")
    if answer.forms > 1:
        return population
    return semicolon([_("one form of the model; other forms were not tried"), population])


def bars_words(answer: Answer) -> list[str]:
    """Say what the bars, the dots and the counts of a figure of an answer mean, a line each."""
    notes = (*(DOTS if answer.demonstration else BARS), WHAT[answer.luck_only], COUNTED)
    return [_(note, unit=units(answer.unit), fewest=FEWEST) for note in notes]


def caption_of(answer: Answer, label: str) -> str:
    """Return the caption of a figure of an answer: what it shows, in how many readings, and what its marks mean.

    Args:
        answer: what the readings say.
        label: what the outcome counts, in the middle of a sentence.
    """
    text = N_(
        "What each arm adds to {outcome} against {baseline}, at what price and with what doubt: {readings} {unit}, the "
        "same in all arms."
    )
    if answer.luck_only:
        text = N_(
            "What each arm adds to {outcome} against {baseline}, at what price and with what doubt: {readings} {unit}, "
            "the same in all arms; luck only."
        )
    places = {"readings": answer.readings, "unit": units(answer.unit, answer.readings)}
    return sentences([_(text, outcome=label, baseline=called(answer.baseline, {}), **places), *bars_words(answer)])
