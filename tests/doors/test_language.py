"""A person is spoken to in one language throughout: in help, results, errors, reports and figures."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from matplotlib.text import Text

from exporting.spoken import of_click
from sim.cli.speaking import chosen
from sim.language import CHINESE, ENGLISH, MARKS, PSEUDO, VARIABLE, speaking
from sim.report.figures.lettering import families, missing_letters
from sim.report.figures.of_a_run import FIGURES
from sim.scenario import shipped_names
from tests.doors.hard_to_place import CHINESE as OWN_CHINESE
from tests.doors.hard_to_place import LONG, NAMES, HardToPlace, study
from tests.doors.pseudo import messages_in, outside
from tests.doors.report_words import publications, words_outside
from tests.doors.test_figure_words import faults
from tests.doors.test_report import ARMS, STUDIES, swept

COMMANDS = (
    *("run", "compare", "deals", "app", "page", "sweep", "status"),
    *("report", "verify", "scenarios", "validate", "explain", "schema"),
)
SMALL = ["--set", "population.scale=0.1", "--set", "run.quarters=56"]
CLICKS = {word for message, _ in of_click() for word in (message if isinstance(message, tuple) else (message,))}
"""Click's own messages, which gettext reads from the same catalogue and the pseudo-language leaves as they are."""
FRAME = re.compile("[─│╭╮╰╯]")
needs_letters = pytest.mark.skipif(len(families()) < 2, reason="no font with Chinese letters on this machine")


def said(*arguments: str, language: str = PSEUDO, **more: str) -> str:
    """Return what a command writes for a person in a language."""
    environment = {**os.environ, VARIABLE: language, "COLUMNS": "200", **more}
    command = [sys.executable, "-m", "sim.cli", *arguments]
    done = subprocess.run(command, capture_output=True, text=True, env=environment, check=False)
    return done.stdout + done.stderr


def leaks(text: str, *names: str) -> list[str]:
    return outside(FRAME.sub(" ", text), {*shipped_names(), *CLICKS, *COMMANDS, "sim", *names})


