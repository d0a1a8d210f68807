"""What several files of tests ask for."""

from __future__ import annotations

import pytest

from sim.experiment import sweep
from tests.agreement.swept import asked, table_of


@pytest.fixture(scope="session")
def serial(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """The table of a sweep of which every run was made by itself, one after the other."""
    store = tmp_path_factory.mktemp("serial") / "store"
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr("sim.experiment.make.sweep.fair", lambda runs, workers: 1)
        sweep(asked(), store)
    return table_of(store)
