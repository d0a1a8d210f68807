"""What the model is laid beside finds what was put in: curves of Bass, gravity, slopes and shares."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from experiments import docking


def test_a_curve_of_bass_is_found_again() -> None:
    years = np.arange(0.0, 12.0, 0.25)
    p, q, most, fit = docking.bass_of(years, 40.0 + docking.bass(years, 0.03, 0.38, 900.0))
    assert (p, q) == pytest.approx((0.03, 0.38), rel=0.01)
    assert most == pytest.approx(900.0, rel=0.02)
    assert fit > 0.9999
    assert docking.bass(np.array([0.0]), 0.03, 0.38, 900.0)[0] == 0.0


def test_gravity_is_found_again() -> None:
    random = np.random.default_rng(1)
    mass = np.exp(random.normal(size=12))
    distance = 50.0 + 300.0 * random.random((12, 12))
    flow = 7.0 * np.outer(mass, mass) ** 0.8 * distance**-0.6
    flow[0, 1] = 0.0
    assert docking.gravity(flow, mass, distance) == pytest.approx((0.8, -0.6, 1.0))


def test_equal_values_are_not_skewed_and_one_that_has_all_is() -> None:
    share, held = docking.lorenz(np.ones(50))
    assert held == pytest.approx(share)
    assert docking.lorenz(np.array([0.0, 0.0, 5.0]))[1][0] == 1.0


def test_a_slope_of_logarithms_is_an_elasticity() -> None:
    assert docking.slope([1.0, 2.0, 4.0], [3.0, 12.0, 48.0]) == pytest.approx(2.0)


def test_the_backlog_under_seal_is_drawn_only_once_it_is_opened(monkeypatch: pytest.MonkeyPatch) -> None:
    from sim import Scenario

    drawn = []
    monkeypatch.setattr(docking, "after_loss", lambda base, seeds: drawn.append(seeds) or (np.arange(3.0), np.ones(3)))
    small = Scenario.load("tiny")
    assert "once the sealed fact on it is opened" in docking.queue(small, 1, opened=False).says
    assert not drawn
    said = docking.queue(small, 1, opened=True).says
    assert (
        "grows 1.0-fold at most at the defaults and is 1.0-fold in 2020; there it grew 3.8-fold and was 0.9-fold"
        in said
    )
    assert drawn == [1]


def test_no_kept_figure_writes_a_power_of_ten_as_code() -> None:
    """Words of a figure are not read as formulas, so that an axis of logarithms needs numbers of its own."""
    root = Path(__file__).parents[2]
    figures = [*root.glob("docs/figures/*.svg"), *root.glob("docs/pictures/*.svg"), *root.glob("experiments/*/*.svg")]
    assert len(figures) > 20
    assert [one.name for one in figures if "mathdefault" in one.read_text(encoding="utf-8")] == []
