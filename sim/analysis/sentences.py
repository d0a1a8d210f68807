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
    amount,
    counted,
    input_words,
    lost_words,
    named,
    pair_words,
    share_words,
    units,
    verdict_words,
)
from sim.language import N_, _, comma, listed, money, quarters, semicolon
from sim.language import sentences as in_a_row
from sim.statistics import FEWEST, PairVerdict, Verdict

SMALL, LARGE = 0.1, 10.0  # values of an input below and from which it is written with other digits
MOST_PAIRS = 6
MOST_LOST = 2  # of an arm
MOST_RIVALS = 2  # that a headline names
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
    return [*order, *words.losses(MOST_LOST), *words.doubt(), _(COUNTED, unit=units(answer.unit))]


def headline(answer: Answer, labels: Mapping[str, str] | None = None) -> str:
    """Say in one line what is found of the order, without its counts: for a title above them.

    Args:
        answer: what the readings say.
        labels: what to call arms, by their names.
    """
    if answer.demonstration:
        unit = units(answer.unit, answer.readings)
        return _("{readings} {unit}: a demonstration", readings=answer.readings, unit=unit)
    if not answer.pairs:
        return _("Thought experiments alone: there is no order")
    best, names = best_of(answer), labels or {}
    own = [pair for pair in answer.pairs if best in (pair.first, pair.second)]
    rivals = {pair.second if pair.first == best else pair.first: pair.verdict for pair in own if not pair.verdict.sure}
    name, few = named(best, names), len(rivals) <= MOST_RIVALS
    if not rivals and len(own) == 1:
        return _("{one} beats {other}", one=name, other=named(own[0].second, names))
    if not rivals:
        return _("{one} brings more than all others", one=name)
    others = listed([named(arm, names) for arm in rivals]) if few else _("{count} others", count=len(rivals))
    places = {"one": name, "others": others, "unit": units(answer.unit)}
    if set(rivals.values()) == {Verdict.EQUAL}:
        return _("{one} brings the same as {others}", **places)
    if Verdict.OPEN in rivals.values():
        return _("Too few {unit} to say whether {one} brings more than {others}", **places)
    return _("The {unit} disagree whether {one} brings more than {others}", **places)


def best_of(answer: Answer) -> str:
    """Return the arm that is ahead of the others most often."""
    ahead = Counter({arm: 0.0 for pair in answer.pairs for arm in (pair.first, pair.second)})
    for pair in answer.pairs:
        ahead.update({pair.first: pair.ahead, pair.second: pair.readings - pair.ahead})
    return ahead.most_common(1)[0][0]


PRICES = {
    "cost": (N_("costs {amount}"), N_("costs {amount} against {others}")),
    "leaks": (N_("leaks {amount}"), N_("leaks {amount} against {others}")),
    "wait": (N_("wait {amount}"), N_("wait {amount} against {others}")),
}
"""What an arm costs, leaks and makes wait, alone and beside others; messages."""


