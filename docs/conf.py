"""How the documents become a web site: `make docs`. Nothing in it comes from a network, when made or when read."""

from __future__ import annotations

import os
import re
import sys
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent
sys.path[:0] = [str(FOLDER), str(FOLDER.parent)]
os.environ.setdefault("NUMBA_DISABLE_JIT", "1")  # the pages of the API read docstrings: nothing is compiled for that

import for_machines  # noqa: E402  (stands beside this file)
import gallery  # noqa: E402
import languages  # noqa: E402
import sphinx.search  # noqa: E402

import sim  # noqa: E402

project = "A laboratory for technology-transfer policy"
author = "the project's authors"
copyright = f"{author}, MIT licence"
release = version = sim.__version__

extensions = ["myst_nb", "sphinx.ext.autodoc", "sphinx.ext.napoleon"]
exclude_patterns = ["_build", "templates", "tutorials/.ipynb_checkpoints"]
source_suffix = {".md": "myst-nb", ".ipynb": "myst-nb"}
myst_enable_extensions = ["colon_fence", "deflist"]
myst_heading_anchors = 4
smartquotes = False  # options are written with two dashes
nb_execution_mode = "off"  # the notebooks are shown as they were saved; a test runs them
nb_ipywidgets_js: dict[str, Any] = {}

autodoc_member_order = "bysource"
autodoc_typehints = "signature"
autodoc_default_options = {"members": True, "show-inheritance": False}
napoleon_google_docstring = True

html_theme = "furo"
html_title = "Technology-transfer policy laboratory"
templates_path = ["templates"]
html_static_path = ["static"]
html_css_files = ["site.css"]
html_show_sphinx = False
html_copy_source = False
sphinx.search.languages["en"] = for_machines.SearchBoth


def contents(_: Any, document: str, source: list[str]) -> None:
    """Leave out of the contents what stands in no file: pages may be taken away, and come, without a change there."""
    if document == "index":
        lines = source[0].split("\n")
        source[0] = "\n".join(line for line in lines if not re.fullmatch(r"[a-z_]+", line) or page(line).exists())


def write_galleries() -> None:
    """Write the pages of the experiments, in both languages."""
    for readme, folder in gallery.FOLDERS.items():
        gallery.write(FOLDER.parent / "experiments", FOLDER / folder, readme)


def page(name: str) -> Path:
    """Return the file of a page."""
    return FOLDER / f"{name}.md"


def write_llms_txt(app: Any, failed: Exception | None) -> None:
    """Write the contents for language models beside the pages."""
    if failed is None and app.builder.format == "html":
        (Path(app.outdir) / "llms.txt").write_text(for_machines.llms_txt(FOLDER), encoding="utf-8")


def setup(app: Any) -> None:
    """Write the pages of the gallery before the documents are read."""
    app.connect("builder-inited", lambda _: write_galleries())
    app.connect("source-read", contents)
    app.connect("html-page-context", languages.speak, priority=900)  # after the theme's own
    app.connect("build-finished", write_llms_txt)
