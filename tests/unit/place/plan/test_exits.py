"""Exits drawn as areas: gates on the edge of the ground, where that can be told."""

from __future__ import annotations

import numpy as np
import pytest
import shapely

from gatecrush.model.place.plan.exits import MOST_CORNERS, gate_of, ground_within

from .places_by_hand import area, box, line

HALL = shapely.box(0, 0, 20, 10)


def gate(*corners: float, ground: shapely.Geometry = HALL) -> list[list[float]] | None:
    """Return the line of the gate that a rectangle stands for; None: it stands for none."""
    made, remark = gate_of(box(*corners)[0], "east", ground)  # type: ignore[arg-type]
    assert remark.shape == 'exit "east"'
    assert (remark.severity == "warning") == (made is None)
    return None if made is None else sorted(np.round(made["geometry"]["coordinates"], 6).tolist())


@pytest.mark.parametrize(
    "corners",
    [(19, 4, 20, 6), (19, 4, 21, 6), (20, 4, 21, 6), (18.5, 4, 19.6, 6), (20.4, 4, 21, 6)],
    ids=["within", "across", "outside", "near within", "near outside"],
)
def test_the_edge_along_an_exit_is_the_gate(corners: tuple[float, ...]) -> None:
    assert gate(*corners) == [[20, 4], [20, 6]]


def test_a_gate_ends_where_the_edge_ends() -> None:
    assert gate(19.8, -3, 20.2, 4) == [[20, 0], [20, 4]]


@pytest.mark.parametrize(
    ("corners", "words"),
    [
        ((9, 4, 11, 6), "is ignored: no edge of the ground is within 0.5 m of it"),
        ((17, 0, 20, 3), "is ignored: it may lead through either of two edges of the ground"),
        ((20, 4, 20.2, 4.2), "is ignored: no edge of the ground is within 0.5 m of it"),
    ],
    ids=["amid", "corner", "narrow"],
)
def test_where_no_gate_can_be_told_it_is_said(corners: tuple[float, ...], words: str) -> None:
    assert gate(*corners) is None
    assert gate_of(box(*corners)[0], "", HALL)[1].words.startswith(words)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("ring", "words"),
    [
        ([[0, 0], [1, 0]], "it is no area"),
        ([[0, 0], [1, 0], [2, 0]], "it has no area"),
        ([[0, 0], [float("nan"), 0], [2, 1]], "it is no area"),
        ([[0, 0], [1e30, 0], [2, 1]], "it is no area"),
    ],
)
def test_an_exit_that_is_no_area_is_ignored(ring: list[list[float]], words: str) -> None:
    made, remark = gate_of(ring, "", HALL)
    assert made is None
    assert remark.words.startswith(f"is ignored: {words}")


def test_an_exit_of_too_many_corners_is_ignored() -> None:
    ring = shapely.get_coordinates(shapely.Point(10, 0).buffer(3, MOST_CORNERS)).tolist()
    assert "too many corners" in gate_of(ring, "", HALL)[1].words


def test_there_is_no_edge_without_ground() -> None:
    assert gate(1, 1, 2, 2, ground=shapely.Polygon()) is None


def test_ground_is_what_is_walkable_less_barriers_even_if_an_outline_crosses_itself() -> None:
    bow = [[[0, 0], [4, 4], [4, 0], [0, 4], [0, 0]]]
    crossing = {"properties": {"kind": "walkable"}, "geometry": {"coordinates": bow}}
    features = [area("walkable", 10, 0, 14, 4), area("barrier", 11, 1, 12, 2), crossing]
    assert ground_within([*features, line("gate", (0, 0), (1, 0))]).area == 16 - 1 + 8
