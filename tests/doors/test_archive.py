"""The archive holds what it says, every published figure has its command, and results that do not hold stay out."""

from __future__ import annotations

import shutil
import subprocess
import tarfile
from pathlib import Path

import pytest

from experiments import archive
from sim.cli import sim as command
from sim.cli.edge import DONE, code_of
from tests.doors.command_line import QUICK

pytestmark = pytest.mark.skipif(
    shutil.which("git") is None or not (archive.ROOT / ".git").exists(), reason="this is no checkout"
)


def test_every_published_figure_has_a_command() -> None:
    assert len(archive.published()) > 20
    text = archive.figures()
    assert all(f"| `{path}` | `" in text for path in archive.published())
    assert "sim sweep experiments/q06_one_yuan && python experiments/q06_one_yuan/analyse.py" in text
    with pytest.raises(ValueError, match="say what makes it again"):
        archive.command_of("docs/figures/nobody_knows.png")


def test_it_holds_the_sources_the_wheel_and_results_that_prove_themselves(tmp_path: Path) -> None:
    results, out = tmp_path / "results", tmp_path / "out"
    for name in ("good", "bad"):
        assert (
            code_of(command, ["run", "tiny", *QUICK, "--no-figures", "--quiet", "--out", str(results / name)]) == DONE
        )
    (results / "bad" / "history.csv").write_text("changed", encoding="utf-8")
    (results / "notes").mkdir()
    archive.write(out, results, offline=True)
    assert (out / "results-good.tar.gz").is_file()
    assert not (out / "results-bad.tar.gz").exists()
    note = (out / "README.md").read_text(encoding="utf-8")
    assert "files as written, 1 of 1 runs made again and equal" in note
    assert "`bad` is left out, for it does not prove itself: history.csv" in note
    with tarfile.open(out / f"{archive.NAME}.tar.gz") as tar:
        names = tar.getnames()
    assert {f"{archive.NAME}/sim/__init__.py", f"{archive.NAME}/CITATION.cff", f"{archive.NAME}/docs/odd.md"} <= set(
        names
    )
    assert len(list(out.glob("*.whl"))) == 1
    sums = subprocess.run(["sha256sum", "-c", "SHA256SUMS"], cwd=out, capture_output=True, text=True, check=False)
    assert sums.returncode == 0, sums.stdout
    assert sums.stdout.count("OK") == len(list(out.iterdir())) - 1


def test_a_lock_names_each_package_with_its_hash() -> None:
    found = [
        {"metadata": {"name": "B", "version": "2"}, "download_info": {"archive_info": {"hashes": {"sha256": "ff"}}}},
        {"metadata": {"name": "own", "version": "1"}, "download_info": {"dir_info": {}}},
        {"metadata": {"name": "a", "version": "1"}, "download_info": {"archive_info": {"hashes": {"sha256": "00"}}}},
    ]
    assert list(archive.locked(found)) == ["a==1 --hash=sha256:00\n", "B==2 --hash=sha256:ff\n"]
