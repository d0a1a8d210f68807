"""Every arm against the reference, on the same seeds and draws; a difference counts if its interval leaves zero out."""

from __future__ import annotations

import pandas as pd

from sim.analysis import paired_differences, ranking
from sim.report.chapters.chapter import Asked, Chapter, Picture, ReportSection, Table, by_outcome
from sim.report.chapters.phrases import (
    arm_words,
    between,
    factor_words,
    joined,
    number,
    outcome_label,
    per_cent,
    unit_of,
)
from sim.report.figures.forest import draw_forest
from sim.report.figures.rank_chances import draw_rank_chances

MOST_NAMED = 40
MOST_COMBINED = 16
MOST_RANKED = 14


def fits(asked: Asked) -> bool:
    """Tell whether there are a few arms to set side by side."""
    if asked.sampled:
        return False
    most = MOST_NAMED if asked.kind == "arms" else MOST_COMBINED
    return 2 <= len(asked.settings[0].arms) <= most and bool(asked.outcomes)


def write(asked: Asked) -> ReportSection:
    """Give differences and ranks by every headline outcome, where the reference stands, and in all other settings."""
    home, *others = asked.settings
    baseline = home.arms[0]
    section = ReportSection("Arm by arm")
    table = paired_differences(home.runs, asked.outcomes)
    if asked.ranked:
        section.answer = answer(home, asked.ranked[0])
        if others and not home.too_few:
            section.answer += f" {elsewhere(asked, asked.ranked[0])}"
    section.text.append(
        f"Every arm against {arm_words(baseline)}. Differences are paired: both meet the same technologies, the same "
        "partners' looks and the same luck. A bar that crosses zero says that the sign is not known."
    )
    if others:
        section.text.append(
            f"Figures are of the setting in which the reference stands ({home.setting}); policies are compared within "
            "a setting of what nobody chooses, never across. The table holds all settings."
        )
    for outcome in asked.outcomes:
        rows = table[table["outcome"] == outcome]
        figure = draw_forest(rows, outcome, arm_words(baseline))
        section.pictures.append(
            Picture(f"differences_{outcome}", f"Difference in {outcome_label(outcome)}.", figure, rows)
        )

    def rank(outcome: str) -> None:
        ranks = ranking(home.runs, outcome)
        caption = f"How likely each arm is to hold each rank by {outcome_label(outcome)}."
        section.pictures.append(Picture(f"ranks_{outcome}", caption, draw_rank_chances(ranks, outcome), ranks))

    if home.too_few:
        section.text.append(f"How likely each arm is to be the best is {home.too_few}.")
    elif asked.ranked and len(home.arms) <= MOST_RANKED:
        by_outcome(section, asked.ranked, rank)
    every = paired_differences(home.runs)
    caption = "Paired differences with 95 % intervals, headline outcomes."
    section.tables.append(Table("differences", caption, in_all(asked.settings) if others else table))
    section.tables.append(Table("differences_all", "The same for every outcome of the model.", every))
    return section


def in_all(settings: list[Asked]) -> pd.DataFrame:
    """Return the differences within every setting."""
    parts = [paired_differences(one.runs, one.outcomes).assign(setting=one.setting) for one in settings]
    table = pd.concat(parts, ignore_index=True)
    return table[["setting", *(name for name in table if name != "setting")]]


def answer(asked: Asked, outcome: str) -> str:
    """Say which arm is best by an outcome, and how sure that is."""
    ranks = ranking(asked.runs, outcome)
    baseline, few = asked.arms[0], asked.too_few
    best = ranks.iloc[0]
    if best["arm"] == baseline:
        sure = f"; how surely is {few}" if few else ""
        return f"No arm is better than {arm_words(baseline)} by {outcome_label(outcome)} in the mean{sure}."
    table = paired_differences(asked.runs, [outcome])
    row = table[table["arm"] == best["arm"]].iloc[0]
    found = (
        f"{between(row['difference'], row['low'], row['high'])}{unit_of(outcome)} against {arm_words(baseline)} "
        f"({number(row['baseline_mean'])})"
    )
    if few:
        return (
            f"Which arm is best by {outcome_label(outcome)} is {few}. The best mean is that of "
            f"{arm_words(best['arm'])}: {found}."
        )
    return (
        f"{arm_words(best['arm']).capitalize()} is best by {outcome_label(outcome)}: {found}. In "
        f"{per_cent(best['chance_rank_1'])} of resamples it is the best of {len(ranks)} arms; next is "
        f"{arm_words(ranks.iloc[1]['arm'])}."
    )


def elsewhere(asked: Asked, outcome: str) -> str:
    """Say in how many settings of what nobody chooses the same policy is best."""
    best = [one.arms.index(str(ranking(one.runs, outcome)["arm"].iloc[0])) for one in asked.settings]
    unknown = joined([factor_words(key) for key in asked.plan.uncertain])
    return f"The same policy is best in {best.count(best[0])} of {len(best)} settings of {unknown}."


CHAPTER = Chapter("differences", fits, write)
