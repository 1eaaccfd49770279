"""The registry: every test of RiMEA 4, ISO 20414, NIST TN 1822 and the scorecard, once.

A test that applies is run by the functions that carry its marker,
``@pytest.mark.standard("RiMEA", "6")``, wherever they stand.
"""

from __future__ import annotations

import ast
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

from . import iso_20414, nist_1822, rimea, scorecard
from .listed import Listed

TESTS = Path(__file__).parents[1]
STANDARDS = (rimea, iso_20414, nist_1822, scorecard)
REGISTRY: tuple[Listed, ...] = tuple(listed for standard in STANDARDS for listed in standard.LISTED)

Key = tuple[str, str]


def live_tests(tests: Path = TESTS) -> dict[Key, set[str]]:
    """Return the test functions that carry each marker, as ``tests/folder/file.py::function``."""
    found: dict[Key, set[str]] = defaultdict(set)
    for path in sorted(tests.rglob("test_*.py")):
        text = path.read_text(encoding="utf-8")
        if "mark.standard(" not in text:
            continue
        place = path.relative_to(tests.parent).as_posix()
        for function in ast.walk(ast.parse(text)):
            if isinstance(function, ast.FunctionDef):
                for key in _markers(function):
                    found[key].add(f"{place}::{function.name}")
    return dict(found)


def _markers(function: ast.FunctionDef) -> Iterator[Key]:
    for node in (each for mark in function.decorator_list for each in ast.walk(mark)):
        if isinstance(node, ast.Call) and ast.unparse(node.func) == "pytest.mark.standard":
            standard, number = (ast.literal_eval(word) for word in node.args)
            yield standard, number
