"""The gallery of experiments is a copy of their own READMEs, made each time the site is, so that it cannot drift."""

from __future__ import annotations

import re
from pathlib import Path

QUESTION = re.compile(r"\A# .+\n\n(.+)\n")
ANSWER = re.compile(r"<!-- answer[^>]*-->\n(.*?)<!-- end of answer -->", re.S)
LINK = re.compile(r"(!?)\[([^\]]*)\]\(([^)#:]+)(#[^)]*)?\)")


def write(experiments: Path, folder: Path) -> list[Path]:
    """Write a page for every experiment that has a README, and one that lists them.

    Args:
        experiments: folder of the experiments.
        folder: where the pages and their pictures go; what is as it should be is left alone, what is stale is removed.

    Returns:
        The pages, the list first.
    """
    readmes = sorted(experiments.glob("*/README.md"))
    made = {"index.md": list_of(readmes).encode()}
    for readme in readmes:
        made[f"{readme.parent.name}.md"] = page_of(readme).encode()
        for picture in readme.parent.glob("*.svg"):
            made[f"{readme.parent.name}-{picture.name}"] = picture.read_bytes()
    folder.mkdir(exist_ok=True)
    for stale in {file.name for file in folder.iterdir()} - set(made):
        (folder / stale).unlink()
    for name, content in made.items():
        file = folder / name
        if not file.exists() or file.read_bytes() != content:
            file.write_bytes(content)
    return [folder / name for name in made if name.endswith(".md")]


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
        document = re.fullmatch(r"\.\./\.\./docs/([\w/-]+\.md)", target)
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
