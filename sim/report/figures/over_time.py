"""How arms part over the years: a line for the mean of an arm's runs and a band that holds eight of ten."""

from __future__ import annotations

import pandas as pd
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

from sim.dates import IN_A_YEAR, Calendar
from sim.language import N_, _
from sim.report.figures.folding import drawn
from sim.report.figures.style import BODY, COLOURS, INK, PALE, arm_words, legend_below, mark_year, nothing, sheet

BAND = (0.1, 0.9)  # of the runs of an arm
STROKES = ("-", "--", ":", "-.")  # of arms beyond the number of colours
RATIO_OF = "transfers_delivered"
MEASURES = {
    "transfers_delivered": N_("transfers a year"),
    "mean_wait": N_("wait at clearance offices (quarters)"),
    "licensed_firms": N_("licensed firms"),
    "harmonised": N_("standards harmonised (share)"),
}


def over_time(history: pd.DataFrame, calendar: Calendar) -> pd.DataFrame:
    """Return the course of every arm: mean, low and high (tenth and ninetieth percentile of its runs) by year.

    Args:
        history: one row per run and quarter: columns run, arm, quarter and the measures.
        calendar: dates of its quarters.

    Returns:
        Columns arm, measure, year, mean, low, high; a year's transfers are those of its four quarters, everything else
        is the mean of the year; a year that is not whole is left out.
    """
    year = calendar.start_year + history["quarter"] // IN_A_YEAR
    whole = year.map(history.groupby(year)["quarter"].nunique()) == IN_A_YEAR
    names = [name for name in MEASURES if name in history]
    keys = ["arm", "run", "year"]
    runs = history[whole].assign(year=year[whole]).groupby(keys, observed=True, sort=False)[names].mean()
    if "transfers_delivered" in names:
        runs["transfers_delivered"] *= IN_A_YEAR
    groups = runs.groupby(["arm", "year"], observed=True, sort=False)
    parts = [
        pd.DataFrame(
            {
                "measure": name,
                "mean": groups[name].mean(),
                "low": groups[name].quantile(BAND[0]),
                "high": groups[name].quantile(BAND[1]),
            }
        ).reset_index()
        for name in names
    ]
    return pd.concat(parts, ignore_index=True)


def against(first: str, history: pd.DataFrame, calendar: Calendar) -> pd.DataFrame:
    """Return what every arm delivers in a year over what the reference delivers in the same year.

    The reference moves by itself as its pipeline fills or its past fades: a ratio of the same year leaves that out.

    Args:
        first: the arm that is the reference.
        history: as `over_time` takes it.
        calendar: dates of its quarters.

    Returns:
        Columns arm, year, ratio, for the years that outcomes count and all arms but the reference; NaN where it
        delivers nothing.
    """
    courses = over_time(history, calendar)
    counted = courses[(courses["measure"] == RATIO_OF) & (courses["year"] >= calendar.policy_year)]
    wide = counted.pivot_table(index="year", columns="arm", values="mean", sort=False, observed=True)
    others = [arm for arm in wide.columns if arm != first]
    ratios = wide[others].div(wide[first].where(wide[first] > 0), axis=0)
    return ratios.melt(ignore_index=False, value_name="ratio").reset_index()[["arm", "year", "ratio"]]


@drawn
def draw_over_time(courses: pd.DataFrame, policy_year: int) -> Figure:
    """Draw a panel for each measure.

    Args:
        courses: as `over_time` returns them.
        policy_year: where outcomes begin to count, marked.
    """
    measures = list(dict.fromkeys(courses["measure"]))
    figure, panels = sheet(_("Year by year"), 9.5, 0.8 + 2.9 * 2, rows=2, columns=2)
    if courses.empty:
        return nothing(figure, _("no whole year was run"))
    arms = list(dict.fromkeys(courses["arm"]))
    for axes, measure in zip(panels, measures, strict=False):
        for index, arm in enumerate(arms):
            colour, stroke = COLOURS[index % len(COLOURS)], STROKES[index // len(COLOURS) % len(STROKES)]
            own = courses[(courses["arm"] == arm) & (courses["measure"] == measure)]
            axes.fill_between(own["year"], own["low"], own["high"], color=colour, alpha=0.15, linewidth=0)
            axes.plot(own["year"], own["mean"], color=colour, linestyle=stroke, linewidth=2, label=arm_words(arm))
        mark_year(axes, policy_year, _("counted from here") if axes is panels[0] else "")
        axes.set_title(_(MEASURES[measure]), loc="left", fontsize=BODY, color=INK)
        axes.set_ylim(bottom=0)
        axes.grid(axis="y", color=PALE, linewidth=0.6)
        axes.xaxis.set_major_locator(MaxNLocator(5, integer=True))
    for axes in panels[len(measures) :]:
        axes.set_axis_off()
    legend_below(figure)
    return figure
