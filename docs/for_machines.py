"""What the site offers to programs that read: `llms.txt`, and a search that finds Chinese words of two characters."""

from __future__ import annotations

import re
from pathlib import Path

from sphinx.search.en import SearchEnglish

CHINESE = re.compile(r"[\u4e00-\u9fff]+")
CAPTION = re.compile(r":caption: (.*)")
MOST_LETTERS = 240
NO_PROSE = ("#", "|", "```", "!", "<", "-", "Made by", "Written by")  # how a block begins that says nothing of a page
SPLIT_QUERY = r"""
function splitQuery(query) {
  const words = query.split(/[^\p{Letter}\p{Number}_\p{Emoji_Presentation}]+/gu);
  const parts = words.flatMap((word) => word.split(/([\u4e00-\u9fff]{2,})/u)).filter((part) => part);
  const pairs = (part) => [...part].slice(1).map((second, at) => [...part][at] + second);
  const { terms, titleterms } = Search._index;
  const known = (pair) => Object.hasOwn(terms, pair) || Object.hasOwn(titleterms, pair);
  return parts.flatMap((part) => (/^[\u4e00-\u9fff]{2,}$/u.test(part) ? pairs(part).filter(known) : [part]));
}
"""
"""How the site's script takes a question apart: as SearchBoth does a page, but for pairs that stand on none.

Where two words meet in a question, the last character of one and the first of the next are such a pair."""
COMMANDS = """## For programs

- `sim explain NAME --json`, `sim scenarios --json`, `sim schema`: what exists, with units, ranges and sources
- `sim compare A B --json`: effects, verdicts, losers and sentences, as printed
- `sim deals A B --json`: deals that end otherwise in B, and where the two worlds part
- `sim status DIR --json`, `sim verify DIR --json`: what a folder of results holds, and whether it proves itself
- Exit codes: 0 done, 1 a run or a proof failed, 2 bad input, 3 the machine's trouble, 4 an extra is missing, 70 a bug
"""


class SearchBoth(SearchEnglish):
    """English words, and of Chinese ones every two characters that follow one another, in pages and in questions.

    Chinese has no spaces between words. A word of two characters is found as it is, a longer one by all of its pairs;
    no list of words is needed, and none can lack a term of the field.
    """

    js_splitter_code = SPLIT_QUERY

    def split(self, input: str) -> list[str]:  # the base class calls it so
        """Return the words of a text; of its Chinese, the pairs of characters."""
        parts = [part for word in super().split(input) for part in re.split(f"({CHINESE.pattern})", word) if part]
        return [word for part in parts for word in (pairs(part) if CHINESE.fullmatch(part) else [part])]


def pairs(run: str) -> list[str]:
    """Return every two characters of a text that follow one another; a single one as it is."""
    return [run[at : at + 2] for at in range(len(run) - 1)] or [run]


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
    prose = [block for block in blocks[1:] if not block.startswith(NO_PROSE)]
    words = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", " ".join(prose[0].split())) if prose else ""
    short = words if len(words) <= MOST_LETTERS else f"{words[:MOST_LETTERS].rsplit(' ', 1)[0]} ..."
    return f"- [{title}]({name}.html): {short}"
