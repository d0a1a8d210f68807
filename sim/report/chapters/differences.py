"""Every arm against the reference, on the same seeds and draws; a difference counts if its interval leaves zero out."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from sim.analysis import paired_differences, standing, verdicts
from sim.analysis.wording import called, counted, pair_words, units
from sim.language import N_, _, sentences
from sim.report.chapters.chapter import Asked, Chapter, Picture, ReportSection, Table, by_outcome
from sim.report.chapters.phrases import (
    arm_words,
    between,
    factor_words,
    joined,
    number,
    outcome_label,
    unit_of,
)
from sim.report.evidence import Links
from sim.report.figures.forest import draw_forest
from sim.report.figures.who_beats_whom import draw_who_beats_whom
from sim.statistics import PairVerdict

MOST_NAMED = 40
THOUGHT = N_(
    "Thought experiments, which no policy brings about, stand beside the others and have no place in their "
    "order: {arms}."
)
MOST_COMBINED = 16
MOST_COUNTED = 14


def fits(asked: Asked) -> bool:
    """Tell whether there are a few arms to set side by side."""
    if asked.sampled:
        return False
    most = MOST_NAMED if asked.kind == "arms" else MOST_COMBINED
    return 2 <= len(asked.settings[0].arms) <= most and bool(asked.outcomes)


def write(asked: Asked) -> ReportSection:
    """Give differences and counts by every headline outcome, where the reference stands, and in all other settings."""
    home, *others = asked.settings
    baseline = home.arms[0]
    section = ReportSection(_("Arm by arm"))
    table, links = paired_differences(home.runs, asked.outcomes), Links(asked).of_arms()
    thought = [arm_words(arm) for arm in home.arms if arm in asked.thought]
    if thought:
        section.text.append(_(THOUGHT, arms=joined(thought)))
    if asked.ranked and len(thought) < len(home.arms) - 1:
        section.answer = answer(home, asked.ranked[0])
        if others and not home.too_few:
            section.answer = sentences([section.answer, elsewhere(asked, asked.ranked[0])])
    section.text.append(
        _(
            "Every arm against {baseline}. Differences are paired: both meet the same technologies, "
            "the same partners' looks and the same luck. A bar that crosses zero says that the sign "
            "is not known.",
            baseline=arm_words(baseline),
        )
    )
    if others:
        section.text.append(
            _(
                "Figures are of the setting in which the reference stands ({setting}); policies are "
                "compared within a setting of what nobody chooses, never across. The table holds all "
                "settings.",
                setting=home.setting,
            )
        )
    for outcome in asked.outcomes:
        rows = table[table["outcome"] == outcome]
        figure = draw_forest(rows, outcome, arm_words(baseline), links=links, apart=asked.thought)
        section.pictures.append(
            Picture(
                f"differences_{outcome}", _("Difference in {outcome}.", outcome=outcome_label(outcome)), figure, rows
            )
        )

    def count(outcome: str) -> None:
        pairs = verdicts(home.orderly, outcome)
        caption = _(
            "Who beats whom by {outcome}: in how many {unit} the row is ahead of the column.",
            outcome=outcome_label(outcome),
            unit=units(home.unit),
        )
        figure = draw_who_beats_whom(pairs, outcome, home.unit)
        table = pd.DataFrame(pairs).astype({"verdict": str})
        section.pictures.append(Picture(f"pairs_{outcome}", caption, figure, table))

    if home.too_few:
        section.text.append(_("Which of two arms does better is {too_few}.", too_few=home.too_few))
    elif asked.ranked and len(thought) < len(home.arms) - 1 and len(home.arms) <= MOST_COUNTED:
        by_outcome(section, asked.ranked, count)
    every = paired_differences(home.runs)
    caption = _("Paired differences with 95 % intervals, headline outcomes.")
    section.tables.append(Table("differences", caption, in_all(asked.settings) if others else table))
    section.tables.append(Table("differences_all", _("The same for every outcome of the model."), every))
    return section


def in_all(settings: list[Asked]) -> pd.DataFrame:
    """Return the differences within every setting."""
    parts = [paired_differences(one.runs, one.outcomes).assign(setting=one.setting) for one in settings]
    table = pd.concat(parts, ignore_index=True)
    return table[["setting", *(name for name in table if name != "setting")]]


def answer(asked: Asked, outcome: str) -> str:
    """Say which arm is best by an outcome, and in how many readings it beats the others."""
    best, baseline, few = str(standing(asked.orderly, outcome)["arm"].iloc[0]), asked.arms[0], asked.too_few
    label = outcome_label(outcome)
    pairs = [pair for pair in verdicts(asked.orderly, outcome) if best in (pair.first, pair.second)]
    sure = all(pair.verdict.sure and pair.first == best for pair in pairs)
    if best == baseline:
        which = _("how surely is {few}", few=few) if few else _rest(asked, pairs)
        return _(
            "No arm is better than {baseline} by {outcome} in the mean; {which}.",
            baseline=arm_words(baseline),
            outcome=label,
            which=which,
        )
    table = paired_differences(asked.runs, [outcome])
    row = table[table["arm"] == best].iloc[0]
    found = _(
        "{difference} against {baseline} ({baseline_mean})",
        difference=between(row["difference"], row["low"], row["high"]) + unit_of(outcome),
        baseline=arm_words(baseline),
        baseline_mean=number(row["baseline_mean"]),
    )
    if few:
        return _(
            "Which arm is best by {outcome} is {few}. The best mean is that of {best}: {found}.",
            outcome=label,
            few=few,
            best=arm_words(best),
            found=found,
        )
    if sure:
        return _(
            "{best} is best by {outcome}: {found}; {rest}.",
            best=called(best, {}),
            outcome=label,
            found=found,
            rest=_rest(asked, pairs),
        )
    return _(
        "The best mean by {outcome} is that of {best}: {found}; {rest}.",
        outcome=label,
        best=arm_words(best),
        found=found,
        rest=_rest(asked, pairs),
    )


def _rest(asked: Asked, pairs: Sequence[PairVerdict]) -> str:
    """Say in how many readings an arm beats each other, or which pair is the least sure."""
    least = min(pairs, key=lambda pair: (pair.verdict.sure, pair.low))
    if not least.verdict.sure:
        return pair_words(least, {}, asked.unit)
    counts = sorted({counted(pair.ahead) for pair in pairs}, key=float)
    span = counts[0] if len(counts) == 1 else _("{low} to {high}", low=counts[0], high=counts[-1])
    return _(
        "it beats each other arm in {span} of {readings} {unit}",
        span=span,
        readings=least.readings,
        unit=units(asked.unit),
    )


def elsewhere(asked: Asked, outcome: str) -> str:
    """Say in how many settings of what nobody chooses the same policy is best."""
    best = [one.arms.index(str(standing(one.orderly, outcome)["arm"].iloc[0])) for one in asked.settings]
    unknown = joined([factor_words(key) for key in asked.plan.uncertain])
    return _(
        "The same policy is best in {count} of {best} settings of {unknown}.",
        count=best.count(best[0]),
        best=len(best),
        unknown=unknown,
    )


CHAPTER = Chapter("differences", fits, write)
