"""Examples in docstrings are executed, none is skipped, and what they print is what they show."""

from __future__ import annotations

import doctest
from importlib import import_module
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).parents[2]
WITH_EXAMPLES = [
    path.relative_to(REPOSITORY)
    for package in ("agents", "model", "experiments", "server")
    for path in sorted((REPOSITORY / package).rglob("*.py"))
    if ">>> " in path.read_text(encoding="utf-8")
]


def test_there_are_examples() -> None:
    assert len(WITH_EXAMPLES) >= 4


@pytest.mark.parametrize("path", WITH_EXAMPLES, ids=str)
def test_examples_print_what_they_show(path: Path) -> None:
    assert "+SKIP" not in (REPOSITORY / path).read_text(encoding="utf-8")
    module = import_module(".".join(("gatecrush", *path.with_suffix("").parts)))
    found = doctest.testmod(module)
    assert found.attempted > 0
    assert found.failed == 0
