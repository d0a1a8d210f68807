"""Modules become one script in the order of need, and what does not fit is said."""

from __future__ import annotations

from pathlib import Path

import pytest

from sim.page.bundle import script_of


def written(folder: Path, **modules: str) -> Path:
    for name, text in modules.items():
        (folder / f"{name}.js").write_text(text, encoding="utf-8")
    return folder


def test_modules_stand_after_what_they_import(tmp_path: Path) -> None:
    folder = written(
        tmp_path,
        first=(
            'import { two } from "./second.js";\nimport { three } from "./third.js";\nexport const one = two + three;'
        ),
        second='import { three } from "./third.js";\nexport function two() { return three; }',
        third="export class three {}",
    )
    script = script_of("first.js", folder)
    places = [script.index(f'modules["{name}.js"] =') for name in ("third", "second", "first")]
    assert places == sorted(places)
    assert script.count('modules["third.js"] =') == 1
    assert "import {" not in script
    assert "export " not in script


def test_a_circle_is_refused(tmp_path: Path) -> None:
    folder = written(
        tmp_path,
        one='import { b } from "./two.js";\nexport const a = 1;',
        two='import { a } from "./one.js";\nexport const b = 1;',
    )
    with pytest.raises(ValueError, match=r"one\.js -> two\.js -> one\.js"):
        script_of("one.js", folder)


def test_what_is_not_exported_cannot_be_imported(tmp_path: Path) -> None:
    folder = written(tmp_path, one='import { b } from "./two.js";', two="export const c = 1;")
    with pytest.raises(ValueError, match=r"one\.js imports b, which two\.js does not export"):
        script_of("one.js", folder)
