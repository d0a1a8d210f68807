"""Runs the tests that carry evidence and keeps what they noted."""

from __future__ import annotations

import contextlib
import io
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from experiments.evidence.rows import ids_of

ROOT = Path(__file__).parents[2]
TESTS = ("tests/laws", "tests/agreement/test_plain_python.py", "tests/agreement/test_plain_mesa.py")


@dataclass
class Finding:
    """One test: whether it passed and what it noted.

    Attributes:
        test: name of the function, with its parameters.
        ids: rows of the validation plan it speaks for.
        passed: whether it passed.
        seconds: how long it took.
        notes: name and value of each note, in order.
    """

    test: str
    ids: list[str]
    passed: bool
    seconds: float
    notes: list[tuple[str, Any]] = field(default_factory=list)

    def noted(self, name: str) -> Iterator[Any]:
        """Yield what was noted under a name."""
        return (value for key, value in self.notes if key == name)


class Keeper:
    """A plugin of pytest that keeps the outcome and the notes of every test."""

    def __init__(self) -> None:
        self.findings: list[Finding] = []

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Keep a test that has run, or that broke before it ran."""
        if report.when == "call" or report.failed:
            test = report.nodeid.split("::")[-1]
            notes = [(str(name), value) for name, value in report.user_properties]
            self.findings.append(Finding(test, ids_of(test), report.passed, report.duration, notes))


def findings(quick: bool, processes: int) -> tuple[list[Finding], str]:
    """Run the laws, the docking and the oracle.

    Args:
        quick: whether the tests marked slow are left out.
        processes: how many run side by side.

    Returns:
        What each test found, and what pytest said, to be shown if a test failed.
    """
    keeper, said = Keeper(), io.StringIO()
    which = "not slow" if quick else "slow or not slow"
    side_by_side = ["-n", str(processes), "--dist", "worksteal"] if processes > 1 else ["-n", "0"]
    paths = [str(ROOT / test) for test in TESTS]
    with contextlib.redirect_stdout(said):
        code = pytest.main(["-q", "--rootdir", str(ROOT), "-m", which, *side_by_side, *paths], plugins=[keeper])
    if code not in (pytest.ExitCode.OK, pytest.ExitCode.TESTS_FAILED):
        raise RuntimeError(f"the tests could not be run:\n{said.getvalue()}")
    return keeper.findings, said.getvalue()
