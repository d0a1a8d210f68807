"""An answer in sentences: made from its pairs and its rows of arms alone, so that all who show it say the same.

A sentence names its price and its side effects. The screen prints `sentences`; `sim.analysis.brief` makes page one of
a report of the same.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

import numpy as np

from sim.analysis.answer import Answer, Tipping
from sim.analysis.wording import (
    COUNTED,
    VERDICTS,
    ahead_words,
    amount,
    called,
    counted,
    input_words,
    listed,
    lost_words,
    pair_words,
    share_words,
)
from sim.statistics import FEWEST, PairVerdict, Verdict

MOST_PAIRS = 6
MOST_LOST = 2  # of an arm
MOST_RIVALS = 2  # that a headline names
NOBODY = "no direction, and no city in one, in at least four of five {unit}"
NO_MORE = 0.05  # a change of leaks or quarters below which none is said to be


def sentences(answer: Answer, labels: Mapping[str, str] | None = None) -> list[str]:
    """Return the sentences that close an answer: who beats whom, what is not decided and why, what the doubt is of.

    Args:
        answer: what the readings say.
        labels: what to call arms, by their names; the others are called by their names.
    """
    words = Words(answer, labels or {})
    if answer.demonstration:
        return [words.demonstration()]
    order = [*words.sure(), *words.split(), *words.open(), *words.equal()]
    return [*order, *words.losses(MOST_LOST), *words.doubt(), COUNTED.format(unit=answer.unit)]


def headline(answer: Answer, labels: Mapping[str, str] | None = None) -> str:
    """Say in one line what is found of the order, without its counts: for a title above them.

    Args:
        answer: what the readings say.
        labels: what to call arms, by their names.
    """
    if answer.demonstration:
        return Words(answer, labels or {}).demonstration().partition(".")[0]
    if not answer.pairs:
        return "Thought experiments alone: there is no order"
    best, names = best_of(answer), labels or {}
    own = [pair for pair in answer.pairs if best in (pair.first, pair.second)]
    rivals = {pair.second if pair.first == best else pair.first: pair.verdict for pair in own if not pair.verdict.sure}
    name, few = called(best, names), len(rivals) <= MOST_RIVALS
    if not rivals:
        return f"{name} beats {called(own[0].second, names) if len(own) == 1 else 'all others'}"
    others = listed([called(arm, names) for arm in rivals]) if few else f"{len(rivals)} others"
    if set(rivals.values()) == {Verdict.EQUAL}:
        return f"{name} brings the same as {others}"
    if Verdict.OPEN in rivals.values():
        return f"Too few {answer.unit} to say whether {name} brings more than {others}"
    return f"The {answer.unit} disagree whether {name} brings more than {others}"


def best_of(answer: Answer) -> str:
    """Return the arm that is ahead of the others most often."""
    ahead = Counter({arm: 0.0 for pair in answer.pairs for arm in (pair.first, pair.second)})
    for pair in answer.pairs:
        ahead.update({pair.first: pair.ahead, pair.second: pair.readings - pair.ahead})
    return ahead.most_common(1)[0][0]


class Words:
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
        others = listed([self.name(pair.second) for pair in pairs])
        return f"{self.name(arm)} beats {others} in {word} ({self._counts(pairs)})"

    def _against_baseline(self, pairs: Sequence[PairVerdict], verdict: Verdict) -> str:
        """Say which arms beat the first, and what they cost."""
        word = VERDICTS[verdict][0].replace("readings", self.unit)
        arms = [pair.first for pair in pairs]
        every = len(arms) == len([row for row in self.answer.arms if not row.thought]) > 2
        who = f"All {len(arms)}" if every else listed([self.name(arm) for arm in arms])
        verb = "beat" if len(arms) > 1 else "beats"
        price = f"; {self._price(arms[0], [])}" if len(arms) == 1 else ""
        return f"{who} {verb} {self.name(self.answer.baseline)} in {word} ({self._counts(pairs)}){price}."

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

    def split(self, why: bool = True) -> Iterator[str]:
        """Say about which pairs the readings disagree, and what would decide them if asked."""
        pairs = [pair for pair in self.answer.pairs if pair.verdict is Verdict.DISAGREE]
        for pair in pairs[:MOST_PAIRS]:
            tips = [tip for tip in self.answer.tipping if (tip.first, tip.second) == (pair.first, pair.second)]
            what = listed([self._tip(tip) for tip in tips])
            help_ = f"What would: {what}" if tips else "No one input that is drawn would decide it"
            said = f"{pair_words(pair, self.labels, self.unit)}; more of them will not help."
            yield f"{said} {help_}." if why else said
        if len(pairs) > MOST_PAIRS:
            yield f"And about {len(pairs) - MOST_PAIRS} more pairs the {self.unit} disagree."

    def _tip(self, tip: Tipping) -> str:
        words = input_words(tip.key)
        if tip.flip is None:
            return words
        where = "above" if tip.flip.above else "below"
        digits = 2 if abs(tip.flip.value) < 10 else 0
        here = "" if math.isnan(tip.base) else f"; here {tip.base:.{digits}f}"
        return f"{words} ({self.name(tip.second)} leads {where} {tip.flip.value:.{digits}f}{here})"

    def open(self) -> Iterator[str]:
        """Say of which pairs nothing can be said yet."""
        pairs = [pair for pair in self.answer.pairs if pair.verdict is Verdict.OPEN]
        if not pairs:
            return
        by_first: dict[str, list[str]] = {}
        for pair in pairs[: 2 * MOST_PAIRS]:
            words = f"{ahead_words(pair)} {self.name(pair.second)} ({counted(pair.ahead)})"
            by_first.setdefault(pair.first, []).append(words)
        shown = "; ".join(f"{self.name(arm)} {', '.join(parts)}" for arm, parts in by_first.items())
        more = f"; and {len(pairs) - 2 * MOST_PAIRS} more pairs" if len(pairs) > 2 * MOST_PAIRS else ""
        yield f"Too few {self.unit} to say (of {pairs[0].readings}): {shown}{more}."

    def equal(self) -> Iterator[str]:
        """Say which arms bring the same."""
        for pair in self.answer.pairs:
            if pair.verdict is Verdict.EQUAL:
                yield f"{pair_words(pair, self.labels, self.unit)}."

    def losses(self, most: int) -> Iterator[str]:
        """Say which deliveries fall by which arm, the largest losses of each; nothing if it was not recorded.

        Args:
            most: losses of an arm that are named.
        """
        if self.answer.lost is None:
            return
        found: dict[str, list[str]] = {}
        for one in self.answer.lost:
            found.setdefault(one.arm, []).append(lost_words(one))
        if not found:
            yield f"Loses: {NOBODY.format(unit=self.unit)}."
        for arm, lost in found.items():
            more = f" and {len(lost) - most} more" if len(lost) > most else ""
            yield f"Loses by {self.name(arm)}: {', '.join(lost[:most])}{more}."

    def doubt(self) -> Iterator[str]:
        """Say where the doubt about the effects comes from."""
        parts = [row.shares for row in self.answer.arms if not math.isnan(row.shares.luck)]
        if not parts:
            return
        named = {"luck of a run": "luck", "parameters and coding": "rows", "the form of the model": "form"}
        shares = [
            f"{words} {_share_range([getattr(one, name) for one in parts])}"
            for words, name in named.items()
            if name != "form" or self.answer.forms > 1
        ]
        yield f"The doubt: {', '.join(shares)}."

    def name(self, arm: str) -> str:
        """Return what to call an arm."""
        return called(arm, self.labels)


def _range(values: Sequence[float], signed: bool) -> str:
    """Write the span of some amounts."""
    low, high = amount(float(np.min(values)), signed=signed), amount(float(np.max(values)), signed=signed)
    return low if low == high else f"{low} to {high}"


def _share_range(shares: Sequence[float]) -> str:
    low, high = share_words(min(shares)), share_words(max(shares))
    return low if low == high else f"{low.removesuffix(' %')} to {high}"
