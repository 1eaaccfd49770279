"""How the shapes of a plan lie to each other: what is off the ground, in the way, or missing."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import numpy as np
import shapely

from .cells import EDGE
from .shapes import BODY, ERROR, LINE, NOTE, WARNING, Plan, Point, Problem, Shape, point, size

WIDEST_GATE: Final = 20.0
"""As ``gate.width`` allows, m."""
MOST_GATES: Final = 10
MOST_LEAF_POINTS: Final = 50
MOST_ZONES: Final = 60
MISSING: Final = {
    "gate": (ERROR, "has no gate; draw a line of kind gate on the edge of the walkable ground"),
    "entry": (WARNING, "has no entry; draw a line or an area of kind entry where people come from"),
    "queue": (
        NOTE,
        "has no queue; draw a line of kind queue from the gate outwards where people with a number "
        "wait, or an area",
    ),
}
NOT_YET: Final = ("one_way",)
"""Kinds that are drawn and shown, and change no day so far."""


def relations(plan: Plan) -> Iterator[Problem]:
    """Yield what is wrong with how shapes lie to each other.

    Args:
        plan: whose ground is not empty.
    """
    for kind, (severity, words) in MISSING.items():
        if not plan.of(kind):
            yield Problem(severity, "", None, words)
    if len(plan.gates) > MOST_GATES:
        words = f"has {len(plan.gates)} gates; it can have {MOST_GATES}; leaves of one share a name"
        yield Problem(ERROR, "", None, words)
    for gate in plan.of("gate"):
        yield from _gate(gate, plan)
    for entry in plan.of("entry"):
        away = float(shapely.distance(plan.ground, entry.geometry))
        if away > EDGE:
            there = _nearest(plan.ground, entry)
            words = f"lies {size(away)} m off the walkable ground; move it to {point(there)}"
            yield Problem(ERROR, entry.label, entry.middle, words)
    for queue in plan.of("queue"):
        yield from _queue(queue, plan)
    yield from _zones(plan)
    yield from _ignored(plan)


def _gate(gate: Shape, plan: Plan) -> Iterator[Problem]:
    """Yield what is wrong with a gate, or a leaf of one."""
    width = gate.geometry.length
    ends = shapely.points(np.array([*_ends(gate), gate.middle]))
    away = float(shapely.distance(plan.ground.boundary, ends).max())
    if len(gate.geometry.coords) > MOST_LEAF_POINTS:
        words = f"has {len(gate.geometry.coords)} points; a gate is a line from post to post"
    elif width < BODY:
        words = f"is {size(width)} m wide; a person needs {BODY} m"
    elif width > WIDEST_GATE:
        words = (
            f"is {size(width)} m wide; a gate is at most {size(WIDEST_GATE)} m: check the unit, or "
            "draw its leaves one by one under one name"
        )
    elif away > EDGE and shapely.distance(plan.ground, shapely.Point(gate.middle)) == 0:
        words = (
            f"lies up to {size(away)} m inside the walkable ground; a gate is on its edge: let the "
            "ground end there, or put a barrier behind the gate"
        )
    elif away > EDGE:
        there = _nearest(plan.ground, gate)
        words = (
            f"lies up to {size(away)} m off the edge of the walkable ground, which is nearest at "
            f"{point(there)}; move it onto the edge"
        )
    else:
        return
    yield Problem(ERROR, gate.label, gate.middle, words)


def _queue(queue: Shape, plan: Plan) -> Iterator[Problem]:
    """Yield what is wrong with a queue."""
    drawn, ground = queue.geometry, shapely.buffer(plan.ground, 0.05)
    is_line = drawn.geom_type == LINE
    whole = drawn.length if is_line else drawn.area
    off = shapely.difference(drawn, ground)
    share = (off.length if is_line else off.area) / whole
    if share > 0.95:
        words = "lies off the walkable ground; move it onto the ground"
        yield Problem(ERROR, queue.label, queue.middle, words)
        return
    if share > 0.02:
        amount = size(off.length if is_line else off.area)
        words = f"leaves the walkable ground over {amount} {'m' if is_line else 'm²'}"
        yield Problem(WARNING, queue.label, _inside(off), words)
    gates = [gate.geometry for gate in plan.of("gate")]
    if not is_line or not gates:
        return
    first, last = (shapely.distance(shapely.Point(end), gates).min() for end in _ends(queue))
    if last < first:
        words = (
            f"is drawn towards the gate: it begins {size(first)} m from it and ends {size(last)} m "
            "from it; reverse the line, its first point is where the first person stands"
        )
        yield Problem(WARNING, queue.label, _ends(queue)[0], words)


def _zones(plan: Plan) -> Iterator[Problem]:
    """Yield what is wrong with zones: nobody is ever counted in them, or there are too many."""
    if len(plan.zones) > MOST_ZONES:
        words = f"has {len(plan.zones)} zones; it can have {MOST_ZONES}; parts of one share a name"
        yield Problem(ERROR, "", None, words)
    ground = shapely.union_all([plan.ground, *(lane.geometry for lane in plan.of("lane"))])
    shapely.prepare(ground)
    for zone in plan.of("zone"):
        if not ground.intersects(zone.geometry):
            words = (
                "lies off the walkable ground: nobody is ever counted there; move it onto the "
                "ground, or leave it out"
            )
            yield Problem(ERROR, zone.label, zone.middle, words)


def _ignored(plan: Plan) -> Iterator[Problem]:
    """Yield which shapes change nothing, and why."""
    walkable = shapely.union_all([each.geometry for each in plan.of("walkable")])
    shapely.prepare(walkable)
    for each in plan.shapes:
        if each.kind in ("barrier", "one_way") and not walkable.intersects(each.geometry):
            words = "is ignored: it lies off the walkable ground"
            yield Problem(NOTE, each.label, each.middle, words)
        elif each.kind in NOT_YET:
            words = f"is drawn and not used yet: no rule reads a {each.kind} so far"
            yield Problem(NOTE, each.label, each.middle, words)


def _ends(shape: Shape) -> tuple[Point, Point]:
    """Return the first and the last point of a line."""
    (first_x, first_y), *_, (last_x, last_y) = shape.geometry.coords
    return (first_x, first_y), (last_x, last_y)


def _nearest(ground: shapely.Geometry, shape: Shape) -> Point:
    """Return the point of the ground's edge that is nearest to a shape."""
    here = shapely.shortest_line(ground.boundary, shape.geometry).coords[0]
    return float(here[0]), float(here[1])


def _inside(geometry: shapely.Geometry) -> Point:
    here = geometry.representative_point()
    return float(here.x), float(here.y)
