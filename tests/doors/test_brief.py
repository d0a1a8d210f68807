"""Page one of a report says what the screen says, on one page, and every point of its figure leads to its run."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from sim.analysis.brief import brief_of
from sim.analysis.sentences import sentences
from sim.cli import sim as command
from sim.cli.edge import BAD_INPUT, DONE, code_of
from sim.report.brief import answer_to
from sim.report.page import write_report
from tests.doors.command_line import QUICK, Said
from tests.doors.test_report_readings import COST, LEAKS, OPENING, TOTAL, asked_of, luck

WAIT = "mean_office_wait_quarters"
ARMS = {
    "none": {},
    "opening": {"set": {OPENING: 1.0}},
    "staff": {"set": {"levers.clearance_staff.strength": 1.0}},
}
ADDS = {"none": 0.0, "opening": 500.0, "staff": 200.0}


def made(known: Mapping[str, Any], seed: int) -> dict[str, float]:
    """Opening adds 500 deals for 1,000 million yuan, and two leaks; staff 200 for 50, and waits fall."""
    arm = known["arm"]
    return {
        TOTAL: 1000.0 + ADDS[arm] + luck(seed),
        COST: {"none": 0.0, "opening": 1000.0, "staff": 50.0}[arm],
        LEAKS: 1.0 + 2.0 * (arm == "opening"),
        WAIT: 3.0 - (arm == "staff"),
    }


def test_page_one_has_the_answer_its_price_who_loses_how_sure_and_what_would_overturn_it(tmp_path: Path) -> None:
    asked = asked_of(tmp_path, {"arms": ARMS, "replications": 32, "outcomes": [TOTAL]}, made)
    text = write_report(asked.results).read_text(encoding="utf-8")
    page = text[: text.index("<nav>")]
    parts = ["Opening brings more than all others: it adds 500 transfers delivered against None", "figures/brief.svg",
             "What it costs", "Opening costs 1,000 million yuan, 2.0 for each one gained", "Who loses",
             "More leaks: Opening +2.0.", "quarters: none found", "How sure",
             "beat None in nearly all seeds (32 of 32)", "What would overturn it",
             "Run it again", "Check it"]  # fmt: skip
    places = [page.index(part) for part in parts]
    assert places == sorted(places)


def test_page_one_and_the_screen_have_the_same_sentences(tmp_path: Path) -> None:
    answer = answer_to(asked_of(tmp_path, {"arms": ARMS, "replications": 32, "outcomes": [TOTAL]}, made))
    assert answer is not None
    assert set(brief_of(answer, "transfers").sure) <= set(sentences(answer))


@pytest.mark.parametrize("seeds", [1, 13])
def test_below_fourteen_page_one_is_a_demonstration_and_says_nothing_of_the_order(tmp_path: Path, seeds: int) -> None:
    asked = asked_of(tmp_path, {"arms": ARMS, "replications": seeds, "outcomes": [TOTAL]}, made)
    text = write_report(asked.results).read_text(encoding="utf-8")
    page = re.sub(r"(?s)<(svg|style)\b.*?</\1>", " ", text[: text.index("<nav>")])
    assert "a demonstration" in page
    assert not re.search(r"\bbeats?\b|\bleads\b|disagree", page)


def test_a_point_leads_to_the_run_of_its_arm_and_reading(tmp_path: Path) -> None:
    asked = asked_of(tmp_path, {"arms": ARMS, "replications": 16, "outcomes": [TOTAL]}, made)
    text = write_report(asked.results).read_text(encoding="utf-8")
    drawn = text[text.index("<svg") : text.index("</svg>")]
    targets = re.findall(r'href="#run-(\w+)"', drawn)
    rows = {
        run[:12]: (arm, seed)
        for run, arm, seed in asked.runs[["run", "arm", "seed"]].itertuples(index=False, name=None)
    }
    # Arms stand as in the figure, the largest effect first; points in the order of their readings.
    assert [rows[target] for target in targets] == [(arm, seed) for arm in ("opening", "staff") for seed in range(16)]
    assert all(f'<tr id="run-{target}">' in text for target in targets)
    alone = (tmp_path / "figures" / "brief.svg").read_text(encoding="utf-8")
    assert f'href="../report.html#run-{targets[0]}"' in alone


def test_a_comparison_names_its_command_and_a_run_that_is_made_again(tmp_path: Path, capsys: Said) -> None:
    out = tmp_path / "out"
    given = ["compare", "baseline", "openness", *QUICK, "--readings", "2", "--out", str(out), "--quiet"]
    assert code_of(command, given) == DONE
    assert code_of(command, ["report", str(out), "--quiet"]) == DONE
    text = (out / "report.html").read_text(encoding="utf-8")
    assert f"<code>sim compare baseline openness {' '.join(QUICK)} --readings 2 --out {out} --quiet</code>" in text
    assert f"<code>sim verify {out}</code>" in text
    for form in ("png", "svg", "pdf", "csv", "txt"):
        assert (out / "figures" / f"answer.{form}").stat().st_size
    [run, *_] = re.findall(r'<tr id="run-(\w+)">', text)
    capsys.readouterr()
    assert code_of(command, ["verify", str(out), "--run", run]) == DONE
    assert "1 of 4 runs made again and equal" in capsys.readouterr().out
    assert code_of(command, ["verify", str(out), "--run", "zz"]) == BAD_INPUT
    assert "no run begins with zz" in capsys.readouterr().err
    assert code_of(command, ["verify", str(out), "--run", run, "--lot", "3"]) == BAD_INPUT
