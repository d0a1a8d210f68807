"""What the site offers to programs that read: `llms.txt`, and a search that finds Chinese words of two characters."""

from __future__ import annotations

import re
from pathlib import Path

from sphinx.search.en import SearchEnglish

CHINESE = re.compile(r"[\u4e00-\u9fff]+")
CAPTION = re.compile(r":caption: (.*)")
MOST_LETTERS = 240
NO_PROSE = ("#", "|", "```", "!", "<", "-", "Made by", "Written by")  # how a block begins that says nothing of a page
COMMANDS = """## For programs

- `sim explain NAME --json`, `sim scenarios --json`, `sim schema`: what exists, with units, ranges and sources
- `sim compare A B --json`: effects, verdicts, losers and sentences, as printed
- `sim deals A B --json`: deals that end otherwise in B, and where the two worlds part
- `sim status DIR --json`, `sim verify DIR --json`: what a folder of results holds, and whether it proves itself
- Exit codes: 0 done, 1 a run or a proof failed, 2 bad input, 3 the machine's trouble, 4 an extra is missing, 70 a bug
"""


class SearchBoth(SearchEnglish):
    """English words, and of Chinese ones every two characters that follow one another."""

    def split(self, input: str) -> list[str]:  # the base class calls it so
        """Return the words of a text, and the pairs of characters of its Chinese words."""
        pairs = [run[at : at + 2] for run in CHINESE.findall(input) for at in range(len(run) - 1)]
        return [*super().split(input), *pairs]


def llms_txt(docs: Path) -> str:
    """Write the table of contents for language models, in the form of llmstxt.org.

    Args:
        docs: folder of the documents, with index.md.
    """
    index = (docs / "index.md").read_text(encoding="utf-8")
    title, summary = index.split("\n", 1)[0].removeprefix("# "), " ".join(index.split("\n\n")[1].split())
    parts = [f"# {title}\n", f"> {summary}\n"]
    for block in re.findall(r"(?s)```\{toctree\}\n(.*?)```", index):
        names = [line for line in block.splitlines() if re.fullmatch(r"[\w/-]+", line)]
        links = [_link(docs, name) for name in names if _text(docs, name)]
        caption = CAPTION.search(block)
        parts.append(f"## {caption[1] if caption else 'Pages'}\n\n" + "\n".join(links) + "\n")
    return "\n".join([*parts, COMMANDS])


def _text(docs: Path, name: str) -> str:
    """Return the text of a page; empty if there is none."""
    path = docs / f"{name}.md"
    return path.read_text(encoding="utf-8") if path.is_file() else ""


def _link(docs: Path, name: str) -> str:
    """Return a page's line: its title, its place on the site and its first words."""
    blocks = [block for block in _text(docs, name).split("\n\n") if block.strip()]
    title = blocks[0].removeprefix("# ").strip()
    prose = [
        block for block in blocks[1:] if not block.startswith(("#", "|", "```", "!", "<", "-", "Made by", "Written by"))
    ]
    words = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", " ".join(prose[0].split())) if prose else ""
    short = words if len(words) <= MOST_LETTERS else f"{words[:MOST_LETTERS].rsplit(' ', 1)[0]} ..."
    return f"- [{title}]({name}.html): {short}"
