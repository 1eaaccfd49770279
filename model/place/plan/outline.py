"""Lines and areas out of numbers that a file states: each checked, or refused with its place."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any, Final

import shapely

from .shapes import WARNING, Point, point, size

FARTHEST: Final = 1e8
"""Coordinates beyond are none of the Earth, m."""
Tell = Callable[[str, "Point | None", str], None]
"""Notes a problem: severity, where, words."""


class RefusedError(ValueError):
    """A shape that cannot be used: where, and why."""

    def __init__(self, words: str, at: Point | None = None) -> None:
        """Take the words and the place."""
        super().__init__(words)
        self.words, self.at = words, at


def line(positions: Any) -> shapely.LineString:
    """Return a line through positions.

    Raises:
        RefusedError: they are no line.
    """
    points = _points(positions)
    if len(points) < 2:
        raise RefusedError(f"has {_counted(points)}; a line has two or more", _first(points))
    drawn = shapely.LineString(points)
    if drawn.length == 0:
        raise RefusedError("has no length: all of its points are one", points[0])
    return drawn


def area(rings: Any, tell: Tell) -> shapely.Polygon:
    """Return an area within a ring of positions, less those within the rings that follow.

    Args:
        rings: lists of positions.
        tell: told of what could be mended.

    Raises:
        RefusedError: they are no area.
    """
    if not isinstance(rings, list | tuple) or not rings:
        raise RefusedError("has no outline: its coordinates must be a list of rings")
    shell, *holes = (_ring(positions, tell) for positions in rings)
    drawn = shapely.Polygon(shell, holes)
    reason = shapely.is_valid_reason(drawn)
    if reason != "Valid Geometry":
        raise _refusal(reason)
    if drawn.area == 0:
        raise RefusedError("has no area: its outline is flat", shell[0])
    return drawn


def _ring(positions: Any, tell: Tell) -> list[Point]:
    points = _points(positions)
    if len(set(points)) < 3:
        raise RefusedError(
            f"has {_counted(list(dict.fromkeys(points)))}; an outline has three or more",
            _first(points),
        )
    if points[0] != points[-1]:
        tell(
            WARNING,
            points[-1],
            f"is not closed; taken as closed by a straight line of "
            f"{size(math.dist(points[-1], points[0]))} m to {point(points[0])}, its first point",
        )
        points.append(points[0])
    return points


def _points(positions: Any) -> list[Point]:
    if not isinstance(positions, list | tuple):
        raise RefusedError(
            "its coordinates must be a list of positions, such as [[0, 0], [1.2, 0]]"
        )
    return [_point(position, number) for number, position in enumerate(positions, 1)]


def _point(position: Any, number: int) -> Point:
    is_pair = isinstance(position, list | tuple) and 2 <= len(position) <= 4
    if not is_pair or not all(_is_number(each) for each in position[:2]):
        raise RefusedError(f"its position {number} must be two numbers, such as [1.2, 0]")
    if not all(abs(each) <= FARTHEST for each in position[:2]):
        raise RefusedError(
            f"its position {number} lies beyond the Earth; coordinates are in meters"
        )
    return float(position[0]), float(position[1])


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and value == value


def _counted(points: list[Point]) -> str:
    return "one point" if len(points) == 1 else f"{len(points) or 'no'} points"


def _first(points: list[Point]) -> Point | None:
    return points[0] if points else None


def _refusal(reason: str) -> RefusedError:
    """Return in our words why an area is none; the reason ends with the place: Name[x y]."""
    name, _, place = reason.rstrip("]").partition("[")
    words = {
        "Self-intersection": "crosses itself; draw its outline so that no edge meets another",
        "Ring Self-intersection": "touches itself; draw its outline so that it passes a point once",
        "Hole lies outside shell": "has a hole outside of its outline; delete it, or make it a "
        "barrier",
        "Holes are nested": "has a hole within a hole; what lies in a hole is an area of its own",
        "Interior is disconnected": "falls apart where its holes meet; draw its parts as areas of "
        "their own",
        "Duplicate Rings": "has the same ring twice; delete one",
    }.get(name, f"is no area ({name.lower()}); draw it anew")
    try:
        x, y = (float(each) for each in place.split()[:2])
    except ValueError:
        return RefusedError(words)
    return RefusedError(words, (x, y))
