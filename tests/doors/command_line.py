"""What all tests of the command line ask for."""

from __future__ import annotations

import pytest

QUICK = ["--set", "run.quarters=10", "--set", "run.burn_in=2", "--set", "population.scale=0.2"]
Said = pytest.CaptureFixture[str]
