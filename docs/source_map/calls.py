"""A phase is followed through everything that it calls: rules, barriers' points, settings read and columns written."""

from __future__ import annotations

import ast
import inspect
import textwrap
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from sim import levers
from sim.agents import DIRECTIONS, KINDS
from sim.barriers import BARRIERS, Point
from sim.phases import PHASES

HABITS = {"kinds": KINDS, "directions": DIRECTIONS}
"""Tables whose columns name settings, with the records that say which."""
FILLED = ("set_all", "copy_into")
"""Rules that write into their first argument."""
ROOMS_OF_RULES = ("agents", "barriers", "levers", "mechanisms")

Tables = Mapping[str, str]
"""The table that a local name stands for a row of, by the name."""


@dataclass
class Found:
    """What was found behind one phase.

    Attributes:
        rules: formulas it calls, "mechanisms.finance.bank_chance".
        points: barriers' points it asks.
        settings: names of the settings read, its own and its formulas'; `by_rule` says by which function.
        reads, writes: columns, "deals.stage".
    """

    rules: set[str] = field(default_factory=set)
    points: set[Point] = field(default_factory=set)
    settings: set[str] = field(default_factory=set)
    by_rule: dict[str, set[str]] = field(default_factory=dict)
    reads: set[str] = field(default_factory=set)
    writes: set[str] = field(default_factory=set)


def plain(function: Any) -> Any:
    """Return the Python function behind a compiled one."""
    return getattr(function, "py_func", function)


def place_of(function: Any) -> str:
    """Return where a function of the house stands: "mechanisms.finance.bank_chance"."""
    return f"{function.__module__.removeprefix('sim.')}.{function.__name__}"


@cache
def tree_of(function: Callable[..., Any]) -> ast.FunctionDef:
    """Return the syntax tree of a function."""
    node = ast.parse(textwrap.dedent(inspect.getsource(function))).body[0]
    assert isinstance(node, ast.FunctionDef)
    return node


@cache
def behind(phase: Any) -> Found:
    """Return what is found behind a phase."""
    found = Found()
    _Walk(found).enter(plain(phase), {})
    return found


def settings_of_acts(point: Point) -> dict[str, set[str]]:
    """Return the settings that the barriers' rules at a point read, by rule."""
    found = Found()
    _Walk(found).ask(point)
    return found.by_rule


def phases_that_ask(point: Point) -> list[str]:
    """Name the phases that ask what the barriers do at a point."""
    return [phase.__name__ for phase in PHASES if point in behind(phase).points]


