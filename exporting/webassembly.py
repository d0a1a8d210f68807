"""Runs the kernels in `sim/code/quarter.wasm` by wasmtime: so it is tried, and so a page may call it.

WebAssembly has a memory of its own, with addresses of four bytes: tables are copied into it and back.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

from sim.machine_code import shipped
from sim.machine_code.shipped import about, described, leaves

FILE = "quarter.wasm"
BETWEEN = 64  # bytes, which tables begin at multiples of


class WebAssembly:
    """The kernels in WebAssembly.

    Args:
        file: the module; the shipped one if not given.

    Attributes:
        asks: what it asks of whoever loads it; nothing.
    """

    def __init__(self, file: Path | None = None) -> None:
        import wasmtime

        self._store: Any = wasmtime.Store()
        module = wasmtime.Module.from_file(self._store.engine, str(file or shipped.FOLDER / FILE))
        self.asks = [f"{one.module}.{one.name}" for one in module.imports]
        self._exports: Any = wasmtime.Instance(self._store, module, []).exports(self._store)
        self._exports["_initialize"](self._store)
        self._places: dict[tuple[str, int], tuple[int, int]] = {}

    def kernel(self, name: str) -> Callable[..., Any]:
        """Return a kernel, called as its written text is.

        Args:
            name: of the kernel, with its module.
        """
        said = about()["kernels"][name]

        def run(*arguments: Any) -> bool | None:
            if described(arguments) != said["arguments"]:
                raise TypeError(f"{name}: arguments do not lie in memory as {FILE} expects; make code makes it anew")
            given = list(leaves(arguments))
            words, places = self._handed(name, given)
            answer = self._exports[said["symbol"]](self._store, words)
            if answer < 0:
                raise MemoryError(f"{name}: no memory left for intermediate results")
            memory = self._memory()
            for leaf, place in zip(given, places, strict=True):
                if place is not None:
                    leaf.view(np.ndarray).reshape(-1).view(np.uint8)[:] = memory[place : place + leaf.nbytes]
            return bool(answer) if said["answers"] else None

        return run

    def _handed(self, name: str, given: list[Any]) -> tuple[int, list[int | None]]:
        """Copy arguments into its memory; return where their words lie, and where every array does."""
        words: list[int] = []
        places: list[int | None] = []
        known: dict[int, int] = {}  # two views of one table stay views of one
        for number, leaf in enumerate(given):
            if isinstance(leaf, np.ndarray):
                if (address := leaf.ctypes.data) not in known:
                    known[address] = self._copied(name, number, leaf.view(np.ndarray))
                place = known[address]
                words += place, *leaf.shape
                places.append(place)
            else:
                words.append(int(np.float64(leaf).view(np.int64)) if isinstance(leaf, float) else int(leaf))
                places.append(None)
        return self._copied(name, len(given), np.array(words, dtype=np.int64)), places

    def _copied(self, name: str, number: int, array: Any) -> int:
        """Copy an array to the place of the argument of this number, which grows with it."""
        place, room = self._places.get((name, number), (0, -1))
        if array.nbytes > room:
            room = max(array.nbytes, 2 * room)
            place = -(-self._exports["take"](self._store, room + BETWEEN) // BETWEEN) * BETWEEN
            self._places[name, number] = place, room
        self._memory()[place : place + array.nbytes] = array.reshape(-1).view(np.uint8)
        return place

    def _memory(self) -> Any:
        memory = self._exports["memory"]
        return np.ctypeslib.as_array(memory.get_buffer_ptr(self._store, memory.data_len(self._store), 0))
