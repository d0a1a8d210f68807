"""What Numba compiled is loaded from disk as it was written or not at all, whatever happened to it; that is said."""

from __future__ import annotations

import os
import random
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from sim.machine_code import choice
from sim.machine_code import kept as disk
from sim.machine_code.inner import Part
from sim.rules import empty_indices, kernel, rule

pytestmark = pytest.mark.skipif(os.environ.get("NUMBA_DISABLE_JIT", "0") != "0", reason="nothing is compiled")

Log = pytest.LogCaptureFixture
NUMBA = {"TRANSFER_LAB_CODE": "numba"}
TOY = """
from sim.machine_code.inner import Part
from sim.rules import empty_indices, kernel, rule

@kernel
def doubled(number):
    return 2 * number

print(doubled(21), sum(doubled.compiled.stats.cache_hits.values()))
"""


def doubled(number: Any) -> Any:
    return 2 * number


def tripled(number: Any) -> Any:
    return 3 * number


def called(function: Any, number: float = 21) -> tuple[float, int]:
    """Call a function as a new process would; return what it gives, and how often its code came from the disk."""
    compiled: Any = kernel(function)
    given = compiled(number)
    return given, sum(compiled.compiled.stats.cache_hits.values())


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """An empty folder of compiled code; what was said in other tests may be said again."""
    monkeypatch.setenv("TRANSFER_LAB_CACHE", str(tmp_path / "cache"))
    for once in (choice.tell, disk._writable):
        once.cache_clear()
    place = disk.code_folder()
    assert place is not None
    yield place
    for once in (choice.tell, disk._writable):
        once.cache_clear()


@pytest.fixture
def file(folder: Path) -> Path:
    """The code of a small function, as it was written."""
    assert called(doubled) == (42, 0)
    assert called(doubled) == (42, 1)
    [kept] = folder.iterdir()
    return kept


def test_code_is_kept_by_signature(file: Path) -> None:
    assert called(doubled, 1.5) == (3.0, 0)
    assert called(doubled, 1.5) == (3.0, 1)
    assert called(doubled) == (42, 1)
    assert len(list(file.parent.iterdir())) == 2


