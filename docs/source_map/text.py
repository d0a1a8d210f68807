"""The map as text for a terminal: every line says what leads to what."""

from __future__ import annotations

import textwrap
from collections.abc import Callable, Iterable, Iterator
from typing import Any

WIDTH = 110
Plan = dict[str, list[dict[str, Any]]]


def as_text(plan: Plan, parts: Iterable[str]) -> str:
    """Write the parts of a map that were asked for.

    Args:
        plan: as `source_map.plan.plan` returns it.
        parts: some of its keys, in the order in which they are written.
    """
    written = []
    for part in parts:
        title, lines = WRITERS[part]
        entries = _together(plan[part]) if part == "outcomes" else plan[part]
        written.append("\n".join([title, *(line for entry in entries for line in lines(entry))]))
    return "\n\n".join(written)


def _levers(lever: dict[str, Any]) -> Iterator[str]:
    yield f"  {lever['name']}"
    for move in lever["moves"]:
        belongs = f" (of {move['barrier']})" if move["barrier"] and "phases" in move else ""
        yield f"    {move['target']}{belongs} {move['change']}"
        for act in move.get("acts", ()):
            yield f"      {_where(act)}"
        for reader in move.get("phases", ()):
            yield from _long(f"      phase {reader['phase']}: ", reader["rules"])


def _barriers(barrier: dict[str, Any]) -> Iterator[str]:
    yield f"  {barrier['name']}, moved by {', '.join(barrier['moved_by']) or 'no lever'}"
    for act in barrier["acts"]:
        yield f"    {_where(act)}"
        reads = f"; reads {', '.join(act['settings'])}" if act["settings"] else ""
        yield from _long("      rule ", [f"{act['rule']}{reads}"])


def _where(act: dict[str, Any]) -> str:
    stage = f"stage {act['stage']}" if act["stage"] else "outside a deal's life"
    return f"{stage}, point {act['point']}: phase {', '.join(act['phases'])}"


def _phases(phase: dict[str, Any]) -> Iterator[str]:
    yield from _long(f"  {phase['name']}: ", [phase["words"]])
    yield from _long("    rules: ", phase["rules"])
    for point in phase["points"]:
        yield from _long(f"    asks the barriers at {point['point']}: ", point["barriers"])
    yield from _long("    settings: ", phase["settings"])
    yield from _long("    writes: ", phase["writes"])


def _together(outcomes: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Put outcomes that read the same columns into one entry."""
    alike: dict[tuple[str, ...], list[dict[str, Any]]] = {}
    for outcome in outcomes:
        alike.setdefault(tuple(outcome["reads"]), []).append(outcome)
    return [{**group[0], "name": ", ".join(one["name"] for one in group)} for group in alike.values()]


def _outcomes(outcome: dict[str, Any]) -> Iterator[str]:
    yield from _long("  ", [outcome["name"]])
    yield from _long("    reads: ", outcome["reads"])
    yield from _long("    written by: ", outcome["written_by"])


def _long(head: str, words: list[str]) -> list[str]:
    """Write a list after its head, on as many lines as it needs; nothing if there is nothing to list."""
    if not words:
        return []
    indent = " " * (len(head) - len(head.lstrip()) + 2)
    return textwrap.wrap(head + ", ".join(words), WIDTH, subsequent_indent=indent, break_long_words=False)


WRITERS: dict[str, tuple[str, Callable[[dict[str, Any]], Iterator[str]]]] = {
    "levers": ("Levers: what each moves at full strength, and where that is felt", _levers),
    "barriers": ("Barriers: at which stage each acts, by which rule, in which phase", _barriers),
    "phases": ("Phases: one quarter in order, and what each calls, reads and writes", _phases),
    "outcomes": ("Outcomes: the columns each reads, and the phases that write them", _outcomes),
}
"""The title of each part, and what writes one entry of it."""
