"""The picture of a plan: every shape, every problem in its place and in words."""

from __future__ import annotations

from pathlib import Path

import pytest

from gatecrush.experiments.drawing.place import MOST_LISTED, place_figure
from gatecrush.experiments.drawing.style import save_figure
from gatecrush.model.place.plan.examination import Examination, examined
from gatecrush.model.place.plan.geojson import collection, feature
from gatecrush.model.place.plan.survey import Terms

YARD = [[[0, 0], [20, 0], [20, 30], [0, 30], [0, 0]]]
SMALL = [[[2, 2], [4, 2], [4, 4], [2, 4], [2, 2]]]
FEATURES = (
    feature("walkable", "Polygon", YARD),
    feature("barrier", "Polygon", SMALL),
    feature("gate", "MultiLineString", [[[8, 0], [9, 0]], [[10, 0], [11, 0]]], name="$east$"),
    feature("entry", "Polygon", SMALL),
    feature("entry", "LineString", [[2, 30], [4, 30]]),
    feature("queue", "LineString", [[9, 1], [9, 20]]),
    feature("one_way", "LineString", [[5, 5], [9, 9]]),
    feature("pen_door", "LineString", [[9, 4], [10, 4]]),
    feature("zone", "Polygon", SMALL, name="shade"),
    feature("lane", "Polygon", [[[21, 0], [24, 0], [24, 30], [21, 30], [21, 0]]]),
)


def examine(*features: dict) -> Examination:
    """Examine a plan of some features."""
    return examined(collection(features), Terms(0.35, 4.8, 1.2))


def texts(found: Examination) -> list[str]:
    """Return all that is written in the picture of a plan."""
    figure = place_figure(found, "yard", ["area: 600 m²"])
    written = [text for axis in figure.axes for text in axis.texts]
    return [text.get_text() for text in (*figure.texts, *written)]


def test_names_numbers_and_problems_are_written() -> None:
    away = [[[40, 2], [42, 2], [42, 4], [40, 4], [40, 2]]]
    found = examine(*FEATURES, feature("barrier", "Polygon", away))
    written = texts(found)
    assert {"A place: yard", "area: 600 m²", "shade"} <= set(written)
    assert written.count("$east$") == 1
    assert {"1", "2"} <= set(written)
    assert all(
        f"{number}  {each}"[:60] in written[-1] for number, each in enumerate(found.problems, 1)
    )


def test_a_long_list_ends_with_how_many_more() -> None:
    many = [feature("gate", "LineString", [[x, 5], [x + 1, 5]]) for x in range(MOST_LISTED + 3)]
    (*_, last) = texts(examine(*FEATURES, *many))[-1].splitlines()
    assert last.startswith("and ")
    assert last.endswith(" more")


def test_nothing_wrong_is_said() -> None:
    found = examine(*FEATURES)._replace(problems=())
    assert texts(found)[-1] == "Nothing is wrong with it."


@pytest.mark.parametrize("ending", ["png", "svg"])
def test_picture_can_be_written(tmp_path: Path, ending: str) -> None:
    save_figure(place_figure(examine(*FEATURES), "yard", []), tmp_path / f"yard.{ending}")
    assert (tmp_path / f"yard.{ending}").stat().st_size > 2000
