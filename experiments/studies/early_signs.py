"""How early can one tell that the order will break, and by what?

Design: arrivals at three fifths of the account's, near the tipping rate, where days begin alike
and a third of them keep their order until 21:00; 100 days that differ in their random numbers
alone. What breaks later counts as kept: at night it breaks on nearly all days.
Outcomes: at each full hour, among the days whose order still stands: how well a sign tells those
that break later from those that keep it (discrimination: the probability that it is stronger on a
day that breaks; 0.5 is chance), which share breaks later by the number of people who press near
the gate, and the time then left. A sign is its mean over the half hour before. A steward can count
who waits and who presses, an engineer can measure the gate's load, nobody sees what disorder others
perceive.
Held fixed: everything. A day counts at every hour at which its order stands, so that hours are not
independent of each other. The classes of people pressing were chosen on days of another factor.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, NamedTuple

import numpy as np

from ..drawing.panels import (
    BLUE,
    COLORS,
    GOLD,
    GREEN,
    MARKERS,
    NEVER,
    RED,
    courses,
    draw_days,
    draw_intervals,
    hours_below,
    onset_or_never,
    page,
    reference_line,
)
from ..statistics import intervals
from ..words import clock, with_interval
from .study import Point, Study

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from gatecrush.model.scenario.scenario import Scenario

FACTOR: Final = "demand.factor"
NEAR_TIPPING: Final = 0.6
"""Of the account's arrivals; the tipping rate is 0.45 [0.39, 0.50] of them (transition)."""
UNTIL: Final = 21.0
"""Hour by which the order is to break: at night it breaks on nearly all days, h."""
HOURS: Final = tuple(range(8, 21))
"""Hours at which one asks, h."""
LOOK: Final = 0.5
"""Time over which a sign is taken, h."""
TINY: Final = 1e-3
"""Difference of hours that is none: courses have seven digits, h."""
PRESSING: Final = "people who press near the gate"
SIGNS: Final = (PRESSING, "people who wait", "gate load", "disorder perceived")


class Class(NamedTuple):
    """Numbers of people who press within 15 m of the gate, on average over the look."""

    words: str
    low: float
    high: float
    color: str
    marker: str


CLASSES: Final = (
    Class("fewer than 1", 0.0, 1.0, GREEN, "o"),
    Class("1 to 2", 1.0, 2.0, BLUE, "s"),
    Class("2 to 4", 2.0, 4.0, GOLD, "D"),
    Class("4 or more", 4.0, np.inf, RED, "^"),
)


class Asked(NamedTuple):
    """The days whose order stands at an hour."""

    hour: int
    breaks: np.ndarray
    """Whether each breaks later, shape (days,)."""
    left: np.ndarray
    """Time until it does, h; inf if never."""
    signs: dict[str, np.ndarray]
    """Each sign on each day."""


def points(scenario: Scenario) -> list[Point]:
    """Return the one point of the design."""
    settings = {FACTOR: scenario.demand.factor * NEAR_TIPPING}
    return [Point(settings, settings)]


def breaks_by_evening(runs: pd.DataFrame) -> np.ndarray:
    """Return when the order of each day breaks, h, shape (days,); NEVER if not by 21:00."""
    onset = np.asarray(onset_or_never(runs), float)
    return np.where(onset <= UNTIL, onset, NEVER)


def asked(runs: pd.DataFrame) -> list[Asked]:
    """Return what can be seen at each hour, and how it ends."""
    onset, found = breaks_by_evening(runs), []
    time, share = courses(runs, "press_share")
    near = courses(runs, "waiting_near")[1]
    seen = {
        PRESSING: share * near,
        "people who wait": courses(runs, "queue_length")[1],
        "gate load": courses(runs, "gate_load_mean")[1],
        "disorder perceived": courses(runs, "disorder")[1],
    }
    for hour in HOURS:
        stands = onset > hour
        look = (time > hour - LOOK + TINY) & (time < hour + TINY)
        left = np.where(onset < NEVER, onset - hour, np.inf)[stands]
        signs = {name: seen[name][stands][:, look].mean(axis=1) for name in SIGNS}
        found.append(Asked(hour, np.isfinite(left), left, signs))
    return found


def tables(runs: pd.DataFrame) -> tuple[pd.DataFrame, str]:
    """Return how well each sign tells at each hour, and what a number pressing means then."""
    import pandas as pd

    hours = asked(runs)
    rows = [_discrimination(each, sign) for each in hours for sign in SIGNS]
    rows += [_share_that_breaks(each, group) for each in hours for group in CLASSES]
    table = pd.DataFrame(rows)
    return table, f"{_readable(table)}\n\n{alarms(runs)}"


def alarms(runs: pd.DataFrame) -> str:
    """Return in words how often a steward's alarm is false, and how long before the order it comes.

    Args:
        runs: a row a day, with ``alarm_time`` and ``onset_time``; what comes by 21:00 counts.
    """
    import pandas as pd

    alarm = pd.to_numeric(runs["alarm_time"]).to_numpy(float)
    onset = breaks_by_evening(runs)
    raised, breaks = alarm <= UNTIL, onset < NEVER
    warning = pd.Series(60.0 * (onset - alarm)[raised & breaks])
    false = intervals.share(int((raised & ~breaks).sum()), int((~breaks).sum()))
    words = (
        f"a steward's alarm (alarm_time): raised on {int((raised & breaks).sum())} of "
        f"{int(breaks.sum())} days that break, and falsely on {int((raised & ~breaks).sum())} of "
        f"{int((~breaks).sum())} that do not ({with_interval(*false)} of these)"
    )
    if warning.empty:
        return words
    low, middle, high = warning.quantile([0.1, 0.5, 0.9])
    return f"{words}; warning {middle:.0f} min, 10 to 90 % of days {low:.0f} to {high:.0f} min"


