"""What the phases need of Numba beside compiled rules: tables handed on as one pointer."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from typing import Any

from numba import extending as numba_extending
from numba import types as numba_types
from numba.core import cgutils as numba_cgutils
from numba.core import config as numba_config
from numba.core.typing import templates as numba_templates

config: Any = numba_config
cgutils: Any = numba_cgutils
ir: Any = cgutils.ir
types: Any = numba_types
templates: Any = numba_templates
extending: Any = numba_extending


class Tables(types.Type):
    """Type of the record of tables in compiled code: a pointer to the struct of their arrays.

    Its name is a digest: Numba makes the symbol of every rule of the types of its arguments, all phases take this one,
    and the types of all columns would make each symbol 69 kB long.
    """

    def __init__(self, fields: Sequence[str], arrays: Sequence[Any]) -> None:
        self.arrays = dict(zip(fields, arrays, strict=True))
        self.place = {name: place for place, name in enumerate(fields)}
        super().__init__(f"Tables_{hashlib.sha256(str(self.arrays).encode()).hexdigest()[:16]}")


@extending.register_model(Tables)
class _Pointer(extending.models.PrimitiveModel):
    def __init__(self, manager: Any, kind: Tables) -> None:
        super().__init__(manager, kind, ir.IntType(8).as_pointer())


def _struct(context: Any, kind: Tables) -> Any:
    return ir.LiteralStructType([context.get_value_type(array) for array in kind.arrays.values()])


@extending.infer_getattr
class _Attribute(templates.AttributeTemplate):
    key = Tables

    def generic_resolve(self, kind: Any, name: Any) -> Any:
        return kind.arrays.get(name)


@extending.lower_getattr_generic(Tables)
def _look_up(context: Any, builder: Any, kind: Tables, value: Any, name: str) -> Any:
    """Read one array; its owners are constant nothing, so that LLVM sees that nobody counts its readers."""
    struct = builder.bitcast(value, _struct(context, kind).as_pointer())
    read = builder.load(cgutils.gep_inbounds(builder, struct, 0, kind.place[name]))
    array = context.make_array(kind.arrays[name])(context, builder, read)
    for owner in ("meminfo", "parent"):
        setattr(array, owner, getattr(array, owner).type(None))
    return array._getvalue()


def by_reference(row: Callable[..., Any], fields: Sequence[str]) -> Callable[..., Any]:
    """Return what makes a record, handed on as one pointer, of a plain tuple of its arrays.

    A tuple of thirty arrays would be unpacked at every call, which made compiling eight times slower. The record is a
    struct in the frame of the kernel that asks for it, and counts nobody who reads an array: whoever called the kernel
    keeps the tables alive. It must be asked for in the kernel itself, as its frame is where the struct stands.

    Args:
        row: the NamedTuple of the same fields; it is used itself when nothing is compiled.
        fields: names of its fields.
    """
    if config.DISABLE_JIT:
        return lambda tables: row(*tables)

    @extending.intrinsic
    def record(_: Any, tables: Any) -> Any:
        kind = Tables(fields, tuple(tables))

        def code(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
            struct = cgutils.alloca_once(builder, _struct(context, kind))
            for index in range(len(fields)):
                array = builder.extract_value(arguments[0], index)
                builder.store(array, cgutils.gep_inbounds(builder, struct, 0, index))
            return builder.bitcast(struct, ir.IntType(8).as_pointer())

        return kind(tables), code

    made: Callable[..., Any] = record
    return made
