"""Zones by hand: who stands in each, how far they walk, seconds above a density, largest force."""

import numpy as np
import pytest

from gatecrush.model.place.site import build_place
from gatecrush.model.rules.zone_record import note_zone_force, note_zones
from gatecrush.model.zones import WINDOW

from ..place.plan.places_by_hand import area
from .two_gates import square, standing

HALL = area("zone", 10, 10, 11.05, 11.05, name="hall")
YARD = area("zone", 5, 5, 15, 15, name="yard")
FAR = (10.0, 30.0)


def in_hall(people, *elsewhere):
    """So many people in the hall, which lies in the yard, and others elsewhere."""
    scenario = square(zones=[HALL, YARD])
    place = build_place(scenario.site, scenario.gate.width)
    inside = np.flatnonzero(place.zones & 1)[:people]
    return standing(scenario, [*zip(place.x[inside], place.y[inside], strict=True), *elsewhere])


def test_a_zone_is_as_large_as_its_cells():
    place = in_hall(0).place
    assert place.zone_area == pytest.approx([1.1, 100.0], rel=0.15)
    assert np.all(place.zones[place.walkable == 0] == 0)


def test_everybody_counts_in_each_zone_they_stand_in():
    s = in_hall(2, (-12.0, 8.0), FAR)
    note_zones(s, 1.0)
    assert s.zones.people.tolist() == [2, 3]
    note_zones(s, 2.0)
    assert s.zone_log.people[:, 0].tolist() == [4, 6]
    assert s.zone_log.seconds[:, 0].tolist() == [2, 2]
    assert s.zone_log.people_peak[:, 0].tolist() == [2, 3]


def test_seconds_above_a_density_count():
    s = in_hall(6)
    in_order = [np.ceil(limit * s.place.zone_area[0] + 1e-9) for limit in (2, 4, 5)]
    for people in (*in_order, 0):
        s.crowd.active = int(people)
        note_zones(s, 1.0)
    row = s.zone_log[0, 0]
    assert (row.above_2, row.above_4, row.above_5, row.seconds) == (3, 2, 1, 4)


def test_the_way_walked_is_that_since_the_second_before():
    s = in_hall(1, FAR)
    home, other = s.people.cell[0], np.flatnonzero(s.place.zones & 1)[-1]
    way = np.hypot(s.place.x[home] - s.place.x[other], s.place.y[home] - s.place.y[other])
    note_zones(s, 1.0)
    s.people.cell[0] = other
    note_zones(s, 2.0)
    s.people.cell[1] = s.people.cell[1] + 5  # outside of both
    note_zones(s, 3.0)
    assert s.zone_log.walked[:, 0] == pytest.approx([way, way])


def test_who_was_away_has_not_walked_from_where_they_were_seen_last():
    s = in_hall(1)
    note_zones(s, 1.0)
    s.crowd.active = 0
    note_zones(s, 2.0)
    s.crowd.active, s.people.cell[0] = 1, np.flatnonzero(s.place.zones & 1)[-1]
    note_zones(s, 3.0)
    assert s.zone_log.walked.sum() == 0.0


def test_the_largest_force_is_kept_window_by_window():
    s = in_hall(1, FAR)
    for now, load in ((3.0, 150.0), (WINDOW, 400.0), (WINDOW + 3.0, 300.0), (WINDOW + 6.0, 200.0)):
        s.people.load[:] = load, 2 * load
        note_zone_force(s, now)
    assert s.zone_log.force_peak[:, :2].tolist() == [[400.0, 300.0]] * 2


def test_a_second_belongs_to_the_window_in_which_it_ends():
    s = in_hall(1)
    for now in (1.0, WINDOW - 1e-9, WINDOW + 1.0 - 0.9 * s.time_step):
        note_zones(s, now)
    assert s.zone_log.seconds[0, :3].tolist() == [2, 1, 0]
