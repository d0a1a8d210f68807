"""What the model computes with is prescribed to the last bit everywhere: no function of a C library or of NumPy."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from sim.machine_code import sources

SIM = Path(__file__).parents[2] / "sim"
ROOMS = (*sources.ROOMS, "outcomes")
FILES = [SIM / name for name in sources.FILES] + [path for room in ROOMS for path in (SIM / room).rglob("*.py")]
EXACT = {  # of `math` and NumPy: what rounds as IEEE arithmetic says, or does not round
    "sqrt", "floor", "ceil", "isnan", "isfinite", "fsum", "inf", "nan", "pi",
}  # fmt: skip
INEXACT = {
    *("exp", "exp2", "expm1", "log", "log2", "log10", "log1p", "pow", "power", "float_power", "cbrt", "hypot", "gamma"),
    *("sin", "cos", "tan", "asin", "acos", "atan", "atan2", "arcsin", "arccos", "arctan", "arctan2", "sinh", "cosh"),
    *("tanh", "erf", "erfc", "lgamma", "dist", "dot", "matmul", "inner", "vdot", "einsum", "tensordot", "linalg"),
}


def whole(node: ast.AST) -> bool:
    """Tell whether an operand is a constant, which Python's own power takes once and for all."""
    return isinstance(node.operand if isinstance(node, ast.UnaryOp) else node, ast.Constant)


def inexact(source: str) -> Iterator[tuple[int, str]]:
    """Yield what may round otherwise elsewhere, with its line."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
            if node.value.id == "math" and node.attr not in EXACT:
                yield node.lineno, f"math.{node.attr}"
            if node.value.id == "np" and node.attr in INEXACT:
                yield node.lineno, f"np.{node.attr}"
        elif isinstance(node, ast.BinOp) and isinstance(node.op, ast.MatMult):
            yield node.lineno, "@"
        elif isinstance(node, ast.BinOp | ast.AugAssign) and isinstance(node.op, ast.Pow):
            operands = (node.left, node.right) if isinstance(node, ast.BinOp) else (node.target, node.value)
            if not all(whole(operand) for operand in operands):
                yield node.lineno, "**"
        elif isinstance(node, ast.ImportFrom) and node.module in ("math", "cmath"):
            yield node.lineno, f"from {node.module}"


def test_nothing_of_the_model_asks_a_library_that_rounds_as_it_likes() -> None:
    found = [
        f"{path.relative_to(SIM)}:{line}: {what}"
        for path in FILES
        for line, what in inexact(path.read_text(encoding="utf-8"))
        if path.name != "elementary.py" or what != "**"  # its tables are taken by `decimal`, as whole numbers
    ]
    assert found == [], "take exp, log, power and cosine_of_turn from sim.elementary"


@pytest.mark.parametrize(
    "code", ["math.exp(x)", "x ** 0.5", "2 ** x", "np.log(x)", "a @ b", "x **= 2", "from math import exp"]
)
def test_an_inexact_function_is_found(code: str) -> None:
    assert list(inexact(code))


@pytest.mark.parametrize("code", ["math.sqrt(x)", "2.0**-32", "2**31 - 1", "np.cumsum(x)", "exp(x)"])
def test_what_is_exact_is_left_alone(code: str) -> None:
    assert not list(inexact(code))
