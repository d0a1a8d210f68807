"""A folder of results may hold other things: none is moved, overwritten or removed, in whatever order one works."""

from __future__ import annotations

import hashlib
import os
import random
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from sim.cli import sim as command
from sim.cli.edge import DONE, MACHINE, code_of
from sim.store import Results, Store, StoreError
from sim.store.additions import WRITTEN, additions
from sim.store.files import EARLIER, UNFINISHED, _host
from tests.doors.command_line import QUICK, Said

ASKED = """
question = "Is it kept?"
base = "tiny"
replications = 2
keep = ["history"]
[arms.tiny]
[arms.open.set]
"barriers.secrecy" = 0.0
"""
DEAD = f"{UNFINISHED}{_host()}-{2**22 - 3}-00ff00ff"

# What each command says that it writes, by its place below the folder of all results.
PARTS = r"s/(runs|history)/[0-9a-f]{32}\.parquet|s/plans/\w+-[0-9a-f]{12}\.json|s/plan\.json|s/lock|s/\.written\.sha256"
WRITES = {
    "run": r"r/(scenario\.toml|history\.csv|outcomes\.json|deals\.parquet|provenance\.json|figures/\w+\.png)",
    "sweep": rf"{PARTS}|s/(results\.parquet|provenance\.json)",
    "compare": rf"{PARTS}|s/((runs|readings|effects|verdicts|differences|losers|flips|breaks)\.csv|provenance\.json|"
    r"scenarios/\w+\.toml|"
    r"figures/\w+\.(png|svg|pdf|csv|txt)|deliveries/[\w.-]+)",
    "report": r"s/(report\.html|\.written\.sha256|figures/\w+\.(png|svg|pdf|csv|txt)|breaks\.csv|tables/\w+\.csv)",
    "status": r"(?!)",
}
# What may lie about; "/" ends a folder, "@" is a link to a folder outside.
FOREIGN = (
    *("notes.txt", "s/notes.txt", "s/tables/mine.csv", "s/figures/mine.png", "s/scenarios/mine.toml", "s/.hidden/x"),
    *("s/history/notes.txt", "s/aside/mine.txt", "s/my folder/deep/x.parquet", "s/report/mine.txt", "s/empty/"),
    *("s/runs.csv", "s/report.html", "s/results.parquet", "s/elsewhere@", "s/my folder/elsewhere@", "r/mine.txt"),
    *("r/empty/", "r/elsewhere@", ".r-0a1b2c3d/mine.txt", f"{UNFINISHED}mine", "s/second/plan.json", "s/lock-mine"),
)


def state_of(folder: Path) -> dict[str, str]:
    """Return what a folder holds: digests of files, targets of links, and which folders are empty."""
    found = {}
    for path in folder.rglob("*"):
        name = path.relative_to(folder).as_posix()
        if path.is_symlink():
            found[name] = f"link to {path.readlink()}"
        elif path.is_file():
            found[name] = hashlib.sha256(path.read_bytes()).hexdigest()
        elif not any(path.iterdir()):
            found[name] = "empty"
    return found


def plant(root: Path, name: str, outside: Path) -> None:
    """Put something of somebody else's somewhere, unless something is there already."""
    path = root / name.rstrip("/@")
    if os.path.lexists(path):
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    if name.endswith("@"):
        path.symlink_to(outside)
    elif name.endswith("/"):
        path.mkdir()
    else:
        path.write_text(f"{name} is mine")


@pytest.fixture
def at(tmp_path: Path) -> dict[str, list[str]]:
    """Return the commands, all of which work in one folder of results."""
    (tmp_path / "asked.toml").write_text(ASKED, encoding="utf-8")
    store = str(tmp_path / "all" / "s")
    return {
        "run": ["run", "tiny", *QUICK, "--out", str(tmp_path / "all" / "r"), "--quiet"],
        "sweep": ["sweep", str(tmp_path / "asked.toml"), "--out", store, "--quiet"],
        "compare": ["compare", "baseline", "fund_pool", *QUICK, "--readings", "2", "--out", store, "--quiet"],
        "report": ["report", store, "--quiet"],
        "status": ["status", store],
    }


@pytest.mark.parametrize("luck", range(2))
def test_nothing_of_anybody_else_s_changes_in_any_order_of_commands(
    tmp_path: Path, at: dict[str, list[str]], luck: int
) -> None:
    chance = random.Random(luck)
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "theirs.csv").write_text("theirs")
    order = [chance.choice(("sweep", "compare", "run"))] + [chance.choice(list(WRITES)) for _ in range(8)]
    ended = []
    for name in order:
        before = state_of(tmp_path)
        code = code_of(command, at[name])
        ended.append((name, code))
        after = state_of(tmp_path)
        changed = {place for place in before | after if before.get(place) != after.get(place)}
        wrong = {place for place in changed if not re.fullmatch(f"all/({WRITES[name]})", place)}
        assert wrong == {place for place in wrong if before.get(place) == "empty"}, ended  # a folder that was filled
        assert code in (DONE, MACHINE), ended
        if code == MACHINE and name != "report":
            assert not changed, ended
        for new in chance.sample(FOREIGN, 3):
            plant(tmp_path / "all", new, outside)
            mine = {place: said for place, said in state_of(tmp_path).items() if place not in after}
            assert all("written" not in place for place in mine)
    assert (outside / "theirs.csv").read_text() == "theirs"
    assert {code for _, code in ended} >= {DONE}


