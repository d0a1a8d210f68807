"""The laws C1 to C4, C7 and C8 can be watched in any run; every one of them is seen when it is broken."""

from __future__ import annotations

import ast
import inspect
import re
from collections.abc import Callable, Iterator, Mapping
from copy import deepcopy
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np
import pytest

from sim import CollaborationModel
from sim.cli import sim as command
from sim.cli.edge import DONE, RUNS_FAILED, code_of
from sim.engine import LawError, Watch, laws
from sim.experiment import Experiment, SweepOptions, sweep
from sim.tables import AGREEMENT, CAME, EXPECTED, FIRST_BARRIER, CaseStatus, Money, Status
from tests.laws.benches import DIRECTION, KIND, SMALL

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


def not_a_number(table: str) -> Break:
    def broken(model: CollaborationModel) -> None:
        getattr(model.world, table).flat[0] = np.nan

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


def one_ledger_too_few(model: CollaborationModel) -> None:
    model.world = model.world._replace(ledger=model.world.ledger[:-1])


def a_price_at_a_university(model: CollaborationModel) -> None:
    row = np.flatnonzero(model.record().deals["direction"] == DIRECTION["university_to_civil"])[0]
    model.world.deals["price"][row] = 5.0


def lost_before_it_is_due(model: CollaborationModel) -> None:
    model.world.loans["lost"][int(model.world.region[0].loans_due)] = 1.0


def one_firm_gone(model: CollaborationModel) -> None:
    organisations = model.world.organisations
    organisations["alive"][np.flatnonzero(organisations["kind"] == KIND["private_firm"])[0]] = False


def one_key_for_two(model: CollaborationModel) -> None:
    first, second = model.world.order[:2]
    model.world.organisations["key"][second] = model.world.organisations["key"][first]


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
    **{
        f"less than no {name}": (put("organisations", name, -1), f"C3: {name} of an organisation is -1")
        for name in laws.STOCKS
    },
    "a wrong count of deals": (put("organisations", "open_deals", 99), "C3: 1 organisations do not take part"),
    "a fund that spends what no purse paid": (put("history", "fund_spent", 1e12, QUARTERS - 1), "C3: the fund spent 1"),
    "a purse that pays twice": (put("purses", "left", -3.0), "C3: the accounts of purse 0 do not balance"),
    "an order without a price": (of_a_deal(Status.OPEN, price=5.0, matched=19.0, recipient=0), "the prices of what"),
    "money of nobody": (put("purses", "granted", 7.0, 1), "C3: the accounts of purse 1 do not balance"),
    "a price for what is no supply": (a_price_at_a_university, "C3: a price was paid for what is no supply"),
    **{
        f"a way's books without what was {column}": (put("ways", column, -9.0, Money.BANK), f"C3: way 2 has {words} -9")
        for column, words in {"paid": "paid", "repaid": "paid back", "lost": "lost", "interest": "taken"}.items()
    },
    "social capital for nothing": (
        put("history", "social_capital", 1e12, QUARTERS - 1),
        "C3: fund and social capital gave 1",
    ),
    "a loan neither paid nor lost": (put("loans", "repaid", 0.0), "C3: a loan that is due is neither paid back nor"),
    "a loan lost before it is due": (lost_before_it_is_due, "or one that is not due is"),
    "more lent than the books say": (put("region", "credit_owed", 0.0), "and the books say 0.0"),
    "loans in another order": (put("loans", "lent", QUARTERS), "C3: loans do not lie in the order"),
    "more cases than clerks": (put("offices", "clerks", 0, slice(None)), "cases with 0 clerks"),
    "a case forgotten": (unqueued, "not once each in its queue"),
    "a case before its time": (of_a_case(CaseStatus.DECIDED, started=-9.0), "taken up before it was filed"),
    "a grant without a decision": (of_a_case(CaseStatus.WAITING, granted=True), "C3: a case was granted"),
    "a supply above its licence": (above_its_class, "C4: 1 supplies"),
    "a class beyond the last": (put("organisations", "licence_class", 4), "a class that does not exist"),
    "a firm gone": (one_firm_gone, "C8: there are"),
    "a firm gone that is still looked for": (one_firm_gone, "C8: a search would not find just those"),
    "one key for two": (one_key_for_two, "C8: two organisations have one key"),
    "a life in a row without use": (put("organisations", "alive", True, -1), "C8: an organisation lives in a row"),
    **{
        f"a ledger with less than nothing {name}": (put("ledger", name, -0.5, 40), f"C7: {name} of a ledger is")
        for name in ("put_in", "got_out")
    },
    "a ledger too few": (one_ledger_too_few, "organisations have"),
    **{
        f"{name} beyond full": (put("cities", name, 1.5), f"C7: {name} of a city is not between 0 and 1")
        for name in ("kept_base", "kept_office")
    },
    "a licence of one that takes no part": (dormant_with_a_licence, "C7: an organisation that takes no part holds"),
    "more granted than decided": (put("offices", "licences_granted", 900), "C7: an office has granted more"),
    "an agreement beyond full": (of_cities(AGREEMENT, 1.5, *ACROSS), "C7: an agreement of two cities is not between"),
    "an agreement of one city": (of_cities(AGREEMENT, 0.5, *ACROSS), "C7: two cities do not hold their agreement"),
    "an agreement at home": (of_cities(AGREEMENT, 0.5, 0, 0), "C7: an agreement is booked between cities of one"),
    "an agreement's price at home": (of_cities(EXPECTED, 0.5, 0, 0), "C7: what an agreement must bring is booked"),
    "exchange at home": (of_cities(CAME, 0.5, 0, 0), "C7: exchange is booked between cities of one jurisdiction"),
    "less than nothing came": (of_cities(CAME, -0.5, *ACROSS), "C7: exchange between two cities is negative"),
    "less than nothing asked": (of_cities(EXPECTED, -1.0, *ACROSS), "C7: what an agreement must bring between two"),
    "a value that is no number": (of_a_deal(Status.OPEN, quality=np.nan), "deals.quality is not finite"),
    "an endless time": (of_a_deal(Status.DELIVERED, matched=np.inf), "deals.matched is not finite"),
    "a score that is no number": (of_a_deal(Status.DELIVERED, score=np.nan), "on a score that is no number"),
    "a setting that is no number": (put("settings", "learning_rate", np.nan), "settings.learning_rate is not finite"),
    **{
        f"{name} without a number": (not_a_number(name), f"{name} is not finite")
        for name in ("expertise", "gravity", "city_pair", "field_attention", "peers")
    },
    **{
        f"{name} beyond its share": (put("organisations", name, 1.5), f"{name} of an organisation is not between 0")
        for name in laws.SHARES
    },
    **{
        f"a counter of {name} that ran over": (put("region", name, -5), f"there are -5 {name}") for name in laws.COUNTED
    },
}


