"""What the analyses of questions have in common: effects counted and spread over readings, in the words of the product.

An effect is written as its middle over readings, with what nine readings in ten hold (the luck of single runs in it),
and the readings in which it is above zero. Verdicts are those of `sim.analysis.sentences`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property

import numpy as np
import pandas as pd
from matplotlib.figure import Figure

from experiments.publish import made, markdown, results_of
from sim.analysis.answer import Answer, answer_of
from sim.analysis.lost import SIDES
from sim.analysis.paired_runs import PairedRuns
from sim.analysis.readings import Readings
from sim.analysis.wording import amount, called, counted, lost_words
from sim.language import _, comma, semicolon, term
from sim.outcomes import DELIVERIES
from sim.report.brief import answer_to
from sim.report.chapters import Asked
from sim.report.figures.answer import draw_answer
from sim.statistics import Numbers, bars
from sim.statistics.pairs import Indices

TOTAL, COST = "transfers_delivered", "programme_cost_million_yuan"
MOST_LOST = 2


class Study:
    """The runs of a question, by arm and reading.

    Args:
        script: path of the analysis, beside the question's file; the command line may name other results.
    """

    def __init__(self, script: str) -> None:
        self.results = results_of(script)
        self.asked = Asked(self.results)
        self.runs = self.asked.runs
        twins = self.results.frame(ok_only=True, twins=True)
        self.twins: pd.DataFrame = twins.assign(arm=twins["arm"].astype(str))
        self.paired = PairedRuns.of(self.runs)

    @property
    def readings(self) -> int:
        """How many there are."""
        return self.paired.pairs.draws

    @cached_property
    def forms(self) -> Indices:
        """[readings] number of the form of the model."""
        return Readings(self.asked.plan, self.paired, self.twins, TOTAL).doubted.forms

    def arm(self, **factors: float) -> str:
        """Return the arm whose factors, by dotted key, have these values.

        Raises:
            ValueError: if not just one arm has them.
        """
        found = [one.name for one in self.asked.plan.arms if factors.items() <= dict(one.factors).items()]
        if len(found) != 1:
            raise ValueError(f"{factors} tells {len(found)} arms, not one")
        return found[0]

    def values(self, arm: str, outcome: str) -> Numbers:
        """[readings] an outcome of an arm."""
        return np.asarray(self.paired.by_reading(self.paired.values(outcome))[self.paired.index(arm)])

    def gap(self, one: str, other: str, outcome: str) -> Numbers:
        """[readings] an outcome of one arm less that of another."""
        return self.values(one, outcome) - self.values(other, outcome)

    def change(self, one: str, other: str, outcome: str) -> str:
        """Say what one arm has more than another: middle, nine readings in ten, and in how many it is more."""
        return self.spread(self.gap(one, other, outcome))

    def spread(self, gaps: Numbers, signed: bool = True) -> str:
        """Write an amount by reading: its middle, nine readings in ten, and in how many it is above zero."""
        bar = bars(gaps, self.forms)
        middle = amount(bar.middle, bar.thin_low, bar.thin_high, signed=signed)
        if not np.isnan(bar.thin_low):
            ends = (bar.thin_low, bar.thin_high)
            low, high = (amount(end, signed=signed, beside=(bar.middle, *ends)) for end in ends)
            middle = f"{middle} [{low}, {high}]"
        return comma([middle, above_in(gaps)]) if signed else middle

    def deliveries(self, side: str) -> pd.DataFrame:
        """Return deliveries by arm and reading (rows) and by the city that they go out of or into (columns).

        Args:
            side: "source" or "recipient".
        """
        assert side in SIDES
        table = self.asked.kept(DELIVERIES)
        wide = table.pivot_table(index=["arm", "draw"], columns=side, values="delivered", aggfunc="sum", observed=True)
        return wide.reindex(pd.MultiIndex.from_product([self.paired.arms, self.paired.draws])).fillna(0.0)

    def answer(self, outcome: str = TOTAL, arms: Sequence[str] = ()) -> Answer:
        """Return what the readings say of arms by one outcome.

        Args:
            outcome: of which more, or less, is better.
            arms: the first is the one that the others are set against; all, if none is named.
        """
        if not arms and outcome == (self.asked.ranked or [""])[0]:
            found = answer_to(self.asked)
            if found is not None:
                return found
        runs, twins = self._of(arms, self.runs), self._of(arms, self.twins)
        kept = self.asked.kept(DELIVERIES) if DELIVERIES in self.asked.plan.kept else None
        lost = None if kept is None else self._of(arms, kept)
        return answer_of(self.asked.plan, runs, twins, outcome, self.results.looks, deliveries=lost)

    def figure(self, answer: Answer, labels: Mapping[str, str] | None = None) -> Figure:
        """Draw an answer."""
        arms = [answer.baseline, *(row.arm for row in answer.arms)]
        read = Readings(
            self.asked.plan, PairedRuns.of(self._of(arms, self.runs)), self._of(arms, self.twins), answer.outcome
        )
        return draw_answer(answer, {arm: read.gains[place] for place, arm in enumerate(read.study.arms)}, labels)

    def basis(self, script: str) -> str:
        """Say what an answer rests on."""
        forms = len(np.unique(self.forms))
        return _(
            "{runs:,} runs: {arms:,} arms in {readings} readings of {forms}, and twins; made with `{command}`, "
            "{date}; model {model}, results {results}. Brackets hold nine readings in ten, the luck of single runs "
            "in them; counts are of readings, not chances.",
            runs=self.results.counts()["done"],
            arms=len(self.asked.plan.arms),
            readings=self.readings,
            forms=_("the shipped form of the model") if forms == 1 else _("{forms} forms of the model", forms=forms),
            **made(script, self.results),
        )

    def arms_table(self, answer: Answer, labels: Mapping[str, str] | None = None) -> str:
        """Write the arms of an answer as Markdown: what each brings, costs, leaks and who loses by it."""
        names, rows = labels or {}, []
        for row in answer.arms:
            lost = [lost_words(one) for one in answer.lost or () if one.arm == row.arm][:MOST_LOST]
            rows.append(
                {
                    "": _("{arm} (thought experiment)", arm=called(row.arm, names))
                    if row.thought
                    else called(row.arm, names),
                    _("brings"): self.change(row.arm, answer.baseline, answer.outcome),
                    _("costs (million yuan)"): amount(row.cost),
                    _("per unit"): amount(row.per_unit),
                    _("efficient in"): "-" if np.isnan(row.efficient) else f"{counted(row.efficient)}",
                    term("leaks"): amount(row.leaks, signed=True),
                    _("loses"): semicolon(lost) or "-",
                }
            )
        return markdown(pd.DataFrame(rows))

    def _of(self, arms: Sequence[str], table: pd.DataFrame) -> pd.DataFrame:
        if not arms:
            return table
        return pd.concat([table[table["arm"] == arm] for arm in arms], ignore_index=True)


def above_in(gaps: Numbers) -> str:
    """Say in how many readings an amount is above zero; zeros count half."""
    above = counted(float((gaps > 0).sum() + (gaps == 0).sum() / 2))
    return _("{ahead} of {readings}", ahead=above, readings=len(gaps))


def best_in(values: Mapping[str, Numbers]) -> dict[str, int]:
    """Count the readings in which each of some amounts is the largest, most first.

    Args:
        values: [readings] by name.
    """
    names = list(values)
    first = np.argmax(np.array([values[name] for name in names]), axis=0)
    counts = {name: int((first == place).sum()) for place, name in enumerate(names)}
    return dict(sorted(counts.items(), key=lambda one: -one[1]))
