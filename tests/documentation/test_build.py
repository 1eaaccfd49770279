"""The documentation builds without a warning, loads nothing from elsewhere, and its links lead."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from gatecrush.model.scenario.scenario import Scenario

pytestmark = pytest.mark.timeout(900)
"""The first test waits for the whole build."""
REPOSITORY = Path(__file__).parents[2]
LOADED = re.compile(
    r"<(?:script|img|iframe|source|video)\b[^>]*\bsrc=[\"']([^\"']+)|"
    r"<link\b[^>]*\bhref=[\"']([^\"']+)|@import\s+[\"']([^\"']+)|url\([\"']?([^\"')]+)"
)


def build(folder: Path, *, examples: str) -> Path:
    """Build the documentation and return the folder of its pages."""
    pages = folder / "pages"
    words = [sys.executable, "-m", "sphinx", "-W", "--keep-going", "-q", "-b", "html"]
    done = subprocess.run(
        [*words, "-d", str(folder / "read"), str(REPOSITORY / "docs"), str(pages)],
        env={**os.environ, "GATECRUSH_EXAMPLES": examples},
        capture_output=True,
        text=True,
        timeout=1800,
    )
    assert done.returncode == 0, done.stderr
    return pages


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The pages, their examples not executed (test_notebooks.py executes them)."""
    pytest.importorskip("myst_nb")
    return build(tmp_path_factory.mktemp("documentation"), examples="off")


def test_nothing_is_loaded_from_elsewhere(pages: Path) -> None:
    files = [*pages.rglob("*.html"), *pages.rglob("*.css")]
    assert len(files) > 15
    foreign = {
        f"{path.relative_to(pages)}: {address}"
        for path in files
        for found in LOADED.findall(path.read_text(encoding="utf-8"))
        for address in found
        if re.match(r"(https?:)?//", address)
    }
    assert foreign == set()


def test_rules_link_to_their_functions(pages: Path) -> None:
    written = (REPOSITORY / "docs" / "odd.md").read_text(encoding="utf-8")
    blocks = re.findall(r"^functions: (.*?)^parameters:", written, re.MULTILINE | re.DOTALL)
    functions = {name for block in blocks for name in re.split(r",\s*", block.strip())}
    assert len(functions) > 50
    page = (pages / "odd.html").read_text(encoding="utf-8")
    linked = set(re.findall(r'href="api/\w+\.html#gatecrush\.([\w.]+)"', page))
    assert functions - linked == set()


def test_every_parameter_has_its_place(pages: Path) -> None:
    page = (pages / "scenario.html").read_text(encoding="utf-8")
    places = set(re.findall(r'id="parameter-([\w-]+)"', page))
    assert places == {name.replace(".", "-") for name in Scenario.quantities()}


def test_every_link_within_leads_somewhere(pages: Path) -> None:
    texts = {path: path.read_text(encoding="utf-8") for path in pages.rglob("*.html")}
    anchors = {path: set(re.findall(r'\bid="([^"]+)"', text)) for path, text in texts.items()}
    broken = set()
    for path, text in texts.items():
        for link in re.findall(r'<a\b[^>]*\bhref="([^"]+)"', text):
            if re.match(r"\w+:", link):
                continue
            name, _, anchor = link.partition("#")
            target = (path.parent / name).resolve() if name else path
            known = target in anchors and (not anchor or anchor in anchors[target])
            if not known and not (target.is_file() and target not in anchors):
                broken.add(f"{path.relative_to(pages)}: {link}")
    assert broken == set()


def test_formulas_are_shown(pages: Path) -> None:
    page = (pages / "odd.html").read_text(encoding="utf-8")
    assert page.count("<math ") > 40
    assert "$$" not in page


@pytest.mark.verify
def test_builds_with_its_examples_executed(tmp_path: Path) -> None:
    pages = build(tmp_path, examples="force")
    assert "cell_output" in (pages / "first_day.html").read_text(encoding="utf-8")
