"""A real browser on a real server: Debian's Chromium, found by its path; no browser is downloaded."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]
PICTURES = ROOT / "results" / "screenshots"
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def find() -> str:
    """Return the path of a browser; skip without one, but fail where the tests must not be skipped."""
    found = next((path for path in map(shutil.which, NAMES) if path), None)
    if found is None:
        missing = "no Chromium on this machine: apt install chromium"
        if os.environ.get("CI"):
            pytest.fail(missing)
        pytest.skip(missing)
    return found


@contextmanager
def serving(*arguments: str, **environment: str) -> Iterator[str]:
    """Serve the laboratory in a process of its own, without a network, and yield its address."""
    command = [sys.executable, "-m", "sim.cli", "app", *arguments, "--no-browser"]
    settings = {
        **os.environ,
        "PYTHONPATH": os.pathsep.join(filter(None, (os.environ.get("PYTHONPATH"), str(ROOT)))),
        "HOST": "0.0.0.0",
        "https_proxy": "http://127.0.0.1:9",
        **environment,
    }
    with subprocess.Popen(command, env=settings, stdout=subprocess.PIPE, text=True) as server:
        try:
            assert server.stdout is not None
            said = server.stdout.readline()
            found = re.search(r"http://[^\s/]+/", said)
            assert found, said
            yield found[0]
        finally:
            server.terminate()
            server.wait(20)
