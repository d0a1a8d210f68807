"""The code that is shipped is that of these very sources, is loaded whole or not at all, and needs no compiler."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from sim import Scenario
from sim.engine.quarters import with_room
from sim.machine_code import choice, shipped
from sim.machine_code.sources import source_digest
from sim.state import World
from sim.world import build

RENEW = "make code, then commit sim/code"
ALONE = pytest.mark.skipif(shipped.library_file() is None, reason="no code is shipped for this kind of machine")
QUARTER = "sim.phases.quarter"
Log = pytest.LogCaptureFixture


def test_the_shipped_code_is_made_of_these_sources() -> None:
    said = shipped.about()
    assert said["sources"] == source_digest(), RENEW
    assert set(said["files"]) == {*shipped.LIBRARIES.values(), "quarter.wasm"}, RENEW
    for name, digest in said["files"].items():
        assert hashlib.sha256((shipped.FOLDER / name).read_bytes()).hexdigest() == digest, f"{name}: {RENEW}"
    assert {path.name for path in shipped.FOLDER.iterdir()} == {*said["files"], shipped.ABOUT}


def test_it_is_made_for_the_tables_as_they_lie_in_memory() -> None:
    world = build(Scenario.load("tiny"), 0)
    said = shipped.about()["kernels"][QUARTER]
    assert shipped.described((tuple(world),)) == said["arguments"], RENEW
    assert json.loads((shipped.FOLDER / shipped.ABOUT).read_text(encoding="utf-8"))["tables"] == list(World._fields)


@ALONE
def test_it_is_what_runs() -> None:
    assert choice.wanted() != choice.SHIPPED or shipped.what_runs() == f"shipped code {shipped.library_file()}"


@pytest.fixture
def copy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A copy of the shipped code that may be spoiled; nothing has been looked at yet."""
    folder = tmp_path / "code"
    shutil.copytree(shipped.FOLDER, folder)
    monkeypatch.setattr(shipped, "FOLDER", folder)
    once: tuple[Any, ...] = (shipped.about, shipped.misfit, shipped._library, choice.tell)
    for one in once:
        one.cache_clear()
    yield folder
    for one in once:
        one.cache_clear()


def library(folder: Path) -> Path:
    return folder / str(shipped.library_file())


