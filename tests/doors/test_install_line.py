"""The line of exit code 4 can be run as it stands: this interpreter, this checkout or wheel, the missing extra."""

from __future__ import annotations

import json
import shlex
import subprocess
import sys
from importlib import metadata
from pathlib import Path

import pytest

import sim
from sim.cli.install import NAME, install_line

ROOT = Path(__file__).parents[2]
PIP = [sys.executable, "-m", "pip", "install"]


class Installed:
    """A distribution that was installed from somewhere."""

    def __init__(self, url: str, **how: object) -> None:
        self.said, self.requires = json.dumps({"url": url, **how}), metadata.distribution(NAME).requires

    def read_text(self, name: str) -> str | None:
        return self.said if name == "direct_url.json" else None


@pytest.fixture
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The package lies where no checkout is."""
    monkeypatch.setattr(sim, "__file__", str(tmp_path / "site-packages" / "sim" / "__init__.py"))
    return tmp_path


@pytest.mark.parametrize(
    ("module", "extra"),
    [("distributed", "[cluster]"), ("SALib.sample", "[analysis]"), ("solara", "[app]"), ("matplotlib", "")],
)
def test_a_checkout_is_installed_in_place_with_its_extra(module: str, extra: str) -> None:
    pins = ["-c", str(ROOT / "constraints.txt")]
    assert shlex.split(install_line(module)) == [*PIP, *pins, "-e", f"{ROOT}{extra}"]


def test_pip_takes_the_line() -> None:
    only_tried = ["--dry-run", "--no-deps", "--no-index", "--no-build-isolation", "--quiet"]
    line = [*shlex.split(install_line("distributed")), *only_tried]
    tried = subprocess.run(line, capture_output=True, text=True, check=False)
    assert tried.returncode == 0, tried.stderr
    assert "does not provide the extra" not in tried.stderr


def test_a_wheel_that_is_still_there_is_named(elsewhere: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    wheel = elsewhere / "a place" / "transfer_policy_lab-0.1.0-py3-none-any.whl"
    wheel.parent.mkdir()
    wheel.touch()
    installed = Installed(wheel.as_uri(), archive_info={})
    monkeypatch.setattr(metadata, "distribution", lambda name: installed)
    assert shlex.split(install_line("SALib")) == [*PIP, f"{wheel}[analysis]"]
    wheel.unlink()
    words = shlex.split(install_line("SALib"))
    assert words[:4] == PIP
    assert {word.partition(">=")[0].lower() for word in words[4:]} == {"salib", "scikit-learn", "optuna", "duckdb"}


GIT = {"vcs_info": {"vcs": "git", "commit_id": "abc123"}}


@pytest.mark.parametrize(
    ("url", "how", "named"),
    [
        ("https://example.org/lab.whl", {"archive_info": {}}, "https://example.org/lab.whl"),
        ("https://example.org/lab", GIT, "git+https://example.org/lab@abc123"),
        ("file:///somewhere/lab", GIT, "git+file:///somewhere/lab@abc123"),
    ],
)
def test_what_came_from_elsewhere_comes_from_there_again(
    elsewhere: Path, monkeypatch: pytest.MonkeyPatch, url: str, how: dict[str, object], named: str
) -> None:
    installed = Installed(url, **how)
    monkeypatch.setattr(metadata, "distribution", lambda name: installed)
    assert shlex.split(install_line("distributed")) == [*PIP, f"{NAME}[cluster] @ {named}"]


def test_another_project_around_the_package_is_not_taken_for_its_checkout(elsewhere: Path) -> None:
    (elsewhere / "site-packages").mkdir()
    (elsewhere / "site-packages" / "pyproject.toml").write_text('[project]\nname = "theirs"\n')
    assert str(elsewhere) not in install_line("distributed")
