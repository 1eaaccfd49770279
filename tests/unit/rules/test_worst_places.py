"""Where it was worst, by hand: density on a square of ground, crowded minutes, force on people."""

import math

import numpy as np
import pytest

from gatecrush.model.day import Day
from gatecrush.model.rules.minute_record import MINUTE
from gatecrush.model.rules.worst_places import CROWDED, measure_room, note_density, note_force

from .crowds_by_hand import crowd

WINDOW = 25 * 0.4**2
"""Five by five cells of 0.4 m, m^2."""


def cell_at(s, x, y):
    return int(np.hypot(s.place.x - x, s.place.y - y).argmin())


@pytest.fixture
def three():
    """Three people within 0.8 m of each other in the middle of the site, a fourth far off."""
    s = crowd(4, [(0.2, 20.2), (0.2, 20.6), (0.6, 20.2), (0.2, 30.2)])
    measure_room(s)
    return s


def test_density_is_people_over_the_ground_around(three):
    note_density(three, 60.0)
    among = three.worst[cell_at(three, 0.2, 20.2)]
    assert among.room == pytest.approx(WINDOW)
    assert among.density == pytest.approx(3 / WINDOW)
    assert among.density_at == 60.0
    alone = three.worst[cell_at(three, 0.2, 30.2)]
    assert alone.density == pytest.approx(1 / WINDOW)
    empty = three.worst[cell_at(three, 0.2, 10.2)]
    assert empty.density == 0.0
    assert math.isnan(empty.density_at)


def test_walls_leave_less_ground(three):
    walled = three.place.walkable == 0
    assert np.all(three.worst.room[walled] == 0.0)
    note_density(three, 60.0)
    assert np.all(three.worst.density[walled] == 0.0)
    open_to_all = np.flatnonzero(three.place.walkable > 0)
    corner = open_to_all[np.lexsort((three.place.y[open_to_all], three.place.x[open_to_all]))[0]]
    assert 0.0 < three.worst.room[corner] < WINDOW


def test_the_largest_is_kept_with_its_moment_and_crowded_minutes_add_up(three):
    cell = cell_at(three, 0.2, 20.2)
    note_density(three, 60.0)
    three.worst.room[cell] = 2.5 / CROWDED  # as between walls: three people are more than 4 per m^2
    note_density(three, 120.0)
    note_density(three, 180.0)
    found = three.worst[cell]
    assert found.density == pytest.approx(3 * CROWDED / 2.5)
    assert found.density_at == 120.0
    assert found.crowded == 2 * MINUTE
    three.worst.room[cell] = 3.0 / CROWDED
    note_density(three, 240.0)
    assert three.worst[cell].crowded == 2 * MINUTE


def test_the_largest_force_on_a_person_is_kept_with_its_moment(three):
    for now, load in ((3.0, 150.0), (6.0, 400.0), (9.0, 300.0)):
        three.people.load[0] = load
        note_force(three, now)
    found = three.worst[three.people.cell[0]]
    assert (found.force, found.force_at) == (400.0, 6.0)
    assert three.worst.force.sum() == 400.0


def test_a_day_notes_them(lively):
    short = lively.with_(**{"run.end": lively.run.start + 0.1})
    day = Day(short, seed=3)
    day.run_until(short.run.end)
    worst = day.situation.worst
    assert worst.density.max() > 1.0
    assert worst.force.max() > 0.0
    assert worst.force.max() == pytest.approx(max_load(short))
    hours = day.record.places["density_peak_time"].dropna()
    assert hours.between(short.run.start, short.run.end).all()
    assert len(day.record.places) == (day.place.walkable > 0).sum()


def max_load(scenario):
    """The largest force on anybody, looked at from outside after each step."""
    day, largest = Day(scenario, seed=3), 0.0
    step = scenario.run.time_step / 3600
    for n in range(1, round((scenario.run.end - scenario.run.start) / step) + 1):
        day.run_until(min(scenario.run.end, scenario.run.start + n * step + 1e-12))
        largest = max(largest, float(day.people.load.max(initial=0.0)))
    return largest


def test_every_place_has_the_people_that_stand_on_its_square():
    """Counted by hand, also at the far end of where people stand and beyond it."""
    s = crowd(4, [(0.2, 20.2), (-0.6, 25.0), (1.8, 27.4), (0.2, 30.2)])
    measure_room(s)
    note_density(s, 60.0)
    here = s.people.cell[:4]
    rows, columns = np.divmod(np.arange(s.place.x.size), s.place.stride)
    people = np.zeros(s.place.x.size)
    for cell in here:
        people += (abs(rows - rows[cell]) <= 2) & (abs(columns - columns[cell]) <= 2)
    room = s.worst.room
    expected = np.divide(people, room, out=np.zeros_like(room), where=room > 0)
    np.testing.assert_allclose(s.worst.density, expected)
