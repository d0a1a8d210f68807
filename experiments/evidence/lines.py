"""Writes what was found, one line each."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from experiments.evidence.collect import Finding
from experiments.evidence.rows import DOCKING, LAWS


def plural(count: int, what: str) -> str:
    """Write a count."""
    return f"{count:,} {what}{'' if count == 1 else 's'}"


def law_lines(found: list[Finding]) -> Iterator[str]:
    """Write one line for every law: held or not, by how many tests, how sure, and what they saw."""
    for key, words in LAWS.items():
        tests = [one for one in found if key in one.ids]
        chances = [chance for one in tests for chance in one.noted("chance")]
        seen = "; ".join(str(note) for one in tests for note in one.noted("found"))
        how = [plural(len(tests), "test"), sure(chances), seen]
        yield f"{key:4s} {verdict(tests):7s} {words} ({'; '.join(part for part in how if part)})"


def sure(chances: list[dict[str, Any]]) -> str:
    """Say how often such tests refuse a law that holds."""
    if not chances:
        return ""
    seeds = sorted({chance["seeds"] for chance in chances})
    comparisons = sum(chance["comparisons"] for chance in chances)
    worst = max(chance["chance"] for chance in chances)
    runs = " or ".join(str(count) for count in seeds)
    each = f"false alarm {worst:.2g} each"
    return f"{plural(comparisons, 'comparison')} over {runs} seed{'' if seeds == [1] else 's'}, {each}"


def docking_lines(found: list[Finding]) -> Iterator[str]:
    """Write one line for every comparison with an analytic limit."""
    yield f"{'':4s} {'':7s} {'observed':>10s} {'theory':>10s} {'off by':>9s}   what"
    for key, words in DOCKING.items():
        tests = [one for one in found if key in one.ids]
        if not tests:
            yield f"{key:4s} NO TEST {words}"
        for one in tests:
            for number, docked in enumerate(one.noted("docked")):
                held = verdict([one]) if number == 0 else ""
                numbers = f"{docked['observed']:10.4f} {docked['theory']:10.4f} {off(docked):>9s}"
                yield f"{key:4s} {held:7s} {numbers}   {docked['what']}"


def off(docked: dict[str, Any]) -> str:
    """Write a difference in standard errors, or as it is where nothing is left to chance."""
    difference = docked["observed"] - docked["theory"]
    return f"{difference / docked['error']:+.1f} se" if "error" in docked else f"{difference:+.4f}"


def oracle_lines(found: list[Finding]) -> Iterator[str]:
    """Write one line for every test that lays both models side by side."""
    for one in found:
        compared = list(one.noted("compared"))
        if compared:
            seeds = [run["seed"] for run in compared]
            who = f"seed {seeds[0]}" if len(seeds) == 1 else f"{len(seeds)} scenarios, each with a seed"
            yield f"{verdict([one]):7s} {one.test} ({who}): {compared_in_all(compared)}"


def compared_in_all(compared: list[dict[str, Any]]) -> str:
    """Write how much was compared and how often it differed."""
    organisations, quarters, deals, differences = (
        sum(run[key] for run in compared) for key in ("organisations", "quarters", "deals", "differences")
    )
    return (
        f"{plural(organisations, 'organisation')}, {plural(quarters, 'quarter')}, {plural(deals, 'deal')}, "
        f"{plural(differences, 'difference')}"
    )


def verdict(tests: Iterable[Finding]) -> str:
    """Say whether all of some tests passed."""
    outcomes = [one.passed for one in tests]
    if not outcomes:
        return "NO TEST"
    return "held" if all(outcomes) else "BROKEN"


def count_lines(found: list[Finding]) -> Iterator[str]:
    """Write the counts of laws, docking and oracle."""
    for name, rows in (("Laws", LAWS), ("Docking", DOCKING)):
        held = [key for key in rows if verdict(one for one in found if key in one.ids) == "held"]
        tests = [one for one in found if any(key in rows for key in one.ids)]
        yield f"{name}: {len(held)} of {len(rows)} rows held, {plural(len(tests), 'test')}"
    compared = [run for one in found for run in one.noted("compared")]
    yield f"Oracle: {plural(len(compared), 'run')} compared: {compared_in_all(compared)}"


def complete(found: list[Finding]) -> bool:
    """Tell whether every row has a test and every test passed."""
    spoken = {key for one in found for key in one.ids}
    return all(one.passed for one in found) and {*LAWS, *DOCKING} <= spoken
