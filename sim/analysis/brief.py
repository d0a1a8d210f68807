"""An answer on one page, for whoever decides: what is found, its price, who loses, how sure, what would overturn it."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from sim.analysis.answer import Answer, ArmRow, Telling, Tipping
from sim.analysis.sentences import NO_MORE, Words, best_of, headline
from sim.analysis.wording import COUNTED, amount, counted, input_words
from sim.statistics import Condition
from sim.statistics.losers import MOST_NAMED

UNRECORDED = "By direction and city: not recorded in these runs."
NO_PRICE = "has no price in the model"
NOTHING_TIPS = "No one input that is drawn, within its range, changes the order of two arms by itself."


class Brief(NamedTuple):
    """What an official reads first, each part as sentences.

    Args:
        found: what is found, in one sentence.
        price: what each arm costs.
        loses: who pays in kind, and where deliveries fall.
        sure: who beats whom in how many readings, and what the doubt is of.
        overturn: what would change the order.
    """

    found: str
    price: list[str]
    loses: list[str]
    sure: list[str]
    overturn: list[str]


def brief_of(answer: Answer, gained: str, labels: Mapping[str, str] | None = None) -> Brief:
    """Return what an answer says on one page, made of the same words as `sim.analysis.sentences`.

    Args:
        answer: what the readings say.
        gained: what the outcome counts, in the middle of a sentence.
        labels: what to call arms, by their names; the others are called by their names.
    """
    words = Page(answer, labels or {})
    if answer.demonstration:
        return Brief(words.demonstration(), list(words.prices()), list(words.harms()), [], [])
    order = [*words.sure(), *words.split(why=False), *words.open(), *words.equal()]
    sure = [*order, *words.doubt(), COUNTED.format(unit=answer.unit)]
    return Brief(
        words.found(gained),
        list(words.prices()),
        [*words.losses(MOST_NAMED), *words.harms()],
        sure,
        list(words.overturn()),
    )


class Page(Words):
    """The sentences of page one that the screen has no room for."""

    def found(self, gained: str) -> str:
        """Say which arm is ahead most often, and what it adds."""
        words, best = headline(self.answer, self.labels), best_of(self.answer) if self.answer.pairs else ""
        if best not in self.rows:  # thought experiments alone, or nothing is better than the first arm
            return f"{words}."
        effect = self.rows[best].effect
        adds = amount(effect.middle, effect.thin_low, effect.thin_high)
        ends = [amount(end, effect.thin_low, effect.thin_high) for end in (effect.thin_low, effect.thin_high)]
        span = f"(nine {self.unit} in ten: {ends[0]} to {ends[1]})"
        who = "it" if words.startswith(self.name(best)) else self.name(best)
        price = "" if math.isnan(self.rows[best].efficient) else f", for {amount(self.rows[best].cost)} million yuan"
        return f"{words}: {who} adds {adds} {gained} against {self.name(self.answer.baseline)} {span}{price}."

    def policies(self) -> list[ArmRow]:
        """Return the arms that are no thought experiments, the cheapest first."""
        return sorted((row for row in self.answer.arms if not row.thought), key=lambda row: row.cost)

    def prices(self) -> Iterator[str]:
        """Say what each arm costs, and for each unit gained."""
        for row in self.policies():
            if row.cost == 0 or math.isnan(row.cost):
                yield f"{self.name(row.arm)} {NO_PRICE if math.isnan(row.efficient) else 'costs nothing more'}."
                continue
            each = f"{amount(row.per_unit)} for each one gained" if math.isfinite(row.per_unit) else "for no gain"
            ends = row.per_unit_low, row.per_unit_high
            span = f" ({amount(ends[0])} to {amount(ends[1])})" if self._spread(ends) else ""
            yield f"{self.name(row.arm)} costs {amount(row.cost)} million yuan, {each}{span}."

    def _spread(self, ends: Sequence[float]) -> bool:
        return ends[0] < ends[1] and not self.answer.demonstration

    def harms(self) -> Iterator[str]:
        """Say by which arms more leaks, or deals wait longer at the offices."""
        if self.answer.lost is None:
            yield UNRECORDED
        for name, words in (("leaks", "More leaks"), ("wait", "Longer waits at the clearance offices, in quarters")):
            rows = [row for row in self.policies() if getattr(row, name) >= NO_MORE]
            if rows:
                parts = [f"{self.name(row.arm)} {amount(getattr(row, name), signed=True)}" for row in rows]
                yield f"{words}: {', '.join(parts)}."
            elif not all(math.isnan(getattr(row, name)) for row in self.policies()):
                yield f"{words}: none found."

    def overturn(self) -> Iterator[str]:
        """Say of each pair that may change its order what would change it."""
        for pair in self.answer.pairs:
            tips = [tip for tip in self.answer.tipping if (tip.first, tip.second) == (pair.first, pair.second)]
            for tip in tips:
                yield f"{self.name(tip.first)} is ahead of {self.name(tip.second)}{self._unless(tip)}."
        yield from map(self._told, self.answer.telling)
        if not self.answer.tipping:
            yield NOTHING_TIPS

    def _told(self, one: Telling) -> str:
        """Say which questions tell which of two arms leads."""
        tree, names = one.tree, (self.name(one.first), self.name(one.second))
        parts = []
        for leaf in tree.leaves:
            where = " and ".join(self._condition(condition, one.keys) for condition in leaf.conditions)
            leads = 2 * leaf.ahead > leaf.readings
            count = leaf.ahead if leads else leaf.readings - leaf.ahead
            parts.append(f"{names[0] if leads else names[1]} if {where} ({count} of {leaf.readings})")
        told = f"in {tree.told} of {tree.readings} {self.unit}, where the count alone tells {tree.majority}"
        return f"Which of {names[0]} and {names[1]} leads is told {told}: {'; '.join(parts)}."

    def _condition(self, one: Condition, keys: Sequence[str]) -> str:
        digits = 2 if abs(one.value) < 10 else 0
        return f"{input_words(keys[one.input])} is {'above' if one.above else 'at most'} {one.value:.{digits}f}"

    def _unless(self, tip: Tipping) -> str:
        words = input_words(tip.key)
        if tip.flip is None:
            return f"; most hangs on {words}: the other way moves the difference by {amount(tip.change, signed=True)}"
        digits = 2 if abs(tip.flip.value) < 10 else 0
        where = f"{'above' if tip.flip.above else 'below'} {tip.flip.value:.{digits}f}"
        here = "" if math.isnan(tip.base) else f", here {tip.base:.{digits}f}"
        ends = f"{tip.flip.low:.{digits}f} to {tip.flip.high:.{digits}f}"
        beyond = counted(round(tip.flip.beyond * self.answer.readings))
        return f" unless {words} is {where} ({ends}{here}; so in {beyond} of {self.answer.readings} {self.unit})"
