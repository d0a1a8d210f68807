"""An error in a rule says which rule, file and line, whether the rule was compiled or not; any other is ours."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from sim.barriers import Pair, secrecy
from sim.cli.edge import failure
from sim.experiment.executors.work import in_words
from sim.faults import rule_at_fault
from sim.rules import kernel

ROOT = Path(__file__).parents[2]
CLASSIFIED = Pair(True, True, True, False, False, 1, 0, 0.0, 0.0, 0.0, 0.0, 1.0, 0.0)


def raised(rule: Any) -> Exception:
    """Call a rule with settings that lack what it reads."""
    import numpy as np

    settings = np.zeros(1, [("another", "f8")]).view(np.recarray)[0]
    with pytest.raises(Exception) as caught:  # noqa: PT011  # Numba and Python raise different ones
        rule(0.5, CLASSIFIED, settings)
    return caught.value


@pytest.mark.parametrize("rule", [kernel(secrecy.contact.py_func), secrecy.contact])  # compiled, and as it is written
def test_a_rule_that_reads_what_is_not_there_is_named(rule: Any, capsys: pytest.CaptureFixture[str]) -> None:
    error = raised(rule)
    source = (ROOT / "sim" / "barriers" / "secrecy.py").read_text(encoding="utf-8").splitlines()
    line = next(place for place, text in enumerate(source, 1) if "settings.secrecy_drag " in text)
    where = f"contact (sim/barriers/secrecy.py, line {line}: {source[line - 1].strip()})"
    assert rule_at_fault(error) == where
    assert failure(error) == 70
    said = capsys.readouterr().err
    assert said.startswith(f"error: in a rule of the model, {where}: {type(error).__name__}: ")
    assert "not of yours" not in said
    assert "secrecy_drag" in in_words(error).partition(": ")[2]


def test_an_error_elsewhere_is_ours(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(KeyError) as caught:
        raise KeyError("lost")
    assert rule_at_fault(caught.value) == ""
    assert failure(caught.value) == 70
    assert "this is a fault of sim, not of yours (KeyError: 'lost')" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("text", "said"),
    [("def broken(:\n", "line 2"), ("lost = nowhere\n", "line 2: lost = nowhere")],
)
def test_an_error_while_a_rule_is_loaded_is_named(tmp_path: Path, text: str, said: str) -> None:
    program = "import sys, sim.barriers as b; from sim.cli.edge import failure; import sim.faults as f\n"
    program += "from pathlib import Path; f.ROOT = Path(sys.argv[1]); sys.path.insert(0, sys.argv[1])\n"
    program += "try:\n    import barriers.newest\nexcept Exception as error:\n    sys.exit(failure(error))\n"
    room = tmp_path / "barriers"
    room.mkdir()
    (room / "newest.py").write_text(f'"""A barrier."""\n{text}', encoding="utf-8")
    done = subprocess.run([sys.executable, "-c", program, str(tmp_path)], capture_output=True, text=True, check=False)
    assert done.returncode == 70
    assert "in a rule of the model, sim/barriers/newest.py" in done.stderr or "(sim/barriers/newest.py" in done.stderr
    assert said in done.stderr
