"""An agent's attribute is a column of its table: reading and writing it reads and writes the model's own state."""

from __future__ import annotations

from typing import Any, Generic, TypeVar, overload

Value = TypeVar("Value", int, float, bool)


class Column(Generic[Value]):
    """Attribute of an agent that lives in a column of the model's tables.

    Args:
        table: attribute of the world ("organisations", "offices", ...).
        name: column.
        kind: int, float or bool; what is read is of this plain Python type.
        words: meaning and unit, shown by help().
        low, high: range of accepted values.
        writable: whether the user may change it while the model runs.
    """

    def __init__(
        self,
        table: str,
        name: str,
        kind: type[Value],
        words: str,
        low: float = float("-inf"),
        high: float = float("inf"),
        *,
        writable: bool = True,
    ) -> None:
        self.table, self.name = table, name
        self.kind: type[Value] = kind
        self.low, self.high, self.writable = low, high, writable
        self.__doc__ = words

    @overload
    def __get__(self, agent: None, owner: type) -> Column[Value]: ...
    @overload
    def __get__(self, agent: object, owner: type) -> Value: ...
    def __get__(self, agent: Any, owner: type) -> Column[Value] | Value:
        if agent is None:
            return self
        return self.kind(getattr(agent.model.world, self.table)[self.name][agent.row])

    def __set__(self, agent: Any, value: Value) -> None:
        if not self.writable:
            raise AttributeError(f"{self.name} follows from the rules and cannot be set; {self.__doc__}")
        if isinstance(value, bool) is not (self.kind is bool) or not self.low <= value <= self.high:
            raise ValueError(
                f"{self.name} = {value!r} is not allowed; it must be a {self.kind.__name__} "
                f"from {self.low:g} to {self.high:g} ({self.__doc__})"
            )
        getattr(agent.model.world, self.table)[self.name][agent.row] = value
