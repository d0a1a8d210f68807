"""Two hundred scenarios drawn at large, each to its SHA-256: shows that a change of the sources moves no number.

    python -m tests.pinned.digests before.json       # on the tree as it was
    python -m tests.pinned.digests before.json       # on the tree as it is: says what has moved

The file holds the scenarios too: Hypothesis draws others where the sources have other numbers in them. Under
NUMBA_DISABLE_JIT=1 the same digests must come out: `--first 5` is enough for that.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import tomllib
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st

from sim import CollaborationModel, Scenario
from tests.agreement.plain_mesa.random_scenarios import scenarios
from tests.pinned.columns import columns_of

DRAWN = 200
UNCHECKED, NO_SHRINKING = list(HealthCheck), [Phase.generate]


def drawn(count: int) -> list[tuple[Scenario, int]]:
    """Draw scenarios and seeds, the same ones every time."""
    found: list[tuple[Scenario, int]] = []

    @seed(20261129)
    @settings(max_examples=count, database=None, deadline=None, phases=NO_SHRINKING, suppress_health_check=UNCHECKED)
    @given(scenario=scenarios(), run_seed=st.integers(0, 2**63 - 1))
    def note(scenario: Scenario, run_seed: int) -> None:
        found.append((scenario, run_seed))

    note()
    return found[:count]


def digest_of(scenario: Scenario, run_seed: int) -> dict[str, str]:
    """Run a scenario; return a digest of it and of each column that the run leaves behind."""
    model = CollaborationModel(scenario, seed=run_seed).run()
    return {name: hashlib.sha256(column.tobytes()).hexdigest()[:16] for name, column in columns_of(model)}


def written(count: int) -> list[dict[str, Any]]:
    """Draw scenarios; return them, seeds and digests as they go into a file."""
    return [
        {"scenario": scenario.to_toml(), "seed": run_seed, "digests": digest_of(scenario, run_seed)}
        for scenario, run_seed in drawn(count)
    ]


def main() -> None:
    """Write the digests, or compare them with those written before."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("file", type=Path, help="written if it does not exist, else compared with")
    parser.add_argument("--first", type=int, default=DRAWN, help="only the first so many scenarios")
    asked = parser.parse_args()
    if not asked.file.exists():
        found = written(asked.first)
        asked.file.write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")
        print(f"{len(found)} scenarios, {sum(len(one['digests']) for one in found)} digests written to {asked.file}")
        return
    before = json.loads(asked.file.read_text(encoding="utf-8"))[: asked.first]
    moved: set[str] = set()
    for one in before:
        now = digest_of(Scenario.from_dict(tomllib.loads(one["scenario"])), one["seed"])
        moved |= {name for name, digest in one["digests"].items() if now.get(name) != digest}
    digests = json.dumps([one["digests"] for one in before]).encode()
    print(f"{len(before)} scenarios, SHA-256 {hashlib.sha256(digests).hexdigest()} before")
    raise SystemExit(f"moved: {', '.join(sorted(moved))}" if moved else 0)


if __name__ == "__main__":
    main()
