"""Features as shapes: parts one by one, bounds on how many, and whatever else a file may hold."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gatecrush.model.place.plan.features import MOST_POINTS, MOST_SHAPES, shapes_of
from gatecrush.model.place.plan.geojson import collection, feature, from_geojson
from gatecrush.model.place.plan.shapes import KINDS, SEVERITIES, PlanError

from .places_by_hand import GATE, YARD, box, line, look_at

NUMBERS = st.one_of(
    st.integers(-3, 12), st.floats(-5, 15), st.floats(), st.just(10**400), st.booleans()
)
POINTS = st.lists(NUMBERS, max_size=3) | NUMBERS
RINGS = st.lists(st.lists(POINTS, max_size=6), max_size=3)
RECTANGLES = st.builds(box, *[st.integers(-2, 12)] * 4)
COORDINATES = st.one_of(
    NUMBERS, st.lists(POINTS, max_size=6), RINGS, RECTANGLES, st.lists(RECTANGLES, max_size=2)
)
ANYTHING = st.recursive(
    st.none() | st.booleans() | NUMBERS | st.text(max_size=5),
    lambda each: st.lists(each, max_size=3) | st.dictionaries(st.text(max_size=5), each),
    max_leaves=6,
)
GEOMETRIES = st.fixed_dictionaries(
    {
        "type": st.sampled_from(("LineString", "Polygon", "MultiPolygon", "MultiLineString", "x")),
        "coordinates": COORDINATES,
    }
)
FEATURES = st.fixed_dictionaries(
    {
        "type": st.just("Feature"),
        "properties": ANYTHING
        | st.fixed_dictionaries(
            {"kind": st.sampled_from(tuple(KINDS))},
            optional={"name": ANYTHING, "share": ANYTHING, "width": ANYTHING},
        ),
        "geometry": GEOMETRIES | ANYTHING,
    }
)


@settings(max_examples=150, deadline=None)
@given(st.lists(FEATURES | ANYTHING, max_size=6), st.booleans())
def test_whatever_a_file_holds_is_told_or_refused(features: list[Any], with_yard: bool) -> None:
    """Nothing but the error of plans is raised, and every problem is a line of a known severity."""
    try:
        found = look_at(*([YARD, GATE] if with_yard else []), *features)
    except PlanError as error:
        lines, severities = [str(error)], set()
    else:
        lines = [str(each) for each in found.problems]
        severities = {each.severity for each in found.problems}
    assert severities <= set(SEVERITIES)
    assert all(each.isprintable() for each in lines)


def test_parts_of_a_feature_are_shapes_of_their_own() -> None:
    two = feature("gate", "MultiLineString", [[[0, 0], [1, 0]], [[2, 0], [3, 0]]], name="A")
    shapes, problems = shapes_of(collection([two]))
    assert [each.geometry.length for each in shapes] == [1, 1]
    assert {each.label for each in shapes} == {'gate "A" (shape 1)'}
    assert problems == []


def test_what_properties_say_is_kept() -> None:
    words = {"name": 7, "share": 0.5, "width": 2}
    ((shape,), _) = shapes_of(collection([line("queue", (0, 0), (0, 9), **words)]))
    assert (shape.name, shape.share, shape.width) == ("7", 0.5, 2.0)


def test_heights_are_left_out() -> None:
    ((shape,), _) = shapes_of(collection([feature("gate", "LineString", [[0, 0, 5], [1, 0, 5]])]))
    assert list(shape.geometry.coords) == [(0, 0), (1, 0)]


def test_more_shapes_than_a_plan_has() -> None:
    with pytest.raises(PlanError, match=f"holds 2001 shapes; a plan has at most {MOST_SHAPES}"):
        shapes_of(collection([GATE] * 2001))


def test_more_points_than_a_plan_has() -> None:
    long = line("gate", *((each, 0) for each in range(MOST_POINTS + 1)))
    with pytest.raises(PlanError, match="holds more than 20000 points; simplify its outlines"):
        shapes_of(collection([long]))


def test_numbers_are_counted_in_any_depth() -> None:
    deep = (
        '{"type": "FeatureCollection", "features": [{"geometry": ' + "[" * 900 + "]" * 900 + "}]}"
    )
    shapes, problems = shapes_of(from_geojson(deep))
    assert shapes == []
    assert len(problems) == 1
