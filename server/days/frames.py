"""States of a day as bytes for the browser: one header and one short row a person.

The layout is declared here as two numpy types; ``stage.layout`` tells it to the browser.
"""

from __future__ import annotations

from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from gatecrush.model.record.recorder import OFFSET

ACTIVITIES: Final = ("processing", "cars", "admitting", "closed")
"""What the guards do, by its code."""
VOLUNTEER_CODE: Final = 20
"""Stands for a conduct in the rows of volunteers."""
LOAD_UNIT: Final = 10.0
"""Unit of a person's contact force in a frame, N."""
STATE: Final = np.dtype(
    [
        ("hour", "<f4"),  # of the day
        ("people", "<f4"),  # rows that follow
        ("activity", "<f4"),  # code of ACTIVITIES
        ("gate_load", "<f4"),  # kN/m
        ("gate_failed", "<f4"),
        ("press_share", "<f4"),  # of the last minute
        ("waiting", "<f4"),  # people on the site who wait
        ("admitted", "<f4"),  # people so far
        ("out_of_turn", "<f4"),  # admissions so far, families aside
        ("admissions", "<f4"),  # admissions so far, families aside
    ]
)
"""Header of a state: numbers of four bytes."""
PERSON: Final = np.dtype(
    [
        ("id", "<u2"),
        ("x", "<u2"),  # in units of the stage, from its low edge
        ("y", "<u2"),  # in units of the stage, from the gate
        ("number", "<u2"),  # on the wrist, 0 if none
        ("conduct", "u1"),
        ("kind", "u1"),
        ("load", "u1"),  # contact force in LOAD_UNIT, 255: or more
        ("disorder", "u1"),  # seen, 0 to 255
    ]
)
"""Row of a person: twelve bytes."""
CURVES: Final = ("time", "press_share", "queue_length", "gate_load_peak")
"""Columns of the minutes sent along, in hours and kN/m."""
WAITING: Final = (2, 3, 4, 5, 6)
"""Codes of the conducts of those who wait (conduct.SEEKING to conduct.BESIDE)."""


class Camera:
    """Turns a model as it stands into bytes."""

    def __init__(self, model: Any, low: float, unit: float) -> None:
        """Look at a model.

        Args:
            model: a day, with Mesa or without.
            low: smallest x shown, m.
            unit: length of one step of a coordinate, m.
        """
        self.model, self.low, self.unit = model, low, unit
        self.minutes_sent = 0
        self._offsets = np.empty((0, 2))

    def state(self) -> bytes:
        """Return the state of now."""
        people = self._people()
        header = np.zeros(1, STATE)
        for name, value in self._header(len(people)).items():
            header[name] = value
        return header.tobytes() + people.tobytes()

    def minutes(self) -> bytes:
        """Return the minutes that have passed since the last call (CURVES, four bytes each)."""
        model = self.model
        log = model.minute_log[self.minutes_sent : model.minute_count]
        self.minutes_sent = model.minute_count
        rows = np.empty((len(log), len(CURVES)), "<f4")
        for place, name in enumerate(CURVES):
            if name == "press_share":
                near = log["waiting_near"]
                rows[:, place] = log["pressing_near"] / np.maximum(near, 1.0)
            else:
                rows[:, place] = log[name]
        rows[:, 0] = model.scenario.run.start + log["time"] / 3600
        rows[:, CURVES.index("gate_load_peak")] /= 1000
        return rows.tobytes()

    def _header(self, people: int) -> dict[str, float]:
        model = self.model
        log = model.admission_log[: model.admission_count]
        in_line = log["family"] == 0
        return {
            "hour": model.hour,
            "people": people,
            "activity": ACTIVITIES.index(model.guards_activity),
            "gate_load": model.gate.load / 1000,
            "gate_failed": model.gate.failed,
            "press_share": model.press_share,
            "waiting": np.isin(model.people.conduct, WAITING).sum(),
            "admitted": model.admitted,
            "out_of_turn": log["out_of_turn"][in_line].sum(),
            "admissions": in_line.sum(),
        }

    def _people(self) -> NDArray[Any]:
        model = self.model
        crowd, place = model.people, model.place
        here = np.flatnonzero(crowd.cell >= 0)
        helpers = self._volunteers()
        rows = np.zeros(len(here) + len(helpers), PERSON)
        own, cell, offsets = rows[: len(here)], crowd.cell[here], self._shown_beside()[here]
        own["id"] = here
        own["x"] = self._steps(place.x[cell] + offsets[:, 0] - self.low)
        own["y"] = self._steps(place.y[cell] + offsets[:, 1])
        own["number"] = np.minimum(crowd.number[here], 65535)
        own["conduct"], own["kind"] = crowd.conduct[here], crowd.kind[here]
        own["load"] = np.clip(crowd.load[here] / LOAD_UNIT, 0, 255)
        own["disorder"] = np.clip(255 * crowd.seen[here], 0, 255)
        rows[len(here) :] = helpers
        return rows

    def _volunteers(self) -> NDArray[Any]:
        """Return the rows of volunteers on duty."""
        model = self.model
        on_duty = model.hour >= model.present_scenario.volunteers.start
        them = model.volunteers if on_duty else model.volunteers[:0]
        rows = np.zeros(len(them), PERSON)
        rows["id"] = 65535 - np.arange(len(them))
        rows["x"], rows["y"] = self._steps(them.x - self.low), self._steps(them.y)
        rows["conduct"] = VOLUNTEER_CODE
        return rows

    def _steps(self, meters: NDArray[np.float64]) -> NDArray[np.float64]:
        return np.clip(np.rint(meters / self.unit), 0, 65535)

    def _shown_beside(self) -> NDArray[np.float64]:
        """Return how far each person is shown from the center of their cell, m, (people, 2).

        Without it a crowd looks like a chessboard. A person keeps theirs.
        """
        if len(self._offsets) < len(self.model.people):
            stream = np.random.default_rng(0)
            self._offsets = stream.uniform(-OFFSET, OFFSET, (2 * len(self.model.people), 2))
        return self._offsets
