"""The guide's examples are applied as they stand: new files are written, entries put where they are listed."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

FENCE = re.compile(r"(?ms)^```(?:python|toml)\n# (new|in): (\S+)\n(.*?)^```")
HEADING = re.compile(r"(?m)^### (.+)$")
ELLIPSIS = "    ...\n"


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
