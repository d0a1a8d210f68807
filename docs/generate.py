"""The reference pages and the map of the model are written from the declarations the model itself reads.

Run `python docs/generate.py` after a change; a test fails as long as a page is stale.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

import additions
import column_tables
import command_pages
import deal_flow
import glossary_page
import region_page
import seed_coverage
import source_map

from sim.agents import DIRECTIONS, KINDS
from sim.barriers import BARRIERS, POINTS, Barrier, Pair
from sim.levers import LEVERS, How, Lever, Move
from sim.outcomes import OUTCOMES
from sim.scales import FINITE_MAX, Setting
from sim.scenario.coding import CODING_SD, SCALE
from sim.scenario.renamed import NEW_NAMES
from sim.scenario.settings import SETTINGS, SWITCHES

FOLDER = Path(__file__).parent
SOURCES = FOLDER.parent / "sim"
ROOMS = ("agents", "barriers", "mechanisms", "phases", "world")
MADE = "Made by `docs/generate.py` from the declarations in the code; change those, not this page.\n"
SCALED = {0: "", 1: "; multiplied by the population scale", -1: "; divided by the population scale"}


def number(value: float) -> str:
    """Write a number as a reader would: whole where it is, without a limit where the limit means none."""
    return "no limit" if value >= FINITE_MAX else f"{value:.10g}"


def span(bounds: tuple[float, float]) -> str:
    """Write a range."""
    return f"{number(bounds[0])} to {number(bounds[1])}"


def table(head: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    """Write a table."""
    lines = [list(head)]
    lines.append(["---"] * len(lines[0]))
    lines += [list(row) for row in rows]
    return "\n".join("| " + " | ".join(cell.replace("|", "/") for cell in line) + " |" for line in lines) + "\n"


def readers() -> dict[str, list[str]]:
    """Return, by name of a setting, the rules that read it."""
    found: dict[str, list[str]] = {}
    for room in ROOMS:
        for file in sorted((SOURCES / room).glob("*.py")):
            for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
                if isinstance(node, ast.FunctionDef):
                    for name in sorted(settings_read(node)):
                        found.setdefault(name, []).append(f"`{node.name}` ({room}/{file.stem})")
    return found


def settings_read(function: ast.FunctionDef) -> set[str]:
    """Return the attributes that a function reads from a row of settings, whatever it calls the row."""
    rows = {"settings"}
    for node in ast.walk(function):
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name) and "settings[0]" in text(node.value):
            rows.add(node.targets[0].id)
    attributes = [node for node in ast.walk(function) if isinstance(node, ast.Attribute)]
    return {node.attr for node in attributes if text(node.value) in rows or text(node.value).endswith("settings[0]")}


def text(node: ast.AST) -> str:
    """Return the source of a node."""
    return ast.unparse(node)


def users(setting: Setting) -> Iterator[str]:
    """Name the kinds and directions that a setting belongs to."""
    for kind in KINDS:
        places = ("effort", "capacity", "distance_factor", "arrival", "classified_share")
        for place in places:
            if getattr(kind, place) == setting.name:
                yield f"{place.replace('_', ' ')} of {kind.name}"
    for direction in DIRECTIONS:
        for place in ("chance", "seen", "waiver"):
            if getattr(direction, place) == setting.name:
                yield f"{place} of {direction.name}"


def parameters() -> str:
    """Write the page of parameters."""
    reads = readers()
    rows = [
        (
            f"`{one.name}`",
            one.words,
            one.unit + SCALED[one.per_population],
            number(one.default) + (" (whole)" if one.whole else ""),
            span(one.plausible),
            span(one.allowed),
            one.grade,
            one.source,
            "; ".join([*users(one), *reads.get(one.name, [])]) or "declared, read by no rule",
        )
        for one in SETTINGS
    ]
    head = ("name", "what it is", "unit", "default", "plausible", "allowed", "grade", "source", "where it acts")
    said = (
        "A scenario sets a parameter under `[parameters]`. Values outside the plausible range draw a caution, values "
        "outside the allowed range are refused. The grade says how the default is known: *sourced* (a document gives "
        "it), *coded* (read off the words of Gu and Li on a fixed scale), *assumption* (chosen by the authors; "
        '"tuned" means adjusted until the patterns held together, "calibrated" found by the '
        '[calibration](calibration.md)). "seed" in a source is that paper, with its section.'
    )
    words = [
        (
            f"`{one.name}`" if place == 0 else "",
            one.words if place == 0 else "",
            f"`{word}`" + (" (default)" if place == 0 else ""),
            meaning,
            one.known_by if place == 0 else "",
            "; ".join(reads.get(one.name, [])) if place == 0 else "",
        )
        for one in SWITCHES
        for place, (word, meaning) in enumerate(one.meanings.items())
    ]
    choices = table(("name", "what is chosen", "word", "what it does", "why", "where it acts"), words)
    chosen = (
        "Where a reader may doubt which rule holds, a scenario chooses one by a word under `[structure]`. "
        "`sim compare --forms` asks a question under several forms at once."
    )
    old = table(("old name", "name"), [(f"`{one}`", f"`{name}`") for one, name in NEW_NAMES.items()])
    before = "Scenarios, experiments, draws and scripts may use these until version 1.0; a warning names the new one."
    return (
        f"# Parameters\n\n{MADE}\n{said}\n\n{len(SETTINGS)} parameters.\n\n{table(head, rows)}\n"
        f"## Structure\n\n{chosen}\n\n{choices}\n"
        f"## Names that were used before\n\n{before}\n\n{old}"
    )


def points(barrier: Barrier) -> str:
    """Write where one barrier acts."""
    rows = []
    for act in barrier.acts:
        stage = act.point.stage
        where = "outside the life of a deal" if stage is None else stage.name.lower()
        rows.append((act.point.name, where, act.point.words, act.words))
    return table(("point", "stage", "what the point reads", "what the barrier does"), rows)


def barriers() -> str:
    """Write the page of barriers."""
    parts = [
        f"# Barriers\n\n{MADE}\nA barrier is an intensity in [0, 1]: 0 is absent, 1 as complete as imaginable. "
        "A scenario sets it under `[barriers]`. The rules are in [the model document](odd.md), submodels M2 to M13.\n",
        called(BARRIERS),
        coding_of_barriers(),
    ]
    for one in BARRIERS:
        own = ", ".join(f"`{setting.name}`" for setting in one.settings.declared) or "none"
        leak = " A leak of classified technology raises it for a while." if one.tightens_after_leak else ""
        parts.append(
            f"## {one.label} ({one.label_zh}), `{one.name}`\n\n{one.words}{leak}\n\n"
            f"Unit: intensity, 0 to 1. Default: {number(one.default)} ({one.grade}). Source: {one.source}.\n"
            f"Parameters of its own: {own}.\n\n{points(one)}"
        )
    return "\n".join([*parts, where_barriers_act()])


def coding_of_barriers() -> str:
    """Write the scale on which words of the analysis become an intensity, and how far two readers may differ."""
    levels = table(("intensity", "the words say"), [(number(level), words) for level, words in SCALE.items()])
    return (
        f"A default marked coded was read from the analysis's words on this scale:\n\n{levels}\n"
        f"Readings draw each code from a Beta distribution around it, standard deviation {number(CODING_SD)}: a second "
        "reader lands more than one step away about once in twenty times. "
        "`python -m experiments.coding sheet FILE.csv` writes a sheet for human coders, `read` makes codings of filled "
        "sheets and says how far coders agree.\n"
    )


def where_barriers_act() -> str:
    """Write what whoever adds a barrier has to know: the points, and what a rule is told."""
    rows = []
    for point in POINTS:
        where = point.stage.name.lower() if point.stage is not None else "outside the life of a deal"
        rows.append((f"`{point}`", where, point.words, point.joins.words, number(point.neutral)))
    source = (SOURCES / "barriers" / "pair.py").read_text(encoding="utf-8")
    said = dict(re.findall(r"^    (\w+): (?:bool|int|float)  # (.+)$", source, re.MULTILINE))
    facts = "\n".join(f"* `{name}`: {said[name]}" for name in Pair._fields)
    return (
        "## Where a barrier can act\n\n"
        f"{table(('point', 'stage', 'what it reads', 'of several barriers', 'without any'), rows)}\n"
        f"What a rule may know of a deal and its two parties (`Pair`):\n\n{facts}\n"
    )


def effect(move: Move) -> str:
    """Write what a lever does to one setting at full strength."""
    said = {
        How.REDUCE: f"cut by {100 * move.amount:.10g} %",
        How.RAISE: f"raised by {100 * move.amount:.10g} %",
        How.ADD: f"plus {number(move.amount)}",
        How.APPROACH: f"moved {100 * move.amount:.10g} % of the way to 1",
    }
    return f"`{move.target}` {said[How(move.how)]}"


def called(ones: Iterable[Barrier | Lever]) -> str:
    """Write what readers call the entries of a page, in English and Chinese, before their names in the model."""
    return table(("what it is called", "中文", "name"), [(one.label, one.label_zh, f"`{one.name}`") for one in ones])


def lever_row(one: Lever) -> tuple[str, ...]:
    """Write one lever."""
    variable = f"{number(one.variable_cost)} {one.variable_cost_unit}" if one.variable_cost_unit else "none"
    return (
        f"`{one.name}`",
        f"{one.words}" + (" Takes `cities`." if one.takes_cities else ""),
        "; ".join(effect(move) for move in one.moves),
        str(one.ramp_quarters),
        number(one.fixed_cost_million_yuan_per_year),
        variable,
        " to ".join(number(end) for end in one.cost_range),
        one.side_effect,
        one.source,
    )


def levers() -> str:
    """Write the page of levers."""
    head = (
        "name",
        "what it is",
        "what it moves at full strength",
        "ramp, quarters",
        "fixed cost, million yuan a year",
        "variable cost",
        "cost may be, times",
        "side effect that must emerge",
        "source",
    )
    said = (
        "A scenario puts a lever in force under `[levers.<name>]` with a strength in [0, 1], a start quarter (that of "
        "the policy year if left out), a ramp (`linear` or `logistic`) and costs. Costs are assumptions at the default "
        "population; they serve to rank policies. How a lever changes a setting is M0 of [the model document](odd.md)."
    )
    return f"# Levers\n\n{MADE}\n{called(LEVERS)}\n{said}\n\n{table(head, map(lever_row, LEVERS))}"


def outcomes() -> str:
    """Write the page of outcomes."""
    rows = [(f"`{one.name}`", one.label, one.words, one.unit, one.better, one.kind) for one in OUTCOMES]
    said = (
        "Counted over the policy horizon: events before the policy year are left out. An outcome is not a "
        "number (NaN) where there is nothing to average. A death belongs to the one cause that ended the deal; what "
        "a barrier costs is a different question, answered by a paired comparison without it. A total adds up over "
        "the horizon, so that a longer one has more of it; an average is a mean, share or index of what fell into it; "
        "a state is as things stand at the end. Totals over horizons of other lengths are not subtracted."
    )
    head = ("name", "label", "what it counts", "unit", "better", "kind")
    labels = "; ".join(one.label for one in OUTCOMES)
    return f"# Outcomes\n\n{MADE}\n{labels}.\n\n{said}\n\n{table(head, rows)}"


def glossary() -> str:
    """Write the glossary."""
    return glossary_page.page(MADE, table)


def commands() -> str:
    """Write the page of commands."""
    return command_pages.commands(MADE, table)


def scenario_keys() -> str:
    """Write the page of scenario keys."""
    return command_pages.scenario_keys(MADE, table)


def model_map() -> str:
    """Write the page of the map of the model."""
    said = (
        "What joins the parts, read off the registers and the sources. Colours are those of barriers; grey are "
        "parameters; what no lever moves is not in the picture. A phase calls its rules through everything that it "
        "calls."
    )
    picture = "![Levers, settings, points and phases](pictures/map.svg)"
    parts = []
    for part in source_map.PARTS:
        title, _, lines = source_map.as_text(source_map.plan(), [part]).partition("\n")
        parts.append(f"## {title}\n\n```text\n{lines}\n```\n")
    return f"# The map of the model\n\n{MADE}\n{said}\n\n{picture}\n\n" + "\n".join(parts)


def model_map_picture() -> str:
    """Draw the map of the model."""
    return source_map.svg(source_map.plan())


def added() -> str:
    """Write the page that measures what it takes to add one of each kind."""
    steps = additions.steps((FOLDER / "modellers.md").read_text(encoding="utf-8"))
    rows = []
    for kind in dict.fromkeys(step.kind for step in steps):
        own = [step for step in steps if step.kind == kind]
        new = "; ".join(f"`{Path(step.path).name}`, {step.lines}" for step in own if step.new)
        lists = "; ".join(f"{step.lines} in `{step.path}`" for step in own if not step.new)
        asked = "; ".join(dict.fromkeys(additions.ASKED[kind].values()))
        rows.append((kind, new or "none", lists or "none: it is a file", asked or "nothing"))
    said = (
        "What it takes to add one of each kind, as a diff: the examples of [the guide](modellers.md), which a test "
        "applies to a copy of the sources and runs. Lines are those that are added; none is changed but a list of one "
        "line. What is to be written by hand beside is asked for by a test, which names file and section or the "
        "command that renews it."
    )
    whole = [
        (kind, *(str(count) for count in (one.files, one.edits, one.pages)), "yes" if one.pinned else "no")
        for kind, one in additions.WHOLE.items()
    ]
    done = table(("what is added", "files by hand", "edits in them", "pages made anew", "pinned numbers anew"), whole)
    tried = (
        "Done whole, once each: with what tests ask for, its hand-worked number, its words in the model document and "
        "the plain second implementation. An edit is one place in one file. Typing them took from 16 seconds (a lever) "
        "to 39 (a barrier) of the clock by somebody who had just read the sources and had the text at hand, which says "
        "little of others. What takes time is the tests: those named above and their neighbours, 1,263 in all, took "
        "102 seconds beside other work, compiling included."
    )
    stranger = (
        "A barrier that is in force by default moves every outcome, and so touches what names or counts barriers. A "
        "modeller who had not seen the sources before added one by the guide, with its test, words, plain second "
        "implementation, pinned numbers and an experiment: 34 minutes, 12 of them waiting for tests; one new file of "
        "59 lines, 15 files edited by hand, eight made anew. What held up was lists that the guide did not name and "
        "declarations that nothing checked, which both are mended since; the experiment gave no trouble."
    )
    head = ("what is added", "new file, its lines", "lines of registration", "what tests then ask for")
    return f"# Adding one of each kind\n\n{MADE}\n{said}\n\n{table(head, rows)}\n{tried}\n\n{done}\n{stranger}\n"


def seed_claims() -> str:
    """Write the page of what the paper says and where it is."""
    return seed_coverage.page(MADE, table)


def model_document() -> str:
    """Write the model document, of which only the tables of columns are made here."""
    return column_tables.model_document(table, span)


PAGES = {
    "odd.md": model_document,
    "additions.md": added,
    "commands.md": commands,
    "scenario_keys.md": scenario_keys,
    "map.md": model_map,
    "pictures/map.svg": model_map_picture,
    "parameters.md": parameters,
    "barriers.md": barriers,
    "levers.md": levers,
    "outcomes.md": outcomes,
    "glossary.md": glossary,
    "region.md": region_page.page,
    "seed_coverage.md": seed_claims,
    "pictures/deal_flow.svg": deal_flow.picture,
}


def main() -> None:
    """Write every page into the folder of this file."""
    pages = {name: page() for name, page in PAGES.items()}  # all of them before any is written
    for name, page in pages.items():
        (FOLDER / name).write_text(page, encoding="utf-8")


if __name__ == "__main__":
    main()
