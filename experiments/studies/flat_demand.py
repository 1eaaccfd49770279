"""Without a surge after lunch, does the order still break, and when?

Design: as many people as in the account, arriving at an even rate from 05:00 to 03:00, times 0.5 to
1.5; 10 days at each point, and the account's own profile beside them.
Outcomes: when the order breaks, evening's press share, course of the press share.
Held fixed: everything but the profile. With a flat profile nothing at all depends on the hour
except when volunteers come (``volunteers.start``): a breakdown is then the crowd's own, from the
line that grows and people who tire.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from ..drawing.panels import (
    BLUE,
    RED,
    courses,
    draw_course,
    draw_days,
    hours_below,
    mark_onset,
    onset_or_never,
    outcome_label,
    page,
)
from ..statistics.comparison import compared, numbers, readable
from .study import Point, Study

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from gatecrush.model.scenario.scenario import Scenario

ARRIVALS: Final = "arrivals"
ACCOUNT: Final = "account"
FACTORS: Final = (0.5, 0.75, 1.0, 1.25, 1.5)
OUTCOMES: Final = (
    "onset_time", "order_lasted", "press_share_morning", "press_share_evening", "collapsed",
    "unintercepted_share", "waiting_peak",
)  # fmt: skip


def points(scenario: Scenario) -> list[Point]:
    """Return the account's profile, and flat ones."""
    rate = scenario.mean_rate
    flat = [(scenario.run.start, scenario.run.end, rate)]
    found = [Point({ARRIVALS: ACCOUNT}, baseline=True)]
    for factor in FACTORS:
        settings: dict[str, Any] = {
            "demand.profile": flat,
            "demand.factor": factor * scenario.demand.factor,
        }
        label = f"flat, {factor * scenario.demand.factor * rate:.0f}/h"
        found.append(Point({ARRIVALS: label}, settings))
    return found


def tables(runs: pd.DataFrame) -> tuple[pd.DataFrame, str]:
    """Return the outcomes for each profile."""
    table = compared(runs, [ARRIVALS], OUTCOMES)
    known = table[table["outcome"] == "onset_time"]
    words = [
        f"{row[ARRIVALS]}: breaks on {row['known']} of {row['runs']} days"
        + (f", at {row['median']:.1f} h (median)" if row["known"] else "")
        for row in known.to_dict("records")
    ]
    return table, f"{readable(table, [ARRIVALS])}\n\n" + "\n".join(words)


def figure(runs: pd.DataFrame, _: pd.DataFrame) -> Figure:
    """Draw the course of the press share, flat and not, and onset and press share of all days."""
    names = list(dict.fromkeys(runs[ARRIVALS]))
    same = names[1 + FACTORS.index(1.0)] if len(names) == 1 + len(FACTORS) else names[-1]
    chart, axes = page(
        "Without a surge after lunch",
        "As many people as in the account, at an even rate. Left: median of the days, bands "
        "50 % and 90 %; right: each dot a day.",
        1,
        3,
        size=(14.0, 4.9),
        width_ratios=(1.4, 1.0, 1.0),
    )
    course, onset, share = axes[0]
    for name, color in ((ACCOUNT, BLUE), (same, RED)):
        days = runs[runs[ARRIVALS] == name]
        draw_course(course, *courses(days, "press_share", smooth=10), color=color, label=name)
    course.set_ylim(0, 1.02)
    course.set_ylabel("press share")
    course.set_title("Press share within 15 m of the gate")
    course.legend(loc="upper left")
    hours_below(course, 5, 27)
    _draw(onset, runs, names, "onset_time")
    mark_onset(onset)
    onset.set_title("When the order breaks")
    _draw(share, runs, names, "press_share_evening")
    share.set_ylim(0, 1.02)
    share.set_title("Evening's press share")
    return chart


def _draw(axis: Axes, runs: pd.DataFrame, names: list[str], name: str) -> None:
    chosen = [runs[runs[ARRIVALS] == each] for each in names]
    days = [onset_or_never(x) if name == "onset_time" else numbers(x[name]) for x in chosen]
    places = list(map(float, range(len(names))))
    draw_days(axis, places[:1], days[:1], width=0.2, color=BLUE)
    draw_days(axis, places[1:], days[1:], width=0.2, color=RED)
    axis.set_xticks(places)
    axis.set_xticklabels([each.replace(", ", "\n") for each in names])
    axis.set_ylabel(outcome_label(name))


STUDY: Final = Study(
    name="flat_demand",
    question="without a surge after lunch, does the order still break, and when?",
    points=points,
    replications=10,
    tables=tables,
    figure=figure,
)
