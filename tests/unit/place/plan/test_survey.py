"""A plan in numbers: worked out by hand for places of a few rectangles."""

from __future__ import annotations

from typing import Any

import pytest

from gatecrush.model.place.plan.survey import Survey

from .places_by_hand import ENTRY, GATE, QUEUE, WHOLE, YARD, area, line, look_at


def survey(*features: Any) -> Survey:
    """Return a plan of some features in numbers."""
    found = look_at(*features).survey
    assert found
    return found


def test_area_and_room() -> None:
    found = survey(*WHOLE, area("barrier", 2, 2, 12, 7))
    assert found.area == pytest.approx(550)
    assert found.room == (1100, 2200)


def test_gate_in_meters_and_in_cells() -> None:
    (gate,) = survey(*WHOLE).gates
    assert (gate.name, gate.leaves, gate.cells) == ("", 1, 4)
    assert gate.width == pytest.approx(1.4)
    assert gate.width_in_cells == pytest.approx(1.4)
    assert gate.at == pytest.approx((9.7, 0))


def test_leaves_of_one_name_are_one_gate() -> None:
    leaves = [
        line("gate", (x, 0), (x + 1, 0), name=name) for x, name in ((2, "A"), (4, "A"), (9, "B"))
    ]
    first, second = survey(YARD, ENTRY, QUEUE, *leaves).gates
    assert (first.name, first.leaves, first.cells) == ("A", 2, 6)
    assert first.width_in_cells == pytest.approx(2.1)
    assert first.at == pytest.approx((3.5, 0))
    assert (second.name, second.leaves, second.cells) == ("B", 1, 3)


def test_way_goes_along_the_ground() -> None:
    (straight,) = survey(YARD, GATE, line("entry", (9, 30), (10.4, 30)), QUEUE).gates
    assert straight.way == pytest.approx(30, abs=0.5)
    wall = area("barrier", 0, 14, 17, 16)
    (around,) = survey(YARD, GATE, line("entry", (9, 30), (10.4, 30)), QUEUE, wall).gates
    assert around.way == pytest.approx(2 * (14**2 + 6.6**2) ** 0.5 + 2, rel=0.05)


def test_way_is_that_around_fences_thinner_than_a_cell() -> None:
    fences = [area("barrier", 2, 10, 21, 10.1), area("barrier", -1, 20, 18, 20.1)]
    (gate,) = survey(*WHOLE, *fences).gates
    assert gate.way
    assert gate.way > 40


def test_way_without_an_entry_is_unknown() -> None:
    assert survey(YARD, GATE, QUEUE).gates[0].way is None


@pytest.mark.parametrize(
    ("queue", "length", "people"),
    [
        (QUEUE, 25, 25 * 4.8 * 1.2),
        (line("queue", (10, 0), (10, 25), width=1), 25, 25 * 1.2),
        (line("queue", (10, 0), (10, 40), width=1), 40, 30 * 1.2),  # the ground ends before
        (area("queue", 5, 5, 15, 15), 0, 100 * 1.2),
    ],
)
def test_room_in_the_queue(queue: Any, length: float, people: float) -> None:
    found = survey(YARD, GATE, ENTRY, queue)
    assert found.queue_length == length
    assert found.queue_room == pytest.approx(people, abs=1)


def test_a_queue_that_winds_counts_no_ground_twice() -> None:
    winding = line("queue", (2, 2), (18, 2), (18, 3), (2, 3), width=2)
    assert survey(YARD, GATE, ENTRY, winding).queue_room <= 17 * 3 * 1.2


def test_a_gate_that_is_in_doubt_is_not_measured() -> None:
    found = survey(YARD, line("gate", (9, 5), (10, 5)), ENTRY, QUEUE)
    assert found.gates == ()
    assert found.area == pytest.approx(600)


def test_ground_that_only_cells_do_not_reach_is_told() -> None:
    """A person fits through 0.4 m; two fences thinner than a cell leave no cell between them."""
    fences = [area("barrier", -1, 12, 9.5, 12.1), area("barrier", 9.9, 12, 21, 12.1)]
    found = look_at(*WHOLE, *fences)
    (problem,) = found.problems
    told = str(problem)
    assert problem.at == pytest.approx((9.7, 12.05), abs=0.06)
    assert "gate at (9.7, 12" in told
    assert "in the model 35" in told
    assert told.endswith("passages narrower than two cells (0.7 m) may be shut")


def test_an_area_is_an_entry_too() -> None:
    (gate,) = survey(YARD, GATE, QUEUE, area("entry", 5, 25, 15, 29)).gates
    assert gate.way == pytest.approx(27, abs=1)
