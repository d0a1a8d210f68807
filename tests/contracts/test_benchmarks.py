"""What the page on speed says is what was measured."""

from __future__ import annotations

import importlib
from pathlib import Path

import pytest

from benchmarks import history, tables
from benchmarks.__main__ import BENCHMARKS
from benchmarks.figure import Figure, one, ratio, several

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "performance.md"


def test_the_page_says_what_was_measured() -> None:
    text = PAGE.read_text(encoding="utf-8")
    assert tables.page(text) == text, "stale: run python -m benchmarks --write"
    assert [name for name in BENCHMARKS if f"<!-- table: {name} -->" not in text] == []
    assert (ROOT / "docs" / "figures" / "performance.png").exists()


def test_history_holds_whole_measurements_of_known_benchmarks() -> None:
    found = list(history.records())
    assert found
    for record in found:
        assert record.about["benchmark"] in BENCHMARKS
        assert {"when", "model", "cpu", "cores", "load_before", "numba"} <= set(record.about)
        assert all(figure.low <= figure.value <= figure.high for figure in record.figures if figure.unit != "times")


@pytest.mark.parametrize("name", list(BENCHMARKS))
def test_every_benchmark_asks_a_question(name: str) -> None:
    benchmark = importlib.import_module(f"benchmarks.{BENCHMARKS[name]}")
    assert benchmark.QUESTION.endswith("?")
    assert callable(benchmark.measure)


def test_figures_know_their_middle_their_spread_and_their_goal() -> None:
    assert several("x", [3.0, 1.0, 2.0], "s") == Figure("x", 2.0, "s", 1.0, 3.0, 3)
    found = ratio("x", [2.0, 4.0, 9.0], [1.0, 2.0, 3.0], "cpu", ">= 2.5")
    assert (found.value, found.low, found.high, found.met) == (2.0, 2.0, 3.0, False)
    assert one("x", 2.0, "s", goal="<= 2").met is True
    assert one("x", 2.0, "s").met is None
