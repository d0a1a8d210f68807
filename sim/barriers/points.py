"""The points in the life of a deal where a barrier can act: what each reads, at which stage, and how barriers join.

To add one, declare it here; a phase that asks `points.NAME` then meets every barrier that names it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from sim.barriers.forms import PARTLY_JOINT, WEAKEST, FormSettings, Parts, joint, narrowest
from sim.barriers.pair import BarrierRule, Pair
from sim.rules import Namespace, rule, written
from sim.scales import Settings
from sim.tables import Floats, Stage

NOBODY = -1
"""The barrier to leave out if none is."""


@rule
def product(factors: Parts, without: int, settings: FormSettings) -> float:
    """Multiply what the barriers do, in their order, but for one; see `NOBODY`."""
    total = 1.0
    for index in range(len(factors)):
        if index != without:
            total *= factors[index]
    return total


@rule
def all_open(chances: Parts, without: int, settings: FormSettings) -> float:
    """Chance that all gates of the barriers are open, but for one; see `NOBODY`."""
    if settings.gates == PARTLY_JOINT:
        return joint(chances, without, settings.gate_dependence)
    return narrowest(chances, without) if settings.gates == WEAKEST else product(chances, without, settings)


@rule
def any_of(chances: Parts, without: int, settings: FormSettings) -> float:
    """Chance that at least one of several independent things happens, but for one; see `NOBODY`."""
    none = 1.0
    for index in range(len(chances)):
        if index != without:
            none *= 1.0 - chances[index]
    return 1.0 - none


@rule
def total(rates: Parts, without: int, settings: FormSettings) -> float:
    """Add up rates, in the barriers' order, but for one; see `NOBODY`."""
    result = 0.0
    for index in range(len(rates)):
        if index != without:
            result += rates[index]
    return result


@dataclass(frozen=True, slots=True)
class Join:
    """How what several barriers do at one point is put together.

    Attributes:
        rule: what puts it together.
        neutral: what a barrier gives that does nothing.
        words: the same in words.
    """

    rule: Callable[[Parts, int, FormSettings], float]
    neutral: float
    words: str


PRODUCT = Join(product, 1.0, "multiplied")
GATES = Join(all_open, 1.0, "multiplied, unless `gates` says otherwise")
ANY_OF = Join(any_of, 0.0, "the chance that at least one arises")
SUM = Join(total, 0.0, "added")


class Point(Namespace):
    """Where a barrier can act.

    Args:
        words: what the point reads.
        stage: of a deal's life; None if outside it.
        joins: how several barriers are put together.

    Attributes:
        name: its name in words, "second approval" as `second_approval`.
        neutral: what it reads when no barrier acts.
        each: rule that says what each barrier does here, one place each.
        join: rule that puts that together, but for one barrier.
        joined: rule that does both, with all barriers.
    """

    each: Callable[[Floats, Pair, Settings], Parts]
    join: Callable[[Parts, int, FormSettings], float]
    joined: Callable[[Floats, Pair, FormSettings], float]

    def __init__(self, words: str, stage: Stage | None, joins: Join) -> None:
        super().__init__("")
        self.words, self.stage, self.joins = words, stage, joins
        self.join = joins.rule

    def __str__(self) -> str:
        return f"points.{self.name.upper()}"

    @property
    def name(self) -> str:
        """What it is called."""
        return self.__name__

    @property
    def neutral(self) -> float:
        """What it reads when no barrier acts."""
        return self.joins.neutral

    def meet(self, rules: Sequence[BarrierRule | None]) -> None:
        """Let barriers act here: one rule each, None for one that does not."""
        acting = {f"act_{index}": act for index, act in enumerate(rules) if act is not None}
        parts = [
            repr(self.neutral) if act is None else f"act_{index}(intensities[{index}], pair, settings)"
            for index, act in enumerate(rules)
        ]
        given = "intensities, pair, settings"
        self.each = written(f"barriers_at_{self.name}", given, [f"return ({', '.join(parts)},)"], acting)
        whole = [f"return join(each({given}), {NOBODY}, settings)"]
        self.joined = written(f"joined_at_{self.name}", given, whole, {"join": self.join, "each": self.each})


ENTRY = Point("chance that a dormant firm enters the other side's market", None, GATES)
ACROSS = Point("chance that a look at the other side finds anyone; depends on the direction alone", Stage.SEARCH, GATES)
VISIBILITY = Point("chance that a possible partner is seen", Stage.SEARCH, GATES)
HANDICAP = Point("disadvantage of a private payer in cost and entry, as a share; with one bank only", Stage.MATCH, SUM)
INTEREST = Point("interest beyond what others pay, a year", Stage.MATCH, SUM)
LAND = Point("price of land and of what stands on it, as a multiple", Stage.MATCH, PRODUCT)
TAX = Point("part of a price that reaches who supplies, as tax takes the rest", Stage.MATCH, PRODUCT)
MARKUP = Point("cost of the payer, as a multiple", Stage.MATCH, PRODUCT)
PREFERENCE = Point("chance that a partner is not turned away for being an outsider", Stage.MATCH, GATES)
GAP = Point("share of the standards that must be converted", Stage.STANDARDS, ANY_OF)
LICENCE = Point("chance that a licence application is granted", Stage.ACCESS, GATES)
REVIEW_NEEDED = Point("chance that a secrecy review is asked for", Stage.ACCESS, ANY_OF)
REVIEW_PASS = Point("chance that a secrecy review is passed", Stage.ACCESS, GATES)
SECOND_APPROVAL = Point("chance that the other jurisdiction's office must approve too", Stage.ACCESS, ANY_OF)
FUND = Point("chance of being eligible for the public fund", Stage.FINANCE, GATES)
BANK = Point("approval of bills, bank credit, bonds and equity, as a multiple", Stage.FINANCE, GATES)
CONTACT = Point("speed of absorption, as a multiple", Stage.ABSORPTION, GATES)
WITHDRAWAL = Point("rate at which absorption is broken off, per quarter", Stage.ABSORPTION, SUM)
PEOPLE = Point(
    "part of the people that may join an organisation; what moves crosses the sides if that is on the military one",
    None,
    GATES,
)
LAPSE = Point("how far agreements between cities lapse, over what lapses without any body", None, ANY_OF)
RELEASE = Point("chance that a classified technology is released, as a multiple", None, GATES)
PROTECTION = Point("strength of city protection, as a multiple", None, GATES)


def _named(declared: Mapping[str, object]) -> tuple[Point, ...]:
    """Return the points among the names of a module, each told what it is called."""
    found = {name: point for name, point in declared.items() if isinstance(point, Point)}
    for name, point in found.items():
        point.__name__ = name.lower()
    return tuple(found.values())


POINTS = _named(vars())