SPOILED = {
    "empty": lambda whole: b"",
    "cut": lambda whole: whole[: len(whole) // 2],
    "one byte short": lambda whole: whole[:-1],
    "one byte more": lambda whole: whole + b"\0",
    "zeroed": lambda whole: bytes(len(whole)),
    "zeroed in part": lambda whole: whole[:200] + bytes(len(whole) - 200),
    "something else": lambda whole: b"#!/bin/sh\n",
}


@pytest.mark.parametrize("how", SPOILED)
def test_damaged_code_is_set_aside_compiled_anew_and_said(file: Path, caplog: Log, how: str) -> None:
    whole = file.read_bytes()
    file.write_bytes(SPOILED[how](whole))
    assert called(doubled) == (42, 0)
    [said] = caplog.messages
    assert str(file) in said
    assert "set aside" in said
    assert called(doubled) == (42, 1)
    assert sorted(path.suffix for path in file.parent.iterdir()) == [".code", ".damaged"]


def test_no_bit_can_turn_unseen(file: Path) -> None:
    whole, chance = file.read_bytes(), random.Random(7)
    for bit in [0, 7, 8 * len(whole) - 1, *(chance.randrange(8 * len(whole)) for _ in range(1_000))]:
        spoiled = bytearray(whole)
        spoiled[bit // 8] ^= 1 << (bit % 8)
        file.write_bytes(spoiled)
        assert disk.intact(file) is None, bit
    file.write_bytes(whole)
    assert disk.intact(file) is not None


def test_another_function_s_code_is_not_taken_for_this_one_s(file: Path, caplog: Log) -> None:
    assert called(tripled) == (63, 0)
    [other] = [path for path in file.parent.iterdir() if "tripled" in path.name]
    file.write_bytes(other.read_bytes())
    assert called(doubled) == (42, 0)
    assert len(caplog.messages) == 1


def test_code_that_is_whole_but_of_another_function_is_not_loaded(file: Path, caplog: Log) -> None:
    content = disk.intact(file)
    assert content is not None
    stranger = disk.serialize.dumps((("another", "key", "here"), ()))
    file.write_bytes(disk.digest_of(file, stranger) + stranger)
    assert called(doubled) == (42, 0)
    assert "another function" in caplog.text


def test_functions_that_enclose_other_values_are_kept_apart(folder: Path) -> None:
    def times(factor: int) -> Any:
        def product(number: Any) -> Any:
            return factor * number

        return product

    assert called(times(2)) == (42, 0)
    assert called(times(3)) == (63, 0)
    assert called(times(2)) == (42, 1)


def test_code_of_other_sources_is_not_seen(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(disk, "source_digest", lambda: "0" * 64)
    assert called(doubled) == (42, 0)


def test_a_folder_that_cannot_be_written_is_said_once(
    tmp_path: Path, folder: Path, monkeypatch: pytest.MonkeyPatch, caplog: Log
) -> None:
    (tmp_path / "file").write_text("in the way")
    monkeypatch.setenv("TRANSFER_LAB_CACHE", str(tmp_path / "file" / "below"))
    for _ in range(2):
        assert called(doubled) == (42, 0)
    [said] = caplog.messages
    assert "cannot be kept" in said
    assert "TRANSFER_LAB_CACHE" in said
    here = Path(disk.__file__).parent
    assert not list(here.rglob("*.nb[ci]"))  # nor beside the sources, where nobody would notice an edit


def test_code_that_can_be_read_is_used_though_nothing_can_be_written(file: Path, caplog: Log) -> None:
    def refused(*_: object) -> None:
        raise PermissionError(13, "Permission denied", str(file))

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(disk, "write", refused)
        assert called(doubled) == (42, 1)
        assert caplog.messages == []
        assert called(doubled, 1.5) == (3.0, 0)
    assert "Permission denied" in caplog.text


def test_a_disk_that_is_full_costs_no_result(file: Path, monkeypatch: pytest.MonkeyPatch, caplog: Log) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device", str(file))

    assert disk.keeps()
    monkeypatch.setattr(disk, "write", full)
    assert called(doubled, 1.5) == (3.0, 0)
    assert "No space left" in caplog.text


def test_the_line_about_compiling_tells_the_truth(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    fresh = subprocess.run(
        [sys.executable, "-c", "from sim.cli.talk import announce_compiling as a; a()"],
        env={**os.environ, **NUMBA, "TRANSFER_LAB_CACHE": str(tmp_path / "file" / "below")},
        capture_output=True,
        text=True,
        check=True,
    )
    why, said = fresh.stderr.splitlines()
    assert "cannot be kept" in why
    assert "one to three minutes, at every command: " in said


def test_damage_to_any_kernel_of_the_model_is_seen_before_a_run(tmp_path: Path) -> None:
    warm = "from sim.engine import warm_up; warm_up()"
    subprocess.run([sys.executable, "-c", warm], env={**os.environ, **NUMBA}, check=True)
    here = disk.code_folder()
    assert here is not None
    copy = tmp_path / "transfer-policy-lab" / here.name
    copy.mkdir(parents=True)
    for kept in here.glob("*.code"):
        (copy / kept.name).write_bytes(kept.read_bytes()[: -1 if "population" in kept.name else None])
    told = subprocess.run(
        [sys.executable, "-c", "from sim.engine import needs_compiling; print(needs_compiling())"],
        env={**os.environ, **NUMBA, "TRANSFER_LAB_CACHE": str(tmp_path)},
        capture_output=True,
        text=True,
        check=True,
    )
    assert told.stdout.strip() == "True"
    assert told.stderr.count("set aside") == 2  # draw_traits and enlist; those of another processor are not asked for


@rule
def half(number: float) -> float:
    return number / 2


def quarter_of(number: float) -> float:
    return half(half(number))


def none_at_all(count: int) -> int:
    return int(empty_indices(count).shape[0])


def test_rules_are_taken_in_by_kernels_and_have_no_machine_code_of_their_own(folder: Path) -> None:
    assert [called(quarter_of, 8.0) for _ in range(2)] == [(2.0, 0), (2.0, 1)]
    written: Any = half
    [made] = written.inner.overloads.values()
    assert isinstance(made.library, Part)
    assert not made.library.codegen._engine.is_symbol_defined(made.fndesc.llvm_func_name)


def test_what_a_rule_raises_reaches_python(folder: Path) -> None:
    for _ in range(2):  # compiled, and loaded from disk
        with pytest.raises(ValueError, match="negative dimensions"):
            called(none_at_all, -1)


@pytest.mark.parametrize("state", ["empty", "damaged"])
def test_processes_that_start_at_once_all_get_it_right(tmp_path: Path, state: str) -> None:
    toy = tmp_path / "toy.py"
    toy.write_text(TOY)
    environment = {**os.environ, "TRANSFER_LAB_CACHE": str(tmp_path / "cache")}

    def start() -> subprocess.Popen[str]:
        command = [sys.executable, str(toy)]
        return subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)

    if state != "empty":
        assert start().communicate() == ("42 0\n", "")
        [file] = (tmp_path / "cache").rglob("*.code")
        file.write_bytes(file.read_bytes()[:-5])
        file.with_name(f"{file.name}.0.new").write_bytes(b"its writer was killed")
    ended = [(one.communicate(), one.returncode) for one in [start() for _ in range(3)]]
    assert [code for _, code in ended] == [0, 0, 0]
    assert {out.split()[0] for (out, _), _ in ended} == {"42"}
    assert sum(err.count("set aside") for (_, err), _ in ended) == (state == "damaged")
    assert start().communicate() == ("42 1\n", "")
