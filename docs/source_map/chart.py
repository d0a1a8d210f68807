"""The map as a chart: nodes and arrows from levers over settings and points to phases."""

from __future__ import annotations

from typing import Any

Edge = tuple[str, str]
COLUMNS = {"lever": ("lever",), "setting": ("setting",), "place": ("point", "rule"), "phase": ("phase",)}
"""The columns of the chart, each with the sorts of node that stand in it."""


def edges(plan: dict[str, list[dict[str, Any]]]) -> list[Edge]:
    """Return the arrows of the chart, each from a node to a node, "lever:fund_pool" to "setting:fund".

    A barrier leads over the points at which it acts to the phases that ask there; a parameter over the rules that
    read it to the phases that call them.

    Args:
        plan: as `source_map.plan.plan` returns it.
    """
    found: dict[Edge, None] = {}
    for lever in plan["levers"]:
        for move in lever["moves"]:
            setting = f"setting:{move['target']}"
            found[f"lever:{lever['name']}", setting] = None
            ways = [(f"point:{act['point']}", phase) for act in move.get("acts", ()) for phase in act["phases"]]
            ways += [(f"rule:{rule}", one["phase"]) for one in move.get("phases", ()) for rule in one["rules"]]
            for place, phase in ways:
                found[setting, place] = None
                found[place, f"phase:{phase}"] = None
    return list(found)


def nodes(plan: dict[str, list[dict[str, Any]]]) -> dict[str, list[str]]:
    """Return the nodes of each column, in the order of the registers; every phase is there, moved or not."""
    joined = list(dict.fromkeys(node for edge in edges(plan) for node in edge))
    listed = {column: [node for node in joined if node.partition(":")[0] in sorts] for column, sorts in COLUMNS.items()}
    listed["phase"] = [f"phase:{phase['name']}" for phase in plan["phases"]]
    return listed
