"""All figures share one style: the same colours, sizes and way of saying that there is nothing to show.

Colours are those of Okabe and Ito, which readers of every kind of colour vision can tell apart.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, Literal, Protocol

import numpy as np
import pandas as pd
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.cm import ScalarMappable
from matplotlib.figure import Figure
from matplotlib.layout_engine import ConstrainedLayoutEngine
from matplotlib.ticker import StrMethodFormatter
from numpy.typing import NDArray

from sim.language import ARM, _, comma, semicolon, term
from sim.outcomes.measure import quarter_of_end
from sim.report.figures.lettering import folded, own_style, plain, warn_of_missing, width_of

DOTS_PER_INCH = 150
INK, GREY, PALE = "#222222", "#767676", "#D9D9D9"
BLUE, ORANGE, GREEN, PURPLE = "#0072B2", "#E69F00", "#009E73", "#CC79A7"
SKY, VERMILION, YELLOW = "#56B4E9", "#D55E00", "#F0E442"
COLOURS = (BLUE, ORANGE, GREEN, PURPLE, SKY, VERMILION, YELLOW)
TITLE, BODY, SMALL = 12, 9.5, 8.5  # points
MARGIN = 0.12  # inches of white around what is drawn
MARK = 0.62  # inches that a mark in a legend takes beside its words
WHOLE_NUMBERS = StrMethodFormatter("{x:,.10g}")


class FinishedRun(Protocol):
    """What a figure reads: any finished run that can hand over its tables."""

    def deals(self) -> pd.DataFrame:
        """Return all deals ever opened, one a row, in words."""

    def history(self) -> pd.DataFrame:
        """Return one row per quarter done."""

    @property
    def inputs(self) -> Any:
        """Return the scenario; its `run` is read."""

    @property
    def region(self) -> Any:
        """Return the region; its cities are read."""


@dataclass(frozen=True, slots=True)
class RunFigure:
    """One figure of a run.

    Args:
        name: file name without its ending.
        words: what it shows, for a policy reader.
        plot: makes the figure from the results of a run.
    """

    name: str
    words: str
    plot: Callable[[FinishedRun], Figure]


def words(name: str) -> str:
    """Turn a name of the model into words: `civil_to_military` into "civil to military"; "a, b" names both."""
    whole = term(plain(name)).strip()
    parts = name.split(", ") if whole == name.replace("_", " ").strip() else []
    return comma([words(part) for part in parts]) if len(parts) > 1 else whole or _("without a name")


def arm_words(arm: object) -> str:
    """Return what to call an arm: a shipped scenario or a lever in words, a user's own as it is."""
    return term(plain(arm), ARM).strip() or _("without a name")


def sheet(
    title: str,
    width: float = 8.0,
    height: float = 4.5,
    rows: int = 1,
    columns: int = 1,
    results: FinishedRun | None = None,
) -> tuple[Figure, list[Axes]]:
    """Return a figure and its axes, one above the other, on a common horizontal scale, or side by side.

    Args:
        title: says what is shown.
        width: inches; height alike.
        rows: number of axes above one another.
        columns: number of axes side by side, which leave their own titles free.
        results: the run that is shown, which is named above the title.
    """
    layout = ConstrainedLayoutEngine(w_pad=MARGIN, h_pad=MARGIN / 2)
    figure = Figure(figsize=(width, height), dpi=DOTS_PER_INCH, layout=layout, facecolor="white")
    FigureCanvasAgg(figure)
    axes = [figure.add_subplot(rows, columns, index + 1) for index in range(rows * columns)]
    if results is not None and (head := run_words(results)):
        shown = folded(head, width - 2 * MARGIN, SMALL)
        figure.suptitle(shown, x=MARGIN / width, ha="left", fontsize=SMALL, color=GREY)
    if columns == 1:
        axes[0].set_title(title, loc="left", fontsize=TITLE, color=INK, pad=10)
    else:
        figure.suptitle(title, x=MARGIN / width, ha="left", fontsize=TITLE, color=INK)
    for one in axes:
        one.spines[["top", "right"]].set_visible(False)
        one.spines[["left", "bottom"]].set_color(GREY)
        one.tick_params(labelsize=SMALL, color=GREY, labelcolor=INK)
        one.set_axisbelow(True)
        one.yaxis.set_major_formatter(WHOLE_NUMBERS)  # no power of ten in a corner that nobody reads
    return figure, axes


def run_words(results: FinishedRun) -> str:
    """Say of which scenario and seed a figure is; empty for runs that are pooled."""
    title, seed = plain(getattr(results.inputs, "title", "")), getattr(results, "run_seed", None)
    return semicolon(
        [
            part
            for part in (_(title) if title else "", "" if seed is None else _("one run, seed {seed}", seed=seed))
            if part
        ]
    )


