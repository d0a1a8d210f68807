"""A rule is one pure formula, written once and compiled, for one row and for all rows.

Rules are plain Python functions of named rows and settings. Numba compiles them into the phases; the same
text answers an agent's question, and under NUMBA_DISABLE_JIT=1 it runs as ordinary Python.
"""

from __future__ import annotations

import hashlib
import os
import sys
from collections.abc import Callable, Sequence
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

import numba
import numpy as np
from numba import types
from numba.core import config as numba_config
from numba.experimental import structref
from numba.extending import intrinsic

config: Any = numba_config
_structref: Any = structref
Function = TypeVar("Function", bound=Callable[..., Any])
COMPILED_ROOMS = ("tables", "agents", "barriers", "levers", "mechanisms", "phases", "world")
COMPILED_FILES = ("rules.py", "draws.py")


def rule(function: Function) -> Function:
    """Compile a pure scalar formula; it raises nothing and reads nothing but its arguments."""
    compile_: Any = numba.njit  # its stubs do not know the option that leaves out the wrapper for C
    compiled: Function = compile_(function, error_model="numpy", no_cfunc_wrapper=True)
    return compiled


def kernel(function: Function) -> Function:
    """Compile a loop over rows that is called from Python; releases the interpreter lock."""
    compiled: Function = numba.njit(function, error_model="numpy", nogil=True)
    return compiled


@rule
def set_all(column: Any, value: float) -> None:
    """Set every entry of a vector."""
    for place in range(column.shape[0]):
        column[place] = value


@rule
def copy_into(column: Any, source: Any) -> None:
    """Copy a vector entry by entry."""
    for place in range(column.shape[0]):
        column[place] = source[place]


@kernel
def descending(values: Any) -> Any:
    """Return the places of a vector from its highest value to its lowest; equal values keep their order."""
    count = values.shape[0]
    places, other = np.arange(count), np.empty(count, dtype=np.int64)
    width = 1
    while width < count:
        for start in range(0, count, 2 * width):
            left, middle = start, min(start + width, count)
            right, end = middle, min(start + 2 * width, count)
            for place in range(start, end):
                from_left = left < middle and (right >= end or values[places[left]] >= values[places[right]])
                if from_left:
                    other[place] = places[left]
                    left += 1
                else:
                    other[place] = places[right]
                    right += 1
        places, other = other, places
        width *= 2
    return places


@intrinsic
def borrowed(_: Any, array: Any) -> Any:
    """Return an array that does not count its readers; whoever called the kernel keeps it alive."""

    def code(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        value = context.make_array(signature.args[0])(context, builder, arguments[0])
        for owner in ("meminfo", "parent"):
            setattr(value, owner, getattr(value, owner).type(None))
        return value._getvalue()

    return array(array), code


def by_reference(row: Callable[..., Any], fields: Sequence[str]) -> Callable[..., Any]:
    """Return a rule that makes a record, handed on as one pointer, of a plain tuple of its arrays.

    A tuple of thirty arrays would be unpacked at every call, which made compiling eight times slower; and
    arrays that count their readers made every look-up of a table cost twice.

    Args:
        row: the NamedTuple of the same fields; it is used itself when nothing is compiled.
        fields: names of its fields.
    """
    if config.DISABLE_JIT:
        return lambda tables: row(*tables)

    @_structref.register
    class Reference(types.StructRef):
        """Type of the record in compiled code."""

        @property
        def mangling_args(self) -> tuple[str, tuple[()]]:
            """Return a short name for symbols: the types of all columns would make each of them 69 kB long."""
            return f"Reference_{hashlib.sha256(self.name.encode()).hexdigest()[:16]}", ()

    class Proxy(structref.StructRefProxy):
        """Python face of the record; only compiled code makes one."""

    _structref.define_constructor(Proxy, Reference, list(fields))
    _structref.define_attributes(Reference)
    arrays = ", ".join(f"borrowed(tables[{place}])" for place in range(len(fields)))
    space: dict[str, Any] = {"Proxy": Proxy, "borrowed": borrowed}
    exec(f"def reference_to_tables(tables):\n    return Proxy({arrays})", space)  # only numbers stand in it
    return rule(space["reference_to_tables"])


def named(function: Function, name: str) -> Function:
    """Give a generated function a name of its own, so that no two compiled symbols can be mixed up."""
    function.__name__ = function.__qualname__ = name
    return function


def fill(name: str, acts: Sequence[tuple[int, Callable[..., float]]]) -> Callable[..., None]:
    """Join rules into one: `out[place] = rule(intensities[place], pair, settings)` for each act."""
    if not acts:

        def nothing(out: Any, intensities: Any, pair: Any, settings: Any) -> None:
            return None

        return rule(named(nothing, f"{name}_end"))
    place, first = acts[0]
    rest = fill(name, acts[1:])

    def step(out: Any, intensities: Any, pair: Any, settings: Any) -> None:
        out[place] = first(intensities[place], pair, settings)
        rest(out, intensities, pair, settings)

    return rule(named(step, f"{name}_{place}_of_{len(acts)}"))


def sequence(name: str, functions: Sequence[Callable[..., None]]) -> Callable[..., None]:
    """Join functions of the world into one that calls them in order.

    It is written out as source, one call a line: nesting the calls would optimise the last function again for
    every one before it.
    """
    calls = {f"{place}_{function.__name__}": function for place, function in enumerate(functions)}
    lines = [f"def {name}(world):", *(f"    _{call}(world)" for call in calls)]
    space: dict[str, Any] = {f"_{call}": function for call, function in calls.items()}
    exec("\n".join(lines), space)  # only names of our own phases stand in it
    whole: Callable[..., None] = rule(space[name])
    return whole


@cache
def source_digest() -> str:
    """Return the SHA-256 of every compiled source, of Numba and of Python: the name of the code cache."""
    root = Path(__file__).parent
    files = [root / name for name in COMPILED_FILES]
    files += sorted(path for room in COMPILED_ROOMS for path in (root / room).rglob("*.py"))
    digest = hashlib.sha256(f"{numba.__version__} {sys.version}".encode())
    for path in files:
        digest.update(path.relative_to(root).as_posix().encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()


def cache_folder() -> Path:
    """Return the folder of compiled code for exactly these sources."""
    given = os.environ.get("TRANSFER_LAB_CACHE") or os.environ.get("XDG_CACHE_HOME")
    base = Path(given) if given else Path.home() / ".cache"
    return base / "transfer-policy-lab" / source_digest()[:24]


def use_cache(*kernels: Callable[..., Any]) -> None:
    """Let kernels keep their machine code on disk.

    A folder that cannot be written only costs compiling again.
    """
    if config.DISABLE_JIT:
        return
    before = config.CACHE_DIR
    try:
        config.CACHE_DIR = str(cache_folder())
        for function in kernels:
            function.enable_caching()  # type: ignore[attr-defined]
    except (OSError, RuntimeError):
        return
    finally:
        config.CACHE_DIR = before