@pytest.mark.parametrize(
    ("arguments", "variables", "spoken"),
    [
        (["run", "--language", "zh"], {}, "zh"),
        (["run", "--language=zh"], {VARIABLE: "en"}, "zh"),
        (["--language", "en", "run"], {VARIABLE: "zh"}, "en"),
        (["run"], {VARIABLE: "zh", "LANG": "en_GB.UTF-8"}, "zh"),
        (["run"], {"LC_ALL": "zh_CN.UTF-8"}, "zh"),
        (["run"], {"LC_ALL": "C", "LANG": "zh_CN.UTF-8"}, "en"),
        (["run"], {VARIABLE: "klingon", "LANG": "zh_CN"}, "zh"),
        (["run", "--", "--language", "zh"], {"LANG": "C"}, "en"),
    ],
)
def test_an_option_comes_before_the_variable_and_that_before_the_locale(
    monkeypatch: pytest.MonkeyPatch, arguments: list[str], variables: dict[str, str], spoken: str
) -> None:
    for name in (VARIABLE, "LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    assert chosen(arguments) == spoken


def test_what_is_started_meanwhile_speaks_the_language_and_then_no_more() -> None:
    with speaking(CHINESE):
        ask = [sys.executable, "-c", "from sim.language import language; print(language())"]
        assert subprocess.run(ask, capture_output=True, text=True, check=True).stdout.strip() == CHINESE
    assert os.environ[VARIABLE] == ENGLISH


def test_every_text_of_the_help_is_a_message() -> None:
    texts = [said(*([command] if command else []), "--help") for command in ("", *COMMANDS)]
    assert sum(map(messages_in, texts)) > 150
    assert {
        command: found for command, text in zip(("", *COMMANDS), texts, strict=True) if (found := leaks(text))
    } == {}


def test_every_text_of_results_and_errors_of_commands_is_a_message(tmp_path: Path) -> None:
    two, one = str(tmp_path / "two"), str(tmp_path / "one")
    cases: list[list[str]] = [
        ["scenarios"],
        ["validate", "tiny"],
        ["run", "tiny", "--out", one],
        ["compare", "baseline", "openness", *SMALL, "--readings", "3", "--out", two, "--all"],
        ["verify", two, "--runs", "1"],
        ["deals", "baseline", "openness", *SMALL],
        *(["explain", name] for name in ("secrecy", "levers.fund_pool", "clerks", "structure.demand", "leaks")),
        *(
            ["explain", name]
            for name in ("run.quarters", "shocks.quarter", "levers.fund_pool.cities", "structure.gates")
        ),
        *(["run", "tiny", "--set", wrong] for wrong in ("run.quarters=-1", "run.policy_year=1990", "shocks.key=3")),
        *(["run", "tiny", "--set", wrong] for wrong in ("structure.demand=no", "region.cities=x.csv", "run.burn_in=3")),
        ["explain", "secrecyy"],
        ["compare", "tiny"],
        ["compare", "tiny", "tiny"],
        ["run", "tiny", "--out", two],
    ]
    texts = {" ".join(case): said(*case) for case in cases}
    assert sum(map(messages_in, texts.values())) > 400
    notes = publications()
    assert {
        case: found for case, text in texts.items() if (found := leaks(text, "secrecyy leaks shocks", *notes))
    } == {}


def test_click_says_its_errors_in_the_language_too() -> None:
    assert "没有命令 'nosuch'" in said("nosuch", language=CHINESE)
    assert "没有选项 '--nope'" in said("run", "tiny", "--nope", language=CHINESE)
    assert "用法：" in said("run", "--help", language=CHINESE)


@pytest.mark.long
@pytest.mark.parametrize("kind", STUDIES)
def test_every_text_of_a_report_and_its_figures_is_a_message(tmp_path: Path, kind: str) -> None:
    assert words_outside(swept(tmp_path / "store", STUDIES[kind][0]), *ARMS) == []


@needs_letters
@pytest.mark.parametrize("count", [1, 8])
def test_figures_of_a_study_in_chinese_find_every_letter_and_stay_on_the_paper(count: int) -> None:
    with speaking(CHINESE):
        drawn = study(count)
    assert {name: found for name, figure in drawn.items() if (found := missing_letters(figure))} == {}
    assert {name: wrong for name, figure in drawn.items() if (wrong := faults(figure))} == {}


@needs_letters
@pytest.mark.parametrize(("count", "quarters"), [(1, 24), (8, 60)])
def test_figures_of_a_run_in_chinese_find_every_letter_and_stay_on_the_paper(count: int, quarters: int) -> None:
    with speaking(CHINESE):
        drawn = {picture.name: picture.plot(HardToPlace(count, quarters)) for picture in FIGURES}
    assert {name: found for name, figure in drawn.items() if (found := missing_letters(figure))} == {}
    assert {name: wrong for name, figure in drawn.items() if (wrong := faults(figure))} == {}


def test_every_word_of_a_figure_is_a_message() -> None:
    own = {LONG, OWN_CHINESE, *NAMES, "more than", "Sichuan"}
    with speaking(PSEUDO):
        drawn: dict[str, Any] = {**study(8), **{one.name: one.plot(HardToPlace(8, 60)) for one in FIGURES}}
    for name, figure in drawn.items():
        texts = [text.get_text() for text in figure.findobj(Text) if text.get_visible()]
        assert any(MARKS[0] in text for text in texts), name
        own |= {city.name for city in HardToPlace(8, 60).region.cities}
        assert [word for text in texts for word in leaks(text.replace("\n", " "), *own)] == [], name


def test_what_was_written_says_in_which_language(tmp_path: Path) -> None:
    said("run", "tiny", "--no-figures", "--out", str(tmp_path / "out"), "--language", "zh")
    about = json.loads((tmp_path / "out" / "provenance.json").read_text(encoding="utf-8"))
    assert about["language"] == CHINESE
