"""Which choice one would regret least if the numbers were read differently."""

from __future__ import annotations

from sim.analysis import robustness
from sim.report.chapters.chapter import Asked, Chapter, Section, Table
from sim.report.chapters.phrases import arm_words, between, outcome_label, per_cent, unit_of


def fits(asked: Asked) -> bool:
    """Tell whether parameters were drawn."""
    return len(asked.plan.draws) > 1 and len(asked.plan.arms) > 1 and bool(asked.ranked)


def write(asked: Asked) -> Section:
    """Give regrets over the draws by outcome."""
    section = Section("If the numbers were read differently")
    drawn = ", ".join(asked.plan.about["drawn"])
    section.text.append(
        f"{len(asked.plan.draws):,} draws of {drawn}. The regret of an arm in a draw is what the best arm in that draw "
        "brings more."
    )
    for outcome in asked.ranked:
        table = robustness(asked.runs, outcome)
        best = table.iloc[0]
        if not section.answer:
            regret, low, high = (best[f"expected_regret{end}"] for end in ("", "_low", "_high"))
            section.answer = (
                f"{arm_words(best['arm']).capitalize()} is regretted least by {outcome_label(outcome)}: it is best in "
                f"{per_cent(best['best_chance'])} of the draws, and its expected regret is "
                f"{between(regret, low, high, signed=False)}{unit_of(outcome)}."
            )
        caption = f"Regret over draws by {outcome_label(outcome)}; intervals hold 95 %."
        section.tables.append(Table(f"regret_{outcome}", caption, table))
    return section


CHAPTER = Chapter("robustness", fits, write)
