"""Whatever a comparison and its report say and draw, they never say "100 %", and give no verdict below 14 readings."""

from __future__ import annotations

import re
from pathlib import Path

import pandas as pd
import pytest

from sim.cli import sim as command
from sim.cli.edge import DONE, code_of
from tests.doors.command_line import QUICK, Said

CERTAIN = re.compile(r"\b100(\.0+)?\s?(%|per ?cent)", re.IGNORECASE)
VERDICT = re.compile(r"\bbeats?\b|\bleads\b|\breadings disagree|\btoo few readings to say", re.IGNORECASE)
LEAST = 14


def texts(folder: Path) -> dict[str, str]:
    """Return the words of the figure of the answer and of the report; axes of other figures may have 100 % on them."""
    found = {path.name: path.read_text(encoding="utf-8") for path in (folder / "figures").glob("answer.svg")}
    page = (folder / "report.html").read_text(encoding="utf-8")
    found["report.html"] = re.sub(r"(?s)<(style|script|svg)\b.*?</\1>", " ", page)
    return {name: re.sub(r"<[^>]*>", " ", text) for name, text in found.items()}


@pytest.mark.parametrize(
    "asked",
    [
        ["--readings", "1"],
        ["--readings", "13"],
        ["--readings", "14"],
        ["--luck-only", "--replications", "13"],
    ],
    ids=" ".join,
)
def test_nothing_is_certain_and_a_few_readings_give_no_verdict(asked: list[str], tmp_path: Path, capsys: Said) -> None:
    out = tmp_path / "out"
    arms = ["compare", "baseline", "openness", "no_barriers"]
    given = [*arms, *QUICK, *asked, "--out", str(out)]
    assert code_of(command, [*given, "--all"]) == DONE
    said = capsys.readouterr().out
    assert code_of(command, ["report", str(out), "--quiet"]) == DONE
    every = {"screen": said, **texts(out)}
    for where, text in every.items():
        assert not CERTAIN.search(text), (where, CERTAIN.findall(text))
    verdicts = set(pd.read_csv(out / "verdicts.csv")["verdict"])
    few = int(asked[-1]) < LEAST
    assert (verdicts == {"none"}) == few
    if few:
        for where in ("screen", "answer.svg"):
            found = VERDICT.search(every[where].replace("Who beats whom", ""))
            assert found is None, (where, found)
        assert "a demonstration" in said
