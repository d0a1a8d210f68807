"""Words stay on the paper and apart: titles, names and labels that are too long for their place are folded."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from itertools import pairwise
from typing import Any, ParamSpec
from weakref import WeakKeyDictionary

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.text import Text
from matplotlib.ticker import FixedLocator, MaxNLocator
from matplotlib.transforms import Bbox

from sim.report.figures.lettering import folded, own_style

P = ParamSpec("P")
WIDEST_NAMES = 0.36  # of the figure's width, for names along the vertical axis
EDGE = 0.08  # inches that stay free at the edges of the paper
MOST_LINES = 4
MOST_LAYOUTS = 3  # what is folded makes room that the rest is measured by
UNFOLDED: WeakKeyDictionary[Text, str] = WeakKeyDictionary()
APART = 4  # dots between numbers along an axis


def drawn(draw: Callable[P, Figure]) -> Callable[P, Figure]:
    """Have a figure drawn in our own style, and its words folded so that they stay on the paper and apart."""

    @wraps(draw)
    def styled(*args: P.args, **kwargs: P.kwargs) -> Figure:
        with own_style():
            return settled(draw(*args, **kwargs))

    return styled


def settled(figure: Figure) -> Figure:
    """Fold what is too long for its place in a figure, give everything its place, and return the figure."""
    for axes in figure.axes:
        _fold_names(axes, figure.get_figwidth())
    for _ in range(MOST_LAYOUTS):
        lay_out(figure)
        if not _fold_words(figure):
            break
    else:
        lay_out(figure)
    _thin_out(figure)
    return figure


def lay_out(figure: Figure) -> None:
    """Give everything in a figure its place, and draw nothing."""
    engine = figure.get_layout_engine()
    if engine is not None:
        engine.execute(figure)


def _fold_words(figure: Figure) -> bool:
    """Fold titles and labels; tell whether any of them changed."""
    changed = False
    if figure.get_suptitle():
        title: Any = figure._suptitle  # type: ignore[attr-defined]  # there is no public way to it
        changed |= _fold(title, figure.get_figwidth() - 2 * EDGE)
    return any([changed, *(_fold_labels(figure, axes) for axes in figure.axes)])


def _fold_names(axes: Axes, inches: float) -> None:
    """Fold names along the vertical axis."""
    if not isinstance(axes.yaxis.get_major_locator(), FixedLocator):
        return
    labels = list(axes.get_yticklabels())  # asked for again, they would say what they said before
    names = [folded(label.get_text(), WIDEST_NAMES * inches, float(label.get_fontsize())) for label in labels]
    axes.set_yticks(axes.get_yticks(), names)


def _thin_out(figure: Figure) -> None:
    """Leave out numbers along horizontal axes until none touches the next; all axes at once, as each draws all."""
    crowded = [axes for axes in figure.axes if isinstance(axes.xaxis.get_major_locator(), MaxNLocator)]
    for most in (6, 5, 4, 3, 2, 1):
        crowded = [axes for axes in crowded if _numbers_touch(axes)]
        if not crowded:
            return
        for axes in crowded:
            axes.xaxis.get_major_locator().set_params(nbins=most)  # type: ignore[call-arg]
        lay_out(figure)


def _numbers_touch(axes: Axes) -> bool:
    low, high = sorted(axes.get_xlim())
    axes.xaxis.get_majorticklabels()  # gives ticks their places, where no layout has
    ticks = [tick for tick in axes.xaxis.get_major_ticks() if low <= tick.get_loc() <= high]
    seen = [tick.label1 for tick in ticks if tick.label1.get_visible()]
    ends = sorted((box.x0, box.x1) for box in (label.get_window_extent() for label in seen))
    return any(end + APART >= start for (_, end), (start, _) in pairwise(ends))


def _fold_labels(figure: Figure, axes: Axes) -> bool:
    """Fold the titles and labels of axes to the room between their neighbours; tell whether any of them changed."""
    box = axes.get_window_extent()
    left, right = _room(figure, axes, box)
    title: Any = axes._left_title  # type: ignore[attr-defined]  # where all our titles stand
    middle = (box.x0 + box.x1) / 2
    reach = 2 * min(middle - left, right - middle) / figure.dpi
    return any([
        _fold(title, (right - box.x0) / figure.dpi),
        _fold(axes.xaxis.label, reach),
        _fold(axes.yaxis.label, box.height / figure.dpi),
    ])  # fmt: skip


def _fold(text: Text, inches: float, lines: int = MOST_LINES) -> bool:
    before = text.get_text()
    unfolded = UNFOLDED.setdefault(text, before)  # what was folded before is not folded again
    text.set_text(folded(unfolded, inches, float(text.get_fontsize()), lines))
    return text.get_text() != before


def _room(figure: Figure, axes: Axes, box: Bbox) -> tuple[float, float]:
    """Return the dots from which and up to which the words of axes may reach."""
    left, right = EDGE * figure.dpi, (figure.get_figwidth() - EDGE) * figure.dpi
    for other in figure.axes:
        near = other.get_window_extent()
        if other is axes or near.y0 >= box.y1 or near.y1 <= box.y0:
            continue
        gap = EDGE * figure.dpi
        if near.x0 >= box.x1:
            right = min(right, near.x0 - gap)
        elif near.x1 <= box.x0:
            left = max(left, (near.x1 + box.x0) / 2)
    return left, max(right, box.x1)
