"""Every error that the documents list can be had, with the exit code they say; every class of error is listed."""

from __future__ import annotations

import errno
import importlib.util
import os
import re
import shutil
import signal
import socket
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from sim.cli import sim as command
from sim.cli.edge import code_of, failure
from sim.declared import DeclarationError
from sim.engine import Watch
from sim.experiment import ReproducibilityError, RunError
from sim.experiment.executors.processes import Processes
from sim.experiment.executors.standstill import Standstill
from sim.store import RunRow, RunStatus, Store

PAGE = Path(__file__).parents[2] / "docs" / "errors.md"
SECTIONS = re.findall(r"(?ms)^## ([^\n]*): exit code (\d+)$(.*?)(?=^## |\Z)", PAGE.read_text(encoding="utf-8"))
LISTED = [(said, int(code)) for _, code, text in SECTIONS for said in re.findall(r"(?m)^\| `([^`]+)` \|", text)]
Provoke = Callable[[Path, pytest.MonkeyPatch], int]


def sim(*arguments: object) -> Provoke:
    return lambda folder, _: code_of(command, [str(argument).replace("HERE", str(folder)) for argument in arguments])


def scenario(text: str) -> Provoke:
    def provoke(folder: Path, _: pytest.MonkeyPatch) -> int:
        (folder / "world.toml").write_bytes(text.encode("latin-1"))
        return code_of(command, ["validate", str(folder / "world.toml")])

    return provoke


def cities(table: bytes) -> Provoke:
    def provoke(folder: Path, monkeypatch: pytest.MonkeyPatch) -> int:
        (folder / "cities.csv").write_bytes(table)
        return scenario('region.cities = "cities.csv"')(folder, monkeypatch)

    return provoke


def experiment(text: str, *more: str, before: Callable[[Path], None] = lambda _: None) -> Provoke:
    def provoke(folder: Path, _: pytest.MonkeyPatch) -> int:
        before(folder / "store")
        (folder / "asked.toml").write_text(f'question = "?"\nbase = "tiny"\nreplications = 1\n{text}', encoding="utf-8")
        return code_of(command, ["sweep", str(folder / "asked.toml"), "--out", str(folder / "store"), "--quiet", *more])

    return provoke


def swept(then: Callable[[Path], None], *arguments: object) -> Provoke:
    def provoke(folder: Path, monkeypatch: pytest.MonkeyPatch) -> int:
        assert experiment("[arms.a]")(folder, monkeypatch) == 0
        then(folder / "store")
        return sim(*(arguments or ("status", "HERE/store")))(folder, monkeypatch)

    return provoke


def refusing(number: int) -> Provoke:
    def provoke(folder: Path, monkeypatch: pytest.MonkeyPatch) -> int:
        def refuse(*_: Any, **__: Any) -> None:
            raise OSError(number, os.strerror(number), str(folder))

        monkeypatch.setattr("sim.store.files.os.fsync", refuse)
        return experiment("[arms.a]")(folder, monkeypatch)

    return provoke


def locked(folder: Path, _: pytest.MonkeyPatch) -> int:
    with Store(folder / "store").locked():
        return experiment("[arms.a]")(folder, _)


def contradicted(store: Path) -> None:
    kept = next(iter(Store(store).tables())).to_pylist()[0]
    Store(store).add([RunRow(kept["run"], kept["scenario"], 0, RunStatus.OK, "", {"leaks": -1.0})], {})


def gone(folder: Path, monkeypatch: pytest.MonkeyPatch) -> int:
    add = Store.add

    def moved(self: Store, *arguments: Any) -> None:
        self.folder.rename(folder / "elsewhere")
        add(self, *arguments)

    monkeypatch.setattr(Store, "add", moved)
    return experiment("[arms.a]")(folder, monkeypatch)


def other_things(folder: Path) -> None:
    folder.mkdir(parents=True)
    (folder / "thesis.txt").write_text("mine")


def not_empty(folder: Path, _: pytest.MonkeyPatch) -> int:
    other_things(folder / "out")
    return code_of(command, ["run", "tiny", "--quiet", "--out", str(folder / "out")])


def without_memory(folder: Path, monkeypatch: pytest.MonkeyPatch) -> int:
    monkeypatch.setattr("sim.engine.memory.bytes_there", lambda: 1e9)
    return code_of(command, ["run", "baseline", "--set", "population.scale=300", "--quiet"])


def stillborn(folder: Path, monkeypatch: pytest.MonkeyPatch) -> int:
    start = Processes._start

    def dead(self: Processes) -> Any:
        worker = start(self)
        worker.process.kill()
        return worker

    monkeypatch.setattr(Processes, "_start", dead)
    return experiment("[arms.a]", "--jobs", "2", "--no-preflight")(folder, monkeypatch)


