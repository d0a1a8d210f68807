"""Which code runs the kernels: the shipped one if it fits, unless a variable of the environment says otherwise."""

from __future__ import annotations

import logging
import os
from functools import cache

from sim.language import _

log = logging.getLogger("sim.machine_code")
VARIABLE = "TRANSFER_LAB_CODE"
SHIPPED, NUMBA, PYTHON = "shipped", "numba", "python"
WAYS = (SHIPPED, NUMBA, PYTHON)


def wanted() -> str:
    """Return how kernels are to run: a member of `WAYS`. NUMBA_DISABLE_JIT=1 asks for plain Python as well.

    Raises:
        ValueError: if the environment asks for something else.
    """
    if os.environ.get("NUMBA_DISABLE_JIT", "0") not in ("", "0"):
        return PYTHON
    asked = os.environ.get(VARIABLE) or SHIPPED
    if asked not in WAYS:
        raise ValueError(
            _(
                "{variable} = {asked!r} is not allowed; it must be one of {ways}",
                variable=VARIABLE,
                asked=asked,
                ways=", ".join(WAYS),
            )
        )
    return asked


@cache
def tell(text: str, level: int = logging.WARNING) -> None:
    """Say something once; where nobody has told Python's log where to write, it goes to stderr."""
    log.log(level, "%s", text)
