"""Words in figures: none covers another or leaves the paper, none is markup, and no user's style reaches them."""

from __future__ import annotations

import os
import subprocess
import sys
import warnings
from itertools import combinations
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from matplotlib.figure import Figure
from matplotlib.text import Text

from sim.barriers import BARRIERS
from sim.report import figures
from sim.report.figures import FIGURES, lettering
from sim.report.figures.labels import barrier_colour
from tests.doors.hard_to_place import CHINESE, MARKUP, TOTAL, HardToPlace, spread, study

UNSEEN = "\U0001f6f0"  # a satellite, which no text font has


def boxes(figure: Figure) -> list[tuple[Text, np.ndarray]]:
    """Return every word that is seen with the corners of its box in dots."""
    figure.draw_without_rendering()
    renderer: Any = figure.canvas.get_renderer()  # type: ignore[attr-defined]
    found, not_drawn = [], unseen(figure)
    for text in figure.findobj(Text):
        box = text.get_window_extent(renderer)
        if not text.get_visible() or not text.get_text().strip() or id(text) in not_drawn:
            continue
        angle = text.get_rotation()
        corners = np.array(box.corners())[[0, 1, 3, 2]]
        if angle % 90:
            corners = turned(text, renderer)
        found.append((text, corners))
    return found


def unseen(figure: Figure) -> set[int]:
    """Return the ids of texts that are not drawn: ticks beyond their axes, and all of axes that are switched off."""
    found = set()
    for axes in figure.axes:
        for axis in (axes.xaxis, axes.yaxis):
            low, high = sorted(axis.get_view_interval())
            near = 1e-6 * (high - low)
            for tick in (*axis.get_major_ticks(), *axis.get_minor_ticks()):
                if not (axes.axison and low - near <= tick.get_loc() <= high + near):
                    found |= {id(tick.label1), id(tick.label2)}
            if not axes.axison:
                found |= {id(axis.label), id(axis.get_offset_text())}
    return found


def turned(text: Text, renderer: Any) -> np.ndarray:
    """Return the corners of a slanted text."""
    angle = np.deg2rad(text.get_rotation())
    anchor = text.get_transform().transform(text.get_position())
    text.set_rotation(0)
    flat = np.array(text.get_window_extent(renderer).corners())[[0, 1, 3, 2]]
    text.set_rotation(np.rad2deg(angle))
    turn = np.array([[np.cos(angle), np.sin(angle)], [-np.sin(angle), np.cos(angle)]])
    return (flat - anchor) @ turn + anchor


def cover(one: np.ndarray, other: np.ndarray, slack: float = 1.0) -> bool:
    """Tell whether two boxes share more than a dot: no line parts them."""
    for corners in (one, other):
        for place in range(4):
            across = corners[(place + 1) % 4] - corners[place]
            normal = np.array([-across[1], across[0]]) / (np.hypot(*across) or 1.0)
            first, second = one @ normal, other @ normal
            if min(first.max(), second.max()) - max(first.min(), second.min()) <= slack:
                return False
    return True


def faults(figure: Figure) -> list[str]:
    """List the words that cover one another or leave the paper."""
    found = boxes(figure)
    wide, high = figure.get_size_inches() * figure.dpi
    said = [
        f"{text.get_text()!r} leaves the paper: {corners.min(axis=0).round()} to {corners.max(axis=0).round()}"
        for text, corners in found
        if corners.min() < -1 or corners[:, 0].max() > wide + 1 or corners[:, 1].max() > high + 1
    ]
    pairs = combinations(found, 2)
    return said + [f"{a.get_text()!r} on {b.get_text()!r}" for (a, first), (b, other) in pairs if cover(first, other)]


@pytest.mark.parametrize("count", [1, 8])
def test_no_words_of_a_study_s_figure_cover_one_another_or_leave_the_paper(count: int) -> None:
    assert {name: wrong for name, figure in study(count).items() if (wrong := faults(figure))} == {}


@pytest.mark.parametrize(("count", "quarters"), [(1, 24), (8, 60), (8, 200)])
def test_no_words_of_a_run_s_figure_cover_one_another_or_leave_the_paper(count: int, quarters: int) -> None:
    run = HardToPlace(count, quarters)
    drawn = {picture.name: picture.plot(run) for picture in FIGURES}
    assert {name: wrong for name, figure in drawn.items() if (wrong := faults(figure))} == {}


SCRIPT = """
import sys
from pathlib import Path
sys.path.insert(0, {root!r})
from tests.doors.hard_to_place import HardToPlace, study
from sim.report.figures import FIGURES, save
some = study(2, "forest", "endings", "cost_plane", "barrier_tables")
drawn = {{**some, **{{picture.name: picture.plot(HardToPlace()) for picture in FIGURES}}}}
for name, figure in drawn.items():
    for form in ("png", "svg", "pdf"):
        save(figure, Path({out!r}) / f"{{name}}.{{form}}")
"""
HOSTILE = """
text.usetex: True
backend: nonsense
font.size: 30
font.family: cursive
axes.facecolor: red
axes.formatter.use_mathtext: True
figure.constrained_layout.use: False
savefig.bbox: tight
savefig.dpi: 20
svg.fonttype: path
lines.linewidth: 9
"""