def one_bit(folder: Path) -> None:
    whole = bytearray(library(folder).read_bytes())
    whole[len(whole) // 2] ^= 1
    library(folder).write_bytes(whole)


def foreign(folder: Path) -> None:
    other = next(path for path in sorted(folder.iterdir()) if path.suffix == ".wasm")
    library(folder).write_bytes(other.read_bytes())


def without_its_digest(folder: Path) -> None:
    said = json.loads((folder / shipped.ABOUT).read_text(encoding="utf-8"))
    del said["files"][library(folder).name]
    (folder / shipped.ABOUT).write_text(json.dumps(said), encoding="utf-8")


SPOILED: dict[str, Callable[[Path], object]] = {
    "one bit": one_bit,
    "cut": lambda folder: library(folder).write_bytes(library(folder).read_bytes()[:-1]),
    "empty": lambda folder: library(folder).write_bytes(b""),
    "another machine's": foreign,
    "gone": lambda folder: library(folder).unlink(),
    "no digest": without_its_digest,
    "nothing said": lambda folder: (folder / shipped.ABOUT).unlink(),
    "nonsense said": lambda folder: (folder / shipped.ABOUT).write_text("[]"),
    "cut short": lambda folder: (folder / shipped.ABOUT).write_text('{"sources": "'),
}


@ALONE
@pytest.mark.parametrize("how", SPOILED)
def test_spoiled_code_is_never_loaded(copy: Path, caplog: Log, monkeypatch: pytest.MonkeyPatch, how: str) -> None:
    def loaded(path: str) -> None:
        raise AssertionError(f"{path} was loaded")

    monkeypatch.setattr(shipped.ctypes, "CDLL", loaded)
    SPOILED[how](copy)
    world = build(Scenario.load("tiny"), 0)
    assert [shipped.shipped(QUARTER, (tuple(world),)) for _ in range(2)] == [None, None]
    [line] = caplog.messages
    assert "sim/code" in line
    assert "make code" in line
    assert "Numba compiles the model" in line
    assert shipped.what_runs().startswith("code compiled by Numba, as sim/code") or choice.wanted() != choice.SHIPPED


@ALONE
def test_code_of_other_rules_is_not_loaded(copy: Path, caplog: Log, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shipped, "source_digest", lambda: "0" * 64)
    assert shipped.shipped(QUARTER, (tuple(build(Scenario.load("tiny"), 0)),)) is None
    assert str(shipped.misfit()).startswith("the rules are not those")
    assert caplog.messages == []  # whoever changes a rule knows; `sim --version` and the line about compiling say it


@ALONE
def test_tables_of_another_layout_are_not_handed_over(copy: Path, caplog: Log) -> None:
    tables = build(Scenario.load("tiny"), 0)
    other = tables._replace(expertise=tables.expertise.astype(np.float32))
    assert shipped.shipped(QUARTER, (tuple(other),)) is None
    assert len(caplog.messages) == 1
    run = shipped.shipped(QUARTER, (tuple(tables),))
    assert run is not None
    for spoiled in (tables.expertise.astype(np.float32), tables.expertise[:, ::2], tables.expertise.T, tables.region):
        with pytest.raises(TypeError, match="array 1 is not what the shipped code was made for"):
            run(tuple(tables._replace(expertise=spoiled)))
    frozen = tables.expertise.copy()
    frozen.flags.writeable = False
    with pytest.raises(TypeError, match="array 1"):
        run(tuple(tables._replace(expertise=frozen)))
    assert run(tuple(with_room(tables))) is True


def test_a_wish_that_is_none_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("NUMBA_DISABLE_JIT", raising=False)
    monkeypatch.setenv(choice.VARIABLE, "nmba")
    with pytest.raises(ValueError, match="TRANSFER_LAB_CODE = 'nmba' is not allowed; it must be one of shipped, numba"):
        choice.wanted()


WITHOUT = """
import sys
from importlib.machinery import PathFinder
class Others(PathFinder):
    @classmethod
    def find_spec(cls, name, path=None, target=None):
        return None if name.split(".")[0] in ("numba", "llvmlite") else super().find_spec(name, path, target)
sys.meta_path[sys.meta_path.index(PathFinder)] = Others
from sim.cli import main
main(sys.argv[1:])
"""


def without_numba(*words: str, **environment: str) -> subprocess.CompletedProcess[str]:
    known = {key: value for key, value in os.environ.items() if key not in ("NUMBA_DISABLE_JIT", choice.VARIABLE)}
    command = [sys.executable, "-c", WITHOUT, *words]
    return subprocess.run(command, env={**known, **environment}, capture_output=True, text=True, check=False)


@ALONE
def test_a_run_needs_no_numba(tmp_path: Path) -> None:
    ran = without_numba("run", "tiny", "--out", str(tmp_path / "out"), "--no-figures")
    assert ran.returncode == 0, ran.stderr
    assert "compiling" not in ran.stderr
    told = json.loads((tmp_path / "out" / "provenance.json").read_text(encoding="utf-8"))
    assert told["code"] == f"shipped code {shipped.library_file()}"


def test_who_asks_for_numba_and_has_none_is_told_how_to_get_it() -> None:
    ran = without_numba("run", "tiny", TRANSFER_LAB_CODE="numba")
    assert ran.returncode == 4
    assert "[modellers]" in ran.stderr
    assert "Traceback" not in ran.stderr


def test_no_file_tells_where_it_was_made() -> None:
    files = list(shipped.FOLDER.iterdir())
    assert len(files) == 6
    assert [file.name for file in files if b"/code/" in file.read_bytes()] == []
