"""What no machine has is asked for: it is refused at once, with the figure that it would need."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from sim import CollaborationModel
from sim.scenario import Scenario, ScenarioError
from tests.torture.attack import Attack, Bench
from tests.torture.limits import TooSlowError, held, limited, little_memory
from tests.torture.worlds import ROOT


def giants(bench: Bench) -> None:
    """Ask for what no machine has: refused at once, with the figure that it would need."""
    asked: dict[str, tuple[dict[str, Any], str]] = {
        "all firms, a thousandfold": (
            {
                "population": dict.fromkeys(("military_sample", "university_sample"), 10.0)
                | {"private_sample": 1, "scale": 1e3}
            },
            "the population would have 21,642,000 organisations; at most 20,000,000",
        ),
        "a billion firms": (
            {
                "region": {"cities": str(_billion(bench.folder))},
                "population": {"private_sample": 1.0, "military_sample": 1.0, "university_sample": 1.0},
            },
            "'1000000000'; a whole number from 0 to 1,000,000",
        ),
        "10 MB of text": ({"why": "x" * 10_000_000}, "at most 4,000 characters"),
        "endless quarters": ({"run": {"quarters": 10**9}}, "from 1 to 4,000"),
        "a list of a million cities": (
            {"levers": {"demonstration_bases": {"strength": 1.0, "cities": ["x"] * 10**6}}},
            "",
        ),
        "a million shocks": ({"shocks": [{"quarter": 1, "key": "barriers.secrecy", "value": 2.0}] * 10**5}, ""),
        "deep nesting": ({"barriers": _deep(60)}, ""),
    }
    with little_memory(bench):
        for what, (data, said) in asked.items():
            bench.tries += 1
            try:
                with limited():
                    Scenario.from_dict(data)
                bench.held(False, f"{what} is accepted")
            except ScenarioError as error:
                bench.held(said in str(error) and len(str(error)) < 60_000, f"{what}: {str(error)[:200]}")
            except (TooSlowError, Exception) as error:  # noqa: BLE001  # what is looked for
                bench.held(False, f"{what}: {type(error).__name__}")
    large = Scenario.from_dict({"population": {"private_sample": 1.0, "scale": 1000.0}, "run": {"quarters": 4000}})
    try:
        CollaborationModel(large)
        bench.held(False, "17 million organisations over 4,000 quarters are accepted")
    except MemoryError as error:
        bench.tries += 1
        bench.held("17,619,000 organisations over 4,000 quarters needs about 2," in str(error), str(error))
    file = bench.folder / "large.toml"
    file.write_text("# " + "x" * 10_000_000)
    held(bench, lambda: Scenario.load(file), lambda: "10 MB file")
    for place in range(3):
        (bench.folder / f"c{place}.toml").write_text(f"extends = 'c{(place + 1) % 3}.toml'")
    held(bench, lambda: Scenario.load(bench.folder / "c0.toml"), lambda: "a circle")
    bench.held(bench.seen["accepted"] == 0, "a giant or a circle was accepted")


def _billion(folder: Path) -> Path:
    """Write a city file with a billion firms in one city."""
    text = (ROOT / "tests" / "data" / "second_region.csv").read_text(encoding="utf-8")
    file = folder / "billion.csv"
    file.write_text(text.replace(",12,400,9,", ",12,1000000000,9,"), encoding="utf-8")
    return file


def _deep(levels: int) -> dict[str, Any]:
    data: dict[str, Any] = {}
    for _ in range(levels):
        data = {"a": data}
    return data


ATTACKS = (Attack("giants", "a billion firms, 10 MB, deep nesting, circles: refused with the figure", giants),)
