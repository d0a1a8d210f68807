"""What a sweep says while it is under way."""

from __future__ import annotations

import pytest

from sim.cli.sweep import ProgressLines
from sim.experiment import Progress


def test_time_spent_before_the_first_run_is_not_taken_for_slow_runs(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    now = [0.0]
    monkeypatch.setattr("time.monotonic", lambda: now[0])
    lines = ProgressLines()
    now[0] = 1000.0  # after seeking strengths that cost the budget
    progress = Progress(0, 100, begun=now[0])
    lines.update(progress)
    now[0], progress.done, progress.fresh = 1010.0, 20, 20
    lines.update(progress)
    assert capsys.readouterr().err == "20 of 100 runs, 2.0 runs/s, 40 s left\n"
