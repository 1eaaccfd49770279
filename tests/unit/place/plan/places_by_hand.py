"""Small places drawn by hand, as the features that a file would hold."""

from __future__ import annotations

from typing import Any

import shapely

from gatecrush.model.place.plan.examination import Examination, examined
from gatecrush.model.place.plan.geojson import collection, feature
from gatecrush.model.place.plan.shapes import PlanError
from gatecrush.model.place.plan.survey import Terms

TERMS = Terms(cell=0.35, column_width=4.8, column_density=1.2)


def box(left: float, low: float, right: float, high: float) -> list[list[list[float]]]:
    """Return the coordinates of a rectangle."""
    return [[[left, low], [right, low], [right, high], [left, high], [left, low]]]


def area(kind: str, *corners: float, **properties: Any) -> dict[str, Any]:
    """Return a rectangle of a kind."""
    return feature(kind, "Polygon", box(*corners), **properties)  # type: ignore[arg-type]


def line(kind: str, *points: tuple[float, float], **properties: Any) -> dict[str, Any]:
    """Return a line of a kind."""
    return feature(kind, "LineString", [list(each) for each in points], **properties)


YARD = area("walkable", 0, 0, 20, 30)
GATE = line("gate", (9, 0), (10.4, 0))
ENTRY = line("entry", (0, 30), (20, 30))
QUEUE = line("queue", (10, 0), (10, 25))
WHOLE = (YARD, GATE, ENTRY, QUEUE)
"""A place with nothing wrong: 20 by 30 m, a gate of four cells, a queue of 25 m."""


def look_at(*features: Any, **further: Any) -> Examination:
    """Examine a plan of some features; a file of which no plan can be made is told likewise."""
    return examined({**collection(features), **further}, TERMS)


def told(*features: Any, **further: Any) -> list[str]:
    """Return what is told about a plan of some features, a line each."""
    try:
        return [str(each) for each in look_at(*features, **further).problems]
    except PlanError as error:
        return [str(error)]


def turned(each: dict[str, Any], degrees: float, shift: tuple[float, float]) -> dict[str, Any]:
    """Return a feature turned about the origin, then shifted."""
    drawn = shapely.affinity.rotate(shapely.geometry.shape(each["geometry"]), degrees, (0, 0))
    moved = shapely.geometry.mapping(shapely.affinity.translate(drawn, *shift))
    return {**each, "geometry": {**moved, "coordinates": _lists(moved["coordinates"])}}


def _lists(value: Any) -> Any:
    return [_lists(each) for each in value] if isinstance(value, list | tuple) else value
