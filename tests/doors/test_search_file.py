"""A search is refused in words, says what it will take, how far it is and what it found, and hands it on."""

from __future__ import annotations

import re
from pathlib import Path

import pandas as pd
import pytest

from sim import Experiment, Scenario, sweep
from sim.analysis.frontier import Frontier
from sim.cli import sim as command
from sim.cli.edge import BAD_INPUT, DONE, MACHINE, PART_MISSING, code_of
from sim.experiment import ExperimentError, SweepOptions
from sim.report.chapters import money, overturned, variety
from sim.report.chapters.chapter import Asked
from sim.report.page import write_report
from sim.store import Results
from tests.doors.command_line import Said
from tests.doors.report_words import words_outside

CITED = (
    "Deb Pratap Agarwal Meyarivan NSGA-II Birattari Stützle Paquete Varrentrapp racing pymoo Leclaire Rey Coyrehourcq",
    "Reuillon OpenMOLE Chérel Cottineau pattern space exploration",
)
HEAD = 'question = "What for?"\nbase = "tiny"\n'
SEARCH = HEAD + '[design]\nkind = "search"\n'
OVERTURN = HEAD + '[design]\nkind = "overturn"\n[arms.one]\n[arms.two]\nset = { "barriers.secrecy" = 0.2 }\n'
VARIETY = HEAD + '[design]\nkind = "variety"\n'
WRONG = [
    (SEARCH + '[search]\nlevers = ["clearance_stuff"]', "did you mean clearance_staff?"),
    (SEARCH + "[search]\nlevers = []", "names no lever"),
    (SEARCH + '[search.best]\ntransfers_deliverd = { want = "more" }', "did you mean transfers_delivered?"),
    (SEARCH + '[search.best]\nleaks = { want = "more" }\nlicensed_firms = { want = "more" }', "less of it is better"),
    (SEARCH + '[search.best]\nleaks = { want = "less" }', "one goal has no frontier"),
    (
        SEARCH + '[search.best]\nworst_city_change = { want = "less" }\nleaks = { want = "less" }',
        "more of it is better",
    ),
    (SEARCH + '[search.best]\nleaks = { want = "fewer" }', "'more', 'less'"),
    (SEARCH + "[search.limits]\nleaks = {}", "sets no limit; most, least or both"),
    (SEARCH + "[search.limits]\nleaks = { most = 1, least = 3 }", "below least = 3"),
    (SEARCH + "[search.limits]\nleeks = { most = 1 }", "did you mean leaks?"),
    (SEARCH + "[search]\nstart_quarter = { low = 99 }", "beyond the run"),
    (SEARCH + "[search]\nstart_quarter = { high = 999 }", "the last quarter"),
    (SEARCH + "[search]\nstrength = { low = 0.0, high = 0.0 }", "leaves no strength above 0"),
    (SEARCH + '[search]\ncities = { among = ["chengdoo"] }', "did you mean chengdu?"),
    (SEARCH + "[search]\nbudgets = [0]", "budgets"),
    (SEARCH + "[readings]\nsearch = 2", "4 or more"),
    (SEARCH + "[readings]\nnumber = 8", "readings.search and readings.check say"),
    (SEARCH + '[factors]\n"barriers.secrecy" = [0, 1]', "a search proposes what it varies: leave it out"),
    (SEARCH + "[stopping]\nmost = 9", "a search stops when its runs are used up"),
    ("replications = 3\n" + SEARCH, "every reading has its own seed: leave it out"),
    (SEARCH.replace('"search"', '"search"\nengine = "nsga22"'), "did you mean 'nsga2'?"),
    (SEARCH.replace('"search"', '"search"\nruns = 60'), "not a generation for each of 3 searches; 72 or more"),
    (SEARCH.replace("tiny", "reform_package"), "has levers in force, and a search proposes them all"),
    (SEARCH + '[overturn]\nclaim = { better = "a", than = "b" }', 'it goes with kind = "overturn"'),
    (HEAD + "[search]\nchecked = 3", 'it goes with kind = "search"'),
    (
        HEAD + '[design]\nengine = "tpe"\n[arms.a]\n[arms.b]\nset = { "barriers.secrecy" = 0.2 }',
        "it goes with kind = search",
    ),
    (HEAD + '[readings]\ncheck = 9\n[arms.a]\n[arms.b]\nset = { "barriers.secrecy" = 0.2 }', "readings.number says"),
    (OVERTURN, "needs a claim"),
    (OVERTURN + '[overturn]\nclaim = { better = "onne", than = "two" }', "did you mean one?"),
    (OVERTURN + '[overturn]\nclaim = { better = "one", than = "one" }', "an arm is claimed to beat itself"),
    (OVERTURN + '[overturn]\nclaim = { better = "one", than = "two", outcome = "leeks" }', "did you mean leaks?"),
    (
        OVERTURN + '[overturn]\nclaim = { better = "one", than = "two" }\ninputs = ["barriers.secrcy"]',
        "barriers.secrecy",
    ),
    (VARIETY, "has 0 sides; two or three outcomes"),
    (
        VARIETY + "[variety.map]\nleaks = { low = 3, high = 1 }\nlicensed_firms = { low = 0, high = 9 }",
        "is not below high",
    ),
    (
        VARIETY + "[variety.map]\nleeks = { low = 0, high = 1 }\nlicensed_firms = { low = 0, high = 9 }",
        "did you mean leaks?",
    ),
]


