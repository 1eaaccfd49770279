"""GeoJSON: the text of a file as a collection of features, whatever these then hold.

Other formats are read into the same collection, so that shapes are checked in one place.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any, Final

from .shapes import PlanError, Problem

COLLECTION: Final = "FeatureCollection"
DEEPEST: Final = 4
"""Lists within lists: positions, rings, areas, several of them."""
REMARKS: Final = "gatecrush remarks"
"""Where a reader leaves the problems that it found, in a collection; no file holds them."""
Collection = dict[str, Any]
GEOMETRIES: Final = (
    "Point", "MultiPoint", "LineString", "MultiLineString", "Polygon", "MultiPolygon",
    "GeometryCollection",
)  # fmt: skip


def from_geojson(text: str) -> Collection:
    """Return the feature collection that a text holds.

    Raises:
        PlanError: it is none.
    """
    try:
        found = json.loads(text)
    except RecursionError:
        raise PlanError("is not JSON that can be read: brackets are nested too deeply") from None
    except json.JSONDecodeError as error:
        where = f"line {error.lineno}, column {error.colno}"
        raise PlanError(f"is not JSON: {error.msg} ({where})") from None
    except ValueError:
        raise PlanError("is not JSON that can be read: a number has too many digits") from None
    kind = found.get("type") if isinstance(found, dict) else None
    if kind == "Topology":
        raise PlanError("is TopoJSON; save it as GeoJSON")
    if kind == "Feature" or kind in GEOMETRIES:
        raise PlanError(
            f"holds a single {kind}; a plan is a FeatureCollection of shapes, each with "
            "properties.kind"
        )
    if kind != COLLECTION:
        raise PlanError('is no GeoJSON: it must hold {"type": "FeatureCollection", ...}')
    if not isinstance(found.get("features"), list):
        raise PlanError("is no GeoJSON: its features must be a list")
    return without_remarks(found)


def feature(kind: str, geometry: str, coordinates: Any, **properties: Any) -> dict[str, Any]:
    """Return a feature of a kind.

    Args:
        kind: of the shape, such as gate.
        geometry: its type, such as LineString.
        coordinates: as GeoJSON has them.
        properties: further ones, such as a name.
    """
    return {
        "type": "Feature",
        "properties": {"kind": kind, **properties},
        "geometry": {"type": geometry, "coordinates": coordinates},
    }


def collection(features: Iterable[dict[str, Any]], remarks: Iterable[Problem] = ()) -> Collection:
    """Return features as a collection.

    Args:
        features: the shapes.
        remarks: what the reader of another format has to say.
    """
    made: Collection = {"type": COLLECTION, "features": list(features)}
    said = tuple(remarks)
    return {**made, REMARKS: said} if said else made


def without_remarks(found: Collection) -> Collection:
    """Return a collection as a file holds it."""
    return {key: value for key, value in found.items() if key != REMARKS}


def scaled(found: Collection, scale: float) -> Collection:
    """Return a collection with all of its coordinates multiplied by a scale."""
    if scale == 1:
        return found
    features = []
    for each in found["features"]:
        geometry = each.get("geometry") if isinstance(each, dict) else None
        if isinstance(geometry, dict) and "coordinates" in geometry:
            coordinates = _times(geometry["coordinates"], scale)
            each = {**each, "geometry": {**geometry, "coordinates": coordinates}}
        features.append(each)
    return {**found, "features": features}


def _times(value: Any, scale: float, depth: int = 0) -> Any:
    if isinstance(value, list | tuple):
        return [_times(each, scale, depth + 1) for each in value] if depth < DEEPEST else value
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    return float(value) * scale if is_number and abs(value) < 1e300 else value
