"""Every arm against the first, on the same seeds and draws; a difference counts when its interval leaves zero out."""

from __future__ import annotations

from sim.analysis import paired_differences, ranking
from sim.report.chapters.chapter import Asked, Chapter, Picture, Section, Table
from sim.report.chapters.phrases import arm_words, between, number, outcome_label, per_cent, unit_of
from sim.report.figures.forest import forest
from sim.report.figures.rank_chances import draw_rank_chances

MOST_NAMED = 40
MOST_COMBINED = 16
MOST_RANKED = 14


def fits(asked: Asked) -> bool:
    """Tell whether there are a few arms to set side by side."""
    most = MOST_NAMED if asked.kind == "arms" else MOST_COMBINED
    return 2 <= len(asked.plan.arms) <= most and not asked.sampled and bool(asked.outcomes)


def write(asked: Asked) -> Section:
    """Give differences and ranks by every headline outcome."""
    baseline = asked.plan.arms[0].name
    section = Section("Arm by arm")
    table = paired_differences(asked.runs, asked.outcomes)
    if asked.ranked:
        section.answer = answer(asked, asked.ranked[0])
    section.text.append(
        f"Every arm against {arm_words(baseline)}. Differences are paired: both meet the same technologies, the same "
        "partners' looks and the same luck. A bar that crosses zero says that the sign is not known."
    )
    for outcome in asked.outcomes:
        rows = table[table["outcome"] == outcome]
        figure = forest(rows, outcome, arm_words(baseline))
        section.pictures.append(
            Picture(f"differences_{outcome}", f"Difference in {outcome_label(outcome)}.", figure, rows)
        )
    for outcome in asked.ranked:
        ranks = ranking(asked.runs, outcome)
        if len(ranks) <= MOST_RANKED and asked.runs["seed"].nunique() > 1:
            caption = f"How likely each arm is to hold each rank by {outcome_label(outcome)}."
            section.pictures.append(Picture(f"ranks_{outcome}", caption, draw_rank_chances(ranks, outcome), ranks))
    every = paired_differences(asked.runs)
    section.tables.append(Table("differences", "Paired differences with 95 % intervals, headline outcomes.", table))
    section.tables.append(Table("differences_all", "The same for every outcome of the model.", every))
    return section


def answer(asked: Asked, outcome: str) -> str:
    """Say which arm is best by an outcome, and how sure that is."""
    ranks = ranking(asked.runs, outcome)
    baseline = asked.plan.arms[0].name
    best = ranks.iloc[0]
    if best["arm"] == baseline:
        return f"No arm is better than {arm_words(baseline)} by {outcome_label(outcome)} in the mean."
    table = paired_differences(asked.runs, [outcome])
    row = table[table["arm"] == best["arm"]].iloc[0]
    sure = f"In {per_cent(best['chance_rank_1'])} of resamples it is the best of {len(ranks)} arms"
    second = ranks.iloc[1]
    return (
        f"{arm_words(best['arm']).capitalize()} is best by {outcome_label(outcome)}: "
        f"{between(row['difference'], row['low'], row['high'])}{unit_of(outcome)} against {arm_words(baseline)} "
        f"({number(row['baseline_mean'])}). {sure}; next is {arm_words(second['arm'])}."
    )


CHAPTER = Chapter("differences", fits, write)
