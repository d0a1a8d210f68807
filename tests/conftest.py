"""What takes long is made by `make test-long`: the page, kills, wheels, documents, whole runs laid side by side."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

os.environ["TRANSFER_LAB_LANGUAGE"] = "en"  # whatever the locale of who runs the tests

HERE = Path(__file__).parent
LONG = (
    "agreement/test_forks.py",
    "agreement/test_groups.py",
    "agreement/test_plain_mesa.py",
    "agreement/test_preflight.py",
    "agreement/test_processes.py",
    "agreement/test_sweep_kills.py",
    "agreement/test_sweeps.py",
    "doors/app/test_browser.py",
    "doors/app/test_command.py",
    "doors/app/test_firefox.py",
    "doors/app/test_webassembly.py",
    "doors/test_figure_words.py",
    "doors/test_folders.py",
    "doors/test_guide_for_modellers.py",
    "doors/test_guides.py",
    "doors/test_install_line.py",
    "doors/test_kept_code.py",
    "doors/test_orders.py",
    "doors/test_package.py",
    "doors/test_readme.py",
    "doors/test_site.py",
    "doors/test_tutorials.py",
    "laws/test_acceptance.py",
    "laws/test_claims_act.py",
    "laws/test_copies.py",
    "laws/test_docking_pipeline.py",
    "laws/test_everything_acts.py",
    "laws/test_monotone.py",
    "laws/test_old_forms.py",
    "laws/test_words.py",
    "torture/test_short.py",
)
"""Files whose tests are marked `long`."""


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    files = {HERE / name for name in LONG}
    if missing := [str(file) for file in files if not file.is_file()]:
        raise pytest.UsageError(f"LONG of tests/conftest.py names what is not there: {', '.join(missing)}")
    for item in items:
        if item.path in files:
            item.add_marker(pytest.mark.long)
