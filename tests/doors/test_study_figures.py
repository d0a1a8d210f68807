"""Figures of a study: each is drawn from its table, says so if there is nothing, and keeps its words in an SVG."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from matplotlib import rcParams
from matplotlib.figure import Figure
from matplotlib.image import imread
from matplotlib.text import Text

from sim.dates import Calendar
from sim.report import figures
from sim.report.figures.labels import factor_words, outcome_words
from sim.report.figures.over_time import against, over_time
from sim.statistics import pair_verdicts
from tests.doors.hard_to_place import answer_of_readings

TOTAL = "transfers_delivered"
ROWS = 3
THREE = np.array([1.0, -2.0, 3.0])


def ended(name: str, middle: np.ndarray, low: str = "low", high: str = "high") -> dict[str, np.ndarray]:
    return {name: middle, low: middle - 0.5, high: middle + 0.5}


TABLES = pd.concat(
    pd.DataFrame(
        {
            "table": table,
            "barrier": ["secrecy", "standards_mismatch", "market_separation"],
            **ended("value", THREE),
            "unit": unit,
            "rank": [2, 3, 1],
        }
    )
    for table, unit in (("proximate deaths", "share of deaths"), ("Shapley value", "deals"))
)
INTERACTIONS = pd.DataFrame(
    {
        "first": ["levers.fund_pool.strength", "levers.fund_pool.strength", "levers.market_opening.strength"],
        "second": ["levers.market_opening.strength", "levers.rd_subsidy.strength", "levers.rd_subsidy.strength"],
        **ended("log_ratio", THREE / 10),
        "chance": [0.01, 0.4, 0.001],
    }
)
SOBOL = pd.DataFrame(
    {
        "factor": ["barriers.secrecy", "levers.fund_pool.strength", "parameters.clerks"],
        **ended("first", np.abs(THREE) / 9, "first_low", "first_high"),
        **ended("total", np.abs(THREE) / 7, "total_low", "total_high"),
        "seed_share": 0.2,
    }
)
MORRIS = pd.DataFrame(
    {
        "factor": SOBOL["factor"],
        **ended("mu_star", np.abs(THREE), "mu_star_low", "mu_star_high"),
        **ended("sigma", np.abs(THREE), "sigma_low", "sigma_high"),
    }
)
DOSES = pd.DataFrame({"factor": "parameters.clerks", "level": [30, 60, 90], **ended("difference", THREE)})
SURFACE = pd.DataFrame({"horizontal": [0, 0, 1, 1], "vertical": [0, 1, 0, 1], "mean": [1.0, 2, 3, 5]})
COSTS = pd.DataFrame(
    {
        "arm": ["baseline", "openness", "finance_led"],
        **ended("gain", THREE, "gain_low", "gain_high"),
        **ended("cost", THREE, "cost_low", "cost_high"),
        "on_front": [True, False, True],
        "on_front_in": [20, 0, 18],
        "readings": 20,
    }
)
GAINS = np.array([np.zeros(20), np.r_[np.ones(11), -np.ones(9)], np.ones(20)])
PAIRS = pair_verdicts(GAINS, ["none", "finance_led", "openness"])
CONVERGENCE = pd.DataFrame(
    {"replications": [2, 3, 4], **ended("difference", THREE), "relative_half_width": [np.inf, 0.2, 0.04]}
)
BOXES = pd.DataFrame(
    {
        "box": [1, 1, 2],
        "factor": ["barriers.secrecy", "parameters.clerks", "barriers.secrecy"],
        "low": [0.2, 30.0, 0.0],
        "high": [1.0, 60.0, 0.1],
        "range_low": [0.0, 30.0, 0.0],
        "range_high": [1.0, 90.0, 1.0],
        "coverage": 0.5,
        "density": 0.9,
        "density_low": 0.8,
        "density_high": 0.95,
        "base_rate": 0.3,
        "n": 40,
    }
)
ENDINGS = pd.DataFrame(
    {
        "arm": ["none", "none", "openness", "openness"],
        "cause": ["secrecy", "low_value"] * 2,
        "share": [0.3, 0.1, 0.2, 0.0],
    }
)
YEARS = [2019, 2020] * 2
COURSES = pd.DataFrame(
    {"arm": "none", "measure": ["mean_wait"] * 2 + ["licensed_firms"] * 2, "year": YEARS, **ended("mean", np.ones(4))}
)

Draw = Callable[[pd.DataFrame], Figure]
DRAWN: dict[str, tuple[Draw, pd.DataFrame]] = {
    "barrier_tables": (lambda table: figures.draw_barrier_tables(table, TOTAL), TABLES),
    "interaction_matrix": (lambda table: figures.draw_interaction_matrix(table, TOTAL), INTERACTIONS),
    "sobol": (lambda table: figures.draw_sobol(table, TOTAL), SOBOL),
    "morris": (lambda table: figures.draw_morris(table, TOTAL), MORRIS),
    "dose_response": (lambda table: figures.draw_dose_response(table, TOTAL), DOSES),
    "surface": (lambda table: figures.draw_surface(table, "parameters.clerks", "barriers.secrecy", TOTAL), SURFACE),
    "cost_plane": (lambda table: figures.draw_cost_plane(table, TOTAL), COSTS),
    "who_beats_whom": (lambda table: figures.draw_who_beats_whom(PAIRS if len(table) else [], TOTAL), DOSES),
    "convergence": (lambda table: figures.draw_convergence(table, "openness", TOTAL), CONVERGENCE),
    "endings": (figures.draw_endings, ENDINGS),
    "over_time": (lambda table: figures.draw_over_time(table, 2020), COURSES),
    "discovered_boxes": (lambda table: figures.draw_discovered_boxes(table, "more than 100 deals"), BOXES),
}


def said(figure: Figure) -> str:
    """Return all the words of a figure."""
    titles = [text for axes in figure.axes for text in axes.get_children() if isinstance(text, Text)]
    texts = [*titles, *(axis.label for axes in figure.axes for axis in (axes.xaxis, axes.yaxis))]
    ticks = [label for axes in figure.axes for label in (*axes.get_xticklabels(), *axes.get_yticklabels())]
    return " | ".join(text.get_text() for text in (*figure.texts, *texts, *ticks))


@pytest.mark.parametrize("name", DRAWN)
def test_every_figure_is_drawn_as_a_picture_and_as_vectors(tmp_path: Path, name: str) -> None:
    draw, table = DRAWN[name]
    picture = figures.save(draw(table), tmp_path / f"{name}.png")
    assert (imread(picture)[..., :3].min(axis=2) < 0.98).mean() > 0.01
    vectors = figures.save(draw(table), tmp_path / f"{name}.svg").read_text(encoding="utf-8")
    assert vectors.count("<text") >= 5
    assert figures.save(draw(table), tmp_path / "again.svg").read_text(encoding="utf-8") == vectors


@pytest.mark.parametrize("name", DRAWN)
def test_an_empty_table_is_no_failure(name: str) -> None:
    draw, table = DRAWN[name]
    assert any(text.get_text().startswith(("no ", "nothing", "too few")) for text in draw(table.iloc[:0]).texts)


@pytest.mark.parametrize("name", DRAWN)
def test_missing_intervals_are_left_out(name: str) -> None:
    draw, table = DRAWN[name]
    bare = table.assign(**{column: np.nan for column in table.columns if column.endswith(("low", "high"))})
    if name != "discovered_boxes":  # whose ends are its content
        assert said(draw(bare))


def test_figures_leave_the_settings_of_matplotlib_alone(tmp_path: Path) -> None:
    names = sorted(set(rcParams) - {"backend"})
    before = [repr(rcParams[name]) for name in names]
    for name, (draw, table) in DRAWN.items():
        figures.save(draw(table), tmp_path / f"{name}.svg")
    assert [repr(rcParams[name]) for name in names] == before


def test_factors_and_outcomes_are_called_by_their_words() -> None:
    assert factor_words("levers.fund_pool.strength") == "fund pool"
    assert factor_words("barriers.secrecy") == "secrecy"
    assert factor_words("secrecy") == "secrecy"
    assert outcome_words(TOTAL) == ("Transfers delivered", "deals")
    assert outcome_words("own_index") == ("own index", "")


def test_an_interaction_that_is_sure_is_bold() -> None:
    figure = figures.draw_interaction_matrix(INTERACTIONS, TOTAL)
    weights = {text.get_text(): text.get_fontweight() for text in figure.axes[0].texts}
    assert (weights["+0.10"], weights["-0.20"], weights["+0.30"]) == ("bold", "normal", "bold")


def test_in_how_many_readings_an_arm_is_on_the_front_stands_beside_it() -> None:
    words = said(figures.draw_cost_plane(COSTS, TOTAL))
    assert "finance led (18 of 20)" in words
    assert "openness (0 of 20)" in words


def test_no_line_strikes_a_name_through() -> None:
    figure = figures.draw_cost_plane(COSTS, TOTAL)
    (axes,) = figure.axes
    ends = [axes.transData.transform(COSTS[[f"cost_{end}", "gain"]].to_numpy()) for end in ("low", "high")]
    zero = axes.transData.transform((0.0, 0.0))[1]
    lines = [(-np.inf, np.inf, zero), *((left[0], right[0], left[1]) for left, right in zip(*ends, strict=True))]
    for name in axes.texts:
        box = name.get_window_extent()
        struck = [one for one in lines if one[0] < box.x1 and box.x0 < one[1] and box.y0 < one[2] < box.y1]
        assert struck == [], name.get_text()


def test_counts_of_pairs_stand_in_cells_the_strongest_arm_above() -> None:
    figure = figures.draw_who_beats_whom(PAIRS, TOTAL)
    rows = [label.get_text() for label in figure.axes[0].get_yticklabels()]
    assert rows == ["openness", "finance led"]
    counts = sorted(text.get_text() for text in figure.axes[0].texts)
    assert counts == ["11", "14.5", "20"]  # 11 are ties: openness is as good in them, and better in nine


def test_each_table_of_barriers_shows_its_ranks() -> None:
    words = said(figures.draw_barrier_tables(TABLES, TOTAL))
    assert "proximate deaths" in words
    assert words.count("standards mismatch") == 1
    assert [text.get_text() for text in figures.draw_barrier_tables(TABLES, TOTAL).axes[0].texts] == ["1", "2", "3"]


def test_a_course_adds_up_quarters_and_leaves_out_years_that_are_not_whole() -> None:
    history = pd.DataFrame(
        {
            "run": ["one"] * 10 + ["two"] * 10,
            "arm": "none",
            "quarter": [*range(10)] * 2,
            "transfers_delivered": [1] * 10 + [3] * 10,
            "mean_wait": [0.0, 1.0, np.nan, 2.0] + [1.0] * 16,
        }
    )
    courses = over_time(history, Calendar(2019, 2020)).set_index(["measure", "year"])
    assert sorted(set(courses.index.get_level_values("year"))) == [2019, 2020]
    assert courses.loc[("transfers_delivered", 2020), ["mean", "low", "high"]].tolist() == pytest.approx([8, 4.8, 11.2])
    assert courses.loc[("mean_wait", 2019), "mean"] == pytest.approx(1.0)


def test_effects_of_a_year_are_over_the_reference_of_the_same_year() -> None:
    """The reference grows from 4 to 8 a year by itself; the other adds 2 in both, half and then a quarter."""
    history = pd.DataFrame(
        {
            "run": ["a"] * 12 + ["b"] * 12,
            "arm": ["policy"] * 12 + ["none"] * 12,
            "quarter": [*range(12)] * 2,
            "transfers_delivered": [5.0] * 4 + [1.5] * 4 + [2.5] * 4 + [0.0] * 4 + [1.0] * 4 + [2.0] * 4,
        }
    )
    ratios = against("none", history, Calendar(2019, 2020))
    assert ratios.to_dict(orient="list") == {"arm": ["policy"] * 2, "year": [2020, 2021], "ratio": [1.5, 1.25]}
    assert against("none", history, Calendar(2019, 2019))["ratio"].isna().tolist() == [True, False, False]


def test_an_answer_shows_counts_and_no_certainty_and_a_few_readings_have_neither_bars_nor_verdict() -> None:
    arms = ["baseline", "openness", "finance_led", "no_barriers"]
    answer, gains = answer_of_readings(arms)
    words = said_everywhere(figures.draw_answer(answer, gains))
    counts = {f"{pair.ahead:g}" for pair in answer.pairs}
    assert counts <= set(words.split("\n"))
    assert "a thought experiment, in no order" in words
    assert "100 %" not in words
    few, own = answer_of_readings(arms, 13)
    drawing = figures.draw_answer(few, own)
    words = said_everywhere(drawing)
    assert "13 readings: a demonstration" in words
    assert not re.search(r"\bsure\b|beats all|disagree|too few", words)
    widths = {line.get_linewidth() for line in drawing.axes[0].get_lines()}
    assert max(widths) < 2  # lines, and no bars


def said_everywhere(figure: Figure) -> str:
    """Return all the words of a figure, wherever they stand, a line each."""
    return "\n".join(text.get_text() for text in figure.findobj(Text))
