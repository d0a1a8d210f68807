"""What all tests of the command line ask for."""

from __future__ import annotations

import pytest

QUICK = ["--set", "run.quarters=10", "--set", "run.start_year=2019", "--set", "population.scale=0.2"]
Said = pytest.CaptureFixture[str]
