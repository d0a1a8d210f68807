"""A results folder proves itself, and what was changed in it is found: a file, a part, or a run with its digest."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
import pytest

from sim.cli import sim as command
from sim.cli.edge import DONE, MACHINE, RUNS_FAILED, code_of
from sim.store.additions import digest_of_file
from sim.store.parts import encode
from tests.doors.command_line import QUICK, Said

EXPERIMENT = """
question = "What does a quarter of the clerks bring?"
base = "world.toml"
replications = 2
keep = ["history"]

[factors]
"barriers.secrecy" = [0.3, 0.6]
"""
COMMANDS = "run", "compare", "sweep"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make one folder of each command."""
    home = tmp_path_factory.mktemp("made")
    (home / "world.toml").write_text(
        'extends = "tiny.toml"\n[run]\nquarters = 10\nstart_year = 2019\n', encoding="utf-8"
    )
    (home / "experiment.toml").write_text(EXPERIMENT, encoding="utf-8")
    done = (
        ["run", "tiny", *QUICK, "--no-figures", "--out", str(home / "run")],
        ["compare", "baseline", "openness", *QUICK, "--readings", "3", "--out", str(home / "compare")],
        ["sweep", str(home / "experiment.toml"), "--no-preflight", "--out", str(home / "sweep")],
    )
    for arguments in done:
        assert code_of(command, [*arguments, "--quiet"]) == DONE
    return home


@pytest.fixture
def folder(made: Path, tmp_path: Path, request: pytest.FixtureRequest) -> Path:
    """Give a copy of a folder that may be spoilt."""
    return Path(shutil.copytree(made / request.param, tmp_path / request.param))


@pytest.mark.parametrize("name", COMMANDS)
def test_a_folder_as_it_was_written_holds_in_one_line_and_is_left_alone(made: Path, capsys: Said, name: str) -> None:
    before = {path: path.read_bytes() for path in (made / name).rglob("*") if path.is_file()}
    assert code_of(command, ["verify", str(made / name), "--lot", "5"]) == DONE
    said = capsys.readouterr().out
    assert said.count("\n") == 1
    assert "made again and equal" in said
    assert before == {path: path.read_bytes() for path in (made / name).rglob("*") if path.is_file()}


@pytest.mark.parametrize("folder", COMMANDS, indirect=True)
def test_every_file_that_was_written_is_missed_or_found_changed(folder: Path, capsys: Said) -> None:
    own = {"lock", "provenance.json", ".written.sha256", "plan.json"}  # what the rest is held against
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder).as_posix()
        if not path.is_file() or path.name in own or path.parent.name == "plans":
            continue
        content = path.read_bytes()
        path.write_bytes(content + b" ")
        assert code_of(command, ["verify", str(folder), "--runs", "0"]) == RUNS_FAILED, name
        assert path.name in capsys.readouterr().err
        path.unlink()
        assert code_of(command, ["verify", str(folder), "--runs", "0"]) == RUNS_FAILED, name
        path.write_bytes(content)
        capsys.readouterr()
    assert code_of(command, ["verify", str(folder), "--runs", "0"]) == DONE


@pytest.mark.parametrize("folder", ["compare", "sweep"], indirect=True)
def test_a_result_that_was_changed_with_its_digest_is_found_by_making_it_again(folder: Path, capsys: Said) -> None:
    for part in sorted((folder / "runs").glob("*.parquet")):
        table = pq.read_table(part)
        place = table.column_names.index("transfers_delivered")
        changed = table.set_column(place, "transfers_delivered", pc.add(table.column(place), 1.0))
        name, content = encode(changed.replace_schema_metadata(None), {})
        part.unlink()
        (part.parent / name).write_bytes(content)
    provenance = json.loads((folder / "provenance.json").read_text(encoding="utf-8"))
    if isinstance(provenance["sha256"], str):
        provenance["sha256"] = None  # as one who changes results would: no digest of the whole
    text = json.dumps(provenance)
    (folder / "provenance.json").write_text(text, encoding="utf-8")
    with (folder / ".written.sha256").open("a", encoding="utf-8") as noted:
        noted.write(f"{digest_of_file(folder / 'provenance.json')}  provenance.json\n")
    assert code_of(command, ["verify", str(folder), "--runs", "0"]) == DONE
    capsys.readouterr()
    assert code_of(command, ["verify", str(folder), "--runs", "1"]) == RUNS_FAILED
    assert "comes out otherwise: transfers_delivered" in capsys.readouterr().err


@pytest.mark.parametrize("folder", ["sweep"], indirect=True)
def test_a_kept_table_is_made_again_too(folder: Path, capsys: Said) -> None:
    for part in sorted((folder / "history").glob("*.parquet")):
        table = pq.read_table(part)
        quarters = pa.array([quarter + 1 for quarter in table.column("quarter").to_pylist()], table["quarter"].type)
        changed = table.set_column(table.column_names.index("quarter"), "quarter", quarters)
        name, content = encode(changed.replace_schema_metadata(None), {})
        part.unlink()
        (part.parent / name).write_bytes(content)
    assert code_of(command, ["verify", str(folder), "--runs", "1"]) == RUNS_FAILED
    assert "comes out otherwise: history" in capsys.readouterr().err


@pytest.mark.parametrize("folder", ["run"], indirect=True)
def test_a_run_that_was_changed_with_its_digest_is_found(folder: Path, capsys: Said) -> None:
    outcomes = json.loads((folder / "outcomes.json").read_text(encoding="utf-8"))
    outcomes["transfers_delivered"]["value"] += 1
    (folder / "outcomes.json").write_text(json.dumps(outcomes), encoding="utf-8")
    provenance = json.loads((folder / "provenance.json").read_text(encoding="utf-8"))
    provenance["sha256"]["outcomes.json"] = digest_of_file(folder / "outcomes.json")
    (folder / "provenance.json").write_text(json.dumps(provenance), encoding="utf-8")
    assert code_of(command, ["verify", str(folder)]) == RUNS_FAILED
    assert "comes out otherwise: transfers_delivered" in capsys.readouterr().err


@pytest.mark.parametrize("folder", ["compare"], indirect=True)
def test_runs_of_another_model_are_not_said_to_hold(
    folder: Path, capsys: Said, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sim.experiment.make.verify.model_version", lambda: "f" * 64)
    assert code_of(command, ["verify", str(folder)]) == RUNS_FAILED
    assert "none can be made again here" in capsys.readouterr().err


def test_the_same_lot_draws_the_same_runs_and_json_says_what_was_proved(made: Path, capsys: Said) -> None:
    said = []
    for _ in range(2):
        assert code_of(command, ["verify", str(made / "compare"), "--runs", "2", "--lot", "9", "--json"]) == DONE
        said.append(json.loads(capsys.readouterr().out))
    assert said[0] == said[1]
    assert {name: said[0][name] for name in ("holds", "again", "lot", "faults")} == {
        "holds": True,
        "again": 2,
        "lot": 9,
        "faults": [],
    }


def test_a_folder_that_is_no_result_is_refused_with_the_way_out(tmp_path: Path, capsys: Said) -> None:
    assert code_of(command, ["verify", str(tmp_path)]) == MACHINE
    assert "provenance.json" in capsys.readouterr().err
