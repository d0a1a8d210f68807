"""Run the tutorials again and save what they give: `python docs/run_tutorials.py` after the model's numbers moved."""

from __future__ import annotations

from pathlib import Path

import nbformat
from nbclient import NotebookClient

FOLDER = Path(__file__).parent / "tutorials"
SECONDS = 300  # for one cell; the first run after a change of the model compiles it


def ran(file: Path) -> nbformat.NotebookNode:
    """Return a notebook with what its cells give now, and nothing about when or where that was.

    Raises:
        CellExecutionError: if a cell fails.
    """
    notebook = nbformat.read(file, as_version=4)
    NotebookClient(notebook, timeout=SECONDS, resources={"metadata": {"path": str(file.parent)}}).execute()
    notebook.metadata["language_info"] = {"name": "python"}
    for cell in notebook.cells:
        cell.metadata = {}
    return notebook


def main() -> None:
    """Run and save every tutorial."""
    for file in sorted(FOLDER.glob("*.ipynb")):
        nbformat.write(ran(file), file)


if __name__ == "__main__":
    main()
