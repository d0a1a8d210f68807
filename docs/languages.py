"""The site in two languages: a switch on every page that has a counterpart, and Chinese around the Chinese pages."""

from __future__ import annotations

import gettext
import re
from typing import Any

import chinese

from sim.language import CHINESE, ENGLISH, TAGS

FOLDER, TITLE = "zh/", "技术转移政策实验室"
NAMES = {ENGLISH: "English", CHINESE: "中文"}
SECTION = re.compile(r'(?s)<p class="caption".*?(?=<p class="caption"|</div>\s*\Z)')
"""A part of the theme's table of contents, from its caption on."""
AROUND = {
    "Search": "搜索",
    "Home": "首页",
    "Next": "下一页",
    "Previous": "上一页",
    "On this page": "本页内容",
    "Back to top": "回到顶部",
    "Skip to content": "跳到正文",
    "Made with ": "制作工具：",
    "Copyright &#169; %(copyright)s": "版权所有 &#169; %(copyright)s",
}
"""What the theme writes around a page."""


class Around(gettext.NullTranslations):
    """The theme's words in Chinese; those that it has more of stay English."""

    def gettext(self, message: str) -> str:
        """Return a text of the theme in Chinese."""
        return AROUND.get(message, message)


def speak(app: Any, page: str, _template: str, context: dict[str, Any], _doctree: object) -> None:
    """Give a page its language, its way to the other one, and the contents of its own.

    Args:
        app: Sphinx.
        page: name of the page, from the folder of the documents.
        context: what the theme is given, which is changed.
    """
    ours = page.startswith(FOLDER)
    tongue, other = (CHINESE, ENGLISH) if ours else (ENGLISH, CHINESE)
    context["language"] = TAGS[tongue]
    counterpart = switches().get(page)
    if counterpart:
        context["other_language"] = {"tag": TAGS[other], "name": NAMES[other], "page": counterpart}
    translations = Around() if ours else app.builder._translator  # a builder has no other way to say it
    app.builder.templates.environment.install_gettext_translations(translations)
    for way in ("next", "prev"):
        if context.get(way) and _chinese(context, context[way]["link"]) != ours:
            context[way] = None
    if ours:
        context.update(docstitle=TITLE, master_doc=f"{FOLDER}index", copyright="项目作者，MIT 许可")
        tree = context.get("furo_navigation_tree", "")
        context["furo_navigation_tree"] = SECTION.sub(lambda part: part[0] if NAMES[CHINESE] in part[0] else "", tree)


def switches() -> dict[str, str]:
    """Return the page in the other language of every page of the site that has one."""
    names = {
        one.removeprefix("docs/").removesuffix(".md"): two.removeprefix("docs/").removesuffix(".md")
        for one, two in chinese.counterparts().items()
        if one.startswith("docs/")
    }
    return {**names, **{two: one for one, two in names.items()}}


def _chinese(context: dict[str, Any], link: str) -> bool:
    """Say whether a relative link leads to a Chinese page."""
    return link.startswith(FOLDER) or (context["pagename"].startswith(FOLDER) and not link.startswith("../"))
