"""A rule as ordinary Python, with all the rules it asks, so that hand-worked numbers need no compiling."""

from __future__ import annotations

import dis
from collections.abc import Callable
from functools import cache
from types import FunctionType, SimpleNamespace
from typing import Any


@cache
def plain(rule: Callable[..., Any]) -> Callable[..., Any]:
    """Return the written text of a rule, bound to the written text of every rule that it calls."""
    written: Any = getattr(rule, "py_func", rule)
    asked = {step.argval for step in dis.get_instructions(written) if step.opname == "LOAD_GLOBAL"}
    known = {name: written.__globals__[name] for name in asked if name in written.__globals__}
    bound = {name: plain(value) if hasattr(value, "py_func") else value for name, value in known.items()}
    return FunctionType(
        written.__code__,
        {"__builtins__": __builtins__, **bound},
        written.__name__,
        written.__defaults__,
        written.__closure__,
    )


def settings(**values: float) -> SimpleNamespace:
    """Return settings that hold exactly what a hand calculation names."""
    return SimpleNamespace(**values)