def test_a_file_of_anybody_else_s_in_the_way_is_named_before_the_work(
    tmp_path: Path, at: dict[str, list[str]], capsys: Said
) -> None:
    assert code_of(command, at["sweep"]) == DONE
    for name, file in (("compare", "runs.csv"), ("compare", "scenarios/baseline.toml"), ("report", "report.html")):
        place = tmp_path / "all" / "s" / file
        plant(place.parent, place.name, tmp_path)
        before = state_of(tmp_path)
        capsys.readouterr()
        assert code_of(command, at[name]) == MACHINE
        assert f"{place}: is not a file that sim wrote here" in capsys.readouterr().err
        assert state_of(tmp_path) == before
        place.unlink()
    assert code_of(command, at["compare"]) == DONE
    with (tmp_path / "all" / "s" / "verdicts.csv").open("a") as file:
        file.write("a note of mine")  # what was changed since is no longer ours
    assert code_of(command, at["compare"]) == MACHINE
    assert "or was changed since" in capsys.readouterr().err


def test_a_run_s_files_that_somebody_changed_are_not_replaced(tmp_path: Path, at: dict[str, list[str]]) -> None:
    arguments = [*at["run"], "--no-figures"]
    assert code_of(command, arguments) == DONE
    assert code_of(command, arguments) == DONE
    changes: tuple[Callable[[Path], object], ...] = (
        lambda folder: (folder / "history.csv").write_text("my own sums"),
        lambda folder: (folder / "empty").mkdir(),
        lambda folder: (folder / "theirs").symlink_to(tmp_path),
        lambda folder: (folder / "deals.parquet").unlink() or (folder / "deals.parquet").symlink_to("/dev/null"),
    )
    for place, change in enumerate(changes):
        folder = tmp_path / f"r{place}"
        arguments[arguments.index("--out") + 1] = str(folder)
        assert code_of(command, arguments) == DONE
        change(folder)
        before = state_of(folder)
        assert code_of(command, arguments) == MACHINE
        assert state_of(folder) == before


@pytest.mark.parametrize(
    "name", ["runs", "plans", "plan.json", "history", "provenance.json", "results.parquet", "lock"]
)
def test_a_sweep_goes_through_no_link(tmp_path: Path, at: dict[str, list[str]], capsys: Said, name: str) -> None:
    assert code_of(command, at["sweep"]) == DONE
    linked(tmp_path, name)
    before = state_of(tmp_path)
    (tmp_path / "asked.toml").write_text(ASKED.replace("replications = 2", "replications = 3"), encoding="utf-8")
    before = state_of(tmp_path)
    assert code_of(command, at["sweep"]) == MACHINE
    said = capsys.readouterr().err
    assert re.search(rf"all/s/{name}\S*: is a symbolic link, and nothing is written", said), said
    assert len(said.splitlines()) == 1
    assert state_of(tmp_path / "elsewhere") == {
        place.removeprefix("elsewhere/"): what for place, what in before.items() if place.startswith("elsewhere/")
    }


LINKS = {
    "compare": ("scenarios", "figures", "runs.csv"),
    "report": ("figures", "tables", "report.html", WRITTEN),
}


@pytest.mark.parametrize("name", list(LINKS))
def test_nothing_is_written_through_a_link(tmp_path: Path, at: dict[str, list[str]], capsys: Said, name: str) -> None:
    assert code_of(command, at["sweep"]) == DONE
    assert code_of(command, at[name]) == DONE
    for link in LINKS[name]:
        place = linked(tmp_path, link)
        before = state_of(tmp_path)
        capsys.readouterr()
        assert code_of(command, at[name]) == MACHINE
        assert f"{place}: is a symbolic link" in capsys.readouterr().err
        assert state_of(tmp_path) == before
        place.unlink()
        (tmp_path / "elsewhere" / place.name).rename(place)


def linked(root: Path, name: str) -> Path:
    """Move a place of the store elsewhere, leave a link to it, and return that."""
    (root / "elsewhere").mkdir(exist_ok=True)
    place = root / "all" / "s" / name
    place.rename(root / "elsewhere" / place.name)
    place.symlink_to(root / "elsewhere" / place.name)
    return place


