"""Well-known text: areas become walkable ground, anything else is answered in a line."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gatecrush.model.place.plan.features import shapes_of
from gatecrush.model.place.plan.shapes import PlanError
from gatecrush.model.place.plan.wkt import from_wkt

SQUARE = "((0 0, 9 0, 9 9, 0 9, 0 0), (4 4, 5 4, 5 5, 4 4))"


@pytest.mark.parametrize(
    ("text", "areas"),
    [
        (f"POLYGON {SQUARE}", [80.5]),
        (f"  MULTIPOLYGON ({SQUARE}, ((10 0, 11 0, 11 1, 10 0)))\n", [80.5, 0.5]),
        (f"GEOMETRYCOLLECTION (POLYGON {SQUARE}, MULTIPOLYGON ({SQUARE}))", [80.5, 80.5]),
        ("POLYGON Z ((0 0 7, 1 0 7, 1 1 7, 0 0 7))", [0.5]),
        ("POLYGON EMPTY", []),
    ],
)
def test_areas_are_walkable_ground(text: str, areas: list[float]) -> None:
    found = from_wkt(text)
    shapes = shapes_of(found)[0] if found["features"] else []
    assert [each.geometry.area for each in shapes] == areas
    assert {each.kind for each in shapes} <= {"walkable"}


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "is not WKT that can be read: "),
        ("SQUARE ((0 0))", "is not WKT that can be read: "),
        ("POLYGON ((0 0, 1 0, 1 1))", "has an outline that is not closed; repeat its first point"),
        ("GEOMETRYCOLLECTION (" * 10, "is not WKT that can be read: brackets are nested too"),
        ("LINESTRING (0 0, 1 0)", "holds a LineString; WKT is read for its walkable areas"),
        ("GEOMETRYCOLLECTION (POINT (0 0))", "holds a Point; WKT is read for its walkable areas"),
    ],
)
def test_message(text: str, words: str) -> None:
    with pytest.raises(PlanError) as caught:
        from_wkt(text)
    assert str(caught.value).startswith(words)
    assert "\n" not in str(caught.value)


@given(st.text("POLYGNEMTIC() ,.0123456789-Z;=", max_size=40))
def test_any_text_is_a_collection_or_refused(text: str) -> None:
    words = ""
    try:
        assert from_wkt(text)["type"] == "FeatureCollection"
    except PlanError as error:
        words = str(error)
    assert "\n" not in words
