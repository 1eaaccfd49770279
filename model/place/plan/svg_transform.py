"""The transform of an SVG element: translate, scale, rotate, skew and matrix."""

from __future__ import annotations

import math
import re
from typing import Final

from .shapes import PlanError, Point, quoted

Matrix = tuple[float, float, float, float, float, float]
"""a b c d e f: x becomes a x + c y + e, and y becomes b x + d y + f."""
SAME: Final[Matrix] = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
LARGEST: Final = 1e12
MOST: Final = 100
"""Transforms of one element."""
CALL: Final = re.compile(r"[\s,]*([a-zA-Z]+)\s*\(([^()]*)\)[\s,]*")


def transform_of(text: str) -> Matrix:
    """Return the transform that an attribute states.

    Raises:
        PlanError: it is none.
    """
    made, at, count = SAME, 0, 0
    while text[at:].strip():
        found, count = CALL.match(text, at), count + 1
        if found is None or count > MOST:
            raise PlanError(f"holds a transform that is none: {quoted(text)}")
        try:
            numbers = [float(each) for each in re.split(r"[\s,]+", found[2].strip()) if each]
        except ValueError:
            numbers = []
        one = _one(found[1], numbers) if all(abs(each) <= LARGEST for each in numbers) else None
        if one is None:
            raise PlanError(f"holds a transform that is none: {quoted(text)}")
        made, at = after(made, one), found.end()
    return made


def after(outer: Matrix, inner: Matrix) -> Matrix:
    """Return the transform that does the inner one first.

    Raises:
        PlanError: its numbers are beyond all bounds.
    """
    a, b, c, d = outer[:4]
    across, along = moved(outer, (inner[4], inner[5]))
    made = (
        a * inner[0] + c * inner[1], b * inner[0] + d * inner[1],
        a * inner[2] + c * inner[3], b * inner[2] + d * inner[3], across, along,
    )  # fmt: skip
    if not all(abs(each) <= LARGEST for each in made):
        raise PlanError("holds transforms that lead beyond the Earth")
    return made


def moved(matrix: Matrix, at: Point) -> Point:
    """Return where a transform takes a point."""
    a, b, c, d, e, f = matrix
    return a * at[0] + c * at[1] + e, b * at[0] + d * at[1] + f


def _one(name: str, numbers: list[float]) -> Matrix | None:
    """Return a single transform; None: it is none."""
    match name, numbers:
        case "translate", [x, *rest] if len(rest) <= 1:
            return 1.0, 0.0, 0.0, 1.0, x, rest[0] if rest else 0.0
        case "scale", [x, *rest] if len(rest) <= 1:
            return x, 0.0, 0.0, rest[0] if rest else x, 0.0, 0.0
        case "rotate", [degrees]:
            turn = math.radians(degrees)
            return math.cos(turn), math.sin(turn), -math.sin(turn), math.cos(turn), 0.0, 0.0
        case "rotate", [degrees, x, y]:
            turned = _one("rotate", [degrees]) or SAME
            return after(after((1, 0, 0, 1, x, y), turned), (1, 0, 0, 1, -x, -y))
        case "skewX", [degrees]:
            return 1.0, 0.0, math.tan(math.radians(degrees)), 1.0, 0.0, 0.0
        case "skewY", [degrees]:
            return 1.0, math.tan(math.radians(degrees)), 0.0, 1.0, 0.0, 0.0
        case "matrix", [a, b, c, d, e, f]:
            return a, b, c, d, e, f
    return None
