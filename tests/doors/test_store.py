"""What is kept survives what disks, people and other programs do to it; what is damaged shows."""

from __future__ import annotations

import errno
import os
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pyarrow.parquet as pq
import pytest

import sim.store.files
from sim.cli import sim as command
from sim.cli.edge import DONE, MACHINE, RUNS_FAILED, code_of
from sim.experiment import Experiment, sweep
from sim.store import Results, RunRow, RunStatus, Store, StoreError, run_id
from sim.store.files import put_if_absent

ASKED = {
    "question": "Is it kept?",
    "base": "tiny",
    "replications": 4,
    "arms": {"tiny": {}, "open": {"set": {"barriers.secrecy": 0.0}}},
}


@pytest.fixture
def kept(tmp_path: Path) -> Path:
    sweep(Experiment.from_dict(ASKED), tmp_path / "store")
    return tmp_path / "store"


def make_again(store: Path) -> Results:
    return sweep(Experiment.from_dict(ASKED), store)


def test_parts_are_read_without_this_package(kept: Path) -> None:
    duckdb = pytest.importorskip("duckdb")
    frame = pd.read_parquet(kept / "runs")
    assert len(frame) == 8
    assert set(frame["status"]) == {"ok"}
    assert duckdb.sql(f"select count(*) from '{kept}/runs/*.parquet'").fetchall() == [(8,)]
    asked = Results(kept).query("select arm, avg(transfers_delivered) as mean from results group by arm order by arm")
    assert asked["arm"].tolist() == ["tiny", "open"]  # arms keep their order


def last_byte_of_values(part: Path) -> int:
    """Return where the first column's values end: much of a small file is headers that nobody reads."""
    with pq.ParquetFile(part) as file:
        column = file.metadata.row_group(0).column(0)
    return int(column.dictionary_page_offset + column.total_compressed_size) - 1


