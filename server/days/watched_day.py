"""A day that is watched: where it begins, how far it has come, what changed on the way.

A day is its scenario, seed, replication and changes: the same four give the same day to the bit,
so a day that is lost with its process is simply run again.
"""

from __future__ import annotations

import math
import time
from typing import Any, Final, NamedTuple

from gatecrush.experiments.days.planned_run import PlannedRun, as_changes
from gatecrush.model.record.measures.press import onset_time, press_share

from .frames import Camera
from .stage import stage_of

QUANTUM: Final = 0.05
"""Longest time that one visitor's day is worked on before others have their turn, s."""
STRETCH: Final = 0.01
"""Time for which a day is worked on without a look at the clock, about, s."""
MOST_STATES: Final = 60
"""Most states in one answer."""


class Piece(NamedTuple):
    """A stretch of a day, as bytes."""

    hour: float
    """How far the day has come, h; perhaps in the midst of the way to the next state."""
    seen: float
    """Hour of the last state so far, h."""
    states: tuple[bytes, ...]
    minutes: bytes
    is_over: bool
    onset: float | None
    """When the order broke, h; None if it has not."""


class Playing:
    """A day being simulated in this process."""

    def __init__(self, day: PlannedRun, model: Any = None) -> None:
        """Begin a day, or go on with a model as it stands."""
        from gatecrush.model.day import Day

        if model is None:
            model = Day(day.scenario, **day.conditions)
        self.day, self.model = day, model
        self.reached = float(math.ceil(model.seconds - 1e-3))
        """Time after the start up to which it is simulated, s."""
        self._seen_at = self.reached
        # A Mesa model takes whole steps of its own; a day alone can stop at any time step.
        self._least = float(getattr(model, "seconds_per_step", day.scenario.run.time_step))
        self._stretch = self._least
        self.asked = time.monotonic()
        """When it was asked for last, s."""
        self.stage = stage_of(model)
        self.camera = Camera(model, self.stage["low"], self.stage["unit"])
        self._onset: float | None = None
        self._minutes_known = 0

    @classmethod
    def of(cls, model: Any) -> Playing:
        """Return the day of a model that somebody else made."""
        changes = as_changes(model.changes)
        return cls(PlannedRun(model.scenario.design, model.seed, model.replication, changes), model)

    def look(self, *, anew: bool = True) -> Piece:
        """Return the day as it stands: one state, and the minutes since the last look.

        Args:
            anew: whether to return all minutes so far.
        """
        if anew:
            self.camera.minutes_sent = 0
        if self.model.seconds > self.reached + 1e-3:  # somebody else steps it
            self.reached = float(math.ceil(self.model.seconds - 1e-3))
        return self._piece((self._state(),))

    def go_on(
        self, until: float, every: float, *, most: int = MOST_STATES, quantum: float = QUANTUM
    ) -> Piece:
        """Simulate on, for a moment of real time, and return what was seen.

        The moment may end on the way to the next state, which then comes with a later answer.

        Args:
            until: hour of the day at which to stop, h.
            every: simulated time from state to state, whole s.
            most: states at most.
            quantum: real time to work at most, s.
        """
        stop = time.monotonic() + quantum
        states: list[bytes] = []
        run, every = self.model.scenario.run, max(1, round(every))
        end = math.ceil((min(until, run.end) - run.start) * 3600 - 1e-3)
        while self.reached < end and len(states) < most and time.monotonic() < stop:
            due = min(end, max(self._seen_at + every, math.ceil(self.reached)))
            if self.work(due, stop):
                states.append(self._state())
        return self._piece(tuple(states))

    def work(self, second: float, stop: float) -> bool:
        """Simulate towards a second after the start; return whether it was reached.

        Args:
            second: time after the start, s.
            stop: when others have their turn, by the monotonic clock, s.
        """
        while self.reached < second:
            began = time.monotonic()
            if began >= stop:
                return False
            whole = self.reached + self._stretch
            self.run_to(min(second, whole))
            spent = time.monotonic() - began
            if spent > STRETCH:
                self._stretch = max(self._least, self._stretch / 2)
            elif spent < STRETCH / 4 and whole <= second:
                self._stretch *= 2
        return True

    def run_to(self, second: float) -> None:
        """Simulate to a second after the start, without looking."""
        self.model.run_until(self.model.scenario.run.start + (second + 1e-3) / 3600)
        self.reached = max(self.reached, second)

    @property
    def hour(self) -> float:
        """How far the day has come, h."""
        return float(self.model.scenario.run.start + self.reached / 3600)

    def change(self, settings: dict[str, Any]) -> None:
        """Change parameters now.

        Raises:
            ScenarioError: they cannot be changed during a day, or not to these values.
        """
        self.model.change(**settings)
        # The time step that was taken last: hours in between would round to the next one.
        self.day = self.day.changed(self.model.hour, settings)

    def _state(self) -> bytes:
        self._seen_at = self.reached
        return self.camera.state()

    def _piece(self, states: tuple[bytes, ...]) -> Piece:
        is_over = self.hour >= self.model.scenario.run.end - 1e-6
        seen = self.model.scenario.run.start + self._seen_at / 3600
        return Piece(self.hour, seen, states, self.camera.minutes(), is_over, self._onset_so_far())

    def _onset_so_far(self) -> float | None:
        log = self.model.minute_log[: self.model.minute_count]
        if self._onset is None and len(log) > self._minutes_known:
            self._minutes_known = len(log)
            near = (log[name] for name in ("pressing_near", "waiting_near"))
            hours = self.model.scenario.run.start + log["time"] / 3600
            found = onset_time(hours, press_share(*near))
            self._onset = found if math.isfinite(found) else None
        return self._onset
