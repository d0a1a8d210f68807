"""Slips that a rule can hide are found by the type checker, each at its line, with the name that was meant."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SLIPS = """
from __future__ import annotations

from sim.barriers import Pair, points
from sim.barriers.secrecy import SecrecySettings
from sim.mechanisms.finance import FinanceSettings
from sim.rules import rule
from sim.state import World
from sim.tables import DealRow


@rule
def column_misspelt(world: World, deal: DealRow) -> float:
    return world.organisations[deal.source].perceived_sucess


@rule
def setting_misspelt(intensity: float, pair: Pair, settings: SecrecySettings) -> float:
    return intensity * settings.secrecy_visibility_exponnt


@rule
def column_of_another_table(world: World, deal: DealRow) -> float:
    return world.organisations[deal.source].quality


@rule
def column_of_another_table_by_a_vector_of_rows(world: World, place: int) -> float:
    return world.deals[world.open_deals[place]].trust


@rule
def setting_of_another_room(intensity: float, pair: Pair, settings: FinanceSettings) -> float:
    return intensity * settings.secrecy_visibility_exponent


@rule
def point_misspelt(world: World, pair: Pair) -> float:
    settings = world.settings[0]
    return points.VISIBLITY.joined(settings.barriers, pair, settings)


@rule
def right(world: World, deal: DealRow) -> float:
    return world.organisations[deal.source].trust + world.settings[0].patience
"""
FOUND = (
    '"OrganisationRow" has no attribute "perceived_sucess"; maybe "perceived_success"?',
    '"SecrecySettings" has no attribute "secrecy_visibility_exponnt"; maybe "secrecy_visibility_exponent"?',
    '"OrganisationRow" has no attribute "quality"',
    '"DealRow" has no attribute "trust"',
    '"FinanceSettings" has no attribute "secrecy_visibility_exponent"',
    'Module has no attribute "VISIBLITY"; maybe "VISIBILITY"?',
)


@pytest.mark.slow  # half a minute and more where nothing has been checked before
def test_the_type_checker_finds_the_slips_of_rules(tmp_path: Path) -> None:
    file = tmp_path / "slips.py"
    file.write_text(SLIPS, encoding="utf-8")
    command = [sys.executable, "-m", "mypy", "--config-file", str(ROOT / "pyproject.toml"), str(file)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    said = [line for line in done.stdout.splitlines() if "[attr-defined]" in line]
    assert [words in line for words, line in zip(FOUND, said, strict=True)] == [True] * len(FOUND), done.stdout