@pytest.mark.parametrize("kind", ["empty", "cut", "flipped", "stranger", "renamed", "text"])
def test_a_damaged_part_is_named_set_aside_and_made_again(
    kept: Path, kind: str, capsys: pytest.CaptureFixture[str]
) -> None:
    sound = Results(kept).digest()
    parts = Store(kept).parts()
    part, content = parts[0], parts[0].read_bytes()
    if kind == "empty":
        part.write_bytes(b"")
    elif kind == "cut":
        part.write_bytes(content[: len(content) // 2])
    elif kind == "flipped":
        byte = last_byte_of_values(part)
        part.write_bytes(content[:byte] + bytes([content[byte] ^ 8]) + content[byte + 1 :])
    elif kind == "stranger":
        pd.DataFrame({"run": ["x"]}).to_parquet(part)
    elif kind == "renamed":
        part.rename(part.with_name("0" * 32 + ".parquet"))
    else:
        (kept / "runs" / "notes.txt").write_text("do not forget the milk")
    damaged = Store(kept).inventory(mend=False).set_aside
    assert len(damaged) == 1
    assert code_of(command, ["status", str(kept)]) == DONE
    assert "the next sweep sets it aside" in capsys.readouterr().err
    assert make_again(kept).digest() == sound
    assert len(list((kept / "aside").iterdir())) == 1
    assert Store(kept).inventory().set_aside == []


def test_every_bit_that_flips_in_a_part_shows_or_does_no_harm(kept: Path) -> None:
    part = Store(kept).parts()[0]
    content = bytearray(part.read_bytes())
    sound = Results(kept).digest()
    flips = np.random.default_rng(1).integers(0, 8 * len(content), 200)
    for flip in flips.tolist():
        content[flip // 8] ^= 1 << flip % 8
        part.write_bytes(content)
        found = Store(kept).inventory(mend=False)
        if not found.set_aside:
            assert Results(kept).digest() == sound
        content[flip // 8] ^= 1 << flip % 8


def test_two_sweeps_of_one_store_do_not_meet(kept: Path, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    with Store(kept).locked(), pytest.raises(StoreError, match="is in use"):
        make_again(kept)
    (tmp_path / "asked.toml").write_text('question = "?"\nbase = "tiny"\n[arms.a]\n')
    with Store(kept).locked():
        assert code_of(command, ["sweep", str(tmp_path / "asked.toml"), "--out", str(kept), "--quiet"]) == MACHINE
    assert "is in use: another sweep is writing to it; wait for it" in capsys.readouterr().err


def test_what_is_no_store_is_not_written_to(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "thesis").mkdir()
    (tmp_path / "thesis" / "chapter.txt").write_text("mine")
    with pytest.raises(StoreError, match="is no store"):
        Store(tmp_path / "thesis")
    for arguments in (["status"], ["report"]):
        assert code_of(command, [*arguments, str(tmp_path / "thesis")]) == MACHINE
        assert "name the folder given to `sim sweep --out`" in capsys.readouterr().err
    assert [path.name for path in (tmp_path / "thesis").iterdir()] == ["chapter.txt"]


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EIO, errno.EACCES, errno.EDQUOT])
@pytest.mark.parametrize("step", ["fsync", "link", "replace"])
def test_a_disk_that_refuses_loses_nothing_that_was_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], number: int, step: str
) -> None:
    calls = {"left": 3}
    real = getattr(os, step)

    def refuse(*arguments: Any, **more: Any) -> Any:
        calls["left"] -= 1
        if calls["left"] == 0:
            raise OSError(number, os.strerror(number), str(tmp_path / "store"))
        return real(*arguments, **more)

    (tmp_path / "asked.toml").write_text('question = "?"\nbase = "tiny"\nreplications = 6\n[arms.a]\n')
    arguments = ["sweep", str(tmp_path / "asked.toml"), "--out", str(tmp_path / "store"), "--quiet"]
    monkeypatch.setattr(sim.store.files.os, step, refuse)
    code = code_of(command, arguments)
    monkeypatch.undo()
    assert code in (DONE, MACHINE)  # a link that is refused falls back to a replacement
    if code == MACHINE:
        assert os.strerror(number) in capsys.readouterr().err
    assert list((tmp_path / "store").rglob(".unfinished*")) == []
    assert Store(tmp_path / "store").inventory(mend=False).set_aside == []
    assert code_of(command, arguments) == DONE
    assert Results(tmp_path / "store").counts()["done"] == 6


def test_leftovers_of_the_dead_are_removed_and_those_of_the_living_stay(tmp_path: Path) -> None:
    store = Store(tmp_path / "store")
    host = sim.store.files._host()
    dead = tmp_path / "store" / "runs" / f".unfinished-{host}-{2**22 - 3}-00ff00ff"
    living = tmp_path / "store" / "runs" / f".unfinished-{host}-{os.getpid()}-00ff00ff"
    for path in (dead, living):
        path.write_bytes(b"half")
    with store.locked():
        assert not dead.exists()
        assert living.exists()


def test_a_part_is_put_once(tmp_path: Path) -> None:
    assert put_if_absent(tmp_path / "part", b"one")
    assert not put_if_absent(tmp_path / "part", b"two")
    assert (tmp_path / "part").read_bytes() == b"one"
    assert [path.name for path in tmp_path.iterdir()] == ["part"]


def test_machines_that_do_not_compute_alike_are_found_out(kept: Path) -> None:
    results = Results(kept)
    first = results.frame().iloc[0]
    outcomes = {"transfers_delivered": float(first["transfers_delivered"]) + 1.0}
    Store(kept).add([RunRow(first["run"], first["scenario"], int(first["seed"]), RunStatus.OK, "", outcomes)], {})
    with pytest.raises(StoreError, match="twice with different"):
        Results(kept).frame()


def test_a_damaged_plan_is_said_and_mended_by_the_same_sweep(kept: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (kept / "plan.json").write_text('{"format": 1, "na')
    assert code_of(command, ["status", str(kept)]) == MACHINE
    assert "is damaged" in capsys.readouterr().err
    make_again(kept)
    assert code_of(command, ["status", str(kept)]) == DONE


def test_failed_runs_are_told_with_their_messages(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    asked = Experiment.from_dict({**ASKED, "replications": 2})
    results = sweep(asked, tmp_path / "store")
    planned = next(iter(results.plan.runs()))
    other = Store(tmp_path / "other")
    other.keep_plan(results.plan)
    other.add([RunRow(planned.run, "", 0, RunStatus.TIMEOUT, "took longer than 1 seconds")], {})
    assert code_of(command, ["status", str(tmp_path / "other")]) == DONE
    said = capsys.readouterr().out
    assert "0 of 4 runs done, 3 missing, 1 failed" in said
    assert "tiny, seed 0: timeout: took longer than 1 seconds" in said
    (tmp_path / "asked.toml").write_text(
        'question = "Is it kept?"\nbase = "tiny"\nreplications = 2\n[arms.tiny]\n[arms.open.set]\n'
        '"barriers.secrecy" = 0.0'
    )
    arguments = ["sweep", str(tmp_path / "asked.toml"), "--out", str(tmp_path / "other"), "--quiet"]
    assert code_of(command, arguments) == RUNS_FAILED
    assert code_of(command, [*arguments, "--retry"]) == DONE


def test_runs_are_known_by_model_scenario_and_seed() -> None:
    assert run_id("m", "s", 1) == run_id("m", "s", 1)
    assert len({run_id("m", "s", 1), run_id("n", "s", 1), run_id("m", "t", 1), run_id("m", "s", 2)}) == 4