class Words:
    """Sentences about one answer."""

    def __init__(self, answer: Answer, labels: Mapping[str, str]) -> None:
        self.answer, self.labels, self.unit = answer, labels, answer.unit
        self.units = units(answer.unit)
        self.rows = {row.arm: row for row in answer.arms}

    def demonstration(self) -> str:
        """Say that nothing may be said."""
        count = self.answer.readings
        text = N_("{readings} {unit}: a demonstration. Nothing is said of the order of arms below {fewest}.")
        return _(text, readings=count, unit=units(self.unit, count), fewest=FEWEST)

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
                    price = self._price(arm, [pair.second for pair in own])
                    text = N_("{one} beats {others} in {verdict} ({counts}); {price}.")
                    others = listed([self.name(pair.second) for pair in own])
                    yield _(text, one=self.name(arm), others=others, price=price, **self._places(own, verdict))

    def _places(self, pairs: Sequence[PairVerdict], verdict: Verdict) -> dict[str, str]:
        return {"verdict": verdict_words(verdict, self.unit), "counts": self._counts(pairs)}

    def _against_baseline(self, pairs: Sequence[PairVerdict], verdict: Verdict) -> str:
        """Say which arms beat the first, and what they cost."""
        arms = [pair.first for pair in pairs]
        places = {"other": self.name(self.answer.baseline), **self._places(pairs, verdict)}
        if len(arms) == 1:
            text = N_("{one} beats {other} in {verdict} ({counts}); {price}.")
            return _(text, one=self.name(arms[0]), price=self._price(arms[0], []), **places)
        if len(arms) == len([row for row in self.answer.arms if not row.thought]) > 2:
            return _("All {number} beat {other} in {verdict} ({counts}).", number=len(arms), **places)
        who = listed([self.name(arm) for arm in arms])
        return _("{some} beat {other} in {verdict} ({counts}).", some=who, **places)

    def _counts(self, pairs: Sequence[PairVerdict]) -> str:
        counts = [pair.ahead for pair in pairs]
        low, high = counted(min(counts)), counted(max(counts))
        if low == high:
            return _("{count} of {readings}", count=low, readings=pairs[0].readings)
        return _("{low} to {high} of {readings}", low=low, high=high, readings=pairs[0].readings)

    def _price(self, arm: str, others: Sequence[str]) -> str:
        """Say what an arm costs, leaks and makes wait, beside others that are no baseline."""
        if arm == self.answer.baseline:
            return _("it costs nothing more")
        shown = []
        for name, (alone, against) in PRICES.items():
            own = getattr(self.rows[arm], name)
            theirs = [getattr(self.rows[other], name) for other in others if other in self.rows]
            if name != "cost" and all(not abs(one) >= NO_MORE for one in (own, *theirs)):
                continue
            text = amount(own, signed=name != "cost")
            if theirs:
                shown.append(_(against, amount=_measured(name, text, own, last=False), others=_range(theirs, name)))
            else:
                shown.append(_(alone, amount=_measured(name, text, own)))
        found = _("it {effects}", effects=comma(shown))
        return found if len(shown) > 1 else semicolon([found, _("side effects: none found")])

    def split(self, why: bool = True) -> Iterator[str]:
        """Say about which pairs the readings disagree, and what would decide them if asked."""
        pairs = [pair for pair in self.answer.pairs if pair.verdict is Verdict.DISAGREE]
        for pair in pairs[:MOST_PAIRS]:
            tips = [tip for tip in self.answer.tipping if (tip.first, tip.second) == (pair.first, pair.second)]
            what = listed([self._tip(tip) for tip in tips])
            help_ = _("What would: {what}.", what=what) if tips else _("No one input that is drawn would decide it.")
            said = _("{finding}; more of them will not help.", finding=pair_words(pair, self.labels, self.unit))
            yield in_a_row([said, help_]) if why else said
        if len(pairs) > MOST_PAIRS:
            yield _("On {count} more pairs the {unit} disagree.", count=len(pairs) - MOST_PAIRS, unit=self.units)

    def _tip(self, tip: Tipping) -> str:
        words = input_words(tip.key)
        if tip.flip is None:
            return words
        places = {"input": words, "arm": self.name(tip.second), "value": _of_input(tip.flip.value)}
        if math.isnan(tip.base):
            text = (
                N_("{input} ({arm} leads above {value})")
                if tip.flip.above
                else N_("{input} ({arm} leads below {value})")
            )
            return _(text, **places)
        text = N_("{input} ({arm} leads above {value}; here {here})")
        if not tip.flip.above:
            text = N_("{input} ({arm} leads below {value}; here {here})")
        return _(text, here=_of_input(tip.base), **places)

    def open(self) -> Iterator[str]:
        """Say of which pairs nothing can be said yet."""
        pairs = [pair for pair in self.answer.pairs if pair.verdict is Verdict.OPEN]
        if not pairs:
            return
        by_first: dict[str, list[str]] = {}
        for pair in pairs[: 2 * MOST_PAIRS]:
            text = N_("leads {other} ({ahead})") if pair.difference_low > 0 else N_("is ahead of {other} ({ahead})")
            words = _(text, other=self.name(pair.second), ahead=counted(pair.ahead))
            by_first.setdefault(pair.first, []).append(words)
        shown = [_("{arm} {leads}", arm=self.name(arm), leads=comma(parts)) for arm, parts in by_first.items()]
        if len(pairs) > 2 * MOST_PAIRS:
            shown.append(_("and {count} more pairs", count=len(pairs) - 2 * MOST_PAIRS))
        text = N_("Too few {unit} to say (of {readings}): {shown}.")
        yield _(text, unit=self.units, readings=pairs[0].readings, shown=semicolon(shown))

    def equal(self) -> Iterator[str]:
        """Say which arms bring the same."""
        for pair in self.answer.pairs:
            if pair.verdict is Verdict.EQUAL:
                yield _("{finding}.", finding=pair_words(pair, self.labels, self.unit))

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
            text = N_("Loses: no direction, and no city in one, in at least four of five {unit}.")
            yield _(text, unit=self.units)
        for arm, lost in found.items():
            shown = comma(lost[:most])
            if len(lost) > most:
                shown = _("{some} and {count} more", some=shown, count=len(lost) - most)
            yield _("Worse off under {arm}: {losses}.", arm=self.name(arm), losses=shown)

    def doubt(self) -> Iterator[str]:
        """Say where the doubt about the effects comes from."""
        parts = [row.shares for row in self.answer.arms if not math.isnan(row.shares.luck)]
        if not parts:
            return
        words = {
            "luck": N_("luck of a run {share}"),
            "rows": N_("parameters and coding {share}"),
            "form": N_("the form of the model {share}"),
        }
        shares = [
            _(text, share=_share_range([getattr(one, name) for one in parts]))
            for name, text in words.items()
            if name != "form" or self.answer.forms > 1
        ]
        text = N_("The doubt: {shares}.") if len(parts) == 1 else N_("The doubt, from arm to arm: {shares}.")
        yield _(text, shares=comma(shares))

    def name(self, arm: str) -> str:
        """Return what to call an arm within a sentence."""
        return named(arm, self.labels)


def _measured(name: str, text: str, value: float, last: bool = True) -> str:
    """Write an amount of what an arm costs, leaks or makes wait with its unit."""
    return money(text, value, last) if name == "cost" else quarters(text, value, last) if name == "wait" else text


def _range(values: Sequence[float], name: str) -> str:
    """Write the span of some amounts with its unit."""
    ends = float(np.min(values)), float(np.max(values))
    low, high = (amount(end, signed=name != "cost") for end in ends)
    last = _measured(name, high, ends[1])
    return last if low == high else _("{low} to {high}", low=_measured(name, low, ends[0], last=False), high=last)


def _share_range(shares: Sequence[float]) -> str:
    low, high = share_words(min(shares)), share_words(max(shares))
    return low if low == high else _("{low} to {high}", low=low.rstrip("% "), high=high)


def _of_input(value: float) -> str:
    """Write the value of an input: two decimals, none if it is large, two digits if it is small."""
    if value and abs(value) < SMALL:
        return f"{value:.2g}"
    return f"{value:.{2 if abs(value) < LARGE else 0}f}"
