"""`sim schema` prints the JSON Schema of scenario files, with which an editor completes and checks them."""

from __future__ import annotations

import rich_click as click

from sim.cli.options import examples
from sim.cli.screen import tell

EXAMPLES = examples(
    "sim schema",
    "sim schema > scenario.schema.json",
    "sim schema | python -m json.tool --compact",
)


@click.command(epilog=EXAMPLES)
def schema() -> None:
    """Print the JSON Schema of scenario files, for editors."""
    from sim.cli.results import json_text
    from sim.scenario import json_schema

    tell(json_text(json_schema()))