def not_fresh(folder: Path, monkeypatch: pytest.MonkeyPatch) -> int:
    monkeypatch.setattr("sim.experiment.make.sweep.ENOUGH_FOR_PREFLIGHT", 1)
    monkeypatch.setattr("sys.executable", shutil.which("false"))
    return experiment("[arms.a]")(folder, monkeypatch)


def standing(folder: Path, monkeypatch: pytest.MonkeyPatch) -> int:
    start = Processes._start

    def stopped(self: Processes) -> Any:
        worker = start(self)
        os.kill(worker.process.pid, signal.SIGSTOP)
        return worker

    monkeypatch.setattr(Processes, "_start", stopped)
    monkeypatch.setattr("sim.experiment.executors.processes.Standstill", lambda: Standstill(patience=1.0))
    return experiment("[arms.a]", "--jobs", "2", "--no-preflight")(folder, monkeypatch)


def mine(name: str) -> Callable[[Path], None]:
    def write(store: Path) -> None:
        (store / name).write_text("mine")

    return write


def elsewhere(store: Path) -> None:
    (store / "figures").symlink_to(store.parent)


def lost_scheduler(folder: Path, monkeypatch: pytest.MonkeyPatch) -> int:
    distributed = pytest.importorskip("distributed")

    class Gone:
        status = "connecting"

        def close(self, timeout: float) -> None: ...

    monkeypatch.setattr(distributed, "Client", lambda *_, **__: Gone())
    return experiment("[arms.a]", "--scheduler", "tcp://127.0.0.1:9", "--no-preflight")(folder, monkeypatch)


def taken_port(folder: Path, _: pytest.MonkeyPatch) -> int:
    pytest.importorskip("solara")
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        return code_of(command, ["app", "--port", str(taken.getsockname()[1]), "--no-browser"])


def failing(folder: Path, monkeypatch: pytest.MonkeyPatch) -> int:
    monkeypatch.setattr("sim.experiment.executors.work._known", {})
    monkeypatch.setattr("sim.experiment.executors.work.Scenario.from_dict", lambda _: None)
    assert experiment("[arms.a]")(folder, monkeypatch) in (0, 1)
    monkeypatch.setattr("sim.experiment.executors.work.Run", lambda *_, **__: 1 / 0)
    (folder / "asked.toml").write_text('question = "?"\nbase = "tiny"\nreplications = 3\n[arms.a]\n')
    return code_of(command, ["sweep", str(folder / "asked.toml"), "--out", str(folder / "store")])


def unlawful(folder: Path, monkeypatch: pytest.MonkeyPatch) -> int:
    monkeypatch.setattr(Watch, "_accounts", lambda _: iter(["C1: two are one"]))
    return code_of(command, ["run", "tiny", "--check", "--quiet"])


def without_solara(folder: Path, monkeypatch: pytest.MonkeyPatch) -> int:
    found = importlib.util.find_spec
    monkeypatch.setattr(importlib.util, "find_spec", lambda name, *more: None if name == "solara" else found(name))
    return code_of(command, ["app", "tiny"])


def circle(folder: Path, _: pytest.MonkeyPatch) -> int:
    for one, other in ("ab", "ba"):
        (folder / f"{one}.toml").write_text(f'extends = "{other}.toml"')
    return code_of(command, ["validate", str(folder / "a.toml")])


def here(folder: Path, monkeypatch: pytest.MonkeyPatch) -> int:
    monkeypatch.chdir(folder)
    return code_of(command, ["run", "tiny", "--quiet", "--out", "."])


