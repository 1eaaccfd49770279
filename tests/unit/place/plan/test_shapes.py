"""Words about shapes: labels, points and sizes as people write them."""

from __future__ import annotations

import pytest

from gatecrush.model.place.plan.shapes import Problem, label, point, quoted, size

from .places_by_hand import ENTRY, GATE, YARD, line, look_at


def test_a_problem_is_a_line() -> None:
    assert str(Problem("error", "", None, "is flat")) == "error: the plan: is flat"
    shape = label("gate", "A", 3)
    assert str(Problem("note", shape, (1, -0.001), "!")) == 'note: gate "A" (shape 3) at (1, 0): !'


@pytest.mark.parametrize(
    ("value", "words"),
    [(0, "0"), (1.5, "1.5"), (0.001, "0.001"), (12.345, "12.35"), (2500.4, "2500"), (3e9, "3e+09")],
)
def test_size(value: float, words: str) -> None:
    assert size(value) == words


def test_point_has_no_negative_zero() -> None:
    assert point((-0.0, -1.50)) == "(0, -1.5)"


def test_quoted_text_is_short_and_printable() -> None:
    assert quoted("a\nb") == '"a?b"'
    assert len(quoted("x" * 500)) == 62


def test_gates_hold_their_leaves() -> None:
    leaves = [line("gate", (x, 0), (x + 1, 0), name="A") for x in (1, 3)]
    plan = look_at(YARD, GATE, ENTRY, *leaves).plan
    assert plan
    assert {name: len(found) for name, found in plan.gates.items()} == {"": 1, "A": 2}
    assert plan.of("entry")[0].middle == (10, 30)
