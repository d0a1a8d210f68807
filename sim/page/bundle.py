"""Plain modules become one script, so that a page opened from a folder needs nothing beside it.

Browsers load no module from another file of a folder. Modules here name what they import on one line and export by
name, which is all that this needs to know; they run unchanged in a browser and in Node.
"""

from __future__ import annotations

import re
from pathlib import Path

from sim.language import _

WEB = Path(__file__).parent / "web"
IMPORT = re.compile(r'^import \{([^}]*)\} from "\./([\w-]+\.js)";$', re.M)
EXPORT = re.compile(r"^export (?=(?:async )?function\*? (\w+)|class (\w+)|(?:const|let) (\w+))", re.M)


def script_of(first: str, folder: Path = WEB) -> str:
    """Return a module and all that it imports as one script, each in a function of its own, in order of need.

    Args:
        first: file name of the module.
        folder: that holds the modules.

    Raises:
        ValueError: if modules import one another in a circle, or a module imports what another does not export.
    """
    order: dict[str, str] = {}
    _add(first, folder, order, ())
    return "(() => {\nconst modules = {};\n" + "".join(order.values()) + "})();\n"


def _add(name: str, folder: Path, order: dict[str, str], asking: tuple[str, ...]) -> frozenset[str]:
    """Add a module after those that it imports; return what it exports."""
    if name in asking:
        raise ValueError(_("modules import one another: {value}", value=" -> ".join((*asking, name))))
    text = (folder / name).read_text(encoding="utf-8")
    exported = frozenset(next(filter(None, found.groups())) for found in EXPORT.finditer(text))
    for wanted, source in IMPORT.findall(text):
        given = _add(source, folder, order, (*asking, name))
        if missing := sorted({one.strip() for one in wanted.split(",") if one.strip()} - given):
            raise ValueError(
                _(
                    "{name} imports {missing}, which {source} does not export",
                    name=name,
                    missing=missing[0],
                    source=source,
                )
            )
    if name not in order:
        body = EXPORT.sub("", IMPORT.sub(r'const {\1} = modules["\2"];', text))
        order[name] = f'modules["{name}"] = (() => {{\n{body}\nreturn {{ {", ".join(sorted(exported))} }};\n}})();\n'
    return exported
