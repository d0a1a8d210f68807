"""An answer on one page, for whoever decides: what is found, its price, who loses, how sure, what would overturn it."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from sim.analysis.answer import Answer, ArmRow, Telling, Tipping
from sim.analysis.sentences import NO_MORE, Words, best_of, headline
from sim.analysis.wording import COUNTED, amount, counted, input_words, units
from sim.language import N_, _, comma, money, semicolon, together
from sim.statistics import Condition, Verdict
from sim.statistics.losers import MOST_NAMED

UNRECORDED = N_("By direction and city: not recorded in these runs.")
NOTHING_TIPS = N_("No one input that is drawn, within its range, changes the order of two arms by itself.")
HARMS = {
    "leaks": (N_("More leaks: {arms}."), N_("More leaks: none found.")),
    "wait": (
        N_("Longer waits at the clearance offices, in quarters: {arms}."),
        N_("Longer waits at the clearance offices, in quarters: none found."),
    ),
}
"""What is said of arms by which more leaks, or deals wait longer; messages."""


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
    sure = [*order, *words.doubt(), _(COUNTED, unit=units(answer.unit))]
    return Brief(
        words.found(gained),
        list(words.prices()),
        [*words.losses(MOST_NAMED), *words.harms()],
        sure,
        list(words.overturn()),
    )


FOUND = {
    (True, True): N_(
        "{finding}: it adds {adds} {outcome} against {baseline} (nine {unit} in ten: {low} to {high}), for {cost}."
    ),
    (True, False): N_("{finding}: it adds {adds} {outcome} against {baseline} (nine {unit} in ten: {low} to {high})."),
    (False, True): N_(
        "{finding}: {arm} adds {adds} {outcome} against {baseline} (nine {unit} in ten: {low} to {high}), for {cost}."
    ),
    (False, False): N_(
        "{finding}: {arm} adds {adds} {outcome} against {baseline} (nine {unit} in ten: {low} to {high})."
    ),
}
"""What is found, by whether the finding begins with the arm, and whether it has a price; messages."""


def _named_by(answer: Answer) -> tuple[str, ...]:
    """Return the arm with which the headline begins, if it begins with one."""
    best = best_of(answer)
    own = [pair for pair in answer.pairs if best in (pair.first, pair.second) and not pair.verdict.sure]
    kinds = {pair.verdict for pair in own}
    return (best,) if not own or kinds == {Verdict.EQUAL} else ()


UNLESS = {
    (True, True): N_(
        "{one} is ahead of {other} unless {input} is above {value} ({low} to {high}; so in {beyond} of "
        "{readings} {unit})."
    ),
    (True, False): N_(
        "{one} is ahead of {other} unless {input} is above {value} ({low} to {high}, here {here}; so in {beyond} of "
        "{readings} {unit})."
    ),
    (False, True): N_(
        "{one} is ahead of {other} unless {input} is below {value} ({low} to {high}; so in {beyond} of "
        "{readings} {unit})."
    ),
    (False, False): N_(
        "{one} is ahead of {other} unless {input} is below {value} ({low} to {high}, here {here}; so in {beyond} of "
        "{readings} {unit})."
    ),
}
"""What would overturn an order, by whether it is above a value, and whether the value here is not known; messages."""
COSTS = {
    (True, True): N_("{arm} costs {cost}, {each} for each one gained ({low} to {high})."),
    (True, False): N_("{arm} costs {cost}, {each} for each one gained."),
    (False, True): N_("{arm} costs {cost}, for no gain ({low} to {high})."),
    (False, False): N_("{arm} costs {cost}, for no gain."),
}
"""What an arm costs, by whether anything is gained, and whether readings differ in it; messages."""


class Page(Words):
    """The sentences of page one that the screen has no room for."""

    def found(self, gained: str) -> str:
        """Say which arm is ahead most often, and what it adds."""
        words, best = headline(self.answer, self.labels), best_of(self.answer) if self.answer.pairs else ""
        if best not in self.rows:  # thought experiments alone, or nothing is better than the first arm
            return _("{finding}.", finding=words)
        effect = self.rows[best].effect
        adds = amount(effect.middle, effect.thin_low, effect.thin_high)
        ends = [amount(end, effect.thin_low, effect.thin_high) for end in (effect.thin_low, effect.thin_high)]
        places = {"finding": words, "adds": adds, "outcome": gained, "baseline": self.name(self.answer.baseline)}
        places |= {"arm": self.name(best), "unit": self.units, "low": ends[0], "high": ends[1]}
        begun = best in _named_by(self.answer)
        cost = self.rows[best].cost
        places["cost"] = money(amount(cost), cost)
        return _(FOUND[begun, not math.isnan(self.rows[best].efficient)], **places)

    def policies(self) -> list[ArmRow]:
        """Return the arms that are no thought experiments, the cheapest first."""
        return sorted((row for row in self.answer.arms if not row.thought), key=lambda row: row.cost)

    def prices(self) -> Iterator[str]:
        """Say what each arm costs, and for each unit gained."""
        for row in self.policies():
            if row.cost == 0 or math.isnan(row.cost):
                free = N_("{arm} has no price in the model.")
                yield _(free if math.isnan(row.efficient) else N_("{arm} costs nothing more."), arm=self.name(row.arm))
                continue
            ends = row.per_unit_low, row.per_unit_high
            each, low, high = (money(amount(one), one, last=False) for one in (row.per_unit, *ends))
            kind = math.isfinite(row.per_unit), self._spread(ends)
            cost = money(amount(row.cost), row.cost)
            yield _(COSTS[kind], arm=self.name(row.arm), cost=cost, each=each, low=low, high=high)

    def _spread(self, ends: Sequence[float]) -> bool:
        return ends[0] < ends[1] and not self.answer.demonstration

    def harms(self) -> Iterator[str]:
        """Say by which arms more leaks, or deals wait longer at the offices."""
        if self.answer.lost is None:
            yield _(UNRECORDED)
        for name, (some, none) in HARMS.items():
            rows = [row for row in self.policies() if getattr(row, name) >= NO_MORE]
            if rows:
                parts = [f"{self.name(row.arm)} {amount(getattr(row, name), signed=True)}" for row in rows]
                yield _(some, arms=comma(parts))
            elif not all(math.isnan(getattr(row, name)) for row in self.policies()):
                yield _(none)

    def overturn(self) -> Iterator[str]:
        """Say of each pair that may change its order what would change it."""
        for pair in self.answer.pairs:
            tips = [tip for tip in self.answer.tipping if (tip.first, tip.second) == (pair.first, pair.second)]
            for tip in tips:
                yield self._unless(tip)
        yield from map(self._told, self.answer.telling)
        if not self.answer.tipping:
            yield _(NOTHING_TIPS)

    def _told(self, one: Telling) -> str:
        """Say which questions tell which of two arms leads."""
        tree, names = one.tree, (self.name(one.first), self.name(one.second))
        parts = []
        for leaf in tree.leaves:
            where = together([self._condition(condition, one.keys) for condition in leaf.conditions])
            leads = 2 * leaf.ahead > leaf.readings
            count = leaf.ahead if leads else leaf.readings - leaf.ahead
            text = N_("{arm} if {conditions} ({count} of {readings})")
            arm = names[0] if leads else names[1]
            parts.append(_(text, arm=arm, conditions=where, count=count, readings=leaf.readings))
        return _(
            "Which of {one} and {other} leads is told in {told} of {readings} {unit}, where the count alone tells "
            "{majority}: {answers}.",
            one=names[0],
            other=names[1],
            told=tree.told,
            readings=tree.readings,
            unit=self.units,
            majority=tree.majority,
            answers=semicolon(parts),
        )

    def _condition(self, one: Condition, keys: Sequence[str]) -> str:
        digits = 2 if abs(one.value) < 10 else 0
        text = N_("{input} is above {value}") if one.above else N_("{input} is at most {value}")
        return _(text, input=input_words(keys[one.input]), value=f"{one.value:.{digits}f}")

    def _unless(self, tip: Tipping) -> str:
        """Say what would change the order of two arms."""
        places: dict[str, object] = {
            "one": self.name(tip.first),
            "other": self.name(tip.second),
            "input": input_words(tip.key),
        }
        if tip.flip is None:
            text = N_(
                "{one} is ahead of {other}; most hangs on {input}: the other way moves the difference by {change}."
            )
            return _(text, change=amount(tip.change, signed=True), **places)
        digits = 2 if abs(tip.flip.value) < 10 else 0
        places |= {"value": f"{tip.flip.value:.{digits}f}", "here": f"{tip.base:.{digits}f}"}
        places |= {"low": f"{tip.flip.low:.{digits}f}", "high": f"{tip.flip.high:.{digits}f}"}
        places |= {"beyond": counted(round(tip.flip.beyond * self.answer.readings)), "unit": self.units}
        text = UNLESS[tip.flip.above, math.isnan(tip.base)]
        return _(text, readings=self.answer.readings, **places)
