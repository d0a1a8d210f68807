"""`make run` and `make test` work from any folder, twice, offline the second time, and fail in one sentence.

A pretended Python stands in for the real one, so that nothing is downloaded: it makes a .venv of scripts
that write down how they were called.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
TARGETS = {
    "run",
    "test",
    "test-long",
    "test-all",
    "validate",
    "app",
    "code",
    "check",
    "audit",
    "archive",
    "robustness",
    "bench",
    "torture",
    "docs",
    "clean",
    "help",
}

pytestmark = pytest.mark.skipif(shutil.which("make") is None, reason="make is not on this machine")

# What it is called as decides what it is: a Python, or a program inside .venv/bin.
PRETENDED_PYTHON = r"""#!/bin/sh
case "$(basename "$0") $*" in
  python*ensurepip*) exit {ensurepip} ;;
  python*version_info*) exit 0 ;;
  python*sys.version*) echo "{version}" ;;
  "python"*" -m venv .venv")
    mkdir -p .venv/bin
    for name in python pip sim ruff mypy lint-imports; do cp "$0" ".venv/bin/$name"; done
    printf "VIRTUAL_ENV='%s/.venv'\n" "$(pwd -P)" > .venv/bin/activate
    echo "venv" >> calls ;;
  *) echo "$(basename "$0") $*" >> calls; [ ! -e offline ] || case "$*" in *"pip install"*) exit 1 ;; esac ;;
esac
"""


def pretended_python(folder: Path, version: str, ensurepip: int = 0, name: str = "python3") -> Path:
    program = folder / name
    folder.mkdir(exist_ok=True)
    program.write_text(PRETENDED_PYTHON.replace("{version}", version).replace("{ensurepip}", str(ensurepip)))
    program.chmod(0o755)
    return program


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A copy of what make needs, in a folder with a space in its name, and a pretended Python 3.12."""
    folder = tmp_path / "try me"
    folder.mkdir()
    for name in ("Makefile", "pyproject.toml", "constraints.txt"):
        shutil.copy(ROOT / name, folder)
    pretended_python(tmp_path / "bin", "3.12.1")
    return folder


