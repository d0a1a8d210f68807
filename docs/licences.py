"""The page of licences lists every package that an install brings, and what its own description says of its licence.

Run `python docs/licences.py` where everything is installed (`.venv`, after `make test`) when dependencies change.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator
from importlib.metadata import Distribution, distribution
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

PAGE = Path(__file__).parent / "licences.md"
PROJECT = Path(__file__).parents[1] / "pyproject.toml"
EXTRAS = (
    "",
    "app",
    "analysis",
    "modellers",
    "cluster",
    "docs",
)  # not dev, not code: what only develops is passed on to nobody
SAID = (
    "Every package that an install brings, with the licence that its own description states. Extras are listed where "
    "they bring something that those before them do not; `modellers` comes always where no code is shipped. None is "
    "part of this package or passed on with it: `pip` fetches them. This package itself is under the MIT licence "
    "(`LICENSE`)."
)


def asked(extra: str) -> list[str]:
    """Return what this package asks for, in the words of pyproject.toml: always, or with one of its extras."""
    project = tomllib.loads(PROJECT.read_text(encoding="utf-8"))["project"]
    found: list[str] = project["optional-dependencies"][extra] if extra else project["dependencies"]
    return found


def needed(requirements: Iterable[str], extra: str = "") -> Iterator[str]:
    """Yield the names of the packages that are asked for on this machine, with those that their own extras bring."""
    for text in requirements:
        one = Requirement(text)
        if one.marker is None or one.marker.evaluate({"extra": extra}):
            yield canonicalize_name(one.name)
            for more in one.extras:
                yield from needed(distribution(one.name).requires or (), more)


def closure(extra: str) -> set[str]:
    """Return the names of all packages that this one needs, always or with an extra, directly or not."""
    found: set[str] = set()
    waiting = list(needed(asked(extra)))
    while waiting:
        name = waiting.pop()
        if name not in found:
            found.add(name)
            waiting += needed(distribution(name).requires or ())
    return found


def licence(one: Distribution) -> str:
    """Return what a distribution says of its licence: an expression, else its classifiers, else a line of text."""
    about = one.metadata
    classified = [text.split(" :: ")[-1] for text in about.get_all("Classifier") or () if text.startswith("License ::")]
    stated = (about["License"] or "").strip().partition("\n")[0]
    words = about["License-Expression"] or ", ".join(word for word in classified if word != "OSI Approved") or stated
    return re.sub(r"\s+", " ", words)[:100] or "not stated"


def home_of(one: Distribution) -> str:
    """Return the address of a distribution's project, "" if it states none."""
    links = dict(re.split(r",\s*", text, maxsplit=1) for text in one.metadata.get_all("Project-URL") or ())
    named = [address for label, address in links.items() if re.search("home|source|repo|code|github", label.lower())]
    return str(one.metadata["Home-page"] or next(iter([*named, *links.values()]), ""))


def page() -> str:
    """Write the page."""
    rows, seen = [], set()
    for extra in EXTRAS:
        for name in sorted(closure(extra) - seen):
            seen.add(name)
            one = distribution(name)
            where = home_of(one)
            shown = f"[{name}]({where})" if where.startswith("http") else name
            rows.append(f"| {shown} | {licence(one)} | {extra or 'always'} |")
    table = "\n".join(["| package | licence | brought by |", "| --- | --- | --- |", *rows])
    return f"# Licences\n\nMade by `docs/licences.py` from the installed packages.\n\n{SAID}\n\n{table}\n"


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