def legend_below(figure: Figure, marks: Sequence[Artist] | None = None, most: int = 4) -> None:
    """Explain marks below all axes, in as many columns as the figure is wide.

    Args:
        figure: whose first axes hold the marks.
        marks: with their labels; None for those of the first axes.
        most: columns at most.
    """
    shown = list(figure.axes[0].get_legend_handles_labels()[0] if marks is None else marks)
    room = figure.get_figwidth() - 2 * MARGIN
    labels = [folded(str(mark.get_label()), room - MARK, SMALL) for mark in shown]
    widest = max((width_of(line, SMALL) for label in labels for line in label.split("\n")), default=0.0)
    columns = max(1, min(most, len(shown), int(room / (widest + MARK))))
    figure.legend(shown, labels, loc="outside lower center", ncols=columns, frameon=False, fontsize=SMALL)


def colour_bar(image: ScalarMappable, axes: Axes, label: str, shrink: float = 1.0) -> None:
    """Explain the colours of an image by a bar beside its axes.

    Args:
        image: what is coloured.
        axes: where it stands.
        label: what the colours mean.
        shrink: height of the bar as a share of that of the axes.
    """
    bar = axes.figure.colorbar(image, ax=axes, shrink=shrink, format=WHOLE_NUMBERS)
    bar.set_label(label, fontsize=BODY)
    bar.ax.tick_params(labelsize=SMALL, color=GREY)
    bar.outline.set_visible(False)


def beside(axes: Axes, height: float, text: str) -> None:
    """Write a text right of axes, at a height of their data."""
    where = ("axes fraction", "data")
    axes.annotate(text, (1.03, height), xycoords=where, va="center", fontsize=SMALL, color=INK)


def nothing(figure: Figure, text: str = "") -> Figure:
    """Say in the middle of an empty figure that there is nothing to show."""
    for axes in figure.axes:
        axes.set_axis_off()
    figure.text(0.5, 0.45, text or _("nothing delivered"), ha="center", va="center", fontsize=14, color=GREY)
    return figure


def years(quarters: Any, results: FinishedRun) -> NDArray[np.float64]:
    """Return moments of a run as calendar years with fractions."""
    found: NDArray[np.float64] = results.inputs.run.calendar.years(quarters)
    return found


def counted(deals: pd.DataFrame, results: FinishedRun, column: Literal["opened", "ended"]) -> pd.DataFrame:
    """Return the deals opened, or ended, from the policy year on, as outcomes count them."""
    quarters = ends(deals, results) if column == "ended" else deals[column].to_numpy()
    return deals[quarters >= int(results.inputs.run.policy_quarter)]


def ends(deals: pd.DataFrame, results: FinishedRun) -> NDArray[np.int64]:
    """Return the quarters of the run in which deals ended, -1 for those under way."""
    return quarter_of_end(deals["ended"], deals["status"] == "dead", int(results.inputs.run.quarters))


def mark_policy_start(axes: Axes, results: FinishedRun, named: bool = True, shift: float = 0.0) -> None:
    """Mark the policy year, from which outcomes count and policies start unless told otherwise.

    Args:
        axes: whose horizontal axis is in years.
        results: a run; without a lever that starts then, the mark is not called a policy's.
        named: whether the mark is given its name.
        shift: years by which the mark moves, for bars that stand on whole years.
    """
    run = results.inputs.run
    start = float(run.calendar.policy_year) + shift
    starts = any(lever.start_quarter == run.policy_quarter for lever in results.inputs.levers.values())
    mark_year(axes, start, (_("policy start") if starts else _("counted from here")) if named else "")


def mark_year(axes: Axes, year: float, text: str = "") -> None:
    """Draw a dashed line at a point of time, with its text at the top if there are any."""
    axes.axvline(year, color=INK, linewidth=1, linestyle=(0, (4, 3)))
    if not text:
        return
    axes.annotate(
        text,
        (year, 1.0),
        xycoords=("data", "axes fraction"),
        xytext=(4, -2),
        textcoords="offset points",
        va="top",
        fontsize=SMALL,
        color=INK,
    )


def save(figure: Figure, path: Path) -> Path:
    """Write a figure in the format of its file's ending and return the path; an SVG keeps its words as text."""
    with path.open("wb") as file:
        write_into(file, figure, path.suffix.removeprefix("."))
    return path


def write_into(file: IO[bytes], figure: Figure, form: str, salt: str = "sim") -> None:
    """Write a figure as it would be on any machine, whatever its user's settings of Matplotlib.

    Args:
        file: open for writing.
        figure: as a function of this room drew it: everything in it has its place.
        form: "png", "svg" or "pdf".
        salt: makes the inner names of an SVG its own.
    """
    # Packed so, a PNG is a fortieth larger, and written in four fifths of the time.
    packed: dict[str, Any] = {"pil_kwargs": {"compress_level": 3}} if form == "png" else {}
    dates: dict[str, None] = {"svg": {"Date": None}, "pdf": {"CreationDate": None}}.get(form, {})
    engine = figure.get_layout_engine()
    with own_style({"svg.fonttype": "none", "svg.hashsalt": salt}):
        figure.set_layout_engine(None)  # else it would be laid out again, and drawn one time more
        figure.savefig(file, format=form, dpi=DOTS_PER_INCH, facecolor="white", metadata=dates, **packed)
    figure.set_layout_engine(engine)
    warn_of_missing(figure)
