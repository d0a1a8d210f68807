"""What the tests of the page share: the page of the small region, and a browser."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from sim import Scenario
from sim.page import pack_of, page_of


@pytest.fixture(scope="module")
def tiny(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("tiny") / "tiny.html"
    file.write_text(page_of(pack_of(Scenario.load("tiny"))), encoding="utf-8")
    return file


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    from tests.doors.page.browsers import chromium  # skips the test, and not this file, where there is no playwright

    with chromium() as one:
        yield one
