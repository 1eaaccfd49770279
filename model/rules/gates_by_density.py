"""Gates by density: a gate is opened or shut once the density in a zone passes a limit.

What is asked is the mean over the minute that ends, k = sum N/(n A): nobody acts on a moment.
"""

from __future__ import annotations

from gatecrush.agents.compiled import compiled

from ..situation import Situation


@compiled
def mean_density(s: Situation, zone: int) -> float:
    """Return the mean density in a zone over this minute so far, 1/m^2."""
    here = s.zones[zone]
    if here.minute_seconds == 0:
        return 0.0
    return float(here.minute_people / here.minute_seconds / s.place.zone_area[zone])


@compiled
def open_and_shut(s: Situation) -> None:
    """Open and shut gates by the densities of the minute that ends; of two rules the later counts.

    Changes: gates, zones.minute_people, zones.minute_seconds.
    """
    for n in range(s.density_rules.size):
        rule = s.density_rules[n]
        too_much = mean_density(s, rule.zone) - rule.limit
        if (too_much > 0.0 and rule.is_above == 1) or (too_much < 0.0 and rule.is_above == 0):
            s.gates[rule.gate].shut = rule.shuts
    s.zones.minute_people[:] = 0
    s.zones.minute_seconds[:] = 0