BASES = "[levers.demonstration_bases]\nstrength = 1\ncities = ['atlantis']"
PROVOKED: dict[str, Provoke] = {
    "no such scenario file": sim("validate", "nowhere"),
    "unknown setting": scenario("[barriers]\nsecrcy = 0.1"),
    "is not allowed; it must be": scenario("[barriers]\nsecrecy = 2"),
    "is outside the run": scenario("[run]\nquarters = 4"),
    "organisations; at most": scenario(
        "[population]\nscale = 1000\nprivate_sample = 1\nmilitary_sample = 10\nuniversity_sample = 10"
    ),
    "the population is empty": scenario("[population]\nprivate_sample = 0\nmilitary_sample = 0\nuniversity_sample = 0"),
    "not TOML": scenario("[barriers"),
    "not UTF-8 text": scenario("title = 'é'"),
    "the file seems to be in GBK or GB18030": cities("city_id,city\nchengdu,成都市高新区\n".encode("gb18030")),
    "UTF-16 text": cities("city_id,city\nchengdu,成都\n".encode("utf-16")),
    "between double quotes \\ begins a special letter": scenario('region.cities = "C:\\Users\\me\\cities.csv"'),
    "larger than 1 MiB": scenario("#" * (1 << 21)),
    "too deeply nested": scenario("x = " + "[" * 100 + "]" * 100),
    "in a circle": circle,
    "is no city of the region": scenario(BASES),
    "no such file": scenario("[region]\ncities = 'nowhere.csv'"),
    "is not KEY=VALUE": sim("run", "tiny", "--set", "secrecy"),
    "there is nothing to compare": experiment(""),
    "not like with like": sim("compare", "tiny", "baseline"),
    "stands twice": experiment('[design]\nkind = "grid"\n[factors]\n"barriers.secrecy" = [0.1, 0.1]'),
    "one level but for rounding": experiment(
        '[design]\nkind = "grid"\n[factors]\n"barriers.secrecy" = [0.3, 0.30000000000000004]'
    ),
    "there is no outcome": experiment('outcomes = ["happiness"]\n[arms.a]'),
    "is no power of 2": experiment(
        '[design]\nkind = "sobol"\nsamples = 63\n[factors]\n"barriers.secrecy" = { low = 0.0, high = 1.0 }'
    ),
    "runs or more": experiment(
        '[arms.a]\n[draws]\nnumber = 100000\n[draws.parameters]\n"barriers.secrecy" = { low = 0.0, high = 1.0 }',
        "--set",
        "replications=100",
    ),
    "has no lever in force": experiment("[design]\nequal_budget = 10.0\n[arms.a]\n[arms.b]"),
    "exclude one another": experiment("[arms.a]", "--jobs", "2", "--scheduler", "tcp://127.0.0.1:9"),
    "is no share": experiment("[arms.a]", "--shard", "5/4"),
    "cannot be cut into shards": experiment("[arms.a]\n[stopping]", "--shard", "1/2"),
    "is the folder you are in": here,
    "in the sources of the model": lambda *_: failure(DeclarationError("lever x: a move names 'y'")),
    "holds a zero byte": sim("run", "ti\0ny"),
    "is not UTF-8 text": sim("run", "ti\udcffny"),
    "No space left on device": refusing(errno.ENOSPC),
    "Permission denied": refusing(errno.EACCES),
    "Read-only file system": refusing(errno.EROFS),
    "is in use: another sweep": locked,
    "is no store of runs": experiment("[arms.a]", before=other_things),
    "holds no runs": sim("report", "HERE"),
    "holds no plan": swept(lambda store: (store / "plan.json").unlink()),
    "is damaged": swept(lambda store: (store / "plan.json").write_text("{") and None),
    "is gone: it was moved or removed": gone,
    "holds something that is not an earlier result": not_empty,
    "twice with different": swept(contradicted, "status", "HERE/store"),
    "no Dask scheduler answers": experiment("[arms.a]", "--scheduler", "nonsense://"),
    "is lost; what was finished is kept": lost_scheduler,
    "of memory and this machine has": without_memory,
    "is not a file that sim wrote here": swept(mine("report.html"), "report", "HERE/store"),
    "is a symbolic link, and nothing is written": swept(elsewhere, "report", "HERE/store"),
    "is no lock of a store": swept(
        mine("lock"), "compare", "baseline", "fund_pool", "--readings", "2", "--out", "HERE/store"
    ),
    "is not a folder; name another": sim("run", "tiny", "--quiet", "--out", str(PAGE)),
    "and so have the": standing,
    "end before they begin": stillborn,
    "a fresh process cannot make a run": not_fresh,
    "name another port with --port": taken_port,
    "failed": failing,
    "the run of": lambda *_: failure(RunError("open", 3, "ZeroDivisionError")),
    "the same run gives different results on this machine": lambda *_: failure(
        ReproducibilityError("the same run gives different results on this machine: leaks is 1.0 here")
    ),
    "a law of the model does not hold": unlawful,
    "is missing; install it with": without_solara,
}


def test_the_page_lists_errors_of_every_code() -> None:
    assert {code for _, code in LISTED} == {1, 2, 3, 4}
    assert len({said for said, _ in LISTED}) == len(LISTED) > 40
    assert {said for said, _ in LISTED} == set(PROVOKED)


@pytest.mark.parametrize(("said", "code"), LISTED, ids=[said for said, _ in LISTED])
def test_every_listed_error_can_be_had(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], said: str, code: int
) -> None:
    found = PROVOKED[said](tmp_path, monkeypatch)
    told = capsys.readouterr()
    assert said in told.err + told.out
    assert found == code
    assert "Traceback" not in told.err
