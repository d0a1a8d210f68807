"""What a page says in figures is what its source says: the code, a kept table, or a table on another page."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

from experiments import what_we_can_say
from experiments.calibration import numbers, report
from experiments.patterns.table import KINDS, Mean, Row, counts, met_of
from experiments.patterns.tolerances import TOLERANCES, TOLERANCES_OF_MORE_RUNS, USES
from sim.report.limits import LIMITS
from sim.scenario import Scenario
from tests.pinned import old_forms

DOCS = Path(__file__).parents[2] / "docs"
ROW = re.compile(
    rf"(?m)^(\S.*?) +[{''.join(KINDS)}] +(-?[\d.]+) \[ *(-?[\d.]+), +(-?[\d.]+)\]   .*\((?:{'|'.join(USES)})\)"
    r"(?: +(-?[\d.]+)  (\w+))?$"
)


def read(name: str) -> str:
    return (DOCS / name).read_text(encoding="utf-8")


def rows(page: str) -> list[Row]:
    """Return the rows of a page's table of patterns; of the null model the mean alone, which is all that is printed."""
    found, known = [], {**TOLERANCES, **TOLERANCES_OF_MORE_RUNS}
    for name, mean, low, high, null, _verdict in ROW.findall(read(page)):
        kind, least, most, calibrated = known[name]
        own = Mean(float(null), 0.0) if null else None
        half = (float(high) - float(low)) / 2
        found.append(Row(name, kind, float(mean), half, least, most, calibrated, own))
    return found


@pytest.mark.parametrize("page", ["patterns.md", "evidence.md"])
def test_the_table_of_patterns_has_every_row_with_its_use_verdict_and_counts(page: str) -> None:
    found, text = rows(page), read(page)
    assert [row.name for row in found] == [*TOLERANCES, *TOLERANCES_OF_MORE_RUNS]
    for row in found:
        ends = f"   {row.low:.6g} to {row.high:.6g}  {row.verdict}  ({row.use})"
        assert re.search(rf"(?m)^{re.escape(row.name)} .*\]{re.escape(ends)}", text), ends
    assert all(line in text for line in counts(found))


def test_both_tables_of_patterns_are_of_the_same_runs() -> None:
    ours, theirs = (
        [line.split() for line in read(page).splitlines() if ROW.match(line)] for page in ("patterns.md", "evidence.md")
    )
    assert ours == theirs