def _discrimination(day: Asked, sign: str) -> dict[str, Any]:
    values = day.signs[sign]
    found = intervals.discrimination(values[day.breaks], values[~day.breaks])
    return _row(day, "discrimination", sign, np.ones(len(values), bool), found)


def _share_that_breaks(day: Asked, group: Class) -> dict[str, Any]:
    belongs = (day.signs[PRESSING] >= group.low) & (day.signs[PRESSING] < group.high)
    found = intervals.share(int(day.breaks[belongs].sum()), int(belongs.sum()))
    return _row(day, "share that breaks", group.words, belongs, found)


def _row(
    day: Asked, outcome: str, of: str, days: np.ndarray, found: intervals.Estimate
) -> dict[str, Any]:
    left = day.left[days & day.breaks]
    return {
        "hour": day.hour,
        "outcome": outcome,
        "of": of,
        "days": int(days.sum()),
        "break_later": len(left),
        "hours_left": float(np.median(left)) if len(left) else np.nan,
        "value": found.value,
        "value_low": found.low,
        "value_high": found.high,
    }


def _readable(table: pd.DataFrame) -> str:
    parts = []
    for outcome, words in (
        ("discrimination", "discrimination of each sign (0.5: chance), 95 %"),
        ("share that breaks", f"share that breaks later, by {PRESSING}: share [95 %] of days"),
    ):
        rows = table[table["outcome"] == outcome]
        cells = rows.assign(
            hour=rows["hour"].map(clock), words=[_cell(row) for row in rows.to_dict("records")]
        )
        wide = cells.pivot_table(
            index="hour", columns="of", values="words", aggfunc="first", sort=False
        )
        parts.append(f"{words}\n{wide.to_string()}")
    standing = table[table["of"] == PRESSING]
    days = ", ".join(
        f"{clock(row['hour'])} {row['days']} ({row['break_later']})"
        for row in standing.to_dict("records")
    )
    return "\n\n".join([*parts, f"days whose order stands (break later): {days}"])


def _cell(row: dict[str, Any]) -> str:
    if not np.isfinite(row["value"]):
        return "-"
    found = f"{row['value']:.2f} [{row['value_low']:.2f}, {row['value_high']:.2f}]"
    return found if row["outcome"] == "discrimination" else f"{found} of {row['days']}"


def figure(runs: pd.DataFrame, table: pd.DataFrame) -> Figure:
    """Draw how well each sign tells, what a number pressing means, and the time left."""
    chart, axes = page(
        "How early can one tell that the order will break?",
        f"{len(runs)} days at {NEAR_TIPPING:g} of the account's arrivals; at each hour those whose "
        "order stands. A sign is its mean over the half hour before; bars: 95 %.",
        1,
        3,
        size=(14.5, 5.2),
    )
    _draw_discrimination(axes[0, 0], table)
    _draw_shares(axes[0, 1], table)
    _draw_time_left(axes[0, 2], asked(runs))
    for axis in axes.flat:
        hours_below(axis, HOURS[0] - 0.5, HOURS[-1] + 0.5)
    return chart


def _draw_discrimination(axis: Axes, table: pd.DataFrame) -> None:
    for number, sign in enumerate(SIGNS):
        rows = table[table["of"] == sign]
        _draw_arm(axis, number, rows, color=COLORS[number], marker=MARKERS[number], label=sign)
    reference_line(axis, 0.5, "chance")
    axis.set_ylim(0.3, 1.02)
    axis.set_ylabel("discrimination")
    axis.set_title("Which sign tells")
    axis.legend(loc="upper left")


def _draw_shares(axis: Axes, table: pd.DataFrame) -> None:
    for number, group in enumerate(CLASSES):
        rows = table[(table["of"] == group.words) & (table["days"] >= intervals.FEWEST)]
        _draw_arm(axis, number, rows, color=group.color, marker=group.marker, label=group.words)
    axis.set_ylim(-0.03, 1.03)
    axis.set_ylabel("share of days that break later")
    axis.set_title("How many press near the gate")
    axis.legend(title="pressing within 15 m", loc="lower left")


def _draw_arm(axis: Axes, number: int, rows: pd.DataFrame, **style: Any) -> None:
    """Draw one of four arms, beside the others."""
    hours = rows["hour"].to_numpy(float) + 0.09 * (number - 1.5)
    draw_intervals(axis, hours, rows, of="value", **style)


def _draw_time_left(axis: Axes, hours: list[Asked]) -> None:
    last = CLASSES[-1]
    left = [day.left[day.breaks & (day.signs[PRESSING] >= last.low)] for day in hours]
    draw_days(axis, [day.hour for day in hours], left, width=0.25, color=last.color)
    axis.set_ylim(bottom=0)
    axis.set_ylabel("time until the order breaks (h)")
    axis.set_title(f"Time left where {last.words} press")


STUDY: Final = Study(
    name="early_signs",
    question="how early can one tell that the order will break?",
    points=points,
    replications=100,
    tables=tables,
    figure=figure,
)
