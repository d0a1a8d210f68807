"""A table is declared as a class of typed columns: what is a number to the type checker lies in a record at run time.

From a column's one declaration follow its place in the record, the attribute by which Mesa agents show it, what may
be written into it from outside, and its line in the model document.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Annotated, Any, ClassVar, Generic, TypeVar, get_type_hints

import numpy as np
from numpy.typing import NDArray

from sim.declared import DeclarationError, check_given, check_name

Int8 = Annotated[int, "i1"]
Int16 = Annotated[int, "i2"]
Int32 = Annotated[int, "i4"]
Int64 = Annotated[int, "i8"]
Floats = NDArray[np.float64]
Records = np.recarray[Any, Any]

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import overload

    class Integers(np.ndarray[Any, np.dtype[np.int32]]):
        """A vector of whole numbers; an entry is an `int`. NumPy says Any, and so would be any row found by it."""

        @overload  # type: ignore[override]
        def __getitem__(self, index: int) -> int: ...
        @overload
        def __getitem__(self, index: slice | NDArray[Any]) -> Integers: ...
        def __getitem__(self, index: Any) -> Any: ...
        def __iter__(self) -> Iterator[int]: ...  # type: ignore[override]

    Indices = Integers

    class IntegerGrid(np.ndarray[Any, np.dtype[np.int32]]):
        """Whole numbers by row and column."""

        @overload  # type: ignore[override]
        def __getitem__(self, index: int) -> Integers: ...
        @overload
        def __getitem__(self, index: tuple[int, int]) -> int: ...
        @overload
        def __getitem__(self, index: tuple[int, slice]) -> Integers: ...
        def __getitem__(self, index: Any) -> Any: ...
else:
    Integers, Indices = NDArray[np.int32], NDArray[np.int64]
    IntegerGrid = Integers

FORMATS: dict[Any, str] = {float: "f8", bool: "?", Floats: "f8", Integers: "i4"}
"""How a value lies in memory if its type does not say so itself."""
INFINITE = float("inf")


@dataclass(frozen=True)
class Column:
    """One column of a table; on an agent, the attribute that reads and writes it in the model's own state.

    Attributes:
        words: meaning.
        unit: unit of measure, empty for a pure number, code, row or yes and no.
        minimum, maximum: range of the values that may be written from outside.
        settable: whether it may be written from outside while the model runs.
        length: entries of a vector, 0 for a plain value; `per_barrier` adds one for each barrier.
        name, table, kind, format: what it is called, where it stands, its Python type and its type in memory.
    """

    words: str
    unit: str = ""
    minimum: float = -INFINITE
    maximum: float = INFINITE
    settable: bool = False
    length: int = 0
    per_barrier: bool = False
    name: str = ""
    table: str = ""
    kind: type = float
    format: str = ""

    def __post_init__(self) -> None:
        object.__setattr__(self, "__doc__", f"{self.words}, {self.unit}" if self.unit else self.words)

    def as_field(self, barriers: int) -> tuple[Any, ...]:
        """Return the column as NumPy's record types take it."""
        length = self.length + (barriers if self.per_barrier else 0)
        return (self.name, self.format, (length,)) if length else (self.name, self.format)

    def __get__(self, agent: Any, owner: type) -> Any:
        if agent is None:
            return self
        return self.kind(getattr(agent.model.world, self.table)[self.name][agent.row])

    def __set__(self, agent: Any, value: Any) -> None:
        if not self.settable:
            raise AttributeError(f"{self.name} follows from the rules and cannot be set; {self.__doc__}")
        if isinstance(value, bool) is not (self.kind is bool) or not self.minimum <= value <= self.maximum:
            raise ValueError(
                f"{self.name} = {value!r} is not allowed; it must be a {self.kind.__name__} "
                f"from {self.minimum:g} to {self.maximum:g} ({self.__doc__})"
            )
        getattr(agent.model.world, self.table)[self.name][agent.row] = value


def column(
    words: str,
    unit: str = "",
    *,
    minimum: float = -INFINITE,
    maximum: float = INFINITE,
    settable: bool = False,
    length: int = 0,
    per_barrier: bool = False,
) -> Any:  # as what `dataclasses.field` returns: the annotation of the attribute says what it is
    """Declare a column; see `Column`."""
    return Column(words, unit, minimum, maximum, settable, length, per_barrier)


