"""A rule is one pure formula, written once and compiled, for one row and for all rows.

Rules are plain Python functions of named rows and settings. Numba compiles them into kernels, the code that is shipped
was made of them, and the same text, as ordinary Python, answers an agent's question.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import cache, cached_property, update_wrapper
from pathlib import Path
from typing import Any, TypeVar, cast

import numpy as np

from sim.declared import DeclarationError
from sim.machine_code.choice import PYTHON, SHIPPED, wanted
from sim.machine_code.shipped import misfit, shipped
from sim.spelling import check_spelling
from sim.tables import Floats, Indices

Function = TypeVar("Function", bound=Callable[..., Any])


class Rule:
    """A function that kernels call, compiled; called from Python it runs as it is written, with the same bits.

    Numba makes code of it when another function that uses it is compiled; until then Numba stays away.

    Attributes:
        py_func: the function as written.
        targetoptions: options of its compilation; Numba looks here whether to write it out in its callers.
    """

    def __init__(self, function: Callable[..., Any], **options: Any) -> None:
        update_wrapper(self, function)
        self.py_func, self.targetoptions = function, options

    @cached_property
    def inner(self) -> Any:
        """Numba's dispatcher of the function, for compiled code to take in; see `sim.machine_code.inner`."""
        made = _njit()
        from sim.machine_code.inner import Written

        return made(self.py_func, **self.targetoptions, no_cpython_wrapper=True, pipeline_class=Written)

    def __call__(self, *arguments: Any) -> Any:
        """Call the function as written."""
        return self.py_func(*arguments)


class Kernel(Rule):
    """A loop over rows that Python calls: by the shipped code, by Numba or as written; see `sim.machine_code`."""

    runs: Callable[..., Any] | None = None
    """What runs it, chosen at the first call."""

    @cached_property
    def compiled(self) -> Any:
        """Numba's dispatcher of the function for Python, which keeps its code on disk.

        Raises:
            ModuleNotFoundError: if Numba is not installed.
        """
        made = _njit()(self.py_func, **self.targetoptions)
        from sim.machine_code.kept import Kept

        if Path(self.py_func.__code__.co_filename).exists():  # else nothing would tell one from another
            made._cache = Kept(self.py_func)
        return made

    @property
    def name(self) -> str:
        """What the shipped code knows it by."""
        return f"{self.py_func.__module__}.{self.py_func.__qualname__}"

    def __call__(self, *arguments: Any) -> Any:
        """Run it, always with arguments of the same types."""
        if self.runs is None:
            self.runs = self._chosen(arguments)
        return self.runs(*arguments)

    def _chosen(self, arguments: Sequence[Any]) -> Callable[..., Any]:
        way = wanted()
        if way == PYTHON:
            return self.py_func
        found = shipped(self.name, arguments) if way == SHIPPED else None
        made: Callable[..., Any] = self.compiled if found is None else found
        return made

    def is_ready(self) -> bool:
        """Tell whether it can run at once, without being compiled; damage to code that is kept is said."""
        way = wanted()
        if way == PYTHON or (way == SHIPPED and misfit() is None):
            return True
        made = self.compiled
        return bool(made.signatures) or made._cache.there(made.targetctx.codegen())


class ByReference:
    """What makes a record, handed on as one pointer, of a plain tuple of its arrays.

    A tuple of thirty arrays would be unpacked at every call, which made compiling eight times slower. In compiled code
    the record is a struct in the frame of the kernel that asks for it, and counts nobody who reads an array: whoever
    called the kernel keeps the tables alive. So it must be asked for in the kernel itself, not in a rule.

    Args:
        row: the NamedTuple of the same fields; it is used itself when nothing is compiled.
    """

    def __init__(self, row: Callable[..., Any]) -> None:
        self.row = row
        self.fields: Sequence[str] = row._fields  # type: ignore[attr-defined]

    @cached_property
    def inner(self) -> Any:
        """Its type in compiled code."""
        from sim.machine_code.record import type_of_record

        return type_of_record(self.fields)

    def __call__(self, tables: tuple[Any, ...]) -> Any:
        """Make a record of a tuple of arrays."""
        return self.row(*tables)


