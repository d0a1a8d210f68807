"""The course of every arm, year by year, where the runs kept their history."""

from __future__ import annotations

from sim.language import _
from sim.report.chapters.chapter import Asked, Chapter, Picture, ReportSection, Table
from sim.report.figures.over_time import against, draw_over_time, over_time

MOST_ARMS = 7  # as many as there are colours
HISTORY = "history"


def fits(asked: Asked) -> bool:
    """Tell whether there is a history of a few arms."""
    return (
        HISTORY in asked.plan.kept
        and len(asked.plan.arms) <= MOST_ARMS
        and not asked.sampled
        and asked.length is not None
    )


def write(asked: Asked) -> ReportSection:
    """Give mean and spread of the main series by arm and year."""
    courses = over_time(asked.kept(HISTORY), asked.length.calendar)
    section = ReportSection(_("Year by year"))
    section.text.append(
        _(
            "Lines are means over runs; bands hold eight runs of ten, which is the spread of single "
            "histories and not the interval of the mean. They are no forecast: what is compared is "
            "the arms."
        )
    )
    caption = _("Transfers, waits, licences and standards by year and arm.")
    drawn = draw_over_time(courses, asked.length.calendar.policy_year)
    section.pictures.append(Picture("over_time", caption, drawn, courses))
    section.tables.append(Table("over_time", caption, courses))
    if len(asked.plan.arms) > 1:
        ratios = against(asked.plan.arms[0].name, asked.kept(HISTORY), asked.length.calendar)
        words = _(
            "Transfers of a year over those of {arm} in the same year, which moves by itself.",
            arm=asked.plan.arms[0].name,
        )
        section.tables.append(Table("over_the_first", words, ratios))
    return section


CHAPTER = Chapter("over_time", fits, write)
