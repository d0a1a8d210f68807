"""What holds over forms of the model: signs and orders that the shipped form shows, counted in others and in draws.

Every arm was run in every form under the same draws. A claim is that one arm does better than another by an outcome. It
holds in a draw of a form if it does so there, and in a form if it does in more than half of its draws.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import pandas as pd

from sim.analysis.standing import gain
from sim.analysis.wording import counted
from sim.barriers import BARRIERS
from sim.language import _
from sim.levers import LEVERS
from sim.statistics import Numbers
from sim.store import Plan

SECTION = "structure"
LEVER, PACKAGE, BARRIER = "levers", "packages", "barriers"
SORTS = (LEVER, PACKAGE, BARRIER)
LIFTED = "without_"
SIGN, ORDER, FIRST = "sign", "order", "first"
AHEAD = 0.5


@dataclass(frozen=True, slots=True)
class Claim:
    """What the shipped form says, and where else it holds.

    Args:
        kind: SIGN against the first arm, ORDER between neighbours, or FIRST of its sort.
        sort: of SORTS.
        outcome: by which.
        better, than: the two arms; of FIRST `than` is empty.
        home: draws of the first form in which it holds; ties count half.
        draws: of one form.
        forms: forms in which it holds.
        of: all of them.
        held: draws of all forms in which it holds; ties count half.
        word: the word of a switch with which it holds least, such as "demand=unlimited"; empty if it holds always.
        word_share: share of the draws with that word in which it holds.
        down: of SIGN, whether the arm brings less than the base.
        idle: whether the two are the same in every draw of every form, so that nothing is claimed.
    """

    kind: str
    sort: str
    outcome: str
    better: str
    than: str
    home: float
    draws: int
    forms: int
    of: int
    held: float
    word: str
    word_share: float
    down: bool
    idle: bool

    @property
    def about(self) -> str:
        """The arm that is spoken of: of a sign the one that is not the base."""
        return self.than if self.kind == SIGN and self.down else self.better


class OverForms:
    """The runs of an experiment whose arms are worlds, each in every form.

    Args:
        plan: with factors below [structure] alone.
        runs: one row a run, columns arm, draw and outcomes.

    Raises:
        ValueError: if it is no such experiment, or a world lacks a form.
    """

    def __init__(self, plan: Plan, runs: pd.DataFrame) -> None:
        self.plan, self.runs = plan, runs
        self.switches = [key for key in plan.factors if key.partition(".")[0] == SECTION]
        if not self.switches or len(self.switches) < len(plan.factors):
            raise ValueError(_("the factors are not choices of structure alone"))
        groups: dict[tuple[str, ...], list[str]] = {}
        for arm in plan.arms:
            groups.setdefault(tuple(str(arm.factors[key]) for key in self.switches), []).append(arm.name)
        self.forms = list(groups)
        self._arms = list(groups.values())
        if len(self.forms) < 2 or len({len(arms) for arms in self._arms}) > 1:
            raise ValueError(_("not every world stands in every form, or there is one form only"))
        self.worlds = self._arms[0]
        self.draws = sorted(runs["draw"].unique().tolist())

    @property
    def names(self) -> list[str]:
        """Names of the forms: what in them is not as shipped."""
        return list(self.plan.about["forms"])

    def sort(self, world: str) -> str:
        """Return whether a world is one lever, one barrier lifted, or a package; empty of any other."""
        if world in {lever.name for lever in LEVERS}:
            return LEVER
        if world.removeprefix(LIFTED) in {barrier.name for barrier in BARRIERS}:
            return BARRIER
        return "" if world in (self.worlds[0], *self.plan.about.get("thought", ())) else PACKAGE

    def of(self, sort: str) -> list[str]:
        """Return the worlds of one sort."""
        return [world for world in self.worlds if self.sort(world) == sort]

    def values(self, outcome: str) -> Numbers:
        """Return an outcome: [worlds, forms, draws].

        Raises:
            ValueError: if some run lacks it.
        """
        wide = self.runs.astype({"arm": str}).pivot(index="arm", columns="draw", values=outcome)
        found = np.array([wide.loc[arms, self.draws].to_numpy(dtype=np.float64) for arms in self._arms])
        if not np.isfinite(found).all():
            raise ValueError(_("some run has no {outcome}", outcome=outcome))
        return found.transpose(1, 0, 2)

    def gains(self, outcome: str) -> Numbers:
        """Return what every world gains against the first, more being better: [worlds, forms, draws]."""
        values = self.values(outcome)
        return np.asarray(gain(values - values[:1], outcome))

    def ordered(self, sort: str, outcome: str) -> list[str]:
        """Return the worlds of a sort, that which gains most in the first form first."""
        means = self.gains(outcome)[:, 0].mean(axis=1)
        return sorted(self.of(sort), key=lambda world: -means[self.worlds.index(world)])

    def claims(self, outcome: str) -> Iterator[Claim]:
        """Yield what the first form says by an outcome: every effect's sign, the order of neighbours, the first."""
        gains = self.gains(outcome)
        at = {world: gains[place] for place, world in enumerate(self.worlds)}
        base = self.worlds[0]
        for sort in SORTS:
            worlds = self.ordered(sort, outcome)
            for world in worlds:
                up = at[world][0].mean() >= 0
                pair = (world, base) if up else (base, world)
                yield self._claim(SIGN, sort, outcome, pair, at[pair[0]] - at[pair[1]])
            for one, other in pairwise(worlds):
                yield self._claim(ORDER, sort, outcome, (one, other), at[one] - at[other])
            if len(worlds) > 1:
                lead = at[worlds[0]] - np.max([at[world] for world in worlds[1:]], axis=0)
                yield self._claim(FIRST, sort, outcome, (worlds[0], ""), lead)

    def _claim(self, kind: str, sort: str, outcome: str, pair: tuple[str, str], gaps: Numbers) -> Claim:
        """Count where a gap is above 0, ties as half: [forms, draws]."""
        holds = (gaps > 0) + (gaps == 0) / 2
        shares = holds.mean(axis=1)
        word, share = self._weakest(shares) if holds.min() < 1 else ("", 1.0)
        down = kind == SIGN and pair[0] == self.worlds[0]
        home, forms, held = float(holds[0].sum()), int((shares > AHEAD).sum()), float(holds.sum())
        counts = {"home": home, "draws": holds.shape[1], "forms": forms, "of": len(shares), "held": held}
        return Claim(kind, sort, outcome, *pair, **counts, word=word, word_share=share, down=down, idle=not gaps.any())

    def _weakest(self, shares: Numbers) -> tuple[str, float]:
        """Return the word with which a claim holds least over the forms that have it, and in what share of draws."""
        found = {
            f"{key.partition('.')[2]}={word}": float(shares[[form[place] == word for form in self.forms]].mean())
            for place, key in enumerate(self.switches)
            for word in sorted({form[place] for form in self.forms})
        }
        word = min(found, key=lambda one: found[one])
        return word, found[word]

    def effects(self, outcome: str) -> pd.DataFrame:
        """Return main effects of words on what worlds gain, in the outcome's unit.

        Returns:
            One row a world but the first, in the order of `ordered`; a column for every word that is not the first
            form's: mean gain over the forms that have it, less that over the forms that have the first form's word.
        """
        gains = self.gains(outcome).mean(axis=2)
        rows: dict[str, dict[str, float]] = {}
        for world in (world for sort in SORTS for world in self.ordered(sort, outcome)):
            own = gains[self.worlds.index(world)]
            rows[world] = {
                f"{key.partition('.')[2]} = {word}": float(
                    own[[form[place] == word for form in self.forms]].mean()
                    - own[[form[place] == self.forms[0][place] for form in self.forms]].mean()
                )
                for place, key in enumerate(self.switches)
                for word in sorted({form[place] for form in self.forms} - {self.forms[0][place]})
            }
        return pd.DataFrame.from_dict(rows, orient="index")

    def by_form(self, outcome: str) -> pd.DataFrame:
        """Return a row a form: who comes first of each sort, and how like the first form's the order of levers is.

        Likeness is Kendall's tau of mean gains: 1 for the same order, 0 for none in common, -1 for the reverse.
        """
        gains = self.gains(outcome).mean(axis=2)
        places = {sort: [self.worlds.index(world) for world in self.of(sort)] for sort in SORTS}
        rows = []
        for number, name in enumerate(self.names):
            row: dict[str, object] = {"form": name}
            for sort, own in places.items():
                if own:
                    row[f"first of {sort}"] = self.worlds[own[int(gains[own, number].argmax())]]
            row["order of levers as shipped"] = _tau(gains[places[LEVER], 0], gains[places[LEVER], number])
            rows.append(row)
        return pd.DataFrame(rows)


def _tau(one: Numbers, other: Numbers) -> float:
    """Return Kendall's tau of two orders; NaN of fewer than two things."""
    if len(one) < 2:
        return np.nan
    first, second = (np.sign(values[:, None] - values[None, :]) for values in (one, other))
    pairs = len(one) * (len(one) - 1)
    return float((first * second).sum() / pairs)


def table_of(claims: Sequence[Claim]) -> pd.DataFrame:
    """Return claims as a table, one row a claim."""
    rows: list[Mapping[str, object]] = [
        {
            "claim": one.kind,
            "of": one.sort,
            "outcome": one.outcome,
            "better": one.better,
            "than": one.than,
            "shipped form, draws": counted(one.home),
            "of draws": one.draws,
            "holds in forms": one.forms,
            "of forms": one.of,
            "holds in draws": counted(one.held),
            "of all draws": one.draws * one.of,
            "holds least with": one.word,
            "share of draws there": one.word_share,
            "moves nothing": one.idle,
        }
        for one in claims
    ]
    return pd.DataFrame(rows)
