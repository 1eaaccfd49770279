"""A day as far as its order lasts: stepped until it breaks, or until an hour, and no longer.

Whether it broke is what the record of the whole day would say (``onset_time``): the day so far is
the beginning of the whole one, to the bit, and so is what is measured of it.
"""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import numpy as np

from gatecrush.model.record.measures.press import onset_time, press_share

from ..days.planned_run import PlannedRun, code, digest_of

if TYPE_CHECKING:
    from gatecrush.model.day import Day

LOOKS_AN_HOUR: Final = 12
"""How often it is looked whether the order has broken: a crowd that presses costs most."""
QUARTERS_AN_HOUR: Final = 4
JUST: Final = 1e-9
"""Hours that may be lost by rounding, h."""


class Quarter(NamedTuple):
    """A quarter of an hour of a day."""

    hour: float
    """When it ends, h; on the quarter unless the day stopped within it."""
    press_share: float | None
    """Pressing people / people waiting near the gate, mean of its minutes; None: nobody waited."""
    waiting: int
    """People who wait at its end."""
    load: float
    """Worst load on the gate, kN/m."""
    admitted: int = 0
    """People let in so far, at its end."""


Tell = Callable[[Quarter], object]


class GlancedDay(NamedTuple):
    """What is kept of a day."""

    onset: float | None
    """When the order broke, h; None: not by ``reached``."""
    reached: float
    """Hour until which the day was simulated, h."""
    cpu_seconds: float
    """CPU time of its steps, s."""
    quarters: tuple[Quarter, ...]

    def answers(self, until: float) -> bool:
        """Tell whether it is known if and when the order broke by an hour."""
        return self.onset is not None or self.reached >= until - JUST

    def by(self, until: float) -> GlancedDay:
        """Return the day as if it had been stopped at an hour."""
        if self.onset is None or self.onset > until + JUST:
            kept = tuple(each for each in self.quarters if each.hour <= until + JUST)
            return self._replace(onset=None, reached=min(until, self.reached), quarters=kept)
        return self


def glanced(run: PlannedRun, until: float, tell: Tell | None = None) -> GlancedDay:
    """Simulate a day until its order breaks, or until an hour or its end.

    Args:
        run: the day.
        until: hour of the day at which to stop, h.
        tell: told of each quarter of an hour as it ends.
    """
    from gatecrush.model.day import Day

    day = Day(run.scenario, **run.conditions)  # may compile, which is no work of this day
    began = time.process_time()
    course = _Course(day, tell)
    onset, hour = None, float(run.scenario.run.start)
    for look in looks(hour, end_of(run, until)):
        hour = look
        day.run_until(hour)
        onset = onset_so_far(day)
        if onset is not None:
            break
        course.note(hour)
    course.note(hour, is_last=True)
    return GlancedDay(onset, hour, time.process_time() - began, tuple(course.quarters))


def end_of(run: PlannedRun, until: float) -> float:
    """Return the hour at which a day stops whose order does not break, h."""
    return min(until, float(run.scenario.run.end))


def looks(start: float, end: float) -> Iterator[float]:
    """Yield the hours at which to look: every five minutes by the clock, and the end."""
    number = math.floor(start * LOOKS_AN_HOUR + JUST) + 1
    while number / LOOKS_AN_HOUR < end - JUST:
        yield number / LOOKS_AN_HOUR
        number += 1
    yield end


def onset_so_far(day: Day) -> float | None:
    """Return when the order of a day broke, as its record would; None if it has not."""
    log = day.minute_log[: day.minute_count]
    share = press_share(log["pressing_near"], log["waiting_near"])
    found = onset_time(day.scenario.run.start + log["time"] / 3600, share)
    return found if math.isfinite(found) else None


class _Course:
    """The quarters of an hour of a day, noted as it goes on."""

    def __init__(self, day: Day, tell: Tell | None) -> None:
        self.day, self.tell = day, tell
        self.quarters: list[Quarter] = []
        self._known = 0

    def note(self, hour: float, *, is_last: bool = False) -> None:
        """Note the quarter that ends now, if one does, or all that is left of the day."""
        count = self.day.minute_count
        in_quarters = hour * QUARTERS_AN_HOUR
        is_full = abs(in_quarters - round(in_quarters)) < JUST * QUARTERS_AN_HOUR
        if count == self._known or not (is_full or is_last):
            return
        quarter = quarter_of(self.day.minute_log[self._known : count], hour)
        self._known = count
        self.quarters.append(quarter)
        if self.tell is not None:
            self.tell(quarter)


def quarter_of(minutes: Any, hour: float) -> Quarter:
    """Return what is kept of some minutes of the log.

    Args:
        minutes: rows of the minute log, at least one.
        hour: when they end, h.
    """
    share = press_share(minutes["pressing_near"], minutes["waiting_near"])
    known = share[np.isfinite(share)]
    return Quarter(
        hour,
        round(float(known.mean()), 4) if len(known) else None,
        int(minutes["queue_length"][-1]),
        round(float(minutes["gate_load_peak"].max()) / 1000, 4),
        int(minutes["admitted"][-1]),
    )


@cache
def code_of_glances() -> str:
    """Return a hash of the code that a glanced day depends on: of all days, and of this file."""
    return f"{code()[:12]}-{digest_of([Path(__file__)])[:8]}"
