"""What can be reached: ground apart from the gate's, and gaps that are too narrow for a person."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

import numpy as np
import shapely

from .cells import EDGE
from .gaps import Parts
from .shapes import BODY, ERROR, NOTE, WARNING, Plan, Problem, Shape, point_of, size

MOST_TOLD: Final = 10
"""Gaps and places told one by one."""


def apart(plan: Plan) -> Iterator[Problem]:
    """Yield the pieces of ground that do not hang together with a gate's.

    Args:
        plan: with a gate.
    """
    pieces = np.array(plan.ground.geoms, dtype=object)
    gates = [each.geometry for each in plan.of("gate")]
    away = np.array([shapely.distance(each, gates).min() for each in pieces])
    at_gate = away <= max(EDGE, away.min())
    near = shapely.union_all(pieces[at_gate])
    others = sorted(pieces[~at_gate].tolist(), key=lambda each: -each.area)
    for each in others[:MOST_TOLD]:
        between = shapely.shortest_line(near, each)
        mend = "let the shapes overlap" if between.length < EDGE else "draw the ground between them"
        words = (
            f"has {size(each.area)} m² of ground to which no way leads from the gate: "
            f"{size(between.length)} m lie between; {mend}, or leave it out"
        )
        yield Problem(WARNING, "", point_of(each), words)
    if len(others) > MOST_TOLD:
        words = f"has {len(others) - MOST_TOLD} more such pieces of ground"
        yield Problem(WARNING, "", None, words)
    for entry in plan.of("entry"):
        if shapely.distance(near, entry.geometry) > EDGE:
            words = "no way leads from here to a gate; see what lies between, or move it"
            yield Problem(ERROR, entry.label, entry.middle, words)


def too_narrow(plan: Plan, found: Parts) -> Iterator[Problem]:
    """Yield the gaps through which nobody fits, and entries that lie beyond them.

    Args:
        plan: whose gates, if it has any, lie on the edge of its ground.
        found: its ground as people can walk it.
    """
    if not found.parts:
        words = f"its ground is nowhere {BODY} m wide: nobody fits"
        yield Problem(ERROR, "", point_of(plan.ground), words)
        return
    for gap in found.gaps[:MOST_TOLD]:
        words = f"has a gap {size(gap.width)} m wide, too narrow for a person ({BODY} m)"
        yield Problem(WARNING, "", gap.at, words + "; widen it, or close it with a barrier")
    if len(found.gaps) > MOST_TOLD:
        words = f"has {len(found.gaps) - MOST_TOLD} more such gaps"
        yield Problem(WARNING, "", None, words)
    if not plan.of("gate"):
        return
    at_gates = {_nearest(found.parts, gate) for gate in plan.of("gate")}
    for entry in plan.of("entry"):
        near = shapely.distance(found.parts, entry.geometry) <= EDGE + BODY
        if near.any() and not at_gates & set(np.flatnonzero(near)):
            words = "every way from here to a gate leads through a gap too narrow for a person"
            yield Problem(ERROR, entry.label, entry.middle, words)
    beyond = sum(each.area for number, each in enumerate(found.parts) if number not in at_gates)
    if found.gaps and beyond > 1:
        words = f"has about {size(beyond)} m² of ground that is reached through such gaps only"
        yield Problem(NOTE, "", None, words)


def _nearest(parts: Sequence[shapely.Polygon], gate: Shape) -> int:
    return int(np.argmin(shapely.distance(parts, gate.geometry)))
