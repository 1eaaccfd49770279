"""On any place that can be drawn all ways lead to the gate, nobody is lost or stands in a wall.

Places are drawn at random, turned and shifted: fences and blocks anywhere, one to three leaves, a
queue wherever it falls. Those on which no day can run are refused elsewhere.
"""

from __future__ import annotations

import json
from typing import Any

import numpy as np
import shapely
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from gatecrush.agents.conduct import FAMILY
from gatecrush.model.beginning import begin
from gatecrush.model.place.plan.cells import frame_of
from gatecrush.model.place.plan.examination import examined
from gatecrush.model.place.site import build_place
from gatecrush.model.rules.step import take_steps
from gatecrush.model.scenario.door import ScenarioError
from gatecrush.model.scenario.scenario import Scenario

from ..unit.place.plan.places_by_hand import TERMS, area, collection, line, turned

PLACES = 25
"""Random places of each test."""
STEPS = 1500
"""Of a busy day on each: four and a half minutes."""
LIVELY: dict[str, Any] = {
    "run.end": 5.2, "demand.profile": ((5.0, 6.0, 900.0),), "demand.initial_numbered": 4,
    "demand.informed": 0.3, "waiters.telling": 0.02, "waiters.patience": 1.0,
    "list.writing_min": 5.0, "list.writing_max": 10.0, "gate.cycle_min": 1.0,
    "gate.cycle_max": 2.0, "gate.batch_size": 4, "guards.turned_back": 0.1, "families.size": 2,
}  # fmt: skip


def meters(low: float, high: float) -> st.SearchStrategy[float]:
    """Return lengths, to the centimeter."""
    return st.integers(round(100 * low), round(100 * high)).map(lambda each: each / 100)


@st.composite
def plans(draw: st.DrawFn) -> str:
    """Draw a plan: a yard some 15 by 25 m in any direction, with what may stand on it."""
    wide, high, leaf = (draw(meters(*each)) for each in ((9, 20), (16, 30), (0.7, 1.4)))
    leaves = draw(st.integers(1, 3))
    left = draw(meters(0.5, wide - 0.5 - 1.8 * leaves))
    shapes = [area("walkable", 0, 0, wide, high)]
    for start in (left + 1.8 * n for n in range(leaves)):
        shapes.append(line("gate", (start, 0), (start + leaf, 0), name="g"))
    for _ in range(draw(st.integers(0, 4))):
        x, y = draw(meters(-1, wide)), draw(meters(2, high - 3))
        across, along = draw(meters(0.1, 8)), draw(meters(0.1, 3))
        shapes.append(area("barrier", x, y, x + across, y + along))
    bends = (left, 1.5), (left, high - 5), (draw(meters(1, wide)), high - 4)
    shapes += [
        line("queue", *bends, width=draw(meters(1, 4))),
        line("entry", (1, high), (wide - 1, high)),
        area("lane", wide + 0.6, 0, wide + 3, high),
    ]
    angle = draw(st.integers(0, 359))
    shift = draw(meters(-500, 500)), draw(meters(-500, 500))
    return json.dumps(collection([turned(each, angle, shift) for each in shapes]))


def lively_day(plan: str) -> Scenario:
    """Return a busy day on a plan; a plan on which none can run is drawn anew."""
    try:
        return Scenario.load("account").with_(**LIVELY, **{"site.plan": plan})
    except ScenarioError:
        assume(False)
        raise


@settings(max_examples=PLACES, derandomize=True, deadline=None)
@given(plans())
def test_whoever_goes_downhill_comes_to_the_gate_and_never_through_a_barrier(plan: str) -> None:
    scenario = lively_day(plan)
    place = build_place(scenario.site, scenario.gate.width)
    on_foot = np.flatnonzero(place.walkable == 1)
    # Step by step from every cell at once; nobody needs more steps than there are cells.
    here = on_foot.copy()
    for _ in range(on_foot.size):
        walks = ~np.isin(here, place.gate_cells)
        if not walks.any():
            break
        here[walks] = place.ahead[here[walks]]
        assert (here >= 0).all(), "a hollow that leads nowhere"
        assert (place.walkable[here] == 1).all()
    assert np.isin(here, place.gate_cells).all()
    assert np.isin(place.drop_off, on_foot).all()
    assert np.isin(place.column, on_foot).all()
    drawn = examined(json.loads(plan), TERMS).plan
    assert drawn is not None
    frame = frame_of(next(iter(drawn.gates.values())), drawn.ground)
    blocks = shapely.union_all([each.geometry for each in drawn.of("barrier")])
    x, y = frame.back(np.stack([place.x[on_foot], place.y[on_foot]], axis=1)).T
    # What is missing before a gate is filled in: there alone a barrier may be stepped on.
    within = shapely.contains_xy(blocks, x, y) & (place.y[on_foot] > 1.0)
    assert not within.any()


@settings(max_examples=PLACES, derandomize=True, deadline=None)
@given(plans(), st.integers(0, 1000))
def test_nobody_is_lost_or_stands_in_a_wall(plan: str, seed: int) -> None:
    s = begin(lively_day(plan), seed, 0)
    is_family = s.people.kind == FAMILY
    for _ in range(STEPS):
        take_steps(s, 1)
        here = s.active[: s.crowd.active]
        cells = s.people.cell[here]
        assert np.array_equal(s.cells.occupant[cells], here)
        assert np.array_equal(s.place.walkable[cells], np.where(is_family[here], 2, 1))
        gone = s.crowd.admitted + s.crowd.turned_back + s.crowd.left
        assert s.crowd.arrived == gone + s.crowd.active + s.crowd.outside
    assert (s.cells.occupant >= 0).sum() == s.crowd.active
    assert s.crowd.arrived > LIVELY["demand.initial_numbered"], "nobody came"
