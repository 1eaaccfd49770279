"""A plan examined: what is told of places drawn by hand, word for word."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from gatecrush.model.place.plan.examination import examined_file
from gatecrush.model.place.plan.geojson import feature
from gatecrush.model.place.plan.shapes import ERROR, SEVERITIES

from .places_by_hand import ENTRY, GATE, QUEUE, TERMS, WHOLE, YARD, area, box, line, look_at, told

CROSSED = feature("walkable", "Polygon", [[[0, 0], [4, 4], [4, 0], [0, 4], [0, 0]]])
OPEN = feature("walkable", "Polygon", [[[0, 0], [20, 0], [20, 30], [0, 30]]])
KINDS = "walkable, barrier, gate, queue, entry, lane, pen_door, one_way, zone"
BAD: dict[str, tuple[tuple[Any, ...], str]] = {
    "nothing": ((), "holds no shapes"),
    "no feature": ((7, *WHOLE), 'error: shape 1: must be a feature: {"type": "Feature", ...}'),
    "no kind": (
        ({"type": "Feature", "properties": None, "geometry": YARD["geometry"]}, *WHOLE),
        f"warning: shape 1: is ignored: it has no properties.kind ({KINDS})",
    ),
    "kind of another word": (
        (*WHOLE, area("tree", 1, 1, 2, 2)),
        f'warning: shape 5: is ignored: there is no kind "tree" ({KINDS})',
    ),
    "kind misspelt": (
        (*WHOLE, line("gaet", (1, 0), (2, 0), name="b")),
        'warning: shape 5 "b": is ignored: there is no kind "gaet"; did you mean gate?',
    ),
    "kind by number": (
        (*WHOLE, {"type": "Feature", "properties": {"kind": 3}, "geometry": None}),
        f"warning: shape 5: is ignored: its kind must be a text in quotes ({KINDS})",
    ),
    "no geometry": (
        (*WHOLE, {"type": "Feature", "properties": {"kind": "zone"}}),
        "warning: zone (shape 5): is ignored: it has no geometry; draw it, or delete it",
    ),
    "gate as an area": (
        (YARD, area("gate", 0, 0, 1, 1)),
        "error: gate (shape 2): is a Polygon; a gate is a LineString",
    ),
    "fence as a line": (
        (*WHOLE, line("barrier", (1, 1), (2, 2))),
        "error: barrier (shape 5): is a LineString; a barrier is a Polygon; draw it as an area as "
        "thick as it is",
    ),
    "entry as a point": (
        (*WHOLE, feature("entry", "Point", [1, 1])),
        "error: entry (shape 5): is a Point; an entry is a LineString or a Polygon",
    ),
    "geometry by word": (
        (*WHOLE, {"type": "Feature", "properties": {"kind": "zone"}, "geometry": "round"}),
        "error: zone (shape 5): its geometry must be an object with type and coordinates",
    ),
    "no parts": (
        (*WHOLE, feature("gate", "MultiLineString", [])),
        "error: gate (shape 5): its coordinates must be a list of those of its LineStrings",
    ),
    "no outline": (
        (feature("walkable", "Polygon", []),),
        "error: walkable (shape 1): has no outline: its coordinates must be a list of rings",
    ),
    "words for numbers": (
        (YARD, line("gate", (1, 0), ("two", 0))),  # type: ignore[arg-type]
        "error: gate (shape 2): its position 2 must be two numbers, such as [1.2, 0]",
    ),
    "not a number": (
        (YARD, line("gate", (1, 0), (float("nan"), 0))),
        "error: gate (shape 2): its position 2 must be two numbers, such as [1.2, 0]",
    ),
    "infinite": (
        (YARD, line("gate", (1, 0), (float("inf"), 0))),
        "error: gate (shape 2): its position 2 lies beyond the Earth; coordinates are in meters",
    ),
    "ring for positions": (
        (feature("walkable", "Polygon", [5]),),
        "error: walkable (shape 1): its coordinates must be a list of positions, such as "
        "[[0, 0], [1.2, 0]]",
    ),
    "gate of one point": (
        (YARD, line("gate", (1, 0))),
        "error: gate (shape 2) at (1, 0): has one point; a line has two or more",
    ),
    "gate without length": (
        (YARD, line("gate", (1, 0), (1, 0))),
        "error: gate (shape 2) at (1, 0): has no length: all of its points are one",
    ),
    "outline of two points": (
        (feature("walkable", "Polygon", [[[0, 0], [1, 1], [0, 0]]]),),
        "error: walkable (shape 1) at (0, 0): has 2 points; an outline has three or more",
    ),
    "outline not closed": (
        (OPEN, GATE, ENTRY, QUEUE),
        "warning: walkable (shape 1) at (0, 30): is not closed; taken as closed by a straight line "
        "of 30 m to (0, 0), its first point",
    ),
    "outline crosses itself": (
        (CROSSED,),
        "error: walkable (shape 1) at (2, 2): crosses itself; draw its outline so that no edge "
        "meets another",
    ),
    "outline flat": (
        (feature("walkable", "Polygon", [[[0, 0], [1, 0], [2, 0], [0, 0]]]),),
        "error: walkable (shape 1) at (1, 0): crosses itself; draw its outline so that no edge "
        "meets another",
    ),
    "hole outside": (
        (feature("walkable", "Polygon", [*box(0, 0, 9, 9), *box(20, 20, 21, 21)]),),
        "error: walkable (shape 1) at (20, 20): has a hole outside of its outline; delete it, or "
        "make it a barrier",
    ),
    "name by list": (
        (*WHOLE, line("gate", (1, 0), (2, 0), name=["a"])),
        "error: gate (shape 5): its name must be a text of at most 60 characters",
    ),
    "share of nothing": (
        (*WHOLE, line("entry", (1, 0), (2, 0), share=0)),
        "error: entry (shape 5): its share must be a number above 0",
    ),
    "no walkable ground": (
        (GATE, ENTRY),
        "error: the plan: has no walkable ground; draw an area of kind walkable",
    ),
    "no ground left": (
        (*WHOLE, area("barrier", -1, -1, 21, 31)),
        "error: the plan: has no ground left: its barriers cover all that is walkable",
    ),
    "no gate": (
        (YARD, ENTRY, QUEUE),
        "error: the plan: has no gate; draw a line of kind gate on the edge of the walkable ground",
    ),
    "no entry": (
        (YARD, GATE, QUEUE),
        "warning: the plan: has no entry; draw a line or an area of kind entry where people come "
        "from",
    ),
    "no queue": (
        (YARD, GATE, ENTRY),
        "note: the plan: has no queue; draw a line of kind queue from the gate outwards where "
        "people with a number wait, or an area",
    ),
    "gates without end": (
        (*WHOLE, *(line("gate", (2, 0), (3, 0), name=str(each)) for each in range(10))),
        "error: the plan: has 11 gates; it can have 10; leaves of one share a name",
    ),
    "gate too narrow": (
        (YARD, line("gate", (9, 0), (9.2, 0)), ENTRY, QUEUE),
        "error: gate (shape 2) at (9.1, 0): is 0.2 m wide; a person needs 0.35 m",
    ),
    "gate too wide": (
        (area("walkable", 0, 0, 40, 30), line("gate", (5, 0), (35, 0)), QUEUE),
        "error: gate (shape 2) at (20, 0): is 30 m wide; a gate is at most 20 m: check the unit, "
        "or draw its leaves one by one under one name",
    ),
    "gate inside": (
        (YARD, line("gate", (9, 5), (10, 5), name="A"), ENTRY, QUEUE),
        'error: gate "A" (shape 2) at (9.5, 5): lies up to 5 m inside the walkable ground; a gate '
        "is on its edge: let the ground end there, or put a barrier behind the gate",
    ),
    "gate outside": (
        (YARD, line("gate", (9, -2), (10, -2)), ENTRY, QUEUE),
        "error: gate (shape 2) at (9.5, -2): lies up to 2 m off the edge of the walkable ground, "
        "which is nearest at (9, 0); move it onto the edge",
    ),
    "gate of many points": (
        (YARD, line("gate", *((9 + each / 60, 0) for each in range(60))), ENTRY, QUEUE),
        "error: gate (shape 2) at (9.49, 0): has 60 points; a gate is a line from post to post",
    ),
    "entry outside": (
        (YARD, GATE, line("entry", (5, 35), (9, 35)), QUEUE),
        "error: entry (shape 3) at (7, 35): lies 5 m off the walkable ground; move it to (5, 30)",
    ),
    "queue outside": (
        (YARD, GATE, ENTRY, line("queue", (30, 0), (30, 9))),
        "error: queue (shape 4) at (30, 4.5): lies off the walkable ground; move it onto the "
        "ground",
    ),
    "queue leaves": (
        (YARD, GATE, ENTRY, line("queue", (10, 0), (10, 40))),
        "warning: queue (shape 4) at (10, 30.05): leaves the walkable ground over 9.95 m",
    ),
    "queue reversed": (
        (YARD, GATE, ENTRY, line("queue", (10, 25), (10, 1))),
        "warning: queue (shape 4) at (10, 25): is drawn towards the gate: it begins 25 m from it "
        "and ends 1 m from it; reverse the line, its first point is where the first person stands",
    ),
    "barrier outside": (
        (*WHOLE, area("barrier", 30, 0, 31, 1)),
        "note: barrier (shape 5) at (30.5, 0.5): is ignored: it lies off the walkable ground",
    ),
    "zone outside": (
        (*WHOLE, area("zone", 31, 1, 33, 3, name="shade")),
        'error: zone "shade" (shape 5) at (32, 2): lies off the walkable ground: nobody is ever '
        "counted there; move it onto the ground, or leave it out",
    ),
    "zone on a barrier": (
        (*WHOLE, area("barrier", 1, 1, 4, 4), area("zone", 2, 2, 3, 3)),
        "error: zone (shape 6) at (2.5, 2.5): lies off the walkable ground: nobody is ever counted "
        "there; move it onto the ground, or leave it out",
    ),
    "zones without end": (
        (*WHOLE, *(area("zone", 1, 1, 3, 3, name=str(n)) for n in range(61))),
        "error: the plan: has 61 zones; it can have 60; parts of one share a name",
    ),
    "one way": (
        (*WHOLE, line("one_way", (1, 1), (3, 3), name="out")),
        'note: one_way "out" (shape 5) at (2, 2): is drawn and not used yet: no rule reads a '
        "one_way so far",
    ),
    "ground twice": (
        (*WHOLE, area("walkable", 18, 10, 25, 15)),
        "note: walkable (shape 5) at (19, 12.5): overlaps walkable (shape 1); all such ground "
        "(10 m²) counts once",
    ),
    "slit": (
        (*WHOLE, area("walkable", 20.02, 0, 30, 10)),
        "warning: the plan at (25.01, 5): has 99.8 m² of ground to which no way leads from the "
        "gate: 0.02 m lie between; let the shapes overlap, or leave it out",
    ),
    "entry beyond a slit": (
        (YARD, GATE, area("walkable", 0, 33, 20, 40), line("entry", (0, 40), (20, 40)), QUEUE),
        "error: entry (shape 4) at (10, 40): no way leads from here to a gate; see what lies "
        "between, or move it",
    ),
    "gap too narrow": (
        (*WHOLE, area("barrier", 0, 20, 9.9, 20.5), area("barrier", 10.1, 20, 20, 20.5)),
        "warning: the plan at (10, 20.25): has a gap 0.2 m wide, too narrow for a person (0.35 m); "
        "widen it, or close it with a barrier",
    ),
    "nothing but a gap": (
        (*WHOLE, area("barrier", 0, 20, 9.9, 20.5), area("barrier", 10.1, 20, 20, 20.5)),
        "error: entry (shape 3) at (10, 30): every way from here to a gate leads through a gap too "
        "narrow for a person",
    ),
    "ground too narrow": (
        (area("walkable", 0, 0, 0.3, 30), line("gate", (0, 0), (0, 0.4))),
        "error: the plan at (0.15, 15): its ground is nowhere 0.35 m wide: nobody fits",
    ),
    "degrees": (
        (area("walkable", 23.1, 49.8, 23.1009, 49.8004),),
        "error: the plan: is 0.0009 by 0.0004 m large, so its coordinates are degrees; save it in "
        "meters (in QGIS: export in a projected system, such as UTM)",
    ),
    "enormous": (
        (area("walkable", 0, 0, 50_000, 100_000),),
        "error: the plan: is 50000 by 100000 m large; a place is at most 1000 m across; is it "
        "drawn in millimeters (50 by 100 m: give --scale 0.001)?",
    ),
    "tiny": (
        (area("walkable", 0, 0, 0.14, 0.02),),
        "error: the plan: is 0.14 by 0.02 m large, too small for people; coordinates must be "
        "meters: give --scale",
    ),
    "decimeters": (
        (area("walkable", 0, 0, 676, 672),),
        "error: the plan: is 676 by 672 m large; its bounds may hold 2 million cells, as 494 by "
        "494 m do; is it drawn in decimeters (67.6 by 67.2 m: give --scale 0.1) or feet (206.04 by "
        "204.83 m: give --scale 0.3048)?",
    ),
    "large": (
        (area("walkable", 0, 0, 500, 100), GATE),
        "warning: the plan: is 500 by 100 m large, much for a place on foot; is it drawn in "
        "decimeters (50 by 10 m: give --scale 0.1) or feet (152.4 by 30.48 m: give --scale "
        "0.3048)?",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", BAD)
def test_message(name: str) -> None:
    features, words = BAD[name]
    assert words in told(*features)


def test_messages_are_single_lines_that_say_where() -> None:
    for features, words in BAD.values():
        assert "\n" not in words
        assert len(told(*features)) < 12


def test_coordinate_system_in_degrees() -> None:
    crs = {"type": "name", "properties": {"name": "urn:ogc:def:crs:OGC:1.3:CRS84"}}
    (line,) = told(*WHOLE, crs=crs)
    assert line.startswith("error: the plan: its coordinates are degrees (crs urn:ogc:def:crs:OGC")
    assert told(*WHOLE, crs={"properties": {"name": "urn:ogc:def:crs:EPSG::25832"}}) == []


def test_nothing_is_wrong_with_a_whole_place() -> None:
    found = look_at(*WHOLE, area("zone", 1, 1, 3, 3, name="shade"))
    assert found.problems == ()
    assert found.is_usable


def test_errors_come_first() -> None:
    found = look_at(line("gaet", (1, 0), (2, 0)), YARD, CROSSED, area("zone", 1, 1, 2, 2))
    order = [SEVERITIES.index(each.severity) for each in found.problems]
    assert order == sorted(order)
    assert found.problems[0].severity == ERROR
    assert not found.is_usable


def test_a_file_that_cannot_be_read_is_a_problem_too(tmp_path: Path) -> None:
    (problem,) = examined_file(tmp_path / "place.geojson", TERMS).problems
    assert str(problem) == "error: the plan: there is no such file"


def test_scale_makes_meters_of_another_unit(tmp_path: Path) -> None:
    (tmp_path / "yard.wkt").write_text("POLYGON ((0 0, 2000 0, 2000 3000, 0 3000, 0 0))")
    survey = examined_file(tmp_path / "yard.wkt", TERMS, scale=0.01).survey
    assert survey
    assert survey.area == pytest.approx(600)
