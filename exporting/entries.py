"""The kernels as one LLVM text, with an entry for each that takes a vector of addresses, shapes and numbers."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import numpy as np

from sim import Scenario
from sim.elementary import float_of
from sim.engine import quarters
from sim.machine_code.shipped import described, leaves
from sim.rules import Kernel
from sim.world import beginning, build

WORDS = 400  # of 8 bytes, at most, for the arguments of one kernel


def arguments_of_kernels() -> dict[Kernel, tuple[Any, ...]]:
    """Return every kernel of the model with arguments that it is called with in a small run."""
    seen: dict[Kernel, tuple[Any, ...]] = {}

    def noting(kernel: Kernel) -> Callable[..., Any]:
        def call(*arguments: Any) -> Any:
            seen[kernel] = arguments
            return kernel.py_func(*arguments)

        return call

    with kernels_run(noting):
        for threads in (1, 2):
            quarters.step(build(Scenario.load("tiny"), 0), threads)
    return {kernel: seen[kernel] for kernel in quarters.KERNELS}


@contextmanager
def kernels_run(by: Callable[[Kernel], Callable[..., Any]]) -> Iterator[None]:
    """Let something else run the kernels for a while; no population that was drawn before is taken for one drawn by it.

    Args:
        by: gives what runs a kernel.
    """
    before = {kernel: kernel.runs for kernel in quarters.KERNELS}
    beginning._kept.cache_clear()
    try:
        for kernel in quarters.KERNELS:
            kernel.runs = by(kernel)
        yield
    finally:
        for kernel, runs in before.items():
            kernel.runs = runs
        beginning._kept.cache_clear()


def symbol_of(kernel: Kernel) -> str:
    """Return the name of a kernel's entry in the libraries."""
    return kernel.py_func.__name__


def answers(kernel: Kernel) -> bool:
    """Tell whether a kernel answers yes or no; any other answers nothing."""
    return bool(kernel.py_func.__annotations__["return"] == "bool")


def said_of(kernel: Kernel, arguments: Sequence[Any]) -> dict[str, Any]:
    """Return what quarter.json says of a kernel: its entry, whether it answers yes or no, and its arguments."""
    return {"symbol": symbol_of(kernel), "answers": answers(kernel), "arguments": described(arguments)}


def _call(number: int, kernel: Kernel, arguments: Sequence[Any], space: dict[str, Any]) -> list[str]:
    """Write the call of one kernel, with arguments made of the words of the block."""
    made: list[str] = []
    word = 0
    for place, leaf in enumerate(leaves(arguments)):
        if isinstance(leaf, np.ndarray):
            space[f"type_{number}_{place}"] = leaf.dtype
            shape = "".join(f"words[{word + 1 + axis}], " for axis in range(leaf.ndim))
            made.append(f"carray(address(words[{word}]), ({shape}), type_{number}_{place})")
            word += 1 + leaf.ndim
        else:
            made.append(f"float_of(words[{word}])" if isinstance(leaf, float) else f"words[{word}]")
            word += 1
    if word > WORDS:
        raise ValueError(f"{kernel.name} takes {word} words; exporting/entries.py allows {WORDS}")
    waiting = iter(made)
    given = [
        f"({''.join(next(waiting) + ', ' for _ in argument)})" if isinstance(argument, tuple) else next(waiting)
        for argument in arguments
    ]
    space[f"kernel_{number}"] = kernel
    call = f"kernel_{number}({', '.join(given)})"
    done = [f"return int({call})"] if answers(kernel) else [call, "return 1"]
    return [f"    if which == {number}:", *(f"        {line}" for line in done)]


def llvm_text(kernels: dict[Kernel, tuple[Any, ...]]) -> tuple[str, str]:
    """Compile all kernels into one function that takes a number and the block of words.

    Returns:
        The LLVM text, not yet fit for other machines, and the symbol of the function in it.
    """
    import numba
    from numba import types
    from numba.core import cgutils
    from numba.extending import intrinsic

    @intrinsic
    def address(_: Any, word: Any) -> Any:
        def code(context: Any, builder: Any, signature: Any, given: Any) -> Any:
            return builder.inttoptr(given[0], cgutils.voidptr_t)

        return types.voidptr(types.int64), code

    space = {"carray": numba.carray, "address": address, "float_of": float_of, "whole": np.int64}
    lines = ["def all_kernels(which, block):", f"    words = carray(block, ({WORDS},), whole)"]
    for number, (kernel, arguments) in enumerate(kernels.items()):
        lines += _call(number, kernel, arguments, space)
    exec("\n".join([*lines, "    return 0"]), space)
    alone = {"no_cfunc_wrapper": True, "no_cpython_wrapper": True}
    dispatcher = Kernel(space["all_kernels"], error_model="numpy", nogil=True, **alone).compiled
    dispatcher.compile((types.int32, types.voidptr))
    made = dispatcher.overloads[dispatcher.signatures[0]]
    return str(made.library._final_module), made.fndesc.llvm_func_name
