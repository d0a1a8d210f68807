"""Straight C beside the kernels: written for the same tables, compiled here by the system's compiler."""

from __future__ import annotations

import ctypes
import shutil
import subprocess
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import numpy as np

from sim import barriers
from sim.agents import DIRECTIONS
from sim.draws import Purpose
from sim.mechanisms.deal_value import SAME
from sim.phases.chances import EVENTS_PER_STAGE
from sim.state import World
from sim.tables import (
    CLOCK_ATTRITION,
    CLOCK_BARRIERS,
    CLOCK_FINANCE,
    CLOCK_FINISH,
    CLOCK_TECHNICAL,
    FIRST_BARRIER,
    NEVER,
    PARTNERS_REMEMBERED,
    PROTECTION,
    Cause,
    Side,
    Stage,
    Status,
)

FOLDER = Path(__file__).parent / "c"
FLAGS = ("-O3", "-march=native", "-std=gnu11", "-ffp-contract=off", "-fPIC", "-shared")
DEEPEST = 4  # most dimensions a table has
C_TYPES = {"f8": "double", "i8": "int64_t", "i4": "int32_t", "i2": "int16_t", "i1": "int8_t", "b1": "uint8_t"}
TAKEN = ("case", "default", "double", "float", "int", "long", "short", "switch", "register")  # words of C itself
ROWS = {
    "organisations": "organisation",
    "deals": "deal",
    "tallies": "tally",
    "cases": "case_row",
    "offices": "office",
    "cities": "city",
    "fields": "field",
    "kinds": "kind",
    "directions": "direction",
    "settings": "settings",
    "base_settings": "settings",
    "levers": "lever",
    "moves": "move",
    "shocks": "shock",
    "meters": "meters",
    "region": "region",
    "history": "history_row",
}


def compiler() -> str | None:
    """Return the system's C compiler, None if there is none."""
    return shutil.which("cc") or shutil.which("gcc") or shutil.which("clang")


def compiler_version() -> str:
    """Return the first line of what the compiler says it is."""
    path = compiler()
    if path is None:
        return "none"
    return subprocess.run([path, "--version"], capture_output=True, text=True, check=True).stdout.splitlines()[0]


def layout(world: World) -> str:
    """Return a header that gives C the tables of a world, every record with its columns where NumPy has them."""
    lines = ["/* Written by benchmarks/c_source.py from the record types. */", "#include <stddef.h>"]
    lines += [f"#define {name} {value}" for name, value in _constants()]
    done: set[str] = set()
    for table, row in ROWS.items():
        if row not in done:
            done.add(row)
            lines += _struct(row, getattr(world, table).dtype)
    lines.append("typedef struct {")
    lines += [f"    {_element(world, name)} *{name};" for name in World._fields]
    lines += [f"    int64_t shape[{len(World._fields)}][{DEEPEST}];", "} world;"]
    lines += [f"#define AT_{name} {place}" for place, name in enumerate(World._fields)]
    return "\n".join(lines) + "\n"


def _constants() -> Iterable[tuple[str, object]]:
    count = barriers.COUNT
    yield from {
        "BARRIERS": count,
        "CLOCKS": CLOCK_BARRIERS + count,
        "CAUSES": FIRST_BARRIER + count,
        "DIRECTIONS": len(DIRECTIONS),
        "FIRST_BARRIER": FIRST_BARRIER,
        "PARTNERS_REMEMBERED": PARTNERS_REMEMBERED,
        "PROTECTION": PROTECTION,
        "EVENTS_PER_STAGE": EVENTS_PER_STAGE,
        "CLOCK_FINISH": CLOCK_FINISH,
        "CLOCK_ATTRITION": CLOCK_ATTRITION,
        "CLOCK_TECHNICAL": CLOCK_TECHNICAL,
        "CLOCK_FINANCE": CLOCK_FINANCE,
        "CLOCK_BARRIERS": CLOCK_BARRIERS,
        "NEVER": NEVER,
        "SAME": SAME,
    }.items()
    for words in (Purpose, Stage, Status, Cause, Side):
        yield from ((f"{words.__name__.upper()}_{one.name}", int(one)) for one in words)
    yield from ((barrier.name.upper(), place) for place, barrier in enumerate(barriers.BARRIERS))


def _struct(row: str, dtype: np.dtype[Any]) -> list[str]:
    lines, checks = ["typedef struct {"], []
    assert dtype.names is not None
    assert dtype.fields is not None
    for column_name in dtype.names:
        column, offset = dtype.fields[column_name][:2]
        name = f"{column_name}_" if column_name in TAKEN else column_name
        base, shape = column.subdtype if column.subdtype is not None else (column, ())
        lines.append(f"    {C_TYPES[base.str[1:]]} {name}{''.join(f'[{size}]' for size in shape)};")
        checks.append(f'_Static_assert(offsetof({row}, {name}) == {offset}, "{row}.{name}");')
    return [*lines, f"}} {row};", *checks, f'_Static_assert(sizeof({row}) == {dtype.itemsize}, "{row}");']


def _element(world: World, name: str) -> str:
    return ROWS[name] if name in ROWS else C_TYPES[getattr(world, name).dtype.str[1:]]


def build(world: World, folder: Path, counting: bool = False) -> ctypes.CDLL:
    """Compile every kernel into one library.

    Args:
        world: any world; only its record types are read.
        folder: where to put it.
        counting: whether the kernels count the blocks they draw, in `blocks_drawn`.

    Raises:
        OSError: if there is no compiler.
        RuntimeError: if it refuses, with what it says.
    """
    path = compiler()
    if path is None:
        raise OSError("no C compiler was found (looked for cc, gcc and clang)")
    (folder / "layout.h").write_text(layout(world), encoding="utf-8")
    target = folder / ("counting.so" if counting else "kernels.so")
    count = ["-DCOUNT_DRAWS"] if counting else []
    sources = [str(file) for file in sorted(FOLDER.glob("*.c"))]
    done = subprocess.run(
        [path, *FLAGS, *count, f"-I{folder}", f"-I{FOLDER}", "-o", str(target), *sources, "-lm"],
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise RuntimeError(done.stderr)
    return ctypes.CDLL(str(target))


def face(world: World) -> Any:
    """Return a world as C sees it: pointers to its tables, then their shapes; it lives as long as the tables do."""
    tables = [np.asarray(table) for table in world]
    assert all(table.flags.c_contiguous for table in tables)
    shapes = [[*table.shape, *[0] * (DEEPEST - table.ndim)] for table in tables]
    return np.concatenate([np.array([table.ctypes.data for table in tables], np.int64), np.ravel(shapes)])


def caller(library: ctypes.CDLL, name: str) -> Callable[[Any], None]:
    """Return a phase in C as a function of `face(world)`."""
    function = getattr(library, name)
    function.restype, function.argtypes = None, [ctypes.c_void_p]

    def call(seen: Any) -> None:
        function(seen.ctypes.data)

    return call
