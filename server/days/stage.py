"""What the browser has to know before the first state: the ground, the words, the colors."""

from __future__ import annotations

import base64
from typing import Any, Final

from gatecrush.agents.conduct import CONDUCTS, KINDS
from gatecrush.experiments.drawing.style import CONDUCT_COLORS
from gatecrush.model.place.raster import ground_raster
from gatecrush.model.record.measures.press import CROWD_SHARE
from gatecrush.model.record.measures.pressure import LOAD_BANDS

from .frames import ACTIVITIES, CURVES, LOAD_UNIT, PERSON, STATE, VOLUNTEER_CODE
from .words import NUMBERS, SPREAD

FINEST: Final = 0.01
"""Length of one step of a coordinate unless the site is very long, m."""
CONDUCT_WORDS: Final = {
    "arriving": "just came, has not heard of the list",
    "seeking": "was told, waits to write a number",
    "holding": "waits, with a number",
    "called": "among the next to be let in",
    "pressing": "presses, without a number",
    "pressing_numbered": "presses, with a number",
    "beside": "family with children",
    "volunteer": "volunteer",
    "guard": "guard",
}
"""What somebody on the site does, as the legend says it."""
COLORS: Final = {
    **CONDUCT_COLORS,
    "pressing_numbered": "#7A2E5D",
    "volunteer": "#F2B705",
    "guard": "#22262B",
}
"""Color of each of them; dark ones are lightened on a dark page by the browser."""
ACTIVITY_WORDS: Final = {
    "processing": "gate shut, the last batch is being checked",
    "cars": "gate shut, cars are let through",
    "admitting": "gate open",
    "closed": "the gate gave way, the crossing is closed",
}


def stage_of(model: Any) -> dict[str, Any]:
    """Return what to draw a model's day on.

    Args:
        model: a day, with Mesa or without.
    """
    place, scenario = model.place, model.scenario
    ground = ground_raster(place)
    columns, rows = ground.kinds.shape
    return {
        "name": scenario.name,
        "seed": model.seed,
        "replication": model.replication,
        "start": scenario.run.start,
        "end": scenario.run.end,
        "low": ground.low,
        "unit": max(FINEST, rows * place.cell / 65000),
        "cell": place.cell,
        "rows": rows,
        "columns": columns,
        "ground": base64.b64encode(ground.kinds.T.tobytes()).decode(),
        "gate": list(ground.gate),
        "further_gates": list(ground.further_gates),
        "gate_strength": scenario.gate.strength,
        "gate_wear_load": scenario.gate.wear_load,
        "guards": scenario.guards.count,
        "dangerous_load": scenario.pressure.dangerous,
    }


def layout() -> dict[str, Any]:
    """Return how states are written, and what is said of them."""
    return {
        "state": list(STATE.names or ()),
        "person_bytes": PERSON.itemsize,
        "load_unit": LOAD_UNIT,
        "volunteer": VOLUNTEER_CODE,
        "conducts": list(CONDUCTS),
        "kinds": list(KINDS),
        "words": CONDUCT_WORDS,
        "colors": COLORS,
        "activities": [ACTIVITY_WORDS[name] for name in ACTIVITIES],
        "curves": list(CURVES),
        "crowd_share": CROWD_SHARE,
        "load_bands": [list(band) for band in LOAD_BANDS],
        "numbers": NUMBERS,
        "spread": SPREAD,
    }
