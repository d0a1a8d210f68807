"""Who loses is told by direction and city, from deliveries that every run records."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from sim.analysis.lost import Lost, lost_by
from sim.analysis.paired_runs import PairedRuns
from sim.analysis.wording import lost_words
from sim.engine import Run
from sim.experiment import compare
from sim.experiment.executors.work import deliveries
from sim.outcomes import delivered_by_city
from sim.scenario import Scenario

TOTAL = "transfers_delivered"
SMALL = Scenario.load("tiny").varied([("", "run.quarters", 24), ("", "run.start_year", 2019)])


def test_deliveries_by_city_are_those_of_the_table_of_deals() -> None:
    run = Run(SMALL, seed=3).run()
    counts = delivered_by_city(run.record())
    assert counts.sum() == run.outcomes()[TOTAL] > 0
    deals = run.deals()
    done = deals[(deals["status"] == "delivered") & (deals["ended"] >= SMALL.run.policy_quarter)]
    by_hand = done.groupby(["source_city", "recipient_city", "direction"], observed=True).size()
    table = deliveries(run).to_pandas().set_index(["source", "recipient", "direction"])["delivered"]
    assert {tuple(map(str, key)): int(count) for key, count in by_hand.items()} == table.to_dict()


def test_a_run_without_deliveries_is_recorded_too() -> None:
    run = Run(SMALL, seed=3)
    assert deliveries(run).to_pylist() == [
        {"source": "chongqing", "recipient": "chongqing", "direction": "military_to_civil", "delivered": 0}
    ]


def study(changes: dict[tuple[str, str, str], list[int]], readings: int = 20) -> tuple[pd.DataFrame, PairedRuns]:
    """Make up two arms; the second has so many deliveries more in some cells, reading by reading, where 50 were."""
    rows, runs = [], []
    for arm in ("base", "policy"):
        for reading in range(readings):
            runs.append((arm, reading, reading, 0.0))
            for (source, recipient, direction), more in changes.items():
                count = 50 + (more[reading] if arm == "policy" else 0)
                if count:
                    rows.append((arm, reading, reading, source, recipient, direction, count))
    names = ["arm", "draw", "seed"]
    table = pd.DataFrame(rows, columns=[*names, "source", "recipient", "direction", "delivered"])
    return table, PairedRuns.of(pd.DataFrame(runs, columns=[*names, TOTAL]))


def test_losses_are_told_of_a_direction_of_who_gives_and_of_who_receives() -> None:
    found = lost_by(*study({("a", "b", "up"): [-10] * 20, ("c", "b", "up"): [4] * 20, ("c", "d", "down"): [9] * 20}))
    assert found == (
        Lost("policy", "up", "source", "a", -10.0, 20, 20),
        Lost("policy", "up", "", "", -6.0, 20, 20),
        Lost("policy", "up", "recipient", "b", -6.0, 20, 20),
    )
    assert lost_words(found[0]) == "up out of A -10.0 (20 of 20)"
    assert lost_words(found[1]) == "up -6.0 (20 of 20)"


@pytest.mark.parametrize(
    ("changes", "lost"),
    [
        ([-10] * 16 + [1] * 4, True),  # four of five readings
        ([-10] * 15 + [1] * 5, False),
        ([-2] * 10 + [0] * 10, False),  # a deal on the mean, in half of the readings
        ([-1] * 19 + [0], False),  # less than a deal on the mean
        ([-50] * 20, True),  # none left, so that the table has no row of the arm's cell
    ],
)
def test_a_loss_is_a_deal_on_the_mean_in_four_of_five_readings(changes: list[int], lost: bool) -> None:
    assert bool(lost_by(*study({("a", "b", "up"): changes}))) is lost


def test_below_fourteen_readings_nobody_is_said_to_lose() -> None:
    assert lost_by(*study({("a", "b", "up"): [-10] * 13}, 13)) == ()


def test_a_comparison_records_the_same_deliveries_with_and_without_a_store(tmp_path: Path) -> None:
    arms = {"base": SMALL, "open": SMALL.varied([("", "levers.market_opening.strength", 1.0)])}
    alone = compare(arms, readings=3).deliveries
    kept = compare(arms, readings=3, store=tmp_path, jobs=2)
    columns = list(alone.columns)
    ordered = [frame.sort_values(columns, ignore_index=True)[columns] for frame in (alone, kept.deliveries)]
    pd.testing.assert_frame_equal(*ordered)
    totals = kept.deliveries.groupby(["arm", "draw"])["delivered"].sum()
    runs = kept.runs.set_index(["arm", "draw"])[TOTAL]
    assert np.array_equal(totals.loc[runs.index], runs)
    again = compare(arms, readings=3, store=tmp_path)  # nothing is made twice, and no table is missed
    pd.testing.assert_frame_equal(again.runs, kept.runs)
