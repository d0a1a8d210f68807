"""The gallery of experiments is a copy of their own READMEs, made each time the site is, so that it cannot drift."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

QUESTION = re.compile(r"\A# .+\n\n(.+)\n")
ANSWER = re.compile(r"<!-- answer[^>]*-->\n(.*?)<!-- end of answer -->", re.S)
LINK = re.compile(r"(!?)\[([^\]]*)\]\(([^)#:]+)(#[^)]*)?\)")


def write(experiments: Path, folder: Path) -> list[Path]:
    """Write a page for every experiment that has a README, and one that lists them.

    Args:
        experiments: folder of the experiments.
        folder: where the pages go; it is made anew.

    Returns:
        The pages, the list first.
    """
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    readmes = sorted(experiments.glob("*/README.md"))
    pages = []
    for readme in readmes:
        page = folder / f"{readme.parent.name}.md"
        page.write_text(page_of(readme), encoding="utf-8")
        for picture in readme.parent.glob("*.svg"):
            shutil.copy(picture, folder / f"{readme.parent.name}-{picture.name}")
        pages.append(page)
    first = folder / "index.md"
    first.write_text(list_of(readmes), encoding="utf-8")
    return [first, *pages]


def page_of(readme: Path) -> str:
    """Return a README as a page: its links lead to the other pages, its pictures lie beside it."""
    return relinked(readme.read_text(encoding="utf-8"), readme.parent.name)


def relinked(text: str, name: str) -> str:
    """Return what an experiment's README says, with links as they must be in the folder of the pages.

    Args:
        text: the whole README, or a part of it.
        name: of the experiment.
    """

    def link(found: re.Match[str]) -> str:
        picture, words, target, anchor = found.groups()
        if picture:
            return f"![{words}]({name}-{target})"
        other = re.fullmatch(r"\.\./(\w+)/README\.md", target)
        if other:
            return f"[{words}]({other[1]}.md{anchor or ''})"
        document = re.fullmatch(r"\.\./\.\./docs/([\w/]+\.md)", target)
        return f"[{words}](../{document[1]}{anchor or ''})" if document else f"{words} (`{target}`)"

    return LINK.sub(link, text)


def list_of(readmes: list[Path]) -> str:
    """Return the page that lists the experiments, each with its question and the beginning of its answer."""
    parts = []
    for readme in readmes:
        text = relinked(readme.read_text(encoding="utf-8"), readme.parent.name)
        title = text.partition("\n")[0].removeprefix("# ")
        question, answer = QUESTION.search(text), ANSWER.search(text)
        blocks = answer[1].strip().split("\n\n") if answer else [""]
        said = "\n\n".join(blocks[:2] if blocks[0].endswith(":") else blocks[:1])
        parts.append(f"## [{title}]({readme.parent.name}.md)\n\n*{question[1] if question else ''}*\n\n{said}\n")
    tree = "\n".join(["```{toctree}", ":hidden:", "", *(readme.parent.name for readme in readmes), "```"])
    words = (
        "Each question was put to the model as an experiment that anybody can repeat. What stands here is what the "
        "runs said; designs, figures and readings are on the pages themselves.\n"
    )
    return "\n".join(["# Experiments and their answers\n", words, *parts, tree, ""])
