"""A rule that reads a column or setting which nothing has is refused when it is loaded, compiled or not.

The type checker knows more: it tells one table's columns from another's. This is for those who run without it.
"""

from __future__ import annotations

import builtins
from collections.abc import Callable, Iterator
from functools import cache
from types import CodeType, ModuleType
from typing import Any

import numpy as np

from sim.declared import DeclarationError
from sim.scales import Settings
from sim.tables import TableRow


def check_spelling(function: Callable[..., Any]) -> None:
    """Refuse a function that reads an attribute which nothing known to its module has.

    A function of the world may read every column and setting; any other only those of the classes that its module
    declares or imports.

    Raises:
        DeclarationError: if it does; says which name was probably meant.
    """
    names, code = function.__globals__, function.__code__
    known = _columns_and_settings() if "World" in names else frozenset()
    unknown = [name for name in code.co_names if not (name in names or name in known or hasattr(builtins, name))]
    if not unknown:
        return
    things = [value for value in names.values() if isinstance(value, type | ModuleType)]
    rooms = [vars(thing) for thing in things if isinstance(thing, ModuleType) and thing.__name__.startswith("sim.")]
    things += [value for room in rooms for value in room.values() if isinstance(value, type)]
    things.append(np.ndarray)
    for name in unknown:
        if not any(_has(thing, name) for thing in things) and name in _attributes(code):
            from difflib import get_close_matches  # only who has made a slip waits for it

            near = get_close_matches(name, sorted({*known, *(word for thing in things for word in _words(thing))}), 1)
            hint = f"; did you mean {near[0]}?" if near else ""
            raise DeclarationError(f"{function.__module__}.{function.__qualname__}: nothing has a {name!r}{hint}")


@cache
def _columns_and_settings() -> frozenset[str]:
    """Return every column and setting; who knows the world has loaded them all."""
    found = {name for row in TableRow.__subclasses__() for name in row.columns}
    waiting: list[type[Settings]] = [Settings]
    while waiting:
        one = waiting.pop()
        waiting += one.__subclasses__()
        found |= {setting.name for setting in one.declared} | one.__annotations__.keys()
    return frozenset(found)


def _has(thing: Any, name: str) -> bool:
    """Tell whether a class or module has a name, given already or only announced."""
    return hasattr(thing, name) or name in getattr(thing, "__annotations__", ())


def _attributes(code: CodeType) -> set[str]:
    """Return the names that a function reads of or writes into something, rather than by themselves."""
    import dis

    return {step.argval for step in dis.get_instructions(code) if "ATTR" in step.opname or "METHOD" in step.opname}


def _words(thing: Any) -> Iterator[str]:
    """Yield the names of a class of rows, settings or facts: what can be misspelt."""
    if isinstance(thing, type) and (issubclass(thing, TableRow | Settings) or hasattr(thing, "_fields")):
        yield from (name for name in dir(thing) if not name.startswith("_"))
