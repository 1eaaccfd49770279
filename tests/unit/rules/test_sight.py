"""Who is in sight, by running counts and by looking at everybody; people in a square, by sums."""

from __future__ import annotations

import numpy as np
import pytest

from gatecrush.agents.conduct import ARRIVING, BESIDE, PRESSING
from gatecrush.agents.people import empty_people
from gatecrush.model.beginning import empty_situation
from gatecrush.model.place.site import build_place
from gatecrush.model.rules.entry import stand_on
from gatecrush.model.rules.sight import draw_circle, line_up, people_in_sight, show_as_deep
from gatecrush.model.scenario.scenario import Scenario


@pytest.mark.parametrize("quarter_turns", [0, 1])
@pytest.mark.parametrize("sight", [0.0, 0.4, 3.0, 7.9, 20.0, 100.0])
def test_running_counts_hold_everybody_in_sight(sight: float, quarter_turns: int) -> None:
    scenario = Scenario.load("account").with_(
        **{"site.length": 60.0, "site.quarter_turns": quarter_turns}
    )
    place = build_place(scenario.site, scenario.gate.width)
    rng, n = np.random.default_rng(1), 90
    people = empty_people(n)
    people.conduct[:] = rng.choice([ARRIVING, PRESSING, BESIDE], n, p=[0.5, 0.4, 0.1])
    s = empty_situation(scenario, place, people, 0, 0)
    for person, cell in enumerate(rng.choice(place.far_to_near, n, replace=False)):
        stand_on(s, person, int(cell), 0.0)
    noticed = people.conduct != BESIDE
    x, y, depth = (column[people.cell] for column in (place.x, place.y, place.to_gate))
    columns, count, done = draw_circle(s, sight), line_up(s), 0
    assert sorted(s.work.lists.in_line[:count]) == np.flatnonzero(noticed).tolist()
    s.work.shown[:] = 0
    for person in s.work.lists.in_line[:count].copy():
        done = show_as_deep(s, done, count, depth[person] + 2.0)
        near = (x - x[person]) ** 2 + (y - y[person]) ** 2 <= sight**2 + 1e-9
        seen = noticed & near & (depth <= depth[person] + 2.0)
        expected = (seen.sum(), (seen & (people.conduct == PRESSING)).sum())
        assert people_in_sight(s, people.cell[person], columns) == expected
