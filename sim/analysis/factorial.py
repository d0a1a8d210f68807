"""In a two-level design a factor is absent (its lower level) or present (its higher level) in an arm."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sim.analysis.paired_runs import PairedRuns
from sim.language import N_, _, together


@dataclass(frozen=True, eq=False)
class Factorial:
    """Which arm has which factors present; make it with `of`.

    Args:
        factors: names.
        arms: index of the arm by the set of factors present.
        first: the factors present in the first arm: the world from which changes are counted.
    """

    factors: tuple[str, ...]
    arms: dict[frozenset[str], int]
    first: frozenset[str]

    @classmethod
    def of(cls, study: PairedRuns, factors: Sequence[str] | None = None) -> Factorial:
        """Read the design off the levels of the factors.

        The levels may differ from draw to draw, as when a barrier's code is drawn: what counts is which of the two
        levels of its draw an arm has.

        Args:
            study: the runs in order.
            factors: names; None for all in which the arms differ.

        Raises:
            ValueError: if there is no factor, one has not just two levels in a draw, an arm has a factor present in one
                draw and absent in another, or two arms are alike in all the factors.
        """
        names = tuple(study.varying() if factors is None else factors)
        if not names:
            raise ValueError(_("the arms do not differ in any factor; a two-level design needs at least one"))
        present = np.column_stack([_present(study, name) for name in names])
        arms: dict[frozenset[str], int] = {}
        for index, row in enumerate(present):
            key = frozenset(name for name, there in zip(names, row, strict=True) if there)
            if key in arms:
                others = [name for name in study.varying() if name not in names]
                alike, differ = ", ".join(names), ", ".join(others)
                one, other = study.arms[arms[key]], study.arms[index]
                text = ALIKE_BUT if others else ALIKE
                raise ValueError(_(text, one=one, other=other, alike=alike, differ=differ))
            arms[key] = index
        return cls(names, arms, next(iter(arms)))

    def index(self, present: Collection[str]) -> int:
        """Return the index of the arm in which just these factors are present; ValueError if it is missing."""
        key = frozenset(present)
        if key not in self.arms:
            those = together([name for name in self.factors if name in key]) or _("no factor")
            raise ValueError(
                _(
                    "there is no arm in which {those} is present and all else absent; this analysis needs it",
                    those=those,
                )
            )
        return self.arms[key]

    def changed(self, factors: Collection[str], others: bool = False) -> int:
        """Return the index of the arm in which just these factors are not as in the first arm.

        Args:
            factors: those that are changed.
            others: whether just all the others are changed instead.

        Raises:
            ValueError: if that arm is missing.
        """
        moved = frozenset(self.factors) - frozenset(factors) if others else frozenset(factors)
        return self.index(self.first ^ moved)

    def subsets(self) -> list[frozenset[str]]:
        """Return all sets of factors; number s has factor i present if bit i of s is set."""
        numbers = range(2 ** len(self.factors))
        return [frozenset(name for bit, name in enumerate(self.factors) if one >> bit & 1) for one in numbers]

    def full(self) -> list[int]:
        """Return the indices of all arms in the order of `subsets`; ValueError if the design is not full."""
        wanted = 2 ** len(self.factors)
        if len(self.arms) != wanted:
            raise ValueError(
                _(
                    "{factors} factors ({factors_2}) have {arms} of the {wanted} arms of a full two-level "
                    "factorial; all are needed",
                    factors=len(self.factors),
                    factors_2=", ".join(self.factors),
                    arms=len(self.arms),
                    wanted=wanted,
                )
            )
        return [self.arms[subset] for subset in self.subsets()]


ALIKE = N_("arms {one!r} and {other!r} are alike in {alike}")
ALIKE_BUT = N_("arms {one!r} and {other!r} are alike in {alike}; they differ in {differ}, which is not among them")


def _present(study: PairedRuns, factor: str) -> NDArray[np.bool_]:
    """Return by arm whether a factor is at the higher of its two levels."""
    levels = study.levels(factor)
    for draw, column in zip(study.draws.tolist(), levels.T, strict=True):
        found = np.unique(column)
        if len(found) != 2:
            shown = ", ".join(f"{level}" for level in found[:5].tolist())
            raise ValueError(
                _(
                    "{factor} has {found} levels in draw {draw} ({shown}); two are needed",
                    factor=factor,
                    found=len(found),
                    draw=draw,
                    shown=shown,
                )
            )
    higher: NDArray[np.bool_] = levels == levels.max(axis=0)
    if (higher != higher[:, :1]).any():
        arm = study.arms[int((higher != higher[:, :1]).any(axis=1).argmax())]
        raise ValueError(
            _(
                "{factor} is present in some draws of arm {arm!r} and absent in others; an arm has it or not",
                factor=factor,
                arm=arm,
            )
        )
    return higher[:, 0]
