"""One HTML file: the page, its script, its words and the pack. It asks nothing of a network or a server."""

from __future__ import annotations

import base64
import gzip
import json
from html import escape

from sim.page.bundle import WEB, script_of
from sim.page.messages import LANGUAGES, SHORT, messages, short_names
from sim.page.pack import Pack


def page_of(pack: Pack, server: bool = False, region: str = "", base: str = "baseline") -> str:
    """Return the text of the page.

    Args:
        pack: what it knows of the model.
        server: whether it is served by the laboratory, which it may then ask for what a page alone cannot do.
        region: by which name the server knows its region; empty for that of the command line.
        base: what files that the page writes extend: a shipped name, or a path seen from where they will lie.
    """
    told = pack.about["catalogue"]
    names = {one["name"]: one["name_zh"] for one in told["cities"]}
    names |= {one["label"]: one["label_zh"] for one in told["fields"]}
    words = {language: {**names, **messages(language)} for language in LANGUAGES}
    words[SHORT] = short_names()
    parts = {
        "STYLE": (WEB / "page.css").read_text(encoding="utf-8"),
        "MESSAGES": json.dumps(words, ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c"),
        "PACK": base64.b64encode(gzip.compress(pack.to_bytes(), 9, mtime=0)).decode(),
        "WORKER": _in_script(script_of("worker.js")),
        "SCRIPT": _in_script(script_of("page.js")),
        "BASE": escape(base),
        "SERVER": f"yes {region}".strip() if server else "no",
    }
    text = (WEB / "page.html").read_text(encoding="utf-8")
    for name, part in parts.items():
        text = text.replace(f"/*{name}*/", part, 1)
    return text


def _in_script(text: str) -> str:
    """Keep a text from ending the element it stands in."""
    return text.replace("</", "<\\/").replace("<!--", "<\\!--")
