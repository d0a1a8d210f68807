"""The chapters of a report, one file each; a report has those that fit its experiment, in this order.

To add one, write its file and list it in CHAPTERS.
"""

from __future__ import annotations

from sim.report.chapters import (
    barriers,
    convergence,
    costs,
    differences,
    discovery,
    endings,
    harms,
    indices,
    interactions,
    money,
    over_forms,
    over_time,
    overturned,
    pathways,
    response,
    robustness,
    screen,
    variety,
)
from sim.report.chapters.chapter import Asked, Chapter, Picture, ReportSection, Table

CHAPTERS: tuple[Chapter, ...] = (
    money.CHAPTER,
    overturned.CHAPTER,
    variety.CHAPTER,
    over_forms.CHAPTER,
    barriers.CHAPTER,
    robustness.CHAPTER,
    indices.CHAPTER,
    screen.CHAPTER,
    discovery.CHAPTER,
    response.CHAPTER,
    differences.CHAPTER,
    costs.CHAPTER,
    harms.CHAPTER,
    interactions.CHAPTER,
    over_time.CHAPTER,
    endings.CHAPTER,
    pathways.CHAPTER,
    convergence.CHAPTER,
)

__all__ = ["CHAPTERS", "Asked", "Chapter", "Picture", "ReportSection", "Table"]
