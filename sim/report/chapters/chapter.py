"""A chapter of a report: the kinds of experiment it fits, and what it says of the runs."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from copy import copy
from dataclasses import dataclass, field
from functools import cached_property
from types import SimpleNamespace
from typing import Any

import pandas as pd
from matplotlib.figure import Figure

from sim.analysis import complete
from sim.analysis.paired_runs import PairedRuns
from sim.analysis.wording import too_few
from sim.dates import IN_A_YEAR, Calendar
from sim.language import _, semicolon
from sim.outcomes import OUTCOMES
from sim.report.chapters.phrases import factor_words, joined
from sim.report.figures.style import words
from sim.statistics import Pairs
from sim.store import Results

HEADLINE = ("transfers_delivered", "transfers_military_to_civil", "transfers_civil_to_military")
COST = "programme_cost_million_yuan"
AVERAGES = ("conversion_rate", "mean_office_queue")
TOTALS = frozenset(outcome.name for outcome in OUTCOMES if outcome.kind == "total")
BETTER = {outcome.name: outcome.better for outcome in OUTCOMES}


@dataclass(frozen=True, slots=True)
class Picture:
    """A figure with its words and its numbers; `whole` if the caption says itself which runs it covers."""

    name: str
    caption: str
    figure: Figure
    data: pd.DataFrame
    whole: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """A table with its words."""

    name: str
    caption: str
    data: pd.DataFrame


@dataclass(slots=True)
class ReportSection:
    """What a chapter says.

    Args:
        title: a question or a claim, in a few words.
        answer: one or two sentences made from the numbers with their uncertainty; empty if it has none to give.
        text: how to read what follows, a paragraph each.
        pictures: figures.
        tables: tables.
        sources: publications whose methods are used.
    """

    title: str
    answer: str = ""
    text: list[str] = field(default_factory=list)
    pictures: list[Picture] = field(default_factory=list)
    tables: list[Table] = field(default_factory=list)
    sources: list[str] = field(default_factory=list)


class Asked:
    """What the chapters read: an experiment and its runs.

    Args:
        results: the runs; those that failed, and their pairs in other arms, are left out.

    Attributes:
        arms: names, the reference first.
        setting: in words, the levels of the uncertain factors if these are the runs of one setting of them.
    """

    def __init__(self, results: Results) -> None:
        self.results = results
        self.plan = results.plan
        ok = results.frame(ok_only=True)
        ok["arm"] = ok["arm"].astype(str)
        self.arms = [arm.name for arm in self.plan.arms]
        if not self.sampled:  # points of a sample keep their order
            self.arms.sort(key=lambda name: name != self.plan.reference)
        self.setting = ""
        self.runs, self.left_out = complete(ok.sort_values("arm", key=self._order, kind="stable"))
        if self.plan.about.get("horizons"):  # totals over horizons of other lengths are not compared
            self.runs = self.runs.drop(columns=TOTALS & set(self.runs))

    @property
    def design(self) -> Mapping[str, Any]:
        """What the experiment says of its design."""
        design: Mapping[str, Any] = self.plan.about["design"]
        return design

    @property
    def kind(self) -> str:
        """Kind of the design."""
        return str(self.design["kind"])

    @property
    def factors(self) -> list[str]:
        """Dotted keys of what is varied."""
        return self.plan.factors

    @cached_property
    def settings(self) -> list[Asked]:
        """The same for each combination of levels of the uncertain factors, that of the reference first.

        Policies are compared within a setting, each with the policy of the reference. Where settings do not hold the
        same policies, as when one factor moves at a time, there is one setting only: all arms.
        """
        groups: dict[str, list[str]] = {}
        for arm in self.plan.arms:
            levels = [_at(key, arm.factors.get(key)) for key in self.plan.uncertain]
            groups.setdefault(joined(levels) if levels else "", []).append(arm.name)
        home = next(setting for setting, names in groups.items() if self.plan.reference in names)
        index = groups[home].index(self.plan.reference)
        if len({len(names) for names in groups.values()}) > 1 or len(groups[home]) < 2:
            return [self]
        parts = []
        for setting in sorted(groups, key=lambda name: name != home):
            names = groups[setting]
            part = copy(self)
            part.arms, part.setting = [names[index], *names[:index], *names[index + 1 :]], setting
            part.runs = self.runs[self.runs["arm"].isin(names)].sort_values("arm", key=part._order, kind="stable")
            parts.append(part)
        return parts

    @property
    def thought(self) -> Sequence[str]:
        """Arms that are thought experiments."""
        thought: Sequence[str] = self.plan.about.get("thought", ())
        return thought

    @property
    def orderly(self) -> pd.DataFrame:
        """The runs of arms that have a place in an order: all but those of thought experiments.

        Raises:
            ValueError: if that leaves fewer than two arms.
        """
        runs: pd.DataFrame = self.runs[~self.runs["arm"].isin(self.thought)]
        if self.thought and runs["arm"].nunique() < 2:
            raise ValueError(_("all arms but the first are thought experiments, and those have no order"))
        return runs

    @property
    def pairs(self) -> Pairs:
        """How the pairs of draw and seed hang together."""
        return PairedRuns.of(self.runs).pairs

    @property
    def too_few(self) -> str:
        """Why nothing is said of which arm is best; empty if there are readings enough."""
        return too_few(self.readings, self.unit)

    @property
    def unit(self) -> str:
        """What is counted where arms are told apart, in the plural."""
        return "readings" if self.plan.readings else "parameter draws" if self.pairs.draws > 1 else "seeds"

    @property
    def readings(self) -> int:
        """How many of them there are."""
        pairs = self.pairs
        return pairs.draws if pairs.draws > 1 else pairs.seeds

    @cached_property
    def levels(self) -> Mapping[str, int]:
        """How many levels every factor has."""
        return {key: len({str(arm.factors.get(key)) for arm in self.plan.arms}) for key in self.factors}

    @property
    def two_level(self) -> bool:
        """Whether this is a full factorial of two levels each."""
        full = self.kind in ("factorial", "grid") and len(self.plan.arms) == 2 ** len(self.factors)
        return full and bool(self.factors) and set(self.levels.values()) == {2}

    @property
    def searched(self) -> bool:
        """Whether its arms were found by asking, so that no chapter of planned arms fits."""
        return "engine" in self.plan.about.get(self.kind, {})

    @property
    def over_forms(self) -> bool:
        """Whether its arms are worlds in many forms of the model, of which is counted what holds."""
        return self.kind == "orthogonal_array" and all(key.partition(".")[0] == "structure" for key in self.factors)

    @property
    def apart(self) -> bool:
        """Whether chapters of its own speak of its arms, and no other does."""
        return self.searched or self.over_forms

    @property
    def sampled(self) -> bool:
        """Whether the arms are points of a sample."""
        return "unit" in self.design

    @property
    def length(self) -> Any:
        """What the plan says of the base scenario's run: `quarters` and `calendar`; None if it says nothing."""
        if not (said := self.plan.about.get("run", {})):
            return None
        if "burn_in" in said:  # as plans were written before runs had dates
            calendar = Calendar(said["start_year"] - said["burn_in"] // IN_A_YEAR, said["start_year"])
        else:
            calendar = Calendar(said["start_year"], said["policy_year"])
        return SimpleNamespace(quarters=said["quarters"], calendar=calendar, policy_quarter=calendar.policy_quarter)

    def kept(self, table: str) -> pd.DataFrame:
        """Return a table that was kept of every run, of the runs that are read."""
        frame = self.results.kept(table).astype({"arm": str})
        whole: pd.DataFrame = frame[frame["run"].isin(self.runs["run"])]
        return whole

    @property
    def outcomes(self) -> list[str]:
        """Headline outcomes, those that every run has."""
        return [name for name in self._named if name in self.runs and name not in self.lacking]

    @property
    def lacking(self) -> Mapping[str, int]:
        """Headline outcomes that some runs do not have, such as a mean wait where nobody waited, and in how many."""
        missing = {name: int(self.runs[name].isna().sum()) for name in self._named if name in self.runs}
        return {name: count for name, count in missing.items() if count}

    @property
    def _named(self) -> Sequence[str]:
        """Headline outcomes that may be compared: no totals over horizons of other lengths."""
        named: Sequence[str] = self.plan.about["outcomes"] or HEADLINE
        if self.plan.about.get("horizons"):
            named = [name for name in named if name not in TOTALS] or AVERAGES
        return named

    @property
    def ranked(self) -> list[str]:
        """Headline outcomes of which more, or less, is better."""
        return [name for name in self.outcomes if BETTER.get(name, "neither") != "neither"]

    @property
    def problem(self) -> dict[str, Any]:
        """What SALib calls the problem: names and bounds of the factors."""
        return {"num_vars": len(self.factors), "names": self.factors, "bounds": self.design["bounds"]}

    def _order(self, arms: pd.Series[Any]) -> pd.Series[Any]:
        return arms.map({name: index for index, name in enumerate(self.arms)})


def by_outcome(section: ReportSection, outcomes: Sequence[str], write: Callable[[str], None]) -> None:
    """Write a chapter outcome by outcome: one that cannot be analysed is named with its reason, and alone left out.

    Args:
        section: what the chapter says so far.
        outcomes: names.
        write: adds what is to be said of one outcome; raises a ValueError before it adds anything.

    Raises:
        ValueError: if no outcome can be analysed.
    """
    refused = {}
    for outcome in outcomes:
        try:
            write(outcome)
        except ValueError as error:
            refused[outcome] = str(error)
    if len(refused) == len(outcomes):
        raise ValueError(semicolon(list(dict.fromkeys(refused.values()))) or _("there is no outcome to analyse"))
    for outcome, why in refused.items():
        section.text.append(_("{outcome} is left out: {why}.", outcome=words(outcome).capitalize(), why=why))


def _at(key: str, value: Any) -> str:
    level = f"{value:g}" if isinstance(value, int | float) and not isinstance(value, bool) else str(value)
    return _("{factor} {level}", factor=factor_words(key), level=level)


@dataclass(frozen=True, slots=True)
class Chapter:
    """One kind of answer.

    Args:
        name: of its file.
        fits: tells whether an experiment has this answer.
        write: gives it; a ValueError says why it cannot be given after all.
        apart: whether it speaks of experiments whose arms no other chapter can compare; see `Asked.apart`.
    """

    name: str
    fits: Callable[[Asked], bool]
    write: Callable[[Asked], ReportSection]
    apart: bool = False
