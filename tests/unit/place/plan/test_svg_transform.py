"""The transform of an SVG element, beside matrices."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gatecrush.model.place.plan.shapes import PlanError
from gatecrush.model.place.plan.svg_transform import SAME, after, moved, transform_of

NUMBERS = st.floats(-50, 50).map(lambda each: round(each, 3))
MATRICES = st.tuples(*[NUMBERS] * 6)


@pytest.mark.parametrize(
    ("text", "lands"),
    [
        ("", (2, 1)),
        ("translate(3)", (5, 1)),
        ("translate(3,-4)", (5, -3)),
        ("scale(2)", (4, 2)),
        ("scale(2 -1)", (4, -1)),
        ("rotate(90)", (-1, 2)),
        ("rotate(90, 2, 0)", (1, 0)),
        ("skewX(45)", (3, 1)),
        ("skewY(45)", (2, 3)),
        ("matrix(0 1 1 0 5 6)", (6, 8)),
        (" translate(1,1) , scale(3)\n", (7, 4)),
        ("scale(3) translate(1,1)", (9, 6)),
    ],
)
def test_where_a_point_lands(text: str, lands: tuple[float, float]) -> None:
    assert moved(transform_of(text), (2, 1)) == pytest.approx(lands)


@given(MATRICES, MATRICES, st.tuples(NUMBERS, NUMBERS))
def test_one_after_the_other_is_the_product(
    outer: tuple[float, ...], inner: tuple[float, ...], at: tuple[float, float]
) -> None:
    def matrix(each: tuple[float, ...]) -> np.ndarray:
        return np.array([[each[0], each[2], each[4]], [each[1], each[3], each[5]], [0, 0, 1]])

    expected = (matrix(outer) @ matrix(inner) @ [*at, 1])[:2]
    both = after(outer, inner)  # type: ignore[arg-type]
    assert moved(both, at) == pytest.approx(tuple(expected), abs=1e-6)


@pytest.mark.parametrize(
    "text",
    ["turn(3)", "scale()", "scale(1,2,3)", "rotate(1,2)", "scale(a)", "scale(1", "scale(1e300)",
     "scale(nan)", "translate(1) x", "scale(1)" * 101],
)  # fmt: skip
def test_what_is_none_is_refused(text: str) -> None:
    with pytest.raises(PlanError, match=r"^holds a transform that is none: "):
        transform_of(text)


def test_transforms_stay_on_the_earth() -> None:
    with pytest.raises(PlanError, match="beyond the Earth"):
        transform_of("scale(1e9) scale(1e9)")
    assert transform_of("   ") == SAME