def make(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    environment = {key: value for key, value in os.environ.items() if key != "PY" and "MAKE" not in key}
    environment["PATH"] = f"{folder.parent / 'bin'}{os.pathsep}{os.environ['PATH']}"
    return subprocess.run(
        ["make", "--no-print-directory", *arguments],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )


def calls(folder: Path) -> list[str]:
    written = folder / "calls"
    return written.read_text().splitlines() if written.exists() else []


def installs(folder: Path) -> list[str]:
    return [call for call in calls(folder) if "pip install" in call]


def said(made: subprocess.CompletedProcess[str]) -> list[str]:
    """What was said on stderr, without make's own closing line."""
    return [line for line in made.stderr.splitlines() if not line.startswith("make: ***")]


@pytest.mark.parametrize(
    ("goal", "version"), [("run", "3.10.13"), ("test", "3.10.13"), ("run", "3.9.18"), ("run", "2.7.18")]
)
def test_a_python_too_old_gets_one_sentence(checkout: Path, goal: str, version: str) -> None:
    pretended_python(checkout.parent / "bin", version)
    made = make(checkout, goal)
    assert made.returncode != 0
    assert said(made) == [
        f'error: Python 3.11 or newer is needed, but "python3" is {version}. Try: make {goal} PY=python3.12'
    ]
    assert not (checkout / ".venv").exists()


@pytest.mark.parametrize("version", ["3.11.0", "3.14.2", "3.15.0rc1"])
def test_a_python_new_enough_is_taken(checkout: Path, version: str) -> None:
    pretended_python(checkout.parent / "bin", version)
    made = make(checkout, "run")
    assert made.returncode == 0, made.stderr
    assert f"Making .venv with Python {version}" in made.stdout


def test_a_python_that_is_not_there_gets_one_sentence(checkout: Path) -> None:
    made = make(checkout, "run", "PY=python3.99")
    assert made.returncode != 0
    assert len(said(made)) == 1
    assert '"python3.99" does not run' in said(made)[0]


def test_a_python_without_venv_gets_the_line_that_installs_it(checkout: Path) -> None:
    pretended_python(checkout.parent / "bin", "3.12.1", ensurepip=1)
    made = make(checkout, "run")
    assert made.returncode != 0
    assert len(said(made)) == 1
    assert "apt install python3-venv" in said(made)[0]
    assert not (checkout / ".venv").exists()


def test_another_python_is_named_by_py(checkout: Path) -> None:
    pretended_python(checkout.parent / "bin", "3.10.13")
    other = pretended_python(checkout.parent / "another bin", "3.13.0", name="python3.13")
    made = make(checkout, "run", f"PY={other}")
    assert made.returncode == 0, made.stderr
    assert "Python 3.13.0" in made.stdout
    assert make(checkout, "run").returncode == 0
    assert calls(checkout).count("venv") == 1


def test_a_py_of_another_version_makes_the_venv_anew(checkout: Path) -> None:
    make(checkout, "run")
    other = pretended_python(checkout.parent / "another bin", "3.13.0", name="python3.13")
    assert make(checkout, "run", f"PY={other}").returncode == 0
    assert make(checkout, "run", f"PY={other}").returncode == 0
    assert calls(checkout).count("venv") == 2


def test_run_installs_once_and_says_where_the_results_are(checkout: Path) -> None:
    first = make(checkout, "run")
    assert first.returncode == 0, first.stderr
    assert calls(checkout)[:2] == ["venv", "python -m pip install --quiet -c constraints.txt -e ."]
    assert any(call.startswith("sim compare ") for call in calls(checkout))
    assert "results/main" in first.stdout.splitlines()[-2]
    assert "results/first/report.html" in first.stdout.splitlines()[-1]
    (checkout / "offline").touch()
    second = make(checkout, "run")
    assert second.returncode == 0, second.stderr
    assert len(installs(checkout)) == 1


def test_test_after_run_adds_the_tools_and_run_after_test_adds_nothing(checkout: Path) -> None:
    for goal in ("run", "test", "run", "test"):
        made = make(checkout, goal)
        assert made.returncode == 0, made.stderr
    assert [call.rsplit(maxsplit=1)[-1] for call in installs(checkout)] == [".", ".[dev]"]
    assert any(call.startswith("python -m pytest") for call in calls(checkout))


def test_app_installs_its_extra_once_and_opens_the_laboratory(checkout: Path) -> None:
    for goal in ("run", "app", "app", "test", "app"):
        made = make(checkout, goal)
        assert made.returncode == 0, made.stderr
    assert [call.rsplit(maxsplit=1)[-1] for call in installs(checkout)] == [".", ".[app]", ".[dev]"]
    assert calls(checkout).count("sim app") == 3


def test_docs_installs_its_extra_once_and_refuses_warnings(checkout: Path) -> None:
    for goal in ("docs", "docs", "test", "docs"):
        made = make(checkout, goal)
        assert made.returncode == 0, made.stderr
    assert [call.rsplit(maxsplit=1)[-1] for call in installs(checkout)] == [".[docs]", ".[dev]"]
    built = [call for call in calls(checkout) if "-m sphinx" in call]
    assert len(built) == 3
    assert all(" -W " in call for call in built)


@pytest.mark.parametrize("name", ["pyproject.toml", "constraints.txt"])
def test_a_change_of_what_is_needed_is_installed(checkout: Path, name: str) -> None:
    make(checkout, "run")
    stamp = (checkout / ".venv" / "installed").stat()
    os.utime(checkout / name, ns=(stamp.st_atime_ns, stamp.st_mtime_ns + 1_000_000_000))
    make(checkout, "run")
    assert len(installs(checkout)) == 2
    assert calls(checkout).count("venv") == 1


def test_an_install_that_broke_off_is_done_again(checkout: Path) -> None:
    (checkout / "offline").touch()
    assert make(checkout, "run").returncode != 0
    assert not list((checkout / ".venv").glob("installed*"))
    (checkout / "offline").unlink()
    assert make(checkout, "run").returncode == 0
    assert len(installs(checkout)) == 2
    assert calls(checkout).count("venv") == 1


def test_a_moved_folder_gets_a_new_venv(checkout: Path) -> None:
    make(checkout, "run")
    moved = checkout.rename(checkout.parent / "moved here")
    assert make(moved, "run").returncode == 0
    assert calls(moved).count("venv") == 2
    assert make(moved, "run").returncode == 0
    assert calls(moved).count("venv") == 2


def test_help_is_the_default_and_lists_every_target(checkout: Path) -> None:
    listed = make(checkout)
    assert listed.returncode == 0
    assert {line.split()[1] for line in listed.stdout.splitlines()} == TARGETS
    assert not (checkout / ".venv").exists()


def test_a_dry_run_names_no_folder_by_its_whole_path(checkout: Path) -> None:
    dry = make(checkout, "-n", "run")
    assert dry.returncode == 0, dry.stderr
    assert ".venv/bin/sim compare baseline" in dry.stdout
    assert str(checkout) not in dry.stdout
    assert "try me" not in dry.stdout
    assert not (checkout / ".venv").exists()


def test_clean_keeps_the_results(checkout: Path) -> None:
    make(checkout, "run")
    (checkout / "sim" / "__pycache__").mkdir(parents=True)
    (checkout / "tests").mkdir()
    (checkout / "results").mkdir()
    cleaned = make(checkout, "clean")
    assert cleaned.returncode == 0, cleaned.stderr
    assert sorted(path.name for path in checkout.iterdir() if path.is_dir()) == ["results", "sim", "tests"]
    assert not (checkout / "sim" / "__pycache__").exists()
