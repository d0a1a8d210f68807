"""Nothing that is read can run: no pickle, no eval, no unsafe loader anywhere in the product."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
MODULES = [*sorted((ROOT / "sim").rglob("*.py")), *sorted((ROOT / "experiments").rglob("*.py"))]
MODULES_THAT_RUN_CODE = {
    *("pickle", "cPickle", "dill", "cloudpickle", "joblib", "shelve", "marshal", "yaml", "code", "codeop", "runpy"),
    *("tarfile", "zipfile", "xml", "lxml", "ftplib", "telnetlib", "xmlrpc"),
}
NAMES_THAT_RUN_CODE = {"eval", "exec", "compile", "__import__", "execfile"}
CALLS_THAT_RUN_CODE = {
    *("read_pickle", "read_hdf", "read_sql", "read_xml", "to_pickle", "load_module", "CommandConsole", "literal_eval"),
    *("system", "popen", "getoutput", "getstatusoutput", "extractall", "mktemp", "unsafe_load", "full_load"),
}


def forbidden(tree: ast.AST) -> list[str]:
    """Return what a module does that could run what it reads."""
    found = []
    for node in ast.walk(tree):
        names: list[str] = []
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            names = [node.module or "", *(f"{node.module}.{alias.name}" for alias in node.names)]
            found += [f"{node.lineno}: {alias.name}" for alias in node.names if alias.name in CALLS_THAT_RUN_CODE]
        found += [f"{node.lineno}: import {name}" for name in names if name.split(".")[0] in MODULES_THAT_RUN_CODE]
        if isinstance(node, ast.Call):
            if isinstance(node.func, ast.Name) and node.func.id in NAMES_THAT_RUN_CODE | CALLS_THAT_RUN_CODE:
                found.append(f"{node.lineno}: {node.func.id}()")
            if isinstance(node.func, ast.Attribute) and node.func.attr in CALLS_THAT_RUN_CODE:
                found.append(f"{node.lineno}: .{node.func.attr}()")
            for keyword in node.keywords:
                true = isinstance(keyword.value, ast.Constant) and keyword.value.value is True
                if true and keyword.arg in ("shell", "allow_pickle"):
                    found.append(f"{node.lineno}: {keyword.arg}=True")
    return found


@pytest.mark.parametrize("module", MODULES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_nothing_that_is_read_can_run(module: Path) -> None:
    found = forbidden(ast.parse(module.read_text(encoding="utf-8")))
    if module == ROOT / "sim/rules.py":  # writes out rules that join others
        found = [one for one in found if not one.endswith("exec()")]
    assert found == []


@pytest.mark.parametrize(
    "code",
    [
        "import pickle",
        "from pickle import load",
        "import yaml as y",
        "import xml.etree.ElementTree",
        "eval('1')",
        "pd.read_pickle(path)",
        "from pandas import read_pickle",
        "numpy.load(path, allow_pickle=True)",
        "subprocess.run('ls', shell=True)",
        "os.system('ls')",
        "from mesa.visualization import CommandConsole",
    ],
)
def test_what_runs_code_is_found(code: str) -> None:
    assert forbidden(ast.parse(code))


@pytest.mark.parametrize("code", ["import json", "json.load(file)", "re.compile('a')", "np.load(path)", "a.evaluate()"])
def test_what_is_harmless_is_left_alone(code: str) -> None:
    assert forbidden(ast.parse(code)) == []
