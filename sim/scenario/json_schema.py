"""Editors can help with scenario files: a JSON Schema tells them every key, its range and its source."""

from __future__ import annotations

from typing import Any

from sim.dates import DATE
from sim.scenario.resolve import all_keys
from sim.scenario.schema import SECTIONS


def json_schema() -> dict[str, Any]:
    """Make the JSON Schema (draft 2020-12) of a scenario file.

    Each number's description says its meaning, unit and source; "unit" and "source" also stand alone.
    """
    schema = SECTIONS.model_json_schema()
    for section in (schema, *schema["$defs"].values()):
        for name, described in section.get("properties", {}).items():
            _complete(name, described)
    keys = [name for name in all_keys() if name.startswith(("barriers.", "parameters."))]
    schema["$defs"]["ShockSection"]["properties"]["key"]["enum"] = keys
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **schema}


def _complete(name: str, described: dict[str, Any]) -> None:
    """Name a key as it is written in the file, and put unit and source into its description."""
    described.pop("title", None)
    if described.pop("date", None):  # a quarter: a number, or its date
        number = {name: described.pop(name) for name in ("type", "minimum", "maximum")}
        described["anyOf"] = [number, {"type": "string", "pattern": DATE}]
    if described.get("default", ...) is None:
        del described["default"]
    words = [described.get("description", name)]
    meanings = described.pop("meanings", {})
    words += [f"{word}: {meanings[word]}" for word in described.get("enum", ()) if word in meanings]
    if "unit" in described:
        words.append(f"unit: {described['unit']}")
    if described.get("source"):
        words.append(described["source"])
    described["description"] = "; ".join(words)