def test_what_is_met_is_counted_as_the_table_has_it() -> None:
    found, text = rows("patterns.md"), " ".join(read("evidence.md").split())
    assert f"{met_of(found)}, mean over" in read("patterns.md")
    structural, quantitative = ([row for row in found if row.kind == kind] for kind in "SQ")
    met = [sum(row.verdict == "met" for row in some) for some in (structural, quantitative)]
    needed = -(-3 * len(quantitative) // 4)
    supported = met[0] == len(structural) and met[1] >= needed
    assert ("By that rule this model is not supported" in text) is not supported
    assert (
        f"of {len(structural)} structural patterns {met[0]} are met, and of {len(quantitative)} quantitative ones "
        f"{met[1]}, where {needed} would be three quarters"
    ) in text


def test_every_pattern_that_is_not_met_is_named_in_prose_and_no_other() -> None:
    below = read("patterns.md").split("## What is not met, and why")[1].split("\n## ")[0]
    reasons = " ".join(re.findall(r"(?m)^\* \*\*(.+?)\*\*", below))
    listed = read("evidence.md").split("What is not met is named here")[1].split("\n\n")[1]
    for page, text in (("patterns.md", reasons), ("evidence.md", listed)):
        ids = {row.name.split()[0] for row in rows(page) if row.verdict != "met"}
        assert set(re.findall(r"\b[PVA]\d+\b", text)) == ids, page


def test_what_the_null_model_meets_is_counted_as_the_table_has_it() -> None:
    """Its verdict stands beside each row; the interval that tells an edge is not printed, so the words are counted."""
    own = [row for row in rows("evidence.md") if row.kind != "I" and row.null is not None]
    said = {name: verdict for name, *_, verdict in ROW.findall(read("evidence.md"))}
    fails, edge, met = ([row for row in own if said[row.name] == word] for word in ("fails", "edge", "met"))
    ours = [row for row in fails if row.verdict == "met"]
    blind = [row.name.split()[0] for row in ours if row.use == "validation only"]
    evidence, patterns = (" ".join(read(page).split()) for page in ("evidence.md", "patterns.md"))
    all_of = f"{len(own)} structural and quantitative patterns"
    for words, some in (("fails", fails), ("lies at the edge of", edge), ("meets", met)):
        assert f"the null model {words} {len(some)} of {all_of}: {'; '.join(row.name for row in some)}" in evidence
    assert (
        f"the null model fails {len(fails)} of {all_of}, lies at the edge of {len(edge)}, meets {len(met)}" in patterns
    )
    assert f"{len(fails)} of the {all_of} that it can be asked fail" in evidence
    assert f"Chance meets {len(met)}: " in evidence
    assert f"{len(ours)} rows are met by the model and not by chance" in evidence
    assert re.findall(r"[PV]\d+", evidence.split("Of these ")[1].split(" were neither")[0]) == blind
    assert f"(A8): {len(fails)} of {len(own)} do" in patterns
    assert f"by the null are {len(ours)} rows" in patterns


def test_the_page_of_numbers_is_what_the_kept_table_gives() -> None:
    head, counted, rest = read("numbers.md").partition(numbers.COUNTS)
    told = numbers.screened()
    assert counted + rest == numbers.below_head(told), "to renew it: python -m experiments.calibration.report"
    assert f"model {told['model'].dropna().iloc[0]};" in head


def test_the_results_of_the_calibration_are_what_the_kept_tables_give() -> None:
    said = read("calibration.md").split(report.BEGIN)[1].split(report.END)[0].strip()
    assert said == report.results(), "to renew them: python -m experiments.calibration.report"


def test_what_we_can_say_is_what_is_kept() -> None:
    made = "\n".join(part for part in what_we_can_say.sections() if part).rstrip("\n") + "\n"
    assert made == read("what_we_can_say.md"), "to renew it: python -m experiments.what_we_can_say"


def test_the_model_document_says_what_makes_the_first_version() -> None:
    below = read("odd.md").split("**The first version is still there**")[1]
    block = re.findall(r"(?ms)^```toml\n(.*?)^```", below)[0]
    said = {f"{section}.{name}": value for section, own in tomllib.loads(block).items() for name, value in own.items()}
    assert said == old_forms.OLD


def test_the_model_document_tells_every_entry_of_the_history() -> None:
    told = read("odd.md").split("entries act on what the model has: ")[1].split("A date that")[0]
    (count,) = re.findall(r"(\w+) entries act on what the model has", read("odd.md"))
    history = Scenario.load("baseline").history
    assert count == {4: "Four"}[len(history)]
    assert re.findall(r"`(\w+)` x ([\d.]+)", told) == [
        (one.key.rpartition(".")[2], f"{one.times:g}") for one in history
    ]


def test_the_first_page_counts_readings_as_its_experiments_do() -> None:
    asked = tomllib.loads((DOCS.parent / "experiments" / "q01_binding_barrier" / "experiment.toml").read_text("utf-8"))
    assert f"under the same {asked['readings']['number']} readings" in read("index.md")


def test_whatever_ranks_levers_says_which_hangs_on_the_past_as_the_page_has_it() -> None:
    places = re.findall(
        r"(?m)^\| `(\w+)` \| (\d+) \(.*\| (\d+) \(.*\| (\d+) \(.*\| moves \|$",
        read("length_of_history.md").split("## Before")[0],
    )
    assert places == [("university_ip_alliance", "7", "3", "3")]
    (limit,) = (one for one in LIMITS if "years of past" in one)
    where = "seventh of 21 after five years, third after fifteen and more"
    assert f"university IP alliance: {where}" in limit
    ranked = [DOCS.parent / "experiments" / name / "README.md" for name in ("q10_robust_package", "structure")]
    for page, times in ((DOCS / "calibration.md", 2), *((page, 1) for page in ranked)):
        assert " ".join(page.read_text("utf-8").split()).count(f"university IP alliance is {where}") == times, page


def test_the_patterns_of_now_on_the_page_of_acceptance_are_those_of_the_patterns() -> None:
    page = read("acceptance.md")
    for row in rows("patterns.md"):
        if row.kind != "I":
            cells = re.search(rf"(?m)^\| {re.escape(row.name)} \|(.*)\|$", page)
            assert cells, row.name
            now = cells[1].split(" | ")[2]
            words = {"met": "", "NOT MET": " **not met**", "undecided": " undecided"}[row.verdict]
            assert now == f"{row.mean:.3g}{words}", row.name


def test_what_acts_is_counted_alike_on_both_pages() -> None:
    found = [
        tuple(map(int, one))
        for one in re.findall(
            r"(?m)^(\d+)\. does nothing: (\d+); not told from luck: (\d+); acts: (\d+)\.$", read("what_acts.md")
        )
    ]
    parameters, barriers, levers, words = found
    assert all(one[0] == sum(one[1:]) for one in found)
    acting, whole = parameters[3], parameters[0]
    said = f"all {barriers[3]} barriers, {levers[3]} levers and {words[3]} words, {acting} of {whole} parameters"
    assert said in read("acceptance.md")
    assert [one[0] for one in (barriers, levers, words)] == [one[3] for one in (barriers, levers, words)]


def test_times_beside_earlier_versions_are_those_that_were_measured() -> None:
    """Ratios of a quarter and of compiling, as the table of the benchmark has them, on the page and in the decision."""
    speed = read("performance.md")
    found = {
        f"{what}, {new} over {old}": re.search(rf"(?m)^\| {what}, {new} over {old} \| ([\d.]+) times", speed)
        for what in ("a simulated quarter", "compiled from nothing")
        for new, old in (("the first half", "the first version"), ("now", "the first half"))
    }
    ratios = [f"{float(one[1]):.2f}" for one in found.values() if one]
    assert len(ratios) == 4
    page = read("acceptance.md")
    assert f"first half {ratios[0]} " in page
    assert f"second half {ratios[1]} " in page
    assert f"first half {ratios[2]}, second half {ratios[3]};" in page
    assert f"{ratios[0]} and {ratios[1]} times" in " ".join(read("decisions/0037-held-to-what-was-asked.md").split())
