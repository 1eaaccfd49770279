"""GeoJSON: texts that hold no plan are answered in a line, whatever they are."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gatecrush.model.place.plan.geojson import collection, feature, from_geojson, scaled
from gatecrush.model.place.plan.shapes import PlanError

BAD = {
    "": "is not JSON: Expecting value (line 1, column 1)",
    '{"type": "FeatureCollection",\n "features": [}': "is not JSON: Expecting value (line 2, "
    "column 15)",
    "[" * 200_000: "is not JSON that can be read: brackets are nested too deeply",
    "1" * 5000: "is not JSON that can be read: a number has too many digits",
    "[1, 2]": 'is no GeoJSON: it must hold {"type": "FeatureCollection", ...}',
    '"place"': 'is no GeoJSON: it must hold {"type": "FeatureCollection", ...}',
    "{}": 'is no GeoJSON: it must hold {"type": "FeatureCollection", ...}',
    '{"type": ["FeatureCollection"]}': "is no GeoJSON: it must hold "
    '{"type": "FeatureCollection", ...}',
    '{"type": "Topology"}': "is TopoJSON; save it as GeoJSON",
    '{"type": "Polygon"}': "holds a single Polygon; a plan is a FeatureCollection of shapes, each "
    "with properties.kind",
    '{"type": "Feature"}': "holds a single Feature; a plan is a FeatureCollection of shapes, each "
    "with properties.kind",
    '{"type": "FeatureCollection"}': "is no GeoJSON: its features must be a list",
    '{"type": "FeatureCollection", "features": {}}': "is no GeoJSON: its features must be a list",
}


@pytest.mark.parametrize("text", BAD, ids=lambda text: text[:30])
def test_message(text: str) -> None:
    with pytest.raises(PlanError) as caught:
        from_geojson(text)
    assert str(caught.value) == BAD[text]


@given(st.text(max_size=60))
def test_any_text_is_a_collection_or_refused(text: str) -> None:
    words = ""
    try:
        assert isinstance(from_geojson(text)["features"], list)
    except PlanError as error:
        words = str(error)
    assert "\n" not in words


def test_scaled_multiplies_coordinates_and_nothing_else() -> None:
    drawn = collection([feature("gate", "LineString", [[1, 2], [3.0, "x"]], share=2), 7])  # type: ignore[list-item]
    (gate, seven) = scaled(drawn, 0.5)["features"]
    assert gate["geometry"]["coordinates"] == [[0.5, 1.0], [1.5, "x"]]
    assert gate["properties"] == {"kind": "gate", "share": 2}
    assert seven == 7
    assert scaled(drawn, 1) is drawn


def test_scaled_follows_no_lists_without_end() -> None:
    deep: list[object] = []
    for _ in range(100_000):
        deep = [deep]
    scaled(collection([feature("gate", "LineString", deep)]), 2)