class Namespace:
    """A thing whose attributes compiled code reads as it reads a module's, such as rules that belong together.

    Args:
        name: what it is called.
    """

    def __init__(self, name: str) -> None:
        self.__name__ = name


@cache
def _njit() -> Any:
    """Load Numba; let compiled code call a rule by its name as it calls any function that Numba compiled."""
    import numba
    from numba.extending import typeof_impl

    types: Any = numba.types
    typeof_impl.register(Rule)(lambda value, _: value.inner._numba_type_)
    typeof_impl.register(ByReference)(lambda value, _: value.inner)
    typeof_impl.register(Namespace)(lambda value, _: types.Module(value))
    return numba.njit


def rule(function: Function) -> Function:
    """Compile a pure scalar formula; it raises nothing and reads nothing but its arguments.

    Raises:
        DeclarationError: if it reads a column or setting that nothing has.
    """
    check_spelling(function)
    return _compiled(function)


def _compiled(function: Function) -> Function:
    return cast("Function", Rule(function, error_model="numpy", no_cfunc_wrapper=True))


def kernel(function: Function) -> Function:
    """Compile a loop over rows that is called from Python; releases the interpreter lock."""
    check_spelling(function)
    return cast("Function", Kernel(function, error_model="numpy", nogil=True))


def check_rule(whose: str, function: Any, given: Sequence[str]) -> None:
    """Refuse what cannot be called as a rule of its place is.

    Args:
        whose: what brings the rule, "lever fund_pool".
        function: the rule.
        given: what it will be called with, in words.

    Raises:
        DeclarationError: if it was written without @rule above it, or takes more or less.
    """
    name = getattr(function, "__name__", repr(function))
    if not isinstance(function, Rule):
        raise DeclarationError(f"{whose}: {name} is no rule; write @rule above it")
    taken = function.py_func.__code__.co_argcount
    if taken != len(given):
        raise DeclarationError(f"{whose}: {name} takes {taken} arguments; it must take {', '.join(given)}")


@rule
def set_all(column: Floats, value: float) -> None:
    """Set every entry of a vector."""
    for index in range(column.shape[0]):
        column[index] = value


@rule
def copy_into(column: Floats, source: Floats) -> None:
    """Copy a vector entry by entry."""
    for index in range(column.shape[0]):
        column[index] = source[index]


@rule
def empty_indices(count: int) -> Indices:
    """Return a vector of so many indices, to be written."""
    return np.empty(count, dtype=np.int64)  # type: ignore[return-value]  # NumPy knows no vector of plain numbers


@rule
def descending(values: Floats) -> Indices:
    """Return the indices of a vector from its highest value to its lowest; equal values keep their order.

    A merge sort written out: Numba's own that keeps the order of equals gives the same order and runs a fifth faster,
    and takes three times as long to compile.
    """
    count = values.shape[0]
    order, other = empty_indices(count), empty_indices(count)
    for index in range(count):
        order[index] = index
    width = 1
    while width < count:
        for start in range(0, count, 2 * width):
            left, middle = start, min(start + width, count)
            right, end = middle, min(start + 2 * width, count)
            for index in range(start, end):
                from_left = left < middle and (right >= end or values[order[left]] >= values[order[right]])
                if from_left:
                    other[index] = order[left]
                    left += 1
                else:
                    other[index] = order[right]
                    right += 1
        order, other = other, order
        width *= 2
    return order


def written(name: str, arguments: str, lines: Sequence[str], names: Mapping[str, Any]) -> Callable[..., Any]:
    """Compile a rule whose body is written out as source: what joins others makes one call a line.

    Nesting the calls instead would optimise the last function again for every one before it.

    Args:
        name: name of the rule.
        arguments: its arguments, as source.
        lines: its body; only names of our own stand in it.
        names: what the names in it stand for.
    """
    return _compiled(_function(name, arguments, lines, names))


def _function(name: str, arguments: str, lines: Sequence[str], names: Mapping[str, Any]) -> Callable[..., Any]:
    """Make a function of its source."""
    space = dict(names)
    exec("\n".join([f"def {name}({arguments}):", *(f"    {line}" for line in lines)]), space)
    made: Callable[..., Any] = space[name]
    return made
