"""What the phases need of Numba beside compiled rules: tables handed on as one pointer."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from typing import Any

from numba import types
from numba.core import config as numba_config
from numba.experimental import structref
from numba.extending import intrinsic

from sim.rules import rule

config: Any = numba_config
_structref: Any = structref


@intrinsic
def borrowed(_: Any, array: Any) -> Any:
    """Return an array that does not count its readers; whoever called the kernel keeps it alive.

    Every `world.deals[row]` would else raise and lower a count that threads share, which made each look-up cost twice.
    """

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
            """Return a short name for symbols: the types of all columns would make each of them 69 kB long.

            Numba builds the symbol of every rule from the types of its arguments, and all phases take this one.
            """
            return f"Reference_{hashlib.sha256(self.name.encode()).hexdigest()[:16]}", ()

    class Proxy(structref.StructRefProxy):
        """Python face of the record; only compiled code makes one."""

    _structref.define_constructor(Proxy, Reference, list(fields))
    _structref.define_attributes(Reference)
    arrays = ", ".join(f"borrowed(tables[{index}])" for index in range(len(fields)))
    space: dict[str, Any] = {"Proxy": Proxy, "borrowed": borrowed}
    exec(f"def reference_to_tables(tables):\n    return Proxy({arrays})", space)  # only numbers stand in it
    made: Callable[..., Any] = rule(space["reference_to_tables"])
    return made
