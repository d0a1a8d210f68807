"""The kernels as a shared library that is shipped in `sim/code`: it needs neither Numba nor LLVM, and starts at once.

It was made by Numba of these very sources (`make code`). It is loaded only if the sources, the layout of the tables and
every byte of the library are those that it was made of and with; else Numba compiles the kernels.
"""

from __future__ import annotations

import ctypes
import hashlib
import json
import logging
import platform
import sys
import weakref
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np

from sim.machine_code.choice import NUMBA, SHIPPED, tell, wanted
from sim.machine_code.sources import source_digest

FOLDER = Path(__file__).parents[1] / "code"
ABOUT = "quarter.json"
RENEW = "make code makes it anew"
LIBRARIES = {
    ("linux", "x86_64"): "linux-x86_64.so",
    ("linux", "aarch64"): "linux-aarch64.so",
    ("darwin", "x86_64"): "macos-x86_64.dylib",
    ("darwin", "arm64"): "macos-arm64.dylib",
}
"""Libraries by operating system and processor, as Python names them."""


def library_file() -> str | None:
    """Return the name of the library for this machine, None if there is none."""
    whole = sys.maxsize > 2**32 and sys.byteorder == "little"
    return LIBRARIES.get((sys.platform, platform.machine())) if whole else None


@cache
def about() -> dict[str, Any]:
    """Return what is said of the shipped code: digest of the sources, kernels with their arguments, digests of files.

    Raises:
        OSError, ValueError, KeyError: if it cannot be read.
    """
    said = json.loads((FOLDER / ABOUT).read_text(encoding="utf-8"))
    return {part: said[part] for part in ("sources", "kernels", "files")}


@cache
def misfit() -> str | None:
    """Return why the shipped code cannot run here, None if it can; damage is said at once."""
    name = library_file()
    if name is None:
        return f"none is shipped for {platform.machine()} under {sys.platform}"
    try:
        said = about()
        if said["sources"] != source_digest():
            return f"the rules are not those that sim/code was made of ({RENEW})"
        damaged = hashlib.sha256((FOLDER / name).read_bytes()).hexdigest() != said["files"][name]
    except (OSError, ValueError, KeyError, TypeError) as error:
        why = f"sim/code cannot be read ({type(error).__name__}: {error}; {RENEW})"
    else:
        if not damaged:
            return None
        why = f"sim/code/{name} is damaged or not the one that was shipped ({RENEW})"
    tell(f"warning: {why}: it is not loaded, Numba compiles the model", logging.ERROR)
    return why


def what_runs() -> str:
    """Say in a few words which code runs the model here, and if it is not the shipped one, why."""
    way = wanted()
    if way == SHIPPED:
        why = misfit()
        return f"shipped code {library_file()}" if why is None else f"code compiled by Numba, as {why}"
    return f"{'code compiled by Numba' if way == NUMBA else 'plain Python'}, as the environment says"


def shipped(name: str, arguments: Sequence[Any]) -> Callable[..., Any] | None:
    """Return a kernel of the library, None if there is none that fits.

    Args:
        name: of the kernel, with its module.
        arguments: that it is going to be called with, all arrays of the types that it will always get.
    """
    if misfit() is not None or (said := about()["kernels"].get(name)) is None:
        return None
    if described(arguments) != said["arguments"]:
        tell(f"warning: the tables do not lie in memory as sim/code expects ({RENEW}): Numba compiles the model")
        return None
    try:
        return Shipped(said, arguments)
    except (OSError, AttributeError) as error:
        tell(f"warning: sim/code/{library_file()} cannot be loaded ({error}): Numba compiles the model", logging.ERROR)
        return None


class Shipped:
    """One kernel of the library, called as its written text is.

    Args:
        said: what is said of it in quarter.json.
        arguments: of its first call.

    Raises:
        OSError: if the library cannot be loaded.
        AttributeError: if it has no such kernel.
    """

    def __init__(self, said: dict[str, Any], arguments: Sequence[Any]) -> None:
        self.symbol, self.answers = said["symbol"], said["answers"]
        self._entry = getattr(_library(), self.symbol)
        self._entry.restype, self._entry.argtypes = ctypes.c_int32, [ctypes.c_void_p]
        self._types = [(leaf.dtype, leaf.ndim) if isinstance(leaf, np.ndarray) else None for leaf in leaves(arguments)]
        self._last: tuple[list[Any], Any] = [], None

    def __call__(self, *arguments: Any) -> bool | None:
        """Run it; the interpreter lock is free meanwhile.

        Raises:
            TypeError: if an array is not of the type that it was of in the first call, has gaps, or cannot be written.
            MemoryError: if there is no memory for what the kernel writes down for itself.
        """
        given = list(leaves(arguments))
        known, words = self._last
        if not known or any(reference() is not leaf for reference, leaf in zip(known, given, strict=True)):
            words = self._words(given)
            if (
                None not in self._types
            ):  # arrays alone, quarter after quarter the same: they are asked once where they lie
                self._last = [weakref.ref(leaf) for leaf in given], words
        answer = self._entry(words)
        if answer < 0:
            raise MemoryError(f"{self.symbol}: no memory left for intermediate results")
        return bool(answer) if self.answers else None

    def _words(self, given: Sequence[Any]) -> Any:
        """Return addresses and shapes of arrays, and numbers, as the library reads them."""
        words: list[int] = []
        for place, (leaf, expected) in enumerate(zip(given, self._types, strict=True)):
            if expected is None:
                words.append(int(np.float64(leaf).view(np.int64)) if isinstance(leaf, float) else int(leaf))
            elif (leaf.dtype, leaf.ndim) == expected and leaf.flags.carray:
                words += leaf.ctypes.data, *leaf.shape
            else:
                raise TypeError(f"{self.symbol}: array {place} is not what the shipped code was made for")
        return (ctypes.c_int64 * len(words))(*words)


@cache
def _library() -> ctypes.CDLL:
    return ctypes.CDLL(str(FOLDER / str(library_file())))


def leaves(arguments: Sequence[Any]) -> Iterator[Any]:
    """Yield arrays and numbers one by one, also those inside a tuple."""
    for argument in arguments:
        if isinstance(argument, tuple):
            yield from argument
        else:
            yield argument


def described(arguments: Sequence[Any]) -> list[Any]:
    """Describe arguments as quarter.json does: how every array lies in memory, and which are plain numbers."""
    return [_described(leaf) for leaf in leaves(arguments)]


def _described(leaf: Any) -> Any:
    if not isinstance(leaf, np.ndarray):
        return "float" if isinstance(leaf, float) else "whole number"
    fields = leaf.dtype.fields
    if fields is None:
        return {"dimensions": leaf.ndim, "bytes": leaf.itemsize, "format": leaf.dtype.str}
    columns = [[name, place, one.base.str, *one.shape] for name, (one, place, *_) in fields.items()]
    return {"dimensions": leaf.ndim, "bytes": leaf.itemsize, "columns": columns}
