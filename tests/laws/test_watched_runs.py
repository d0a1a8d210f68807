"""The laws C1 to C4 and C7 can be watched in any run; every one of them is seen when it is broken."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from sim import CollaborationModel
from sim.cli import sim as command
from sim.cli.edge import DONE, RUNS_FAILED, code_of
from sim.engine import LawError, Watch
from sim.experiment import Experiment, SweepOptions, sweep
from sim.tables import AGREEMENT, CAME, EXPECTED, FIRST_BARRIER, CaseStatus, Status
from tests.laws.benches import DIRECTION, SMALL

QUARTERS = 20
ACROSS = (0, 1)  # cities of different jurisdictions
Break = Callable[[CollaborationModel], None]


@pytest.fixture(scope="module")
def watched() -> CollaborationModel:
    return Watch(CollaborationModel(SMALL, seed=8)).run()


def test_a_watched_run_gives_what_it_gives_unwatched(watched: CollaborationModel) -> None:
    alone = CollaborationModel(SMALL, seed=8).run()
    assert alone.record().deals.tobytes() == watched.record().deals.tobytes()
    assert alone.outcomes() == watched.outcomes()
    assert len(watched.record().deals) > 200


def with_status(model: CollaborationModel, status: Status) -> np.ndarray:
    found = np.flatnonzero(model.record().deals["status"] == status)
    assert len(found)
    return found


def put(table: str, column: str, value: Any, row: Any = 0) -> Break:
    def broken(model: CollaborationModel) -> None:
        getattr(model.world, table)[column][row] = value

    return broken


def of_cities(layer: int, value: float, here: int, there: int) -> Break:
    def broken(model: CollaborationModel) -> None:
        model.world.city_pair[layer, here, there] = value

    return broken


def of_a_deal(status: Status, /, **values: Any) -> Break:
    def broken(model: CollaborationModel) -> None:
        row = with_status(model, status)[0]
        for column, value in values.items():
            model.world.deals[column][row] = value

    return broken


def of_a_case(status: CaseStatus, /, **values: Any) -> Break:
    def broken(model: CollaborationModel) -> None:
        row = np.flatnonzero(model.record().cases["status"] == status)[0]
        for column, value in values.items():
            model.world.cases[column][row] = value

    return broken


def unqueued(model: CollaborationModel) -> None:
    row = np.flatnonzero(model.record().cases["status"] == CaseStatus.WAITING)[0]
    office = model.world.cases["office"][row]
    model.world.offices["waiting"][office] -= 1
    queue = model.world.queue[office]
    queue[: len(queue) - 1] = np.delete(queue, np.flatnonzero(queue == row)[0])


def above_its_class(model: CollaborationModel) -> None:
    deals = model.record().deals
    row = np.flatnonzero((deals["direction"] == DIRECTION["civil_to_military"]) & (deals["status"] == Status.OPEN))[0]
    for column, value in {"status": Status.DELIVERED, "rung": 3, "class_held": 1, "controlled": True}.items():
        model.world.deals[column][row] = value


def by_an_absent_barrier(model: CollaborationModel) -> None:
    model.world.history_by_barrier[:, 0] = 0.0
    model.world.deals["cause"][with_status(model, Status.DEAD)[0]] = FIRST_BARRIER


def dormant_with_a_licence(model: CollaborationModel) -> None:
    organisations = model.world.organisations
    dormant = np.flatnonzero(~organisations["active"] & (organisations["pending_case"] < 0))
    organisations["licence_class"][dormant[0]] = 1


BROKEN: dict[str, tuple[Break, str]] = {
    "a status that does not exist": (of_a_deal(Status.OPEN, status=7), "are open, delivered or dead"),
    "an open deal that is not listed": (of_a_deal(Status.DEAD, status=Status.OPEN), "are listed as open"),
    "a deal that is over and changes": (of_a_deal(Status.DEAD, value=3.0), "value of deals that were over has changed"),
    "a death without a cause": (of_a_deal(Status.DEAD, cause=0), "C2: 1 deals have no cause"),
    "a cause that does not exist": (of_a_deal(Status.DEAD, cause=120), "C2: 1 deals have no cause"),
    "a delivery with a cause": (of_a_deal(Status.DELIVERED, cause=3), "C2: 1 deals have no cause"),
    "an end without a time": (of_a_deal(Status.DEAD, ended=np.nan), "C2: deals are over and have no end"),
    "a death by what is absent": (by_an_absent_barrier, "C2: barrier 0 was never in force and killed"),
    "debts": (put("organisations", "cash", -0.01), "C3: cash of an organisation is -0.01"),
    "a negative shelf": (put("organisations", "open_shelf", -1), "C3: open_shelf"),
    "a wrong count of deals": (put("organisations", "open_deals", 99), "C3: 1 organisations do not take part"),
    "a fund that spends what no purse paid": (put("history", "fund_spent", 1e12, QUARTERS - 1), "C3: the fund spent 1"),
    "a purse that pays twice": (put("purses", "left", -3.0), "C3: the accounts of purse 0 do not balance"),
    "an order without a price": (of_a_deal(Status.OPEN, price=5.0, matched=19.0, recipient=0), "the prices of what"),
    "money of nobody": (put("purses", "granted", 7.0, 1), "C3: the accounts of purse 1 do not balance"),
    "more cases than clerks": (put("offices", "clerks", 0, slice(None)), "cases with 0 clerks"),
    "a case forgotten": (unqueued, "not once each in its queue"),
    "a case before its time": (of_a_case(CaseStatus.DECIDED, started=-9.0), "taken up before it was filed"),
    "a grant without a decision": (of_a_case(CaseStatus.WAITING, granted=True), "C3: a case was granted"),
    "a supply above its licence": (above_its_class, "C4: 1 supplies"),
    "a class beyond the last": (put("organisations", "licence_class", 4), "a class that does not exist"),
    "a ledger below nothing": (put("ledger", "put_in", -0.5, 40), "C7: put_in of a ledger is negative"),
    "an office beyond full": (put("cities", "kept_office", 1.5), "C7: kept_office of a city is not between 0 and 1"),
    "a licence of one that takes no part": (dormant_with_a_licence, "C7: an organisation that takes no part holds"),
    "more granted than decided": (put("offices", "licences_granted", 900), "C7: an office has granted more"),
    "an agreement beyond full": (of_cities(AGREEMENT, 1.5, *ACROSS), "C7: an agreement of two cities is not between"),
    "an agreement of one city": (of_cities(AGREEMENT, 0.5, *ACROSS), "C7: two cities do not hold their agreement"),
    "an agreement at home": (of_cities(AGREEMENT, 0.5, 0, 0), "C7: an agreement is booked between cities of one"),
    "exchange at home": (of_cities(CAME, 0.5, 0, 0), "C7: exchange is booked between cities of one jurisdiction"),
    "less than nothing came": (of_cities(CAME, -0.5, *ACROSS), "C7: exchange between two cities is negative"),
    "less than nothing asked": (of_cities(EXPECTED, -1.0, *ACROSS), "C7: what an agreement must bring between two"),
    "a value that is no number": (of_a_deal(Status.OPEN, quality=np.nan), "deals.quality is not finite"),
    "an endless time": (of_a_deal(Status.DELIVERED, matched=np.inf), "deals.matched is not finite"),
    "a score that is no number": (of_a_deal(Status.DELIVERED, score=np.nan), "on a score that is no number"),
    "a setting that is no number": (put("settings", "learning_rate", np.nan), "settings.learning_rate is not finite"),
    "trust beyond its share": (put("organisations", "trust", 1.5), "trust of an organisation is not between 0 and 1"),
    "a counter that ran over": (put("region", "cases", -5), "there are -5 cases"),
}


@pytest.mark.parametrize("case", BROKEN)
def test_a_broken_law_is_seen(case: str) -> None:
    model = CollaborationModel(SMALL, seed=8)
    while model.quarter < QUARTERS:
        model.step()
    watch = Watch(model)
    assert list(watch.broken()) == []
    spoil, said = BROKEN[case]
    spoil(model)
    with pytest.raises(LawError, match=f"^after quarter {QUARTERS - 1}, seed 8: ") as caught:
        watch.look()
    assert said in str(caught.value)


def test_the_command_line_watches_if_asked(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    assert code_of(command, ["run", "tiny", "--check", "--quiet"]) == DONE
    monkeypatch.setattr(Watch, "_accounts", lambda _: iter(["C1: two are one"]))
    assert code_of(command, ["run", "tiny", "--check", "--quiet", "--out", str(tmp_path / "out")]) == RUNS_FAILED
    assert "a law of the model does not hold after quarter 0, seed 0: C1: two are one" in capsys.readouterr().err
    assert not (tmp_path / "out").exists()
    assert code_of(command, ["run", "tiny", "--quiet"]) == DONE


def test_a_sweep_that_is_watched_gives_the_same_and_says_what_broke(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = Experiment.from_dict({"question": "?", "base": "tiny", "replications": 2, "arms": {"only": {}}})
    sound = sweep(asked, tmp_path / "sound").digest()
    assert sweep(asked, tmp_path / "watched", options=SweepOptions(watched=True)).digest() == sound
    monkeypatch.setattr(Watch, "_accounts", lambda _: iter(["C1: two are one"]))
    frame = sweep(asked, tmp_path / "broken", options=SweepOptions(watched=True)).frame()
    assert frame["status"].tolist() == ["error", "error"]
    assert frame["message"].str.contains("LawError: after quarter 0").all()
