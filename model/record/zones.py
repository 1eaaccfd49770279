"""What happened in each zone of a plan, a window of the day after the other."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from ..place.site import zones_of
from ..rules.second_record import SECOND
from ..zones import WINDOW
from . import columns


def by_zone(model: Any, start: float) -> dict[str, NDArray[Any]]:
    """Return the columns of the zones' table (columns.ZONES), a row a zone and window begun.

    Args:
        model: of the day.
        start: hour at which it began.
    """
    log = model.situation.zone_log
    if not log.size:
        return {name: np.empty(0) for name in columns.names(columns.ZONES)}
    zone, window = np.nonzero(log.seconds)
    row, area = log[zone, window], model.place.zone_area[zone]
    time, begin = row.seconds * SECOND, window * WINDOW
    return {
        "zone": np.array(zones_of(model.scenario.site))[zone],
        "area": area,
        "begin": start + begin / 3600,
        "end": start + (begin + time) / 3600,
        "density": row.people / row.seconds / area,
        "density_peak": row.people_peak / area,
        "flow": row.walked / (area * time),
        "above_2": row.above_2 * SECOND,
        "above_4": row.above_4 * SECOND,
        "above_5": row.above_5 * SECOND,
        "force_peak": row.force_peak,
    }
