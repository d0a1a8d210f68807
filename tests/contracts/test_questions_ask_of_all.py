"""What claims to compare all levers, or all packages, compares all that are there."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from sim.levers import LEVERS

HERE = Path(__file__).parents[2]
LEVER_NAMES = {lever.name for lever in LEVERS}
PAGES = [file.with_name("README.md") for file in sorted((HERE / "experiments").glob("[bqs]*/experiment.toml"))]


def read(path: Path) -> Any:
    return tomllib.loads(path.read_text(encoding="utf-8"))


def packages() -> set[str]:
    """Return shipped scenarios that set two levers or more and no barrier."""
    files = {path.stem: read(path) for path in (HERE / "scenarios").glob("*.toml")}
    return {name for name, said in files.items() if len(said.get("levers", {})) > 1 and not said.get("barriers")}


def test_the_tenth_question_asks_of_every_lever_and_of_every_package() -> None:
    arms = set(read(HERE / "experiments" / "q10_robust_package" / "experiment.toml")["arms"])
    assert len(packages()) > 4
    assert arms == LEVER_NAMES | packages() | {"baseline"}


def test_the_interactions_ask_of_every_lever_alone_and_of_all_together() -> None:
    arms = read(HERE / "experiments" / "interactions" / "experiment.toml")["arms"]
    alone = {name for name in LEVER_NAMES if arms.get(name, {}).get("set") == {f"levers.{name}.strength": 1.0}}
    assert alone == LEVER_NAMES
    assert set(arms["all_levers"]["set"]) == {f"levers.{name}.strength" for name in LEVER_NAMES}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.parent.name)
def test_a_page_asks_what_its_experiment_asks(page: Path) -> None:
    asked = read(page.with_name("experiment.toml"))
    head, _, rest = page.read_text(encoding="utf-8").partition("\n")
    assert head == f"# {asked['title']}"
    assert rest.strip().partition("\n")[0] == asked["question"]