@pytest.mark.parametrize(("text", "said"), WRONG)
def test_what_is_wrong_with_a_search_is_said_with_its_place_and_what_was_meant(
    tmp_path: Path, text: str, said: str
) -> None:
    file = tmp_path / "asked.toml"
    file.write_text(text)
    with pytest.raises(ExperimentError) as refused:
        Experiment.load(file)
    assert said in str(refused.value)
    assert re.search(r"asked\.toml:\d+: ", str(refused.value))
    assert code_of(command, ["sweep", str(file)]) == BAD_INPUT


SMALL = ("run.quarters=14", "run.start_year=2019", "population.scale=0.6")
QUICK = [word for one in SMALL for word in ("--set", one)]
LEVERS = 'levers = ["clearance_staff", "market_opening", "coordination_body"]\nchecked = 4\n'
ASKED = (
    HEAD
    + '[design]\nkind = "search"\nruns = 90\ngeneration = 6\nseeds = 1\n[search]\n'
    + LEVERS
    + "start_quarter = { low = 4, high = 8, step = 2 }\n[readings]\nsearch = 4\ncheck = 14\n"
)


@pytest.fixture(scope="module")
def done(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the file of a search and the search itself, done."""
    folder = tmp_path_factory.mktemp("search")
    (folder / "best.toml").write_text(ASKED)
    assert (
        code_of(command, ["sweep", str(folder / "best.toml"), *QUICK, "--out", str(folder / "out"), "--quiet"]) == DONE
    )
    return folder


def test_a_shipped_package_begins_at_its_date_whenever_a_run_does() -> None:
    asked = {"question": "?", "base": "baseline", "design": {"kind": "search"}}
    usual = Experiment.from_dict(asked)
    late = Experiment.from_dict(asked, settings=("run.start_year=2016", "run.quarters=56"))
    for name, programme in usual.search.packages.items():
        begun = {lever: usual.base.run.calendar.name(part.start) for lever, part in programme.items()}
        assert begun == {
            lever: late.base.run.calendar.name(part.start) for lever, part in late.search.packages[name].items()
        }
    assert usual.search.packages["capacity_first"]["market_opening"].start > usual.base.run.policy_quarter


def test_a_dry_run_says_time_and_disk_and_starts_nothing(tmp_path: Path, capsys: Said) -> None:
    file = tmp_path / "best.toml"
    file.write_text(ASKED)
    assert code_of(command, ["sweep", str(file), *QUICK, "--dry-run", "--out", str(tmp_path / "out")]) == DONE
    told = capsys.readouterr().err
    found = re.search(r"1 search of 6 at a time: at most (\d+) runs, the check included", told)
    assert found, told
    total = int(found[1])
    assert 90 + (1 + 4) * 14 < total < 90 + 20 * 14
    assert re.search(rf"{total} to do at most, about \d+ s with --jobs 1, about 0\.\d MB", told), told
    assert not (tmp_path / "out").exists()


def test_status_says_generation_measure_and_runs(done: Path, capsys: Said) -> None:
    assert code_of(command, ["status", str(done / "out")]) == DONE
    told = capsys.readouterr().out
    assert re.search(r"search 1: generation \d+, hypervolume \d\.\d{3}, \d+ standing, \d+ runs asked for", told)
    assert "the search is done" in told


def test_status_of_a_search_under_way_says_what_is_left(tmp_path: Path, capsys: Said) -> None:
    class StopError(Exception):
        pass

    def stop(progress: object) -> None:
        if progress.fresh >= 60:  # type: ignore[attr-defined]
            raise StopError

    (tmp_path / "best.toml").write_text(ASKED)
    asked = Experiment.load(tmp_path / "best.toml", SMALL)
    with pytest.raises(StopError):
        sweep(asked, tmp_path / "out", options=SweepOptions(preflight=False, progress=stop))
    assert code_of(command, ["status", str(tmp_path / "out")]) == DONE
    told = capsys.readouterr().out
    assert re.search(r"6\d runs are kept; \d+ more may be asked for before the check", told), told


def test_a_found_programme_is_a_scenario_for_every_other_command(done: Path, capsys: Said) -> None:
    where = ["sweep", str(done / "best.toml"), *QUICK, "--out", str(done / "out"), "--programme"]
    assert code_of(command, [*where, "100"]) == DONE
    text = capsys.readouterr().out
    mine = done / "mine.toml"
    mine.write_text(text)
    world = Scenario.load(mine)
    assert 0 < len(world.levers) <= 3
    assert world.run.quarters == 14
    frontier = Frontier(Results(done / "out"))
    nearest = min(frontier.of("found"), key=lambda one: abs(one.cost[0] - 100))
    assert {name: lever.strength for name, lever in world.levers.items()} == {
        name: part[0] for name, part in nearest.programme.items()
    }
    assert code_of(command, ["validate", str(mine)]) == DONE
    capsys.readouterr()
    assert code_of(command, [*where[:-3], "--out", str(done / "none"), "--programme", "9"]) == MACHINE
    assert "holds no runs" in capsys.readouterr().err


def test_the_report_speaks_of_fresh_readings_alone(done: Path) -> None:
    page = write_report(Results(done / "out")).read_text(encoding="utf-8")
    assert "What the money buys" in page
    assert "14 readings and seeds that it never saw" in page
    assert "Not searched: the levers standards convergence" in page
    assert re.search(r"in [\d.]+ of 14 readings", page)
    assert "100 %" not in page
    section = money.write(Asked(Results(done / "out")))
    tried = next(table.data for table in section.tables if table.name == "tried")
    runs = Results(done / "out").frame(ok_only=True).astype({"arm": str})
    means = runs.groupby("arm")["programme_cost_million_yuan"].mean()
    assert tried.set_index("arm")["cost"].to_dict() == pytest.approx(means.drop("base").to_dict())
    assert words_outside(Results(done / "out"), *CITED, "best found simple base") == []


def test_a_programme_that_falls_behind_in_the_check_does_not_stand(done: Path) -> None:
    frontier = Frontier(Results(done / "out"))
    found = frontier.of("found")
    for one in found:
        beaten = [
            other
            for other in found
            if frontier.gains[frontier.arms.index(other.arm)].mean()
            > frontier.gains[frontier.arms.index(one.arm)].mean()
            and other.cost[0] < one.cost[0]
        ]
        assert one.stands == (not beaten)


def test_the_best_within_a_budget_is_asked_of_simple_programmes_too(done: Path) -> None:
    frontier = Frontier(Results(done / "out"))
    simple, found = frontier.of("simple"), [one for one in frontier.of("found") if one.stands]
    assert simple
    most = max((*simple, *found), key=lambda one: one.effect.middle)
    assert frontier.best_within(most.within) == most
    cheapest = min(one.within for one in (*simple, *found))
    assert frontier.best_within(cheapest - 1) is None


def test_without_the_engine_the_line_that_installs_it_is_said(
    tmp_path: Path, capsys: Said, monkeypatch: pytest.MonkeyPatch
) -> None:
    def missing(name: str) -> None:
        raise ModuleNotFoundError(f"No module named {name!r}", name=name)

    (tmp_path / "best.toml").write_text(ASKED)
    monkeypatch.setattr("sim.experiment.engines.engine.import_module", missing)
    assert (
        code_of(command, ["sweep", str(tmp_path / "best.toml"), "--out", str(tmp_path / "out"), "--quiet"])
        == PART_MISSING
    )
    told = capsys.readouterr().err
    assert "pymoo is missing; install it with" in told
    assert "[search]" in told


def test_a_claim_is_overturned_where_it_fails_and_the_check_uses_seeds_of_its_own(tmp_path: Path) -> None:
    claim = '[overturn]\nclaim = { better = "one", than = "two" }\nseeds = 2\nshown = 3\n[readings]\ncheck = 4\n'
    design = 'kind = "overturn"\nruns = 64\ngeneration = 8\nseeds = 1\n'
    (tmp_path / "claim.toml").write_text(OVERTURN.replace('kind = "overturn"\n', design) + claim)
    asked = Experiment.load(tmp_path / "claim.toml", SMALL)
    results = sweep(asked, tmp_path / "out", options=SweepOptions(preflight=False))
    said = results.plan.about["overturn"]
    assert 0 < said["failing"] <= said["tried"]
    assert {run.seed for run in results.plan.runs()} == set(range(1000, 1004))
    table = overturned.readings_table(Asked(results))
    wide = (
        results.frame()
        .astype({"arm": str})
        .pivot_table(index="draw", columns="arm", values="transfers_delivered", aggfunc="mean")
    )
    assert table["margin under fresh seeds"].tolist() == pytest.approx((wide["one"] - wide["two"]).tolist())
    assert all(one["margin"] < 0 for one in said["shown"])
    assert "What would change the answer" in write_report(results).read_text(encoding="utf-8")
    assert words_outside(results, *CITED, "one two claim") == []
    again = sweep(asked, tmp_path / "out", options=SweepOptions(preflight=False))
    assert again.digest() == results.digest()


def test_a_map_says_what_was_met_and_what_fresh_readings_say(tmp_path: Path) -> None:
    design = 'kind = "variety"\nruns = 60\ngeneration = 6\nseeds = 1\n'
    sides = "[variety]\nreadings = 2\n[variety.map]\ntransfers_delivered = { low = 0, high = 60, parts = 10 }\n"
    sides += "licensed_firms = { low = 0, high = 40, parts = 8 }\n[search]\n" + LEVERS
    more = "start_quarter = { low = 4, high = 8, step = 2 }\n[readings]\nsearch = 4\ncheck = 4\n"
    (tmp_path / "map.toml").write_text(VARIETY.replace('kind = "variety"\n', design) + sides + more)
    results = sweep(
        Experiment.load(tmp_path / "map.toml", SMALL), tmp_path / "out", options=SweepOptions(preflight=False)
    )
    said = results.plan.about["variety"]
    assert 0 < said["log"][-1]["measure"] <= len({tuple(one["cell"]) for one in said["met"]}) <= 80
    table = variety.edges(Asked(results))
    means = results.frame().astype({"arm": str}).groupby("arm")["transfers_delivered"].mean()
    fresh = pd.Series(table["transfers_delivered, fresh"].to_numpy(), table["programme"])
    assert fresh.to_dict() == pytest.approx(means.to_dict())
    assert "What can happen at all" in write_report(results).read_text(encoding="utf-8")
    assert words_outside(results, *CITED, "edge base map") == []
