"""A kernel's docstring ends with what it changes, and every field that it names exists.

Both are read from the syntax tree. Counted is what a kernel itself assigns, through ``s`` or an
array that it is given, under whatever name (``people = s.people``); what is assigned by the kernels
that it calls stands with those.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import reduce

import pytest

from gatecrush.agents.house import HOUSE
from gatecrush.agents.people import empty_people
from gatecrush.model.beginning import empty_situation
from gatecrush.model.place.site import build_place
from gatecrush.model.scenario.scenario import Scenario

KERNEL = {"compiled", "inlined"}
CHANGES = re.compile(r"\n\n\s*Changes: ([\w., \n]+)\.\s*$")


class Reader(ast.NodeVisitor):
    """Follows what the names in a kernel stand for."""

    def __init__(self, kernel: ast.FunctionDef) -> None:
        """Read a kernel."""
        self.names: dict[str, tuple[str, bool]] = {
            argument.arg: ("", False) if argument.arg == "s" else (argument.arg, True)
            for argument in kernel.args.args
        }
        self.changed: dict[str, None] = {}
        self.named: set[str] = set()
        for statement in kernel.body:
            self.visit(statement)

    def path(self, node: ast.expr) -> tuple[str, bool] | None:
        """Return what an expression stands for, as in people.conduct; and whether it is an entry.

        What is said about one entry of an array (a row's field) is said of the array.
        """
        if isinstance(node, ast.Name):
            return self.names.get(node.id)
        if isinstance(node, ast.Subscript):
            found = self.path(node.value)
            return found and (found[0], True)
        if isinstance(node, ast.Attribute):
            found = self.path(node.value)
            if found is None or found[1]:
                return found
            return f"{found[0]}.{node.attr}".lstrip("."), False
        return None

    def visit_Attribute(self, node: ast.Attribute) -> None:
        """Note a field that is named."""
        found = self.path(node)
        if found is not None and not found[1]:
            self.named.add(found[0])
        self.generic_visit(node)

    def visit_Assign(self, node: ast.Assign) -> None:
        """Note what is assigned, and what a name stands for from now on."""
        for target in node.targets:
            self.assign(target, node.value)
        self.generic_visit(node)

    def visit_AugAssign(self, node: ast.AugAssign) -> None:
        """Note what is added to."""
        if not isinstance(node.target, ast.Name):
            self.assign(node.target, None)
        self.generic_visit(node)

    def assign(self, target: ast.expr, value: ast.expr | None) -> None:
        """Note one assignment, or each of several at once."""
        if isinstance(target, ast.Tuple):
            parts = value.elts if isinstance(value, ast.Tuple) else [None] * len(target.elts)
            for one, part in zip(target.elts, parts, strict=True):
                self.assign(one, part)
        elif isinstance(target, ast.Name):
            meant = None if value is None else self.path(value)
            self.names.pop(target.id, None)
            if meant is not None:
                self.names[target.id] = meant
        elif (changed := self.path(target)) is not None:
            self.changed[changed[0]] = None


def kernels() -> Iterator[tuple[str, ast.FunctionDef]]:
    """Yield each kernel with the file and name that a reader looks for."""
    for room in ("agents", "model"):
        for path in sorted((HOUSE / room).rglob("*.py")):
            for node in ast.parse(path.read_text(encoding="utf-8")).body:
                if isinstance(node, ast.FunctionDef):
                    if any(getattr(mark, "id", "") in KERNEL for mark in node.decorator_list):
                        yield f"{path.relative_to(HOUSE).as_posix()}:{node.name}", node


FOUND = dict(kernels())


def told(kernel: ast.FunctionDef) -> set[str]:
    """Return what a kernel's docstring says that it changes."""
    match = CHANGES.search(ast.get_docstring(kernel) or "")
    return set(re.split(r",\s+", match[1])) if match else set()


@pytest.mark.parametrize("where", FOUND)
def test_docstring_ends_with_what_a_kernel_changes(where: str) -> None:
    assert told(FOUND[where]) == set(Reader(FOUND[where]).changed)


def test_every_field_that_a_kernel_names_exists() -> None:
    scenario = Scenario.load("account")
    place = build_place(scenario.site, scenario.gate.width)
    s = empty_situation(scenario, place, empty_people(3), 0, 0)
    for where, kernel in FOUND.items():
        for name in Reader(kernel).named:
            assert reduce(getattr, name.split("."), s) is not None, where


@pytest.mark.parametrize(
    ("body", "changed"),
    [
        ("people = s.people\n people.conduct[i] = 1", {"people.conduct"}),
        ("s.crowd.left += 1", {"crowd.left"}),
        ("gate, c = s.gate, s.crowd\n gate.load, c.step = 1.0, 2", {"gate.load", "crowd.step"}),
        ("row = s.minute_log[3]\n row.time = 1.0", {"minute_log"}),
        ("for n in range(3):\n  if n: row.time = s.work.tally[n, 0] = 1", {"row", "work.tally"}),
        ("s.standstill[:] = 0", {"standstill"}),
        ("here = s.people.cell[i]\n here = 2\n count = 0\n count += here", set()),
    ],
)
def test_a_change_is_seen_under_any_name(body: str, changed: set[str]) -> None:
    (kernel,) = ast.parse(f"def kernel(s, i, row):\n {body}").body
    assert isinstance(kernel, ast.FunctionDef)
    assert set(Reader(kernel).changed) == changed