def test_a_user_s_matplotlibrc_changes_nothing(tmp_path: Path) -> None:
    made = []
    for name, text in (("plain", ""), ("hostile", HOSTILE)):
        out = tmp_path / name
        out.mkdir()
        (out / "matplotlibrc").write_text(text)
        script = SCRIPT.format(root=str(Path(__file__).parents[2]), out=str(out))
        ended = subprocess.run(
            [sys.executable, "-W", "ignore", "-c", script], cwd=out, env=os.environ | {"MATPLOTLIBRC": str(out)},
            capture_output=True, text=True, check=False,
        )  # fmt: skip
        assert ended.returncode == 0, ended.stderr[-2000:]
        made.append({file.name: file.read_bytes() for file in out.iterdir() if file.name != "matplotlibrc"})
    assert len(made[0]) == 3 * (len(FIGURES) + 4)
    assert [name for name in made[0] if made[0][name] != made[1][name]] == []


def test_a_backend_that_does_not_exist_stops_no_command(tmp_path: Path) -> None:
    script = "import sim.cli, sys; sys.argv = ['sim', 'scenarios']; sim.cli.main()"
    after = "import atexit; atexit.register(lambda: __import__('matplotlib'));"
    env = os.environ | {"MPLBACKEND": "nonsense"}
    ended = subprocess.run([sys.executable, "-c", after + script], env=env, capture_output=True, text=True, check=False)
    assert (ended.returncode, "nonsense" in ended.stderr) == (0, False)


def test_names_are_drawn_as_they_were_written(tmp_path: Path) -> None:
    drawn = [text.get_text() for text in study(8, "forest")["forest"].findobj(Text)]
    assert any(MARKUP.replace("_", " ").strip().split()[0] in text for text in drawn)
    vectors = figures.save(study(8, "over_time")["over_time"], tmp_path / "a.svg").read_text(encoding="utf-8")
    assert "hidden" in vectors
    assert "&lt;b&gt;" in vectors


def test_letters_that_no_font_has_are_said_in_one_sentence(tmp_path: Path) -> None:
    table = pd.DataFrame({"arm": [f"{UNSEEN} one"], "outcome": TOTAL, "difference": 1.0, "low": 0.5, "high": 2.0})
    with warnings.catch_warnings(record=True) as said:
        warnings.simplefilter("always")
        figures.save(figures.draw_forest(table, TOTAL), tmp_path / "a.png")
        figures.save(figures.draw_forest(table.assign(arm="plain"), TOTAL), tmp_path / "b.png")
    assert [one.category for one in said] == [lettering.LettersMissingWarning]
    assert UNSEEN in str(said[0].message)


@pytest.mark.skipif(len(lettering.families()) == 1, reason="no font with Chinese letters is installed")
def test_chinese_names_find_a_font() -> None:
    figure = figures.draw_endings(pd.DataFrame({"arm": [CHINESE], "cause": ["secrecy"], "share": [0.2]}))
    assert lettering.missing_letters(figure) == ""


def test_chinese_letters_without_a_font_are_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lettering, "families", lambda: (lettering.FIRST_FAMILY,))
    figure = Figure()
    figure.text(0.5, 0.5, "ab成都")
    assert lettering.missing_letters(figure) == "成都"


def test_a_barrier_has_one_colour_whatever_its_row() -> None:
    names = [barrier.name for barrier in BARRIERS]
    values, colours = spread(np.arange(1.0, len(names) + 1), "value"), []
    for order in (names, names[::-1]):
        table = pd.DataFrame({"table": "Shapley value", "barrier": order, **values})
        figure = figures.draw_barrier_tables(table.assign(unit="deals", rank=range(1, len(names) + 1)), TOTAL)
        axes = figure.axes[0]
        rows = [label.get_text().replace(" ", "_") for label in axes.get_yticklabels()]
        colours.append(dict(zip(rows, [bar.get_facecolor() for bar in axes.patches], strict=True)))
    assert colours[0] == colours[1]
    assert len({barrier_colour(name) for name in names}) == len(names)


def test_titles_of_scenarios_stand_in_a_forest_with_n_and_what_the_lines_cover() -> None:
    table = pd.DataFrame({"arm": ["open"], "outcome": TOTAL, "difference": 1.0, "low": 0.5, "high": 2.0})
    titles = {"open": "Full openness", "now": "As it is"}
    figure = figures.draw_forest(table, TOTAL, "now", titles=titles, basis="n = 4 seeds; lines: 95 % interval")
    words = " ".join(" ".join(text.get_text().split()) for text in figure.findobj(Text))
    assert "Full openness" in words
    assert "difference from As it is" in words
    assert "n = 4 seeds; lines: 95 % interval" in words


def test_factors_of_unlike_units_have_axes_of_their_own() -> None:
    keys = ["barriers.secrecy", "parameters.clerks_per_office"]
    levels = ([0, 0.5, 1], [30, 60, 90])
    table = pd.concat(pd.DataFrame({"factor": key, "level": level, **spread(np.arange(3.0), "difference")})
                      for key, level in zip(keys, levels, strict=True))  # fmt: skip
    ends = [axes.get_xlim() for axes in figures.draw_dose_response(table, TOTAL).axes]
    assert [round(end[1]) for end in ends] == [1, 91]