@cache
def unbroken() -> CollaborationModel:
    """Return a model after QUARTERS, in which every law holds; to be copied."""
    model = CollaborationModel(SMALL, seed=8)
    while model.quarter < QUARTERS:
        model.step()
    assert list(Watch(model).broken()) == []
    return model


def spoilt(case: str) -> Watch[CollaborationModel]:
    """Return the watch of a run in which no law was broken until one was, as the case says."""
    watch = Watch(deepcopy(unbroken()))
    BROKEN[case][0](watch.model)
    return watch


@pytest.mark.parametrize("case", BROKEN)
def test_a_broken_law_is_seen(case: str) -> None:
    with pytest.raises(LawError, match=f"^after quarter {QUARTERS - 1}, seed 8: ") as caught:
        spoilt(case).look()
    assert BROKEN[case][1] in str(caught.value)


def sentences(module: ModuleType) -> Iterator[str]:
    """Yield a pattern for every sentence that a module of laws yields: in a loop over names, one for each name."""
    tree = ast.parse(inspect.getsource(module))
    named = {
        node.targets[0].id: node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name)
    }

    def turns(loop: ast.For) -> Iterator[dict[str, str]]:
        over = named.get(loop.iter.id) if isinstance(loop.iter, ast.Name) else loop.iter
        for one in over.elts if isinstance(over, ast.Tuple) else [loop.iter]:
            pair = isinstance(loop.target, ast.Tuple) and isinstance(one, ast.Tuple)
            parts = zip(loop.target.elts, one.elts, strict=True) if pair else [(loop.target, one)]
            yield {
                target.id: part.value
                for target, part in parts
                if isinstance(target, ast.Name) and isinstance(part, ast.Constant)
            }

    def walk(node: ast.AST, words: Mapping[str, str]) -> Iterator[str]:
        if isinstance(node, ast.For):
            for turn in turns(node):
                for child in node.body:
                    yield from walk(child, {**words, **turn})
        elif isinstance(node, ast.Yield | ast.YieldFrom):
            said = node.value.elt if isinstance(node.value, ast.GeneratorExp) else node.value
            if not (isinstance(node, ast.YieldFrom) and isinstance(said, ast.Call)):
                yield pattern(said, words)
        else:
            for child in ast.iter_child_nodes(node):
                yield from walk(child, words)

    yield from walk(tree, {})


def pattern(said: ast.expr | None, words: Mapping[str, str]) -> str:
    parts = said.values if isinstance(said, ast.JoinedStr) else [said]
    found = ""
    for part in parts:
        if isinstance(part, ast.FormattedValue):
            known = words.get(part.value.id) if isinstance(part.value, ast.Name) else None
            found += ".*" if known is None else re.escape(known)
        else:
            assert isinstance(part, ast.Constant), "a law is said in words where it is yielded, to be found here"
            found += re.escape(str(part.value))
    return found


def test_every_law_has_a_break_by_which_it_is_seen() -> None:
    """A law is a sentence that is yielded in `sim/engine/laws.py`, or in a module of the engine that it imports."""
    modules = {inspect.getmodule(one) for one in vars(laws).values()}
    those = [one for one in modules if one and one.__name__.startswith("sim.engine.")]
    expected = {law: one.__name__ for one in those for law in sentences(one)}
    assert len(those) == 4 < 60 < len(expected)
    seen = {text for case, (_, said) in BROKEN.items() for text in spoilt(case).broken() if said in text}
    unseen = [f"{where}: {law}" for law, where in expected.items() if not any(re.fullmatch(law, one) for one in seen)]
    assert unseen == [], "laws that no break of BROKEN shows"
    assert all(any(re.fullmatch(law, one) for law in expected) for one in seen), "a sentence that no module says"


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
