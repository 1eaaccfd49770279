"""The zones' log: how many people stand and how far they walk in named parts of a plan.

Density k = N/A and flow q = W/(A T), with W the way that all walk in a zone of area A in the time T
(Edie 1963). Nothing in the model reads it but rules that watch a zone.
"""

from __future__ import annotations

from gatecrush.agents.compiled import compiled

from ..situation import Situation
from ..zones import WINDOW
from .occupancy import distance_between
from .second_record import SECOND


@compiled
def window_at(s: Situation, now: float) -> int:
    """Return the window of the day in which a second or a pass of force ends."""
    return min(int((now - s.time_step) / WINDOW), s.zone_log.shape[1] - 1)


@compiled
def count_zones(s: Situation, second: int) -> None:
    """Count who stands in each zone, and how far they have walked since the second before.

    Whoever came into the zone in this second has walked in it, whoever left it has not.

    Changes: zones, zones.people, zones.walked, last_seen.
    """
    s.zones.people[:] = 0
    s.zones.walked[:] = 0.0
    for n in range(s.crowd.active):
        person = s.active[n]
        cell, seen = s.people.cell[person], s.last_seen[person]
        within, zone, walked = s.place.zones[cell], 0, 0.0
        if within > 0 and seen.second == second - 1 and seen.cell != cell:
            walked = distance_between(s.place.ground.x, s.place.ground.y, seen.cell, cell)
        seen.cell, seen.second = cell, second
        while within > 0:
            if within & 1:
                s.zones[zone].people += 1
                s.zones[zone].walked += walked
            within >>= 1
            zone += 1


@compiled
def note_zones(s: Situation, now: float) -> None:
    """Note what is in each zone in the second that ends now.

    Changes: zone_log, zones.
    """
    count_zones(s, round(now / SECOND))
    window = window_at(s, now)
    for zone in range(s.zones.size):
        row, here, area = s.zone_log[zone, window], s.zones[zone], s.place.zone_area[zone]
        here.minute_people += here.people
        here.minute_seconds += 1
        row.seconds += 1
        row.people += here.people
        row.people_peak = max(row.people_peak, here.people)
        row.walked += here.walked
        row.above_2 += here.people > 2.0 * area
        row.above_4 += here.people > 4.0 * area
        row.above_5 += here.people > 5.0 * area


@compiled
def note_zone_force(s: Situation, now: float) -> None:
    """Note the largest contact force on anybody in each zone, as it is now.

    Changes: zone_log.
    """
    window = window_at(s, now)
    for n in range(s.crowd.active):
        person = s.active[n]
        within, force, zone = s.place.zones[s.people.cell[person]], s.people.load[person], 0
        if force <= 0.0:
            continue
        while within > 0:
            if within & 1:
                row = s.zone_log[zone, window]
                row.force_peak = max(row.force_peak, force)
            within >>= 1
            zone += 1
