"""The gallery of experiments is a copy of their own READMEs, made each time the site is, so that it cannot drift."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

ENGLISH, CHINESE = "README.md", "README.zh.md"
FOLDERS: Mapping[str, str] = {ENGLISH: "gallery", CHINESE: "zh/gallery"}
"""Where the pages go in the folder of the documents, by the README that they are made of."""
WORDS: Mapping[str, tuple[str, str]] = {
    ENGLISH: (
        "Experiments and their answers",
        "Each question was put to the model as an experiment that anybody can repeat. What stands here is what the "
        "runs said; designs, figures and readings are on the pages themselves.",
    ),
    CHINESE: (
        "实验及其答案",
        "每个问题都作为一项任何人都能重做的实验向模型提出。这里列出运行的结果；设计、图和解说在各自的页面上。",
    ),
}
"""Title of the list of experiments, and what it says first."""
QUESTION = re.compile(r"\A# .+\n\n(.+)\n")
ANSWER = re.compile(r"<!-- answer[^>]*-->\n(.*?)<!-- end of answer -->", re.S)
LINK = re.compile(r"(!?)\[([^\]]*)\]\(([^)#:]+)(#[^)]*)?\)")


def write(experiments: Path, folder: Path, name: str = ENGLISH) -> list[Path]:
    """Write a page for every experiment that has a README, and one that lists them.

    Args:
        experiments: folder of the experiments.
        folder: where the pages and their pictures go; what is as it should be is left alone, what is stale is removed.
        name: of the README that they are made of, one of FOLDERS.

    Returns:
        The pages, the list first.
    """
    readmes = sorted(experiments.glob(f"*/{name}"))
    made = {"index.md": list_of(readmes, *WORDS[name]).encode()}
    for readme in readmes:
        made[f"{readme.parent.name}.md"] = page_of(readme).encode()
        for picture in readme.parent.glob("*.svg"):
            made[f"{readme.parent.name}-{picture.name}"] = picture.read_bytes()
    folder.mkdir(exist_ok=True)
    for stale in {file.name for file in folder.iterdir()} - set(made):
        (folder / stale).unlink()
    for file_name, content in made.items():
        file = folder / file_name
        if not file.exists() or file.read_bytes() != content:
            file.write_bytes(content)
    return [folder / one for one in made if one.endswith(".md")]


def page_of(readme: Path) -> str:
    """Return a README as a page: its links lead to the other pages, its pictures lie beside it."""
    return relinked(readme.read_text(encoding="utf-8"), readme.parent.name, readme.name)


def relinked(text: str, name: str, own: str = ENGLISH) -> str:
    """Return what an experiment's README says, with links as they must be in the folder of the pages.

    Args:
        text: the whole README, or a part of it.
        name: of the experiment.
        own: name of the README.
    """
    up = "../" * (FOLDERS[own].count("/") + 1)  # to the folder of the documents

    def link(found: re.Match[str]) -> str:
        picture, words, target, anchor = found.groups()
        if picture:
            return f"![{words}]({name}-{target})"
        other = re.fullmatch(r"(?:\.\./(\w+)/)?(README(?:\.zh)?\.md)", target)
        if other:
            page = f"{other[1] or name}.md{anchor or ''}"
            return f"[{words}]({page if other[2] == own else f'{up}{FOLDERS[other[2]]}/{page}'})"
        document = re.fullmatch(r"\.\./\.\./docs/([\w/-]+\.md)", target)
        return f"[{words}]({up}{document[1]}{anchor or ''})" if document else f"{words} (`{target}`)"

    return LINK.sub(link, text)


def list_of(readmes: list[Path], title: str, words: str) -> str:
    """Return the page that lists the experiments, each with its question and the beginning of its answer.

    Args:
        readmes: of the experiments, in order.
        title: of the page.
        words: what it says first.
    """
    parts = []
    for readme in readmes:
        text = page_of(readme)
        name = text.partition("\n")[0].removeprefix("# ")
        question, answer = QUESTION.search(text), ANSWER.search(text)
        blocks = answer[1].strip().split("\n\n") if answer else [""]
        said = "\n\n".join(blocks[:2] if blocks[0].endswith(":") else blocks[:1])
        parts.append(f"## [{name}]({readme.parent.name}.md)\n\n*{question[1] if question else ''}*\n\n{said}\n")
    tree = "\n".join(["```{toctree}", ":hidden:", "", *(readme.parent.name for readme in readmes), "```"])
    return "\n".join([f"# {title}\n", f"{words}\n", *parts, tree, ""])
