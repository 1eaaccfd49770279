"""Every notebook, and every page with code, runs from an empty kernel to its last cell."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).parents[2]
NOTEBOOKS = sorted((REPOSITORY / "experiments" / "notebooks").glob("*.md"))
PAGES = [
    page
    for page in sorted((REPOSITORY / "docs").glob("*.md"))
    if "file_format: mystnb" in page.read_text(encoding="utf-8")
]
SECONDS = 300
"""Longest time for a cell on a busy machine, s; all cells of a notebook take a few."""


def named(paths: list[Path]) -> list[object]:
    """Return paths as cases of a test, by their names."""
    return [pytest.param(path, id=path.stem) for path in paths]


def programs(path: Path) -> list[str]:
    """Return the code cells of a notebook."""
    text = path.read_text(encoding="utf-8")
    return re.findall(r"^```\{code-cell\}.*?\n(.*?)^```", text, re.MULTILINE | re.DOTALL)


@pytest.mark.parametrize("path", named([*NOTEBOOKS, *PAGES]))
def test_runs(path: Path, tmp_path: Path) -> None:
    jupytext, nbclient = pytest.importorskip("jupytext"), pytest.importorskip("nbclient")
    notebook = jupytext.read(path, fmt="md:myst")
    cells = [cell for cell in notebook.cells if cell.cell_type == "code"]
    assert [cell.source.strip() for cell in cells] == [each.strip() for each in programs(path)]
    client = nbclient.NotebookClient(
        notebook,
        timeout=SECONDS,
        kernel_name="python3",
        resources={"metadata": {"path": str(tmp_path)}},
    )
    client.execute()
    assert [cell.execution_count for cell in cells] == list(range(1, len(cells) + 1))
    # Nothing that a reader would take for a result comes from the error stream.
    errors = [out.text for cell in cells for out in cell.outputs if out.get("name") == "stderr"]
    assert errors == []
    assert sum(bool(cell.outputs) for cell in cells) >= len(cells) // 2
    assert list(tmp_path.iterdir()) == [], "a notebook leaves no files behind"


def test_there_are_notebooks() -> None:
    assert len(NOTEBOOKS) >= 6
    assert PAGES


@pytest.mark.parametrize("path", named(NOTEBOOKS))
def test_holds_no_functions(path: Path) -> None:
    """What could be used again belongs in the package; a rule of one's own is an object."""
    declared = [
        node.name
        for program in programs(path)
        for node in ast.parse(program).body
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    ]
    assert declared == []


@pytest.mark.parametrize("path", named(NOTEBOOKS))
def test_is_text_without_results(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert text.startswith("---\njupytext:")
    assert "![png]" not in text
    assert re.search(r"^# \d\. ", text, re.MULTILINE)
