"""The zones' table: what somebody who looks every second would write down."""

import numpy as np
import pytest

from gatecrush.model.day import Day
from gatecrush.model.record import columns

from ..conftest import COMPILED
from ..place.plan.places_by_hand import area
from ..rules.two_gates import square

pytestmark = pytest.mark.skipif(not COMPILED, reason="hours of days in plain Python")
ZONES = (
    area("zone", 16, 30, 24, 40, name="entry"),
    area("zone", 12, 0, 28, 10, name="south"),
    area("zone", 0, 0, 40, 40, name="all"),
)
BUSY = {"demand.factor": 4.0, "run.start": 9.0, "run.end": 9.4}


@pytest.fixture(scope="module")
def day():
    """A day until 09:24, of which somebody looks at the first minute from outside."""
    day = Day(square(zones=ZONES, **BUSY), seed=3)
    place, names = day.place, ("entry", "south", "all")
    people, walked = np.zeros(3), np.zeros(3)
    before = day.people.cell.copy()
    for second in range(1, 901):
        day.run_until(9.0 + second / 3600)
        cell = day.people.cell
        way = np.hypot(place.x[cell] - place.x[before], place.y[cell] - place.y[before])
        way[(cell < 0) | (before < 0) | (second == 1)] = 0.0  # nobody was seen before
        for zone in range(3):
            within = (cell >= 0) & (place.zones[cell] >> zone & 1 > 0)
            people[zone] += within.sum()
            walked[zone] += way[within].sum()
        before = cell.copy()
    day.looked = dict(zip(names, zip(people, walked, strict=True), strict=True))
    day.run_until(9.4)
    return day


def test_density_and_flow_are_those_seen_from_outside(day):
    zones = day.record.zones
    assert list(zones.columns) == columns.names(columns.ZONES)
    for name, (people, walked) in day.looked.items():
        first = zones[zones["zone"] == name].iloc[0]
        assert people > 0
        assert first["density"] * first["area"] * 900 == pytest.approx(people)
        assert first["flow"] * first["area"] * 900 == pytest.approx(walked)
    assert day.looked["entry"][1] > 0


def test_windows_are_quarters_of_an_hour_and_the_last_ends_with_the_run(day):
    zones = day.record.zones
    for _, rows in zones.groupby("zone"):
        np.testing.assert_allclose(rows[["begin", "end"]], [[9.0, 9.25], [9.25, 9.4]], atol=3e-4)


def test_the_force_is_the_largest_of_all_places(day):
    zones, places = day.record.zones, day.record.places
    everywhere = zones[zones["zone"] == "all"]
    assert everywhere["force_peak"].max() == pytest.approx(places["force_peak"].max())
    assert everywhere["density_peak"].iloc[0] * everywhere["area"].iloc[0] <= day.counts.arrived


def test_zones_change_nothing_else(day):
    plain = Day(square(**BUSY), seed=3)
    plain.run_until(9.4)
    assert len(plain.record.zones) == 0
    assert plain.people.cell.tobytes() == day.people.cell.tobytes()
    assert plain.minute_log.tobytes() == day.minute_log.tobytes()
    assert plain.people.load.tobytes() == day.people.load.tobytes()
