"""Features of a collection as shapes: each is admitted, or ignored or refused with the reason."""

from __future__ import annotations

import difflib
from collections.abc import Iterator
from typing import Any, Final

import shapely

from ..gate_terms import GateTerms
from .gate_properties import gate_terms
from .geojson import Collection
from .outline import RefusedError, Tell, area, line
from .shapes import (
    AREA,
    ERROR,
    KINDS,
    LINE,
    LONGEST_NAME,
    WARNING,
    PlanError,
    Point,
    Problem,
    Shape,
    label,
    quoted,
)

MOST_SHAPES: Final = 2000
MOST_POINTS: Final = 20_000
SPOKEN: Final = {LINE: "a LineString", AREA: "a Polygon"}


def shapes_of(found: Collection) -> tuple[list[Shape], list[Problem]]:
    """Return the shapes of a collection, and what is wrong with its features.

    Raises:
        PlanError: it holds nothing, or more than any plan does.
    """
    features = found["features"]
    if not features:
        raise PlanError("holds no shapes")
    if len(features) > MOST_SHAPES:
        raise PlanError(f"holds {len(features)} shapes; a plan has at most {MOST_SHAPES}")
    if sum(map(_numbers, features)) > 2 * MOST_POINTS:
        raise PlanError(
            f"holds more than {MOST_POINTS} points; simplify its outlines (in QGIS: Simplify, "
            "0.05 m)"
        )
    shapes: list[Shape] = []
    problems: list[Problem] = []
    for number, each in enumerate(features, 1):
        try:
            shapes += _admitted(each, number, problems)
        except RefusedError as error:
            problems.append(Problem(ERROR, _label(each, number), error.at, error.words))
    return shapes, problems


def _numbers(value: Any) -> int:
    """Return how many numbers lists hold, in whatever depth."""
    count, ahead = 0, [value.get("geometry") if isinstance(value, dict) else value]
    while ahead:
        each = ahead.pop()
        if isinstance(each, dict):
            ahead += each.values()
        elif isinstance(each, list | tuple):
            ahead += each
        else:
            count += isinstance(each, int | float)
    return count


def _admitted(each: Any, number: int, problems: list[Problem]) -> Iterator[Shape]:
    """Yield the shapes of a feature: one, or one for each part.

    Raises:
        RefusedError: it cannot be used.
    """
    here = _label(each, number)

    def tell(severity: str, at: Point | None, words: str) -> None:
        problems.append(Problem(severity, here, at, words))

    if not isinstance(each, dict) or each.get("type") != "Feature":
        raise RefusedError('must be a feature: {"type": "Feature", ...}')
    properties = each.get("properties")
    properties = properties if isinstance(properties, dict) else {}
    kind = properties.get("kind")
    if not isinstance(kind, str) or kind not in KINDS:
        tell(WARNING, None, "is ignored: " + _no_kind(kind))
        return
    if each.get("geometry") is None:
        tell(WARNING, None, "is ignored: it has no geometry; draw it, or delete it")
        return
    name = _name(properties)
    share, width = _positive(properties, "share") or 1.0, _positive(properties, "width")
    terms = gate_terms(properties) if kind == "gate" else GateTerms()
    for geometry in _drawn(each["geometry"], kind, tell):
        yield Shape(kind, geometry, number, name, share, width, terms)


def _drawn(geometry: Any, kind: str, tell: Tell) -> Iterator[shapely.LineString | shapely.Polygon]:
    """Yield the lines or areas of a geometry; parts of a Multi... one by one."""
    drawn = geometry.get("type") if isinstance(geometry, dict) else None
    if not isinstance(drawn, str):
        raise RefusedError("its geometry must be an object with type and coordinates")
    single = drawn.removeprefix("Multi")
    if single not in KINDS[kind] or (drawn != single and single not in SPOKEN):
        spoken = " or ".join(SPOKEN[each] for each in KINDS[kind])
        hint = "; draw it as an area as thick as it is" if kind == "barrier" else ""
        article = "an" if kind == "entry" else "a"
        raise RefusedError(f"is a {quoted(drawn)[1:-1]}; {article} {kind} is {spoken}{hint}")
    coordinates = geometry.get("coordinates")
    parts = [coordinates]
    if drawn != single:
        if not isinstance(coordinates, list | tuple) or not coordinates:
            raise RefusedError(f"its coordinates must be a list of those of its {single}s")
        parts = list(coordinates)
    for part in parts:
        yield line(part) if single == LINE else area(part, tell)


def _label(each: Any, number: int) -> str:
    """Return what messages call a feature, whatever it is."""
    properties = each.get("properties") if isinstance(each, dict) else None
    properties = properties if isinstance(properties, dict) else {}
    kind, name = properties.get("kind"), properties.get("name")
    known = kind if isinstance(kind, str) and kind in KINDS else "shape"
    named = name if isinstance(name, str) else ""
    if known == "shape":
        return f"shape {number} {quoted(named)}" if named else f"shape {number}"
    return label(known, named, number)


def _no_kind(kind: Any) -> str:
    every = ", ".join(KINDS)
    if kind is None:
        return f"it has no properties.kind ({every})"
    if not isinstance(kind, str):
        return f"its kind must be a text in quotes ({every})"
    near = difflib.get_close_matches(kind[:LONGEST_NAME].lower(), KINDS, n=1, cutoff=0.7)
    hint = f"; did you mean {near[0]}?" if near else f" ({every})"
    return f"there is no kind {quoted(kind)}{hint}"


def _name(properties: dict[str, Any]) -> str:
    name = properties.get("name")
    if name is None:
        return ""
    if isinstance(name, int | float) and not isinstance(name, bool):
        return str(name)[:LONGEST_NAME]
    if not isinstance(name, str) or len(name) > LONGEST_NAME or not name.isprintable():
        raise RefusedError(f"its name must be a text of at most {LONGEST_NAME} characters")
    return name


def _positive(properties: dict[str, Any], key: str) -> float | None:
    value = properties.get(key)
    if value is None:
        return None
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    if not is_number or not 0 < value <= 1e6:
        raise RefusedError(f"its {key} must be a number above 0")
    return float(value)
