"""The guide's examples are applied as they stand: new files are written, entries put where they are listed."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

FENCE = re.compile(r"(?ms)^```(?:python|toml)\n# (new|in): (\S+)\n(.*?)^```")
HEADING = re.compile(r"(?m)^### (.+)$")
ELLIPSIS = "    ...\n"
DOCS, PINNED = "tests/contracts/test_docs.py", "tests/pinned/test_pinned.py"
PAGES = {f"{DOCS}::test_generated_pages_are_fresh": "generated pages"}
ALL_NAMES = f"{DOCS}::test_the_model_document_leaves_no_name_out"
PLAIN = "tests/agreement/test_plain_mesa.py::test_the_plain_model_lacks_nothing"
SHIPPED = "tests/doors/test_scenario_shipped.py"
CODE = {
    "tests/doors/test_shipped_code.py::test_the_shipped_code_is_made_of_these_sources": "`sim/code`, by `make code`"
}
NUMBERS = {f"{PINNED}::test_everything_that_is_measured_is_pinned": "`tests/pinned/pinned.json`"}
ASKED: dict[str, dict[str, str]] = {
    "A lever": {
        ALL_NAMES: "`docs/odd.md`, M0",
        **PAGES,
        PLAIN: "`tests/agreement/plain_mesa/levers.py`",
        f"{SHIPPED}::test_there_is_one_for_each_barrier_and_lever_and_the_packages": "`scenarios/<lever>.toml`",
        **CODE,
    },
    "A barrier": {
        ALL_NAMES: "`docs/odd.md`, sections 3 and 7",
        **PAGES,
        PLAIN: "`tests/agreement/plain_mesa/barriers.py`",
        f"{SHIPPED}::test_every_shipped_file_is_a_script_that_writes_only_differences": "`scenarios/baseline.toml`",
        f"{SHIPPED}::test_the_thought_experiments_name_every_barrier": "`scenarios/all_barriers.toml`",
        **CODE,
        **NUMBERS,
    },
    "An outcome": {
        **PAGES,
        "tests/rules/test_outcomes.py::test_no_outcome_is_left_uncounted": "`COUNTED_BY_HAND` of "
        "`tests/rules/test_outcomes.py`",
        **NUMBERS,
    },
    "A kind of organisation": {
        ALL_NAMES: "`docs/odd.md`, sections 2 and 5",
        **PAGES,
        PLAIN: "`tests/agreement/plain_mesa/population.py`",
        f"{SHIPPED}::test_every_shipped_file_is_a_script_that_writes_only_differences": "`scenarios/baseline.toml`",
        **CODE,
        **NUMBERS,
    },
    "A direction of transfer": {
        ALL_NAMES: "`docs/odd.md`, section 2",
        **PAGES,
        PLAIN: "`tests/agreement/plain_mesa/direction.py`",
        **CODE,
        **NUMBERS,
    },
    "A scenario and an experiment": {},
    "A design of experiments": {
        "tests/doors/test_experiment_file.py::test_every_design_is_tried_here": "`POINTS` of "
        "`tests/doors/test_experiment_file.py`",
    },
    "A figure of a run": {},
    "A chapter of the report": {
        "tests/doors/test_report.py::test_every_chapter_is_read_here": "`STUDIES` of `tests/doors/test_report.py`",
    },
}
"""What is to be written by hand beside, by the test that asks for it; tests/doors/test_additions.py tries each kind."""
NEEDS = {"A direction of transfer": "A kind of organisation"}
"""An example that stands on another."""


@dataclass(frozen=True)
class Whole:
    """What it took to add one of a kind, with all that tests ask for.

    Args:
        files: written or edited by hand.
        edits: places in them.
        pages: made anew by `docs/generate.py`.
        pinned: whether pinned numbers were made anew.
    """

    files: int
    edits: int
    pages: int
    pinned: bool


WHOLE = {
    "A barrier": Whole(files=8, edits=14, pages=7, pinned=True),
    "A lever": Whole(files=5, edits=6, pages=5, pinned=False),
    "An outcome": Whole(files=3, edits=5, pages=2, pinned=True),
    "A kind of organisation": Whole(files=8, edits=14, pages=5, pinned=True),
    "A direction of transfer": Whole(files=4, edits=6, pages=3, pinned=True),
    "A design of experiments": Whole(files=3, edits=4, pages=0, pinned=False),
    "A figure of a run": Whole(files=2, edits=3, pages=0, pinned=False),
}
"""Counted on 2026-11-29; the direction is added to the kind that the guide adds."""


@dataclass(frozen=True)
class Step:
    """One step of the guide.

    Args:
        kind: what is added, in the words of its heading.
        path: file, from the top folder.
        code: what the file holds, or the lines that are added to it.
        new: whether the file is new.
    """

    kind: str
    path: str
    code: str
    new: bool

    @property
    def lines(self) -> int:
        """Lines that it adds."""
        if self.new:
            return len(self.code.splitlines())
        parts = chunks(self.code)
        heads = sum(part.count(ELLIPSIS) for part in parts)
        return sum(len(part.splitlines()) for part in parts) - 3 * heads  # head, ellipsis and bracket are there already

    def apply(self, root: Path) -> None:
        """Do it, in the checkout that lies in this folder.

        Raises:
            ValueError: if the place where an entry belongs is not found, or not once.
        """
        file = root / self.path
        if self.new:
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(self.code, encoding="utf-8")
            return
        text = file.read_text(encoding="utf-8")
        for chunk in chunks(self.code):
            text = listed(text, chunk)
        file.write_text(text, encoding="utf-8")


def steps(guide: str) -> list[Step]:
    """Return the steps of a guide in their order."""
    found = []
    for block in FENCE.finditer(guide):
        headings = HEADING.findall(guide, 0, block.start())
        found.append(Step(headings[-1], block[2], block[3], block[1] == "new"))
    return found


def chunks(code: str) -> list[str]:
    """Split the lines of a registration into statements."""
    return [part.rstrip() + "\n" for part in re.split(r"(?m)^(?=[^\s)])", code) if part.strip()]


def listed(text: str, chunk: str) -> str:
    """Return a source with one more entry.

    Args:
        text: the source.
        chunk: a list with an ellipsis for what is there already; an import; or an assignment that takes the place of
            the one of the same name.
    """
    head = chunk.partition("\n")[0]
    if ELLIPSIS in chunk:
        found = re.findall(rf"(?m)^{re.escape(head)}\n(?:    .*\n|\n)*?\)\n", text)
        if len(found) != 1:
            raise ValueError(f"{head!r} is there {len(found)} times")
        entries = chunk.partition(ELLIPSIS)[2].rpartition(")\n")[0]
        lines = (found[0][: -len(")\n")] + entries).splitlines(keepends=True)
        if head.startswith("from "):
            lines[1:] = sorted(lines[1:])
        return text.replace(found[0], "".join(lines) + ")\n")
    if head.startswith("from "):
        imports = list(re.finditer(r"(?m)^from sim\.\S+ import (?:\((?:.|\n)*?\n\)|.*)\n", text))
        end = imports[-1].end()
        return text[:end] + chunk + text[end:]
    name = head.partition(" = ")[0]
    renewed, count = re.subn(rf"(?m)^{re.escape(name)} = .*\n", lambda _: chunk, text)
    if count != 1:
        raise ValueError(f"{name!r} is there {count} times")
    return renewed
