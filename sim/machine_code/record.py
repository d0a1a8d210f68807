"""What compiled code needs of Numba beside rules: tables handed on as one pointer."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import Any

from numba import extending as numba_extending
from numba import types as numba_types
from numba.core import cgutils as numba_cgutils
from numba.core.registry import cpu_target
from numba.core.typing import templates as numba_templates

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


def type_of_record(fields: Sequence[str]) -> Any:
    """Return the type, in compiled code, of what puts arrays into a struct in the frame that asks; see `ByReference`.

    Args:
        fields: names of the arrays, in the order of the tuple that it is called with.
    """

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

    target: Any = cpu_target
    for context in (target.typing_context, target.target_context):
        context.refresh()  # a compilation is under way: it looks up what was known when it began
    return target.typing_context.resolve_value_type(record)
