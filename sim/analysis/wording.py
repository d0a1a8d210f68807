"""An answer in words: made from its table of pairs and its rows of arms alone, so that all who show it say the same.

Counts come before words, and words never stand alone. "Beats" is said of what is sure, "leads" of a mean difference
whose interval leaves zero out, "is ahead of" of the rest. A sentence names its price and its side effects.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

import numpy as np

from sim.analysis.answer import Answer, Tipping
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
MOST_PAIRS = 6
MOST_RIVALS = 2  # that a headline names
NO_MORE = 0.05  # a change of leaks or quarters below which none is said to be
CERTAIN = 0.995  # a share of which nothing else is left once it is rounded


def sentences(answer: Answer, labels: Mapping[str, str] | None = None) -> list[str]:
    """Return the sentences that close an answer: who beats whom, what is not decided and why, what the doubt is of.

    Args:
        answer: what the readings say.
        labels: what to call arms, by their names; the others are called by their names.
    """
    words = _Words(answer, labels or {})
    if answer.demonstration:
        return [words.demonstration()]
    order = [*words.sure(), *words.split(), *words.open(), *words.equal()]
    return [*order, *words.doubt(), COUNTED.format(unit=answer.unit)]


def headline(answer: Answer, labels: Mapping[str, str] | None = None) -> str:
    """Say in one line what is found of the order, without its counts: for a title above them.

    Args:
        answer: what the readings say.
        labels: what to call arms, by their names.
    """
    if answer.demonstration:
        return _Words(answer, labels or {}).demonstration().partition(".")[0]
    if not answer.pairs:
        return "Thought experiments alone: there is no order"
    ahead = Counter({arm: 0.0 for pair in answer.pairs for arm in (pair.first, pair.second)})
    for pair in answer.pairs:
        ahead.update({pair.first: pair.ahead, pair.second: pair.readings - pair.ahead})
    best, names = ahead.most_common(1)[0][0], labels or {}
    own = [pair for pair in answer.pairs if best in (pair.first, pair.second)]
    rivals = {pair.second if pair.first == best else pair.first: pair.verdict for pair in own if not pair.verdict.sure}
    name, few = called(best, names), len(rivals) <= MOST_RIVALS
    if not rivals:
        return f"{name} beats {called(own[0].second, names) if len(own) == 1 else 'all others'}"
    others = _listed([called(arm, names) for arm in rivals]) if few else f"{len(rivals)} others"
    if set(rivals.values()) == {Verdict.EQUAL}:
        return f"{name} brings the same as {others}"
    if Verdict.OPEN in rivals.values():
        return f"Too few {answer.unit} to say whether {name} brings more than {others}"
    return f"The {answer.unit} disagree whether {name} brings more than {others}"


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


class _Words:
    """Sentences about one answer."""

    def __init__(self, answer: Answer, labels: Mapping[str, str]) -> None:
        self.answer, self.labels, self.unit = answer, labels, answer.unit
        self.rows = {row.arm: row for row in answer.arms}

    def demonstration(self) -> str:
        """Say that nothing may be said."""
        count = self.answer.readings
        unit = self.unit if count != 1 else self.unit.removesuffix("s")
        return f"{count} {unit}: a demonstration. Nothing is said of the order of arms below {FEWEST}."

    def sure(self) -> Iterator[str]:
        """Say who beats whom, a sentence for each arm that does."""
        for verdict in (Verdict.NEARLY_ALL, Verdict.MOST):
            pairs = [pair for pair in self.answer.pairs if pair.verdict is verdict]
            beaten = [pair for pair in pairs if pair.second == self.answer.baseline]
            if beaten:
                yield self._against_baseline(beaten, verdict)
            for arm in dict.fromkeys(pair.first for pair in pairs):
                own = [pair for pair in pairs if pair.first == arm and pair.second != self.answer.baseline]
                if own:
                    yield f"{self._beats(arm, own, verdict)}; {self._price(arm, [pair.second for pair in own])}."

    def _beats(self, arm: str, pairs: Sequence[PairVerdict], verdict: Verdict) -> str:
        word = VERDICTS[verdict][0].replace("readings", self.unit)
        others = _listed([self._name(pair.second) for pair in pairs])
        return f"{self._name(arm)} beats {others} in {word} ({self._counts(pairs)})"

    def _against_baseline(self, pairs: Sequence[PairVerdict], verdict: Verdict) -> str:
        """Say which arms beat the first, and what they cost."""
        word = VERDICTS[verdict][0].replace("readings", self.unit)
        arms = [pair.first for pair in pairs]
        every = len(arms) == len([row for row in self.answer.arms if not row.thought]) > 2
        who = f"All {len(arms)}" if every else _listed([self._name(arm) for arm in arms])
        verb = "beat" if len(arms) > 1 else "beats"
        price = f"; {self._price(arms[0], [])}" if len(arms) == 1 else ""
        return f"{who} {verb} {self._name(self.answer.baseline)} in {word} ({self._counts(pairs)}){price}."

    def _counts(self, pairs: Sequence[PairVerdict]) -> str:
        counts = [pair.ahead for pair in pairs]
        low, high = counted(min(counts)), counted(max(counts))
        return f"{low if low == high else f'{low} to {high}'} of {pairs[0].readings}"

    def _price(self, arm: str, others: Sequence[str]) -> str:
        """Say what an arm costs, leaks and makes wait, beside others that are no baseline."""
        if arm == self.answer.baseline:
            return "it costs nothing more"
        parts = [("costs", "cost", " million yuan"), ("leaks", "leaks", ""), ("wait", "wait", " quarters")]
        shown = []
        for label, name, unit in parts:
            own = getattr(self.rows[arm], name)
            theirs = [getattr(self.rows[other], name) for other in others if other in self.rows]
            if name != "cost" and all(not abs(one) >= NO_MORE for one in (own, *theirs)):
                continue
            signed = name != "cost"
            beside = f" against {_range(theirs, signed)}" if theirs else ""
            shown.append(f"{label} {amount(own, signed=signed)}{beside}{unit}")
        return f"it {', '.join(shown)}" + ("" if len(shown) > 1 else "; side effects: none found")

    def split(self) -> Iterator[str]:
        """Say about which pairs the readings disagree, and what would decide them."""
        pairs = [pair for pair in self.answer.pairs if pair.verdict is Verdict.DISAGREE]
        for pair in pairs[:MOST_PAIRS]:
            tips = [tip for tip in self.answer.tipping if (tip.first, tip.second) == (pair.first, pair.second)]
            what = _listed([self._tip(tip) for tip in tips])
            help_ = f"What would: {what}" if tips else "No one input that is drawn would decide it"
            yield f"{pair_words(pair, self.labels, self.unit)}; more of them will not help. {help_}."
        if len(pairs) > MOST_PAIRS:
            yield f"And about {len(pairs) - MOST_PAIRS} more pairs the {self.unit} disagree."

    def _tip(self, tip: Tipping) -> str:
        words = input_words(tip.key)
        if tip.flip is None:
            return words
        where = "above" if tip.flip.above else "below"
        digits = 2 if abs(tip.flip.value) < 10 else 0
        here = "" if math.isnan(tip.base) else f"; here {tip.base:.{digits}f}"
        return f"{words} ({self._name(tip.second)} leads {where} {tip.flip.value:.{digits}f}{here})"

    def open(self) -> Iterator[str]:
        """Say of which pairs nothing can be said yet."""
        pairs = [pair for pair in self.answer.pairs if pair.verdict is Verdict.OPEN]
        if not pairs:
            return
        by_first: dict[str, list[str]] = {}
        for pair in pairs[: 2 * MOST_PAIRS]:
            words = f"{ahead_words(pair)} {self._name(pair.second)} ({counted(pair.ahead)})"
            by_first.setdefault(pair.first, []).append(words)
        listed = "; ".join(f"{self._name(arm)} {', '.join(parts)}" for arm, parts in by_first.items())
        more = f"; and {len(pairs) - 2 * MOST_PAIRS} more pairs" if len(pairs) > 2 * MOST_PAIRS else ""
        yield f"Too few {self.unit} to say (of {pairs[0].readings}): {listed}{more}."

    def equal(self) -> Iterator[str]:
        """Say which arms bring the same."""
        for pair in self.answer.pairs:
            if pair.verdict is Verdict.EQUAL:
                yield f"{pair_words(pair, self.labels, self.unit)}."

    def doubt(self) -> Iterator[str]:
        """Say where the doubt about the effects comes from."""
        parts = [row.shares for row in self.answer.arms if not math.isnan(row.shares.luck)]
        if not parts:
            return
        named = {"luck of a run": "luck", "parameters and coding": "rows", "the form of the model": "form"}
        listed = [
            f"{words} {_share_range([getattr(one, name) for one in parts])}"
            for words, name in named.items()
            if name != "form" or self.answer.forms > 1
        ]
        yield f"The doubt: {', '.join(listed)}."

    def _name(self, arm: str) -> str:
        return called(arm, self.labels)


def _range(values: Sequence[float], signed: bool) -> str:
    """Write the span of some amounts."""
    low, high = amount(float(np.min(values)), signed=signed), amount(float(np.max(values)), signed=signed)
    return low if low == high else f"{low} to {high}"


def _share_range(shares: Sequence[float]) -> str:
    low, high = share_words(min(shares)), share_words(max(shares))
    return low if low == high else f"{low.removesuffix(' %')} to {high}"


def _listed(parts: Sequence[str]) -> str:
    """Join words with commas and an "and"."""
    return parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} and {parts[-1]}" if parts else "none"


def undoubted(answer: Answer) -> str:
    """Say what has not been doubted: what all readings share."""
    if answer.luck_only:
        return "luck only: parameters, coding and form of the model are not doubted here"
    form = "" if answer.forms > 1 else "one form of the model; the form is not doubted here; "
    return f"{form}one population, counts of the city file as they are"