class _Walk:
    """One walk from a phase to all it calls; a function is entered once for each set of rows it is given."""

    def __init__(self, found: Found) -> None:
        self.found = found
        self.seen: set[tuple[Any, frozenset[tuple[str, str]]]] = set()

    def enter(self, function: Any, given: Tables) -> None:
        """Follow a function that is given rows of these tables."""
        key = (function, frozenset(given.items()))
        if key in self.seen:
            return
        self.seen.add(key)
        if function.__module__.split(".")[1] in ROOMS_OF_RULES:
            self.found.rules.add(place_of(function))
        tree = tree_of(function)
        tables = dict(given)
        for node in ast.walk(tree):
            if isinstance(node, ast.Assign):
                tables.update(_rows(node, tables))
        for node in ast.walk(tree):
            if isinstance(node, ast.Call):
                self.call(node, function, tables)
            elif isinstance(node, ast.Subscript):
                self.habit(node, function, tables)
            elif isinstance(node, ast.Attribute):
                self.column(node, function, tables)
            if isinstance(node, ast.Assign | ast.AugAssign):
                targets = node.targets if isinstance(node, ast.Assign) else [node.target]
                self.found.writes |= {column for target in targets for column in _columns(target, tables)}

    def call(self, node: ast.Call, function: Any, tables: Tables) -> None:
        """Follow a call into the house; what is not of the house is left alone."""
        called = _resolve(node.func, function.__globals__)
        if called is None:
            return
        if isinstance(node.func, ast.Attribute):
            point = _resolve(node.func.value, function.__globals__)
            if isinstance(point, Point) and node.func.attr in ("each", "joined"):
                self.ask(point)
            if isinstance(point, Point) and node.func.attr != "join":
                return
        if called is levers.bill:
            for lever in levers.LEVERS:
                self.enter(plain(lever.metered), {"meters": "meters"})
            return
        callee = plain(called)
        if inspect.isfunction(callee) and (callee.__module__ or "").startswith("sim."):
            if callee.__name__ in FILLED:
                self.found.writes |= set(_columns(node.args[0], tables))
            given = zip(inspect.signature(callee).parameters, node.args, strict=False)
            rows = {name: _table(argument, tables) for name, argument in given}
            self.enter(callee, {name: table for name, table in rows.items() if table})

    def ask(self, point: Point) -> None:
        """Follow a question to the barriers at a point."""
        self.found.points.add(point)
        for barrier in BARRIERS:
            for act in barrier.acts:
                if act.point is point:
                    self.enter(plain(act.rule), {"settings": "settings"})

    def habit(self, node: ast.Subscript, function: Any, tables: Tables) -> None:
        """Note a setting that a kind or a direction names: `world.values[kind.effort]`."""
        if not (isinstance(node.slice, ast.Attribute) and ast.unparse(node.value) == "world.values"):
            return
        for record in HABITS.get(_table(node.slice.value, tables), ()):
            self.setting(getattr(record, node.slice.attr), function)

    def column(self, node: ast.Attribute, function: Any, tables: Tables) -> None:
        """Note the column of a row that is read."""
        table = _table(node.value, tables)
        if table == "settings":
            self.setting(node.attr, function)
        elif table and isinstance(node.ctx, ast.Load):
            self.found.reads.add(f"{table}.{node.attr}")

    def setting(self, name: str, function: Any) -> None:
        """Note a setting that a function reads; a kind without a habit names none."""
        if name:
            self.found.settings.add(name)
            self.found.by_rule.setdefault(place_of(function), set()).add(name)


def _resolve(node: ast.expr, names: Mapping[str, Any]) -> Any:
    """Return what a name, or a name in a module, stands for; None if it is no name of the module's own."""
    if isinstance(node, ast.Name):
        return names.get(node.id)
    return getattr(_resolve(node.value, names), node.attr, None) if isinstance(node, ast.Attribute) else None


def _table(node: ast.expr, tables: Tables) -> str:
    """Return the table that an expression is a row of, "" if of none."""
    if isinstance(node, ast.Name):
        return tables.get(node.id, "")
    if isinstance(node, ast.IfExp):
        return _table(node.body, tables)
    if isinstance(node, ast.Subscript):
        if isinstance(node.value, ast.Name):
            return tables.get(node.value.id, "")
        return _whole(node.value)
    return ""


def _whole(node: ast.expr) -> str:
    """Return the table that `world.deals` stands for, "" if it is no such thing."""
    named = isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == "world"
    return node.attr if named and isinstance(node, ast.Attribute) else ""


def _rows(node: ast.Assign, tables: Tables) -> Iterator[tuple[str, str]]:
    """Yield the names that an assignment makes stand for rows, or for whole tables, each with its table."""
    target, value = node.targets[0], node.value
    pairs = [(target, value)]
    if isinstance(target, ast.Tuple) and isinstance(value, ast.Tuple):
        pairs = list(zip(target.elts, value.elts, strict=True))
    for one, its in pairs:
        table = _table(its, tables) or _whole(its)
        if isinstance(one, ast.Name) and table:
            yield one.id, table


def _columns(target: ast.expr, tables: Tables) -> Iterator[str]:
    """Yield the columns that a target of an assignment writes."""
    if isinstance(target, ast.Tuple):
        for one in target.elts:
            yield from _columns(one, tables)
        return
    while isinstance(target, ast.Subscript):
        target = target.value
    if _whole(target) == "values":  # the same memory as the row of settings, as a vector
        yield "settings.*"
    if isinstance(target, ast.Attribute):
        table = _table(target.value, tables)
        if table:
            yield f"{table}.{target.attr}"
