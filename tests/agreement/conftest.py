"""What several files of tests ask for."""

from __future__ import annotations

import pytest

from sim.experiment import sweep
from tests.agreement.swept import asked, table_of


@pytest.fixture(scope="session")
def serial(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    store = tmp_path_factory.mktemp("serial") / "store"
    sweep(asked(), store)
    return table_of(store)
