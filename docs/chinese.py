"""Chinese pages follow English ones: what they share can be compared, and figures of runs are carried over.

A Chinese page says in its last line which page it follows, and a digest of that page's outline: its headings, code,
tables, pictures and links. Run `python docs/chinese.py` once a Chinese page has been brought up to date: it carries
the figures over and notes the outline. A test fails as long as an English page has another outline than was noted.
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from sim.analysis.wording import called
from sim.language import CHINESE, speaking

ROOT = Path(__file__).parents[1]
FOLLOWS = re.compile(r"<!-- follows (\S+), outline (\S+) -->")
FIGURES = re.compile(r"(?s)(<!-- figures -->\n).*?(<!-- end of figures -->)")
FENCE = re.compile(r"(?ms)^```(\S*)\n(.*?)^```|(^    make [^\n]*\n(?:^    [^\n]*\n)*)")
HEADING = re.compile(r"(?m)^(#+) (.*)$")
LINK = re.compile(r"(?<!!)\[[^\]]*\]\(([^)#\s]*)(#[^)\s]*)?\)")
PICTURE = re.compile(r"!\[[^\]]*\]\(([^)\s]+)\)")
TABLE = re.compile(r"(?m)(?:^\|.*\n)+")
NUMBER = re.compile(r"\d[\d,.]*\d|\d")
SPAN = re.compile(r"`[^`]*`")
OWN_WORDS = re.compile(r'(?m)^(title|question) = ".*"$')
HEADS = ("", "转移增量，中位值", "九成区间", "费用（百万元）", "居有效前沿", "等待（季度）")
"""Of the table of figures that a command prints, as the English guide quotes them."""


@dataclass(frozen=True)
class Outline:
    """What a page has in common with its translation.

    Attributes:
        levels: of its headings, in order.
        code: its blocks, without remarks and without what the reader's own files call themselves.
        tables: columns and rows of each table, in order.
        pictures: files, from the folder of the project; one with `.zh` before its ending is that without.
        links: pages that it leads to, from the folder of the project, and how often.
    """

    levels: list[int]
    code: list[str]
    tables: list[tuple[int, int]]
    pictures: list[str]
    links: Counter[str]


def chinese_pages() -> list[Path]:
    """Return the pages that follow an English one."""
    pages = [ROOT / "README.zh.md", *sorted((ROOT / "docs" / "zh").glob("*.md"))]
    return [page for page in pages if FOLLOWS.search(page.read_text(encoding="utf-8"))]


def followed(page: Path) -> tuple[Path, str]:
    """Return the page that a Chinese one follows, and the digest of the outline that it had.

    Args:
        page: a Chinese page.

    Raises:
        ValueError: if it does not say so.
    """
    found = FOLLOWS.findall(page.read_text(encoding="utf-8"))
    if len(found) != 1:
        raise ValueError(f"{page.name} says {len(found)} times which page it follows, not once")
    return ROOT / found[0][0], found[0][1]


def counterparts() -> dict[str, str]:
    """Return the Chinese page of each English one that has one, by path from the folder of the project.

    Pages of experiments are among them: those beside the analyses, and those that the site makes of them.
    """
    pairs = [(followed(page)[0], page) for page in chinese_pages()]
    docs, briefs = ROOT / "docs", briefs_in_chinese()
    names = [*(brief.parent.name for brief in briefs), *(["index"] if briefs else [])]
    pairs += [(brief.with_name("README.md"), brief) for brief in briefs]
    pairs += [(docs / "gallery" / f"{name}.md", docs / "zh" / "gallery" / f"{name}.md") for name in names]
    return {one.relative_to(ROOT).as_posix(): two.relative_to(ROOT).as_posix() for one, two in pairs}


def briefs_in_chinese() -> list[Path]:
    """Return the pages of experiments in Chinese, whose answers are written by the analyses beside them."""
    return sorted((ROOT / "experiments").glob("*/README.zh.md"))


def outline(page: Path) -> Outline:
    """Return what a page has in common with its translation.

    Args:
        page: English or Chinese; a link to a Chinese page counts as one to the page that this follows.
    """
    text = page.read_text(encoding="utf-8")
    prose = FENCE.sub("", text)
    english = {chinese: own for own, chinese in counterparts().items()}

    def target(link: str) -> str:
        place = (page.parent / link).resolve().relative_to(ROOT).as_posix() if link else itself
        return english.get(place, place)

    itself = english.get(page.relative_to(ROOT).as_posix(), page.relative_to(ROOT).as_posix())
    links = [target(link) for link, _anchor in LINK.findall(prose) if ":" not in link]
    return Outline(
        [len(marks) for marks, _words in HEADING.findall(prose)],
        [_bare(block or make) for language, block, make in FENCE.findall(text) if language != "{toctree}"],
        [(len(SPAN.sub("", rows[0]).split("|")) - 2, len(rows) - 2) for rows in tables(prose)],
        [target(re.sub(r"\.zh(?=\.\w+$)", "", picture)) for picture in PICTURE.findall(prose)],
        Counter(link for link in links if link != itself),
    )


def tables(text: str) -> list[list[str]]:
    """Return the tables of a text, each by line."""
    return [table.splitlines() for table in TABLE.findall(text)]


def digest(page: Path) -> str:
    """Return a digest of the outline of an English page and of the words of its headings."""
    found = outline(page)
    words = HEADING.findall(FENCE.sub("", page.read_text(encoding="utf-8")))
    parts = [words, found.code, found.tables, found.pictures, sorted(found.links.items())]
    return hashlib.sha256(repr(parts).encode()).hexdigest()[:12]


HUNDRED_MILLION = re.compile(r"(\d+(?:\.\d+)?) 亿元")
"""Money as Chinese counts it, which stands for as many hundreds of millions."""


def numbers(page: Path) -> set[str]:
    """Return the numbers of a page's prose and tables, but for the section that quotes figures of a run.

    Args:
        page: English or Chinese.
    """
    prose = FENCE.sub("", page.read_text(encoding="utf-8"))
    quiet = [one for one in re.split(r"(?m)^(?=## )", prose) if not _of_figures(one)]
    plain = re.sub(r"<!--.*?-->|\]\([^)]*\)|`[^`]*`", " ", "".join(quiet))
    return set(NUMBER.findall(HUNDRED_MILLION.sub(lambda found: f"{100 * float(found[1]):,.0f} million", plain)))


def figures(english: str) -> str:
    """Return the table of figures of an English guide with Chinese heads and names.

    Args:
        english: the text of the page, with one table of as many columns as HEADS.

    Raises:
        ValueError: if it has no such table, or several.
    """
    found = _of_figures(english)
    if len(found) != 1:
        raise ValueError(f"there are {len(found)} tables of {len(HEADS)} columns, not one")
    rows = [[cell.strip() for cell in row.strip("|").split("|")] for row in found[0][2:]]
    with speaking(CHINESE):
        named = [[called(name.lower().replace(" ", "_"), {}), *cells] for name, *cells in rows]
    lines = [list(HEADS), ["---"] * len(HEADS), *named]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines).replace(" of ", "/") + "\n"


def renewed(page: Path) -> str:
    """Return a Chinese page with the figures of the page that it follows, and with that page's outline noted."""
    text = page.read_text(encoding="utf-8")
    english, _noted = followed(page)
    if FIGURES.search(text):
        table = figures(english.read_text(encoding="utf-8"))
        text = FIGURES.sub(lambda found: f"{found[1]}\n{table}\n{found[2]}", text)
    name = english.relative_to(ROOT).as_posix()
    return FOLLOWS.sub(f"<!-- follows {name}, outline {digest(english)} -->", text)


def _bare(block: str) -> str:
    """Return code without remarks, and without how the reader's own files are called."""
    lines = [re.sub(r"\s+# .*$", "", line) for line in block.splitlines() if not re.match(r"# (?!\w+\.toml$)", line)]
    return OWN_WORDS.sub(r"\1", "\n".join(lines))


def _of_figures(text: str) -> list[list[str]]:
    """Return the tables that quote figures of a run."""
    return [rows for rows in tables(text) if len(rows[0].split("|")) - 2 == len(HEADS)]


def main() -> None:
    """Bring every Chinese page's figures and noted outline up to date."""
    for page in chinese_pages():
        page.write_text(renewed(page), encoding="utf-8")


if __name__ == "__main__":
    main()
