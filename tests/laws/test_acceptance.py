"""What the second version was built for is there at the shipped defaults, by paired runs.

Functions of `experiments.acceptance` and `experiments.who_decides`, which print docs/acceptance.md, are asked here with
fewer seeds. Runs of a seed are the same on every machine: a verdict moves only if the rules or the defaults do.
"""

from __future__ import annotations

import re
from pathlib import Path

import numpy as np
import pytest

from experiments import acceptance
from experiments.patterns.finished import end_of
from experiments.patterns.measures import growth, participation
from experiments.patterns.table import Row, rows
from experiments.who_decides import kinds_that_decide
from sim import Scenario
from sim.barriers import BARRIERS
from sim.engine import Run
from sim.levers import LEVERS
from sim.tables import HISTORY_BY_CITY

SEEDS = 8
PAGE = Path(__file__).parents[2] / "docs" / "acceptance.md"


@pytest.fixture(scope="module")
def patterns() -> dict[str, Row]:
    """All patterns over eight seeds, with the null model beside them."""
    return {row.name: row for row in rows(Scenario.load("baseline"), SEEDS, with_null=True)}


def test_every_kind_that_decides_moves_what_a_coin_does_not() -> None:
    found = kinds_that_decide(Scenario.load("baseline"), SEEDS)
    assert len(found) == 3
    assert [kind for kind, one in found.items() if not (one.by_coin and one.counts)] == []


def test_rivalry_displaces_across_the_boundary() -> None:
    across, everything = (
        acceptance.moved_by("parameters.rivalry", (0.0, 2.0), name, SEEDS)
        for name in (acceptance.ACROSS, acceptance.ALL)
    )
    assert across.large
    assert across.high < 0.0
    assert abs(everything.share) < 0.05


def test_chance_fails_far_more_patterns_than_are_asked_for(patterns: dict[str, Row]) -> None:
    failed = [row.name for row in patterns.values() if row.kind != "I" and row.under_null == "fails"]
    assert len(failed) >= 3 * acceptance.NULL_FAILS


def test_calibrated_patterns_are_met_up_to_the_luck_of_eight_seeds(patterns: dict[str, Row]) -> None:
    calibrated = [row for row in patterns.values() if row.calibrated]
    assert len(calibrated) == 15
    assert [row.name for row in calibrated if not row.low - row.half <= row.mean <= row.high + row.half] == []


def test_facts_of_the_past_are_measured_in_their_own_years() -> None:
    """P8 from the end of 2010 to that of 2015, P9 from 2011, not on the years of policy as in the first version."""
    run = Run(Scenario.load("baseline"), 0).run()
    assert [end_of(run, date) for date in ("2010 Q4", "2015 Q4", "2020 Q1")] == [11, 31, 48]
    licensed = run.record().history["licensed_firms"]
    assert growth(run)["P8 growth of licensed firms"] == licensed[31] / licensed[11] - 1.0
    place = [city.key for city in run.region.cities].index("mianyang")
    active = run.world.history_by_city[:, place, HISTORY_BY_CITY.index("active_firms")]
    assert participation(run)["P9 firms of Mianyang, 2011 to 2015"] == active[30] / active[15]


def test_firms_leave_values_are_unequal_and_the_horizon_is_no_transient(patterns: dict[str, Row]) -> None:
    """Nobody left, a tenth held 30 % of the value and deliveries grew 1.86-fold in the first version."""
    assert 0.05 < patterns["V3 exits a year"].mean < 0.2
    assert patterns["V13 value held by the top tenth"].mean > 0.48
    assert patterns["A7 last two years over first two"].mean < 1.2


def test_queues_relieve_themselves_less_than_in_the_first_version(patterns: dict[str, Row]) -> None:
    """A slope of 1.6 and 2.9 times the wait at twice the load in the first version."""
    assert patterns["V6 wait against queue, slope of logarithms"].mean < 1.4
    assert patterns["V6 wait at twice the load, over base"].mean > 3.0


def test_licensed_firms_are_too_many_in_2015_and_no_more_in_2019(patterns: dict[str, Row]) -> None:
    assert patterns["V4 licensed firms of the nation's 1,000, 2015"].mean > 0.25
    assert patterns["V4 licensed firms of the nation's 3,709, 2019"].met
    assert patterns["V5 private among private and military, 2017"].met


def test_the_cores_protect_themselves_most(patterns: dict[str, Row]) -> None:
    """Small cities that look alike did in the first version: a rank of 0.269."""
    assert patterns["P20 protection, rank across"].mean == 0.0


def test_most_of_the_public_money_is_asked_for_and_not_all_of_it_spent() -> None:
    """Of a fund more than three times what was asked for nothing hung on its size, in the first version."""
    asked, spent, granted = np.array([acceptance.fund_use(seed) for seed in range(SEEDS)]).sum(axis=0).T
    assert 0.85 < asked.sum() / granted.sum() < 1.0
    assert 0.6 < spent.sum() / granted.sum() < 0.9
    assert ((spent > 0.2 * granted) & (spent <= granted) & (asked >= spent)).all()


def test_the_page_names_tests_that_are_there() -> None:
    """Every file of tests that the page names exists, and has the test."""
    named = re.findall(r"`(tests/[a-z_/]+\.py)(?:::(\w+))?`", PAGE.read_text(encoding="utf-8"))
    assert len(named) >= 8
    for file, test in named:
        source = (PAGE.parents[1] / file).read_text(encoding="utf-8")
        assert not test or f"def {test}(" in source, (file, test)


MOVED_BY_LEVERS = {
    "barriers": {one.name for one in BARRIERS},
    "who works and how many": {"clerks", "laboratories_added", "anchors_added", "lead_revenue"},
    "money and what a share of it is": {"fund", "fund_pooled", "credit_guarantee", "subsidy_share", "project_size"},
    "what is charged or lent": {"tax_gap", "interest_gap", "land_gap", "bill", "bond", "equity"},
    "what is seen, and by whom": {"university_visibility", "catalogue_share", "boundary_waiver"},
    "what must be asked for": {"access_scope_1", "access_scope_2", "access_scope_3", "overlap_relief"},
    "how people meet and move": {"demonstration_base_strength", "talent_flow"},
}
"""What levers move, by what it is. Of `how people meet` bases, and lead enterprises, quicken absorption: see A12."""


def test_what_levers_move_is_listed() -> None:
    """Whoever adds a lever says here what it moves, so that a factor on success, value or delivery is looked at."""
    moved = {move.target.rpartition(".")[2] for lever in LEVERS for move in lever.moves}
    assert moved == set().union(*MOVED_BY_LEVERS.values())
