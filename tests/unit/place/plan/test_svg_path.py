"""The path of an SVG shape: lines, curves and arcs, absolute or relative."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gatecrush.model.place.plan.shapes import PlanError
from gatecrush.model.place.plan.svg_path import CURVE, MOST_LINES, lines_of


@pytest.mark.parametrize(
    "path",
    ["M1,1 L4,1 L4,3 Z", "m1 1l3 0 0 2z", "M1 1 4 1 4 3Z", "M1,1H4V3Z", "m1,1h3v2z",
     "M 1e0,10e-1 L+4,1 4,3z"],
)  # fmt: skip
def test_ways_to_write_a_triangle(path: str) -> None:
    (line,) = lines_of(path)
    assert (line.points, line.is_closed) == ([(1, 1), (4, 1), (4, 3)], True)


def test_numbers_without_blanks() -> None:
    assert lines_of("M1-1.5L.5.25")[0].points == [(1, -1.5), (0.5, 0.25)]


def test_a_path_goes_on_where_its_ring_began() -> None:
    closed, loose = lines_of("M1,1h3v2z l0,5")
    assert (closed.is_closed, loose.is_closed) == (True, False)
    assert loose.points == [(1, 1), (1, 6)]


def test_a_single_point_is_no_line() -> None:
    assert lines_of("M1,1 M2,2") == []


def test_curves_run_through_the_middle_that_mathematics_has() -> None:
    (cubic,) = lines_of("M0,0 C0,4 4,4 4,0")
    assert len(cubic.points) == CURVE + 1
    assert cubic.points[CURVE // 2] == pytest.approx((2, 3))
    (square,) = lines_of("M0,0 Q2,4 4,0")
    assert square.points[CURVE // 2] == pytest.approx((2, 2))


def test_smooth_curves_mirror_the_last_bend() -> None:
    assert lines_of("M0,0 C0,4 4,4 4,0 S8,-4 8,0") == lines_of("M0,0 C0,4 4,4 4,0 C4,-4 8,-4 8,0")
    assert lines_of("M0,0 Q2,4 4,0 T8,0") == lines_of("M0,0 Q2,4 4,0 Q6,-4 8,0")
    assert lines_of("M0,0 L1,0 S4,4 4,0") == lines_of("M0,0 L1,0 C1,0 4,4 4,0")


@pytest.mark.parametrize(
    ("flags", "center", "length"),
    [("0 0", (2, 2), 90), ("0 1", (0, 0), 90), ("1 0", (0, 0), 270), ("1 1", (2, 2), 270)],
)
def test_arcs_turn_about_their_center(
    flags: str, center: tuple[float, float], length: float
) -> None:
    (arc,) = lines_of(f"M2,0 A2,2 0 {flags} 0,2")
    assert all(math.dist(each, center) == pytest.approx(2) for each in arc.points)
    turned = 2 * math.pi * 2 * length / 360
    walked = sum(map(math.dist, arc.points, arc.points[1:]))
    assert walked == pytest.approx(turned, rel=0.01)


def test_arcs_whose_flags_stand_together_or_whose_radius_is_too_small() -> None:
    assert lines_of("M2,0a2,2 0 01-2,2") == lines_of("M2,0 A2,2 0 0 1 0,2")
    (arc,) = lines_of("M0,0 A1,1 0 0 1 4,0")
    assert all(math.dist(each, (2, 0)) == pytest.approx(2) for each in arc.points)
    assert lines_of("M0,0 A0,1 0 0 1 4,0")[0].points == [(0, 0), (4, 0)]


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("1,2", "numbers without a command"),
        ("M1", "M has too few numbers"),
        ("M0,0 A1,1 0 2 0 1,1", "A has too few numbers"),
        ("M0,0 L1,1z 5", "numbers without a command"),
        ("M0,0 X", "'X' in it"),
        ("M1e30,0", "lies beyond the Earth"),
        ("M0,0" + "l1,1" * (MOST_LINES + 1), "more than 20000 lines"),
    ],
)
def test_message(path: str, words: str) -> None:
    with pytest.raises(PlanError, match=words):
        lines_of(path)


@given(st.text("MmLlHhVvZzCcSsQqTtAa0123456789.,-+e \n", max_size=60))
def test_any_path_is_lines_or_refused(path: str) -> None:
    try:
        lines = lines_of(path)
    except PlanError as error:
        assert "\n" not in str(error)  # noqa: PT017
        return
    assert all(len(each.points) > 1 for each in lines)
    assert all(math.isfinite(x) and math.isfinite(y) for each in lines for x, y in each.points)