class TableRow:
    """One row of a table; a subclass declares the columns, in the order in which they lie in memory.

    Attributes:
        table: name of the table in the world.
        columns: the columns by name.
    """

    table: ClassVar[str] = ""
    columns: ClassVar[dict[str, Column]] = {}

    def __init_subclass__(cls, table: str) -> None:
        cls.table, cls.columns = table, {}
        hints = get_type_hints(cls, include_extras=True)
        for name in vars(cls).get("__annotations__", {}):
            cls.columns[name] = _named(cls, name, hints[name])
            setattr(cls, name, cls.columns[name])
        undeclared = [
            name for name, value in vars(cls).items() if isinstance(value, Column) and name not in cls.columns
        ]
        if undeclared:
            raise DeclarationError(f"column {undeclared[0]} of {table}: it has no type")

    @classmethod
    def record(cls, barriers: int = 0) -> np.dtype[Any]:
        """Return the aligned record type whose rows can be read by attribute.

        Args:
            barriers: how many there are, for tables with a column for each.
        """
        fields = [one.as_field(barriers) for one in cls.columns.values()]
        return np.dtype((np.record, np.dtype(fields, align=True)))


def _named(row: type[TableRow], name: str, hint: Any) -> Column:
    """Return a column with all that its place in a class says of it."""
    declared = vars(row).get(name)
    if not isinstance(declared, Column):
        raise DeclarationError(f"column {name} of {row.table}: it is declared as `{name}: float = column(...)`")
    check_name("column", name)
    check_given("column", name, words=declared.words)
    plain, metadata = getattr(hint, "__origin__", hint), getattr(hint, "__metadata__", ())
    layout = metadata[0] if metadata else FORMATS.get(hint)
    if layout is None:
        raise DeclarationError(f"column {name} of {row.table}: {hint} is no type of a column")
    return replace(declared, name=name, table=row.table, kind=plain, format=layout)


R = TypeVar("R")
Declared = TypeVar("Declared", bound=TableRow)

if TYPE_CHECKING:

    class Rows(np.recarray[Any, Any], Generic[R]):
        """A table: a record array whose rows are of one class."""

        @overload  # type: ignore[override]  # NumPy's own say Any
        def __getitem__(self, row: int | np.integer[Any]) -> R: ...
        @overload
        def __getitem__(self, row: str) -> NDArray[Any]: ...
        @overload
        def __getitem__(self, row: slice | NDArray[Any] | list[int]) -> Rows[R]: ...
        def __getitem__(self, row: Any) -> Any: ...

else:

    class Rows(Generic[R]):
        """A table, in annotations; at run time it is NumPy's record array."""


def integers(entries: NDArray[np.int32]) -> Integers:
    """Return a vector of 32-bit whole numbers as what it is to the type checker."""
    vector: Any = entries
    named: Integers = vector
    return named


def rows(row: type[Declared], count: int, barriers: int = 0) -> Rows[Declared]:
    """Return a table of so many rows, all zero.

    Args:
        row: class of its rows.
        count: how many.
        barriers: how many barriers there are, for tables with a column for each.
    """
    made: Any = np.zeros(count, row.record(barriers)).view(np.recarray)
    table: Rows[Declared] = made
    return table


T = TypeVar("T", bound=np.ndarray[Any, Any])


def longer(table: T, size: int, used: int | None = None) -> T:
    """Return a copy of a table with so many rows; room that is not used costs no memory.

    Args:
        table: any array; a copy of a record array is one too.
        size: its rows from now on.
        used: how many of its first rows are in use, and copied; None for all. They are copied as bytes, since NumPy
            copies records column by column.
    """
    taken = table if used is None else table[:used]
    grown: Any = np.zeros((size, *table.shape[1:]), table.dtype)
    _bytes_of(grown)[: taken.nbytes] = _bytes_of(taken)
    copy: T = grown.view(np.recarray) if isinstance(table, np.recarray) else grown
    return copy


def _bytes_of(table: Any) -> Any:
    return table.view(np.ndarray).reshape(-1).view(np.uint8)
