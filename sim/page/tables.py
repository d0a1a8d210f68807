"""The tables of a world as bytes that another machine lays out again: written down once for all seeds and settings.

Bytes of one rank stand together (the first of every row, then the second ...), which halves what a file of them takes.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from sim.language import _
from sim.machine_code.shipped import described
from sim.state import VECTOR_OF, World
from sim.world import build

SPARE_CLERKS = 4  # times those that the levers can put on duty, so that shocks can call more
MOST_SHOCKS = 64
GROWING = ("deals", "open_deals", "tallies", "cases", "queue", "loans")
"""Tables that a run lengthens: they begin empty, and only their room is said."""


@dataclass
class Blob:
    """Bytes that grow, and where each part of them begins."""

    parts: list[bytes] = field(default_factory=list)
    size: int = 0

    def add(self, part: bytes) -> int:
        """Append some bytes and return where they begin."""
        at, self.size = self.size, self.size + len(part)
        self.parts.append(part)
        return at

    def bytes(self) -> bytes:
        """Return all of it."""
        return b"".join(self.parts)


def by_rank(table: Any) -> Any:
    """Return a table's bytes, [bytes of an element, elements]."""
    plain = np.ascontiguousarray(table).view(np.ndarray)
    return plain.reshape(-1).view(np.uint8).reshape(-1, plain.dtype.itemsize).T


def with_spare_room(world: World) -> World:
    """Return a world that any policy of the page fits in: clerks of every lever, and rows for shocks."""
    free = np.zeros((len(world.clerk_free), SPARE_CLERKS * world.clerk_free.shape[1]))
    shocks: Any = np.zeros(MOST_SHOCKS, world.shocks.dtype).view(type(world.shocks))
    return world._replace(clerk_free=free, shocks=shocks)


def layout_of(world: World, blob: Blob) -> list[dict[str, Any]]:
    """Write a world's tables down.

    Args:
        world: at quarter 0.
        blob: takes the bytes.

    Returns:
        Of every table, in the order in which the compiled quarter takes them: name, shape, columns as quarter.json
        names them, bytes of a row, where its bytes begin (-1: it is all zero), and the table whose memory it shares.
    """
    tables = []
    for (name, table), said in zip(world._asdict().items(), described((tuple(world),)), strict=True):
        empty = name in GROWING or name in VECTOR_OF or not np.asarray(table).view(np.uint8).any()
        tables.append(
            {
                "name": name,
                "shape": list(table.shape),
                "bytes": table.dtype.itemsize,
                "columns": said.get("columns", [["", 0, said.get("format")]]),
                "at": -1 if empty else blob.add(by_rank(table).tobytes()),
                "same": VECTOR_OF.get(name, ""),
                "grows": name in GROWING,
            }
        )
    return tables


def patch_of(base: World, other: World, blob: Blob) -> list[dict[str, Any]]:
    """Write down in which bytes a world at quarter 0 differs from another of the same shapes.

    Args:
        base: the world that is patched.
        other: the world that it becomes.
        blob: takes the bytes.

    Returns:
        Of every table that differs: its name, which bytes of its elements do, and where they begin. A column of numbers
        that is the base's times one factor, but for its last digits, is told by where it begins in a row, the factor
        and the last digits, a byte a row (`near`): as bytes, numbers of every organisation would be most of the page.

    Raises:
        ValueError: if a table has another shape.
    """
    return list(_patches(base, other, blob))


def _patches(base: World, other: World, blob: Blob) -> Iterator[dict[str, Any]]:
    for name, table in base._asdict().items():
        if name in VECTOR_OF or name in GROWING or name in ("clerk_free", "shocks"):
            continue
        mine, theirs = by_rank(table), by_rank(getattr(other, name))
        if mine.shape != theirs.shape:
            raise ValueError(_("{name} has another shape: it cannot be patched", name=name))
        changed = (mine != theirs).any(axis=1)
        for offset, column in _columns_of_numbers(table):
            if changed[offset : offset + 8].sum() > 1 and (found := near(table[column], getattr(other, name)[column])):
                changed[offset : offset + 8] = False
                yield {"name": name, "near": offset, "factor": found[0], "at": blob.add(found[1].tobytes())}
        ranks = np.flatnonzero(changed)
        if len(ranks):
            yield {"name": name, "ranks": ranks.tolist(), "at": blob.add(theirs[ranks].tobytes())}


def _columns_of_numbers(table: Any) -> Iterator[tuple[int, str]]:
    """Yield where columns of one float each begin in a row, and their names."""
    for name, (kind, offset, *_rest) in (table.dtype.fields or {}).items():
        if kind == np.float64:
            yield offset, name


def near(base: Any, other: Any) -> tuple[float, Any] | None:
    """Return the factor that makes one column of another, and by how many last digits each row then differs.

    Args:
        base, other: [rows], none below zero.

    Returns:
        None if there is no such factor: some row would be off by more than a byte can say.
    """
    mine, theirs = (np.ascontiguousarray(one, np.float64).reshape(-1) for one in (base, other))
    if not (np.isfinite(mine).all() and np.isfinite(theirs).all()) or min(mine.min(), theirs.min()) < 0.0:
        return None
    largest = int(mine.argmax())
    if mine[largest] == 0.0:
        return None
    factor = float(theirs[largest] / mine[largest])
    off = theirs.view(np.int64) - (mine * factor).view(np.int64)
    return (factor, off.astype(np.int8)) if abs(off).max() < 128 else None


def room_after(world: World) -> dict[str, list[int]]:
    """Return the shapes of the tables that grow, after a run: what another one is likely to need."""
    return {name: list(getattr(world, name).shape) for name in GROWING}


__all__ = ["Blob", "build", "by_rank", "layout_of", "patch_of", "room_after", "with_spare_room"]