def test_a_part_that_is_a_link_is_read_and_never_moved(tmp_path: Path, at: dict[str, list[str]]) -> None:
    assert code_of(command, at["sweep"]) == DONE
    part = Store(tmp_path / "all" / "s").parts()[0]
    linked(tmp_path, f"runs/{part.name}")
    assert Results(tmp_path / "all" / "s").counts()["done"] == 4
    assert code_of(command, at["sweep"]) == DONE
    (tmp_path / "elsewhere" / part.name).write_bytes(b"damaged")
    assert code_of(command, at["sweep"]) == MACHINE
    assert part.is_symlink()
    (tmp_path / "elsewhere" / part.name).unlink()  # a link to nothing is no reason to lose the run in silence
    assert code_of(command, at["sweep"]) == MACHINE


def test_a_folder_is_no_store_for_its_names(tmp_path: Path, at: dict[str, list[str]], capsys: Said) -> None:
    for name, file in (("a", "runs/2024-05.log"), ("b", "plan.json"), ("c", "plans/summer.json")):
        plant(tmp_path / name, file, tmp_path)
        with pytest.raises(StoreError, match="is no store"):
            Store(tmp_path / name)
        assert state_of(tmp_path / name).keys() == {file}
    for empty in ("d", "e/runs"):
        (tmp_path / empty).mkdir(parents=True)
        Store(tmp_path / empty.split("/")[0])
    assert code_of(command, at["sweep"]) == DONE
    (tmp_path / "all" / "s" / "lock").write_text("the key is under the mat")
    assert code_of(command, at["sweep"]) == MACHINE
    assert "is no lock of a store" in capsys.readouterr().err
    assert (tmp_path / "all" / "s" / "lock").read_text() == "the key is under the mat"


def test_a_store_below_another_and_a_damaged_plan_lose_nothing(tmp_path: Path, at: dict[str, list[str]]) -> None:
    assert code_of(command, at["sweep"]) == DONE
    second = [*at["sweep"]]
    second[second.index("--out") + 1] = str(tmp_path / "all" / "s" / "second")
    assert code_of(command, second) == DONE
    before = state_of(tmp_path / "all" / "s" / "second")
    (tmp_path / "all" / "s" / "plan.json").write_text("a plan of my own")
    assert code_of(command, at["sweep"]) == DONE
    assert code_of(command, at["compare"]) == DONE
    assert state_of(tmp_path / "all" / "s" / "second") == before
    assert (tmp_path / "all" / "s" / "aside" / "plan.json").read_text() == "a plan of my own"


WAITS = """
import time
import sim.engine
from sim.cli import main

def wait(_):
    print("at work", flush=True)
    time.sleep(600)

sim.engine.Run.run = wait
main()
"""


def test_what_a_killed_run_left_is_cleared_by_the_next_command(tmp_path: Path, at: dict[str, list[str]]) -> None:
    running = subprocess.Popen([sys.executable, "-c", WAITS, *at["run"]], stdout=subprocess.PIPE, text=True)
    assert running.stdout is not None
    assert running.stdout.readline() == "at work\n"
    running.kill()
    running.communicate()
    assert [path.name[0] for path in (tmp_path / "all").iterdir()] == ["."]
    assert code_of(command, at["sweep"]) == DONE
    assert [path.name for path in (tmp_path / "all").iterdir()] == ["s"]


def test_what_was_there_before_a_killed_run_is_put_back(tmp_path: Path, at: dict[str, list[str]]) -> None:
    arguments = [*at["run"], "--no-figures"]
    assert code_of(command, arguments) == DONE
    before = state_of(tmp_path / "all" / "r")
    (tmp_path / "all" / DEAD / EARLIER).mkdir(parents=True)
    (tmp_path / "all" / "r").rename(tmp_path / "all" / DEAD / EARLIER / "r")  # killed between the two renames
    assert code_of(command, at["sweep"]) == DONE
    assert state_of(tmp_path / "all" / "r") == before
    assert not (tmp_path / "all" / DEAD).exists()


def test_a_file_that_cannot_be_added_stops_all_and_a_cut_list_is_mended(tmp_path: Path) -> None:
    def add(**files: str) -> None:
        with additions(tmp_path) as staging:
            for name, text in files.items():
                (staging / name).write_text(text)

    add(one="1")
    add(one="2", two="2")
    (tmp_path / "three").write_text("mine")
    with pytest.raises(StoreError, match="is not a file that sim wrote here"):
        add(one="3", three="3")
    assert (tmp_path / "one").read_text() == "2"
    add(three="mine")  # the same content may stay
    with (tmp_path / WRITTEN).open("r+b") as file:
        file.truncate(file.seek(0, os.SEEK_END) - 9)  # a crash: the last line is cut
    add(one="4")
    add(one="5")
    assert (tmp_path / "one").read_text() == "5"
    assert not list(tmp_path.glob(f"{UNFINISHED}*"))
