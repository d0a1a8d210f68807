"""The map as a chart from levers over settings and points to phases, in the words of Mermaid."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

Edge = tuple[str, str]
COLUMNS = ("lever", "setting", "point", "phase")


def edges(plan: dict[str, list[dict[str, Any]]]) -> list[Edge]:
    """Return the arrows of the chart, each from a node to a node, "lever:fund_pool" to "setting:fund".

    A barrier leads over the points at which it acts to the phases that ask there; a parameter straight to the
    phases behind which it is read.

    Args:
        plan: as `sim.house.plan.plan` returns it.
    """
    found: dict[Edge, None] = {}
    for lever in plan["levers"]:
        for move in lever["moves"]:
            setting = f"setting:{move['target']}"
            found[f"lever:{lever['name']}", setting] = None
            for reader in move.get("phases", ()):
                found[setting, f"phase:{reader['phase']}"] = None
    for barrier in plan["barriers"]:
        for act in barrier["acts"]:
            found[f"setting:barriers.{barrier['name']}", f"point:{act['point']}"] = None
            for phase in act["phases"]:
                found[f"point:{act['point']}", f"phase:{phase}"] = None
    return list(found)


def nodes(plan: dict[str, list[dict[str, Any]]]) -> dict[str, list[str]]:
    """Return the nodes of each column, in the order of the registers; every phase is there, moved or not."""
    joined = [node for edge in edges(plan) for node in edge]
    listed = {column: [node for node in dict.fromkeys(joined) if node.startswith(f"{column}:")] for column in COLUMNS}
    listed["phase"] = [f"phase:{phase['name']}" for phase in plan["phases"]]
    return listed


def mermaid(plan: dict[str, list[dict[str, Any]]]) -> str:
    """Write the chart for a page that draws Mermaid."""
    return "\n".join(_lines(plan))


def _lines(plan: dict[str, list[dict[str, Any]]]) -> Iterator[str]:
    yield "flowchart LR"
    for column, members in nodes(plan).items():
        yield f"  subgraph {column}s"
        for node in members:
            yield f'    {_key(node)}["{node.partition(":")[2]}"]'
        yield "  end"
    for start, end in edges(plan):
        yield f"  {_key(start)} --> {_key(end)}"


def _key(node: str) -> str:
    return node.replace(":", "_").replace(".", "_")
