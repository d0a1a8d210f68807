"""The calibration uses what it says it uses, and what it ships came from it."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from experiments.calibration import prior, targets
from experiments.patterns.tolerances import TOLERANCES
from sim.experiment.reading.draws import SHIPPED

pytest.importorskip("sklearn")
HERE = Path(prior.__file__).parent


def test_no_pattern_kept_for_validation_is_calibrated_to() -> None:
    used = {*targets.SCALE_OF, *targets.ONE_SIDED}
    assert all(TOLERANCES[name][3] for name in used)
    assert {name.split()[0] for name in used} == {"P2", "P6", "P7", "P8", "P11", "P12", "P13", "P14", "V3", "V13"}
    assert not used & set(targets.VALIDATION_ONLY)


def test_the_edge_of_a_tolerance_is_an_implausibility_of_three() -> None:
    for end in ("low", "high"):
        row = np.array([[target.of(np.array([getattr(target, end)]))[0] for target in targets.TARGETS]])
        assert np.abs(targets.standardised(row)) == pytest.approx(targets.CUT)


def test_the_prior_and_its_shares_are_each_other_s_inverse() -> None:
    shares = np.linspace(0.02, 0.98, 25)
    for one in (*prior.parameters(), *prior.barriers()):
        assert one.share_below(one.quantile(shares)) == pytest.approx(shares)


def test_a_second_reader_of_a_barrier_lands_one_step_away_about_once_in_twenty_times() -> None:
    for one in prior.barriers():
        values = one.quantile(np.linspace(0.0005, 0.9995, 1000))
        assert values.mean() == pytest.approx(one.code, abs=1e-3)
        assert (np.abs(values - one.code) > prior.STEP).mean() == pytest.approx(0.05, abs=0.02)


def test_the_emulator_learns_a_known_surface_and_says_how_unsure_it_is() -> None:
    from experiments.calibration.emulator import Emulator, quality

    random = np.random.default_rng(0)
    points = random.random((160, 3))
    true = np.column_stack([np.sin(4 * points[:, 0]) + points[:, 1], points[:, 1] * points[:, 2]])
    seen = true + 0.02 * random.normal(size=true.shape)
    emulator = Emulator.of(points[:120], seen[:120])
    assert (quality(emulator.mean(points[120:]), true[120:]) > 0.98).all()
    far = np.full((1, 3), 3.0)
    assert (emulator.variance(far) > 10 * emulator.variance(points[:1])).all()


def test_what_is_shipped_is_drawn_about_what_was_adopted() -> None:
    from experiments.calibration.around import inputs

    shipped = pd.read_csv(SHIPPED["posterior"])
    assert list(shipped.columns) == [one.key for one in inputs()]
    assert len(shipped) > 100
    for one in inputs():
        place, own = one.share_below(prior.shipped([one]))[0], one.share_below(shipped[one.key].to_numpy(float))
        assert own.min() - 0.01 <= place <= own.max() + 0.01, one.key


def test_what_was_adopted_is_the_default() -> None:
    adopted = pd.read_csv(HERE / "adopted.csv").set_index("key")["adopted"]
    varied = [one for one in (*prior.parameters(), *prior.barriers()) if one.key in adopted]
    assert len(varied) == len(adopted)
    assert prior.shipped(varied) == pytest.approx(adopted[[one.key for one in varied]].to_numpy())
