"""Quarters and dates by hand, and what a scenario says of its past."""

from __future__ import annotations

import pytest

from sim import Scenario
from sim.dates import Calendar
from sim.engine import Run
from sim.engine.forks import begins, run_together
from sim.levers import LEVERS
from sim.scenario.content import Shock

DATES = Calendar(2008, 2020)
OVERLAP = "parameters.overlap"
TINY = Scenario.load("tiny")


@pytest.mark.parametrize(
    ("quarter", "date"), [(0, "2008 Q1"), (1, "2008 Q2"), (47, "2019 Q4"), (48, "2020 Q1"), (-1, "2007 Q4")]
)
def test_a_quarter_and_its_date(quarter: int, date: str) -> None:
    assert DATES.name(quarter) == date
    assert DATES.quarter(date) == quarter


@pytest.mark.parametrize(("date", "quarter"), [("2020", 48), (" 2020 q1 ", 48), ("2020Q3", 50), ("1899 Q4", -433)])
def test_dates_are_read_as_people_write_them(date: str, quarter: int) -> None:
    assert DATES.quarter(date) == quarter


@pytest.mark.parametrize("date", ["", "Q1 2020", "2020 Q5", "2020 Q0", "20 Q1", "2020-01", "2020 Q1 Q2", "next year"])
def test_what_is_no_date_is_none(date: str) -> None:
    assert DATES.quarter(date) is None


def test_policy_begins_with_its_year_and_axes_are_in_years() -> None:
    assert DATES.policy_quarter == DATES.first(2020) == 48
    assert DATES.years([0, 2, 48]).tolist() == [2008.0, 2008.5, 2020.0]


def past(*entries: tuple[str, float], **more: object) -> Scenario:
    history = [{"until": until, "key": OVERLAP, "times": times, "source": "test"} for until, times in entries]
    return Scenario.from_dict({"parameters": {"overlap": 0.2}, "history": history, **more})


class TestHistory:
    def test_a_past_ends_where_it_says(self) -> None:
        """0.2 now: 1.5 times that until the end of 2009."""
        assert past(("2010", 1.5)).changes == (Shock(0, OVERLAP, pytest.approx(0.3)), Shock(8, OVERLAP, 0.2))

    def test_entries_of_one_key_multiply_while_they_hold(self) -> None:
        both = past(("2010", 1.5), ("2012", 2.0)).changes
        assert [(one.quarter, one.value) for one in both] == [
            (0, pytest.approx(0.6)),
            (8, pytest.approx(0.4)),
            (16, 0.2),
        ]

    def test_a_shock_in_the_past_changes_what_is_multiplied(self) -> None:
        shocks = [{"quarter": "2009", "key": OVERLAP, "value": 0.1}]
        found = [(one.quarter, one.value) for one in past(("2010", 2.0), shocks=shocks).changes]
        assert found == [(0, 0.4), (4, 0.2), (8, 0.1)]

    def test_what_is_dated_before_the_run_has_happened(self) -> None:
        assert past(("2010", 1.5), run={"start_year": 2012}).changes == ()
        early = [{"quarter": "2009", "key": OVERLAP, "value": 0.1}]
        assert past(shocks=early, run={"start_year": 2012}).changes == (Shock(0, OVERLAP, 0.1),)

    def test_a_past_stays_within_the_range_of_its_key(self) -> None:
        barrier = {"until": "2010", "key": "barriers.secrecy", "times": 4.0, "source": "test"}
        found = Scenario.from_dict({"history": [barrier]}).changes
        assert [one.value for one in found] == [1.0, 0.65]

    def test_it_can_be_left_out_and_is_no_policy(self) -> None:
        world, without = past(("2010", 1.5)), past(("2010", 1.5), run={"history": False})
        assert without.changes == ()
        assert without == past()
        assert world != without
        assert world.ground != without.ground  # arms of a study share it, or differ in more than policy
        assert Scenario.from_dict(world.to_dict()) == world
        assert world.with_(**{OVERLAP: 0.4}).changes[0].value == pytest.approx(0.6)  # a drawn value moves with it

    def test_a_run_lives_through_it(self) -> None:
        years = {"run": {"start_year": 2018, "quarters": 12}, "population": {"scale": 0.02}}
        run = Run(past(("2019", 1.5), **years), 1)
        seen = []
        for _ in range(6):
            run.step()
            seen.append(float(run.world.settings[0].overlap))
        assert seen == pytest.approx([0.3] * 4 + [0.2] * 2)

    def test_the_shipped_past_is_sourced_and_ends_before_policy(self) -> None:
        baseline = Scenario.load("baseline")
        assert baseline.history
        for entry in baseline.history:
            assert entry.until <= baseline.run.policy_quarter
            assert "date:" in entry.source
            assert "size" in entry.source


def test_levers_are_dated_and_follow_the_calendar() -> None:
    opening = TINY.with_(**{"levers.market_opening": {"strength": 1.0, "start_quarter": "2021 Q3"}})
    assert opening.levers["market_opening"].start_quarter == 14
    assert opening.with_(**{"run.start_year": 2019}).levers["market_opening"].start_quarter == 10
    assert opening.to_dict()["levers"]["market_opening"]["start_quarter"] == "2021 Q3"
    assert min(begins(opening)) == 14
    assert TINY.override_text(["levers.market_opening.strength=1"]).levers["market_opening"].start_quarter == 8
    texted = TINY.override_text(["levers.market_opening.strength=1", "levers.market_opening.start_quarter=2021 Q3"])
    assert texted.levers["market_opening"].start_quarter == 14


def test_a_lever_dated_before_the_run_is_in_full_force_from_its_beginning() -> None:
    given = {"strength": 1.0, "start_quarter": "2000", "ramp_quarters": 4}
    run = Run(TINY.with_(**{"levers.market_opening": given, "population.scale": 0.02}), 1)
    run.step()
    levels = dict(zip((lever.name for lever in LEVERS), run.world.levers["now"], strict=True))
    assert levels["market_opening"] == 1.0


def test_arms_share_the_years_before_policy(monkeypatch: pytest.MonkeyPatch) -> None:
    """Of 24 quarters, 8 before policy: three arms cost 8 + 3 x 16."""
    steps: list[int] = []
    step = Run.step
    monkeypatch.setattr(Run, "step", lambda self: steps.append(self.quarter) or step(self))
    small = TINY.with_(**{"population.scale": 0.02})
    arms = [small, *(small.with_(**{f"levers.{name}.strength": 1.0}) for name in ("fund_pool", "rd_subsidy"))]
    list(run_together(arms, 0))
    assert len(steps) == 8 + 3 * 16
