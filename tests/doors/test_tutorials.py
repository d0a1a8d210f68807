"""The tutorials run, and say today what was saved with them."""

from __future__ import annotations

import base64
import os
from pathlib import Path
from typing import Any

import nbformat
import pytest
import run_tutorials

ROOT = Path(__file__).parents[2]
TUTORIALS = sorted((ROOT / "docs" / "tutorials").glob("*.ipynb"))
LISTED = (ROOT / "docs" / "tutorials" / "index.md").read_text(encoding="utf-8")


def said(notebook: Any) -> list[tuple[str, str]]:
    """What the cells printed and returned, as text; figures are looked at apart."""
    return [
        (output.get("name", "value"), output.get("text") or output["data"].get("text/plain", ""))
        for cell in notebook.cells
        for output in cell.get("outputs", [])
        if output.output_type != "display_data" and "image/png" not in output.get("data", {})
    ]


def pictures(notebook: Any) -> list[bytes]:
    outputs = [output for cell in notebook.cells for output in cell.get("outputs", [])]
    return [base64.b64decode(one["data"]["image/png"]) for one in outputs if "image/png" in one.get("data", {})]


def test_every_tutorial_is_listed() -> None:
    assert len(TUTORIALS) == 5
    assert [file.stem for file in TUTORIALS if f"\n{file.stem}\n" not in LISTED] == []


LONG = ("3_sobol_study",)  # left to the slow tests


@pytest.mark.parametrize(
    "file",
    [pytest.param(file, marks=pytest.mark.slow) if file.stem in LONG else file for file in TUTORIALS],
    ids=lambda file: file.stem,
)
def test_a_tutorial_says_what_was_saved_with_it(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join([str(ROOT), os.environ.get("PYTHONPATH", "")]))
    saved, now = nbformat.read(file, as_version=4), run_tutorials.ran(file)
    assert said(now) == said(saved), "stale: run python docs/run_tutorials.py"
    assert not any(stream == "stderr" for stream, _ in said(saved))
    assert len(pictures(now)) == len(pictures(saved)) >= 1
    assert min(len(picture) for picture in pictures(saved)) > 10_000  # bytes: none is an empty sheet
