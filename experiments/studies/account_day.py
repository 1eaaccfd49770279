"""Does the day of the account come out, and how differently could it have gone?

Design: the scenario of the account, 30 days that differ in their random numbers alone.
Outcomes: each fact of the account that the model can show, as median and 5 to 95 % of the days; the
course of press share, people waiting and gate load; when the order breaks; what becomes of those
who arrive from 09:00 to 11:00, as the witness did, who found about 250 people before him.
Held fixed: every parameter. Numbers, batches, cycle, families and the share turned back are put in
and not found; the facts they give (admissions, families, turned back) check the books alone.

The breakdown is a nucleation: its hour is broad, and no single day is the result. "Seven hours
within five metres" and "overtook some ninety people" pull the strip's width in opposite directions.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import numpy as np
from matplotlib.ticker import MaxNLocator

from gatecrush.experiments import intervals
from gatecrush.experiments.comparison import numbers
from gatecrush.experiments.design import Point
from gatecrush.experiments.drawing import clock
from gatecrush.experiments.study import Study
from gatecrush.experiments.study_figure import (
    BLUE,
    GOLD,
    GREEN,
    NEVER,
    RED,
    courses,
    draw_course,
    hours_below,
    onset_or_never,
    outcome_label,
    page,
)

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from gatecrush.model.scenario import Scenario

ONE_AT_NIGHT: Final = 25.0
"""When the witness passed, h."""
AT_RANDOM: Final = (0.32, 0.47)
"""Chance to have passed by then if the next person were drawn at random (account, arithmetic)."""


class Fact(NamedTuple):
    """A fact of the account and the outcome that shows it."""

    row: str
    """Row of the account, or check of the scorecard."""
    words: str
    outcome: str
    told: str
    """The value as told."""
    low: float
    high: float
    """The range in which a typical day should lie."""


FACTS: Final = (
    Fact("3", "people waiting at 10:00", "waiting_at_ten", "about 250", 200, 300),
    Fact("6, A16", "press share, 09:00 to 13:00", "press_share_morning", "calm", 0, 0.05),
    Fact("7, A17", "the order breaks at (h)", "onset_time", "after lunch", 13, 19),
    Fact("9, A18", "press share, 19:00 to 21:00", "press_share_evening", "only a crowd", 0.7, 1),
    Fact("9", "fair order kept from 18:00 (tau)", "order_tau_evening", "nobody cares", -0.2, 0.2),
    Fact("10, A21", "gate load, peak before 12:00 (kN/m)", "gate_load_peak_morning", "-", 0, 0.75),
    Fact("10, A21", "gate load, peak from 18:00 (kN/m)", "gate_load_peak_evening",
         "almost gives way", 3, 6),
    Fact("10, A21", "share of days on which the gate fails", "gate_failed", "it held", 0, 0.5),
    Fact("14, A19", "admitted per hour", "admission_rate", "about 10", 9, 11),
    Fact("15, A20", "people in families", "families_admitted", "about 8", 6, 10),
    Fact("16, A22", "load at openings / at other times", "surge_ratio_evening",
         "all push forward", 2, math.inf),
    Fact("17", "hours within 5 m of the gate, admitted from 23:00", "witness_hours_near_night",
         "7", 5, 9),
    Fact("18", "people turned round by volunteers", "volunteers_success", "nobody listens", 0, 10),
    Fact("19, A20", "people turned back", "turned_back", "one or two", 1, 2),
    Fact("21", "wait of those admitted (h)", "witness_wait", "15 to 17", 15, 17),
    Fact("21", "share admitted by 01:00", "witness_admitted_share", "passed at 01:00", *AT_RANDOM),
    Fact("21", "net number overtaken", "witness_net_overtaken", "80 to 100, or they left", 80, 100),
    Fact("22, A24", "share long under a dangerous force", "force_dose_share", "none hurt", 0, 0.01),
)  # fmt: skip
"""Rows 17 and 21 are those of people who arrive from 09:00 to 11:00: medians over them, by day."""
ON_AVERAGE: Final = {"families_admitted", "turned_back", "gate_failed"}
"""Small numbers and shares of days: the mean, not the median, is held against the account."""


def points(_: Scenario) -> list[Point]:
    """Return the one point of the design."""
    return [Point({"arm": "account"}, baseline=True)]


def tables(runs: pd.DataFrame) -> tuple[pd.DataFrame, str]:
    """Return the facts beside the days, and the same to read."""
    import pandas as pd

    rows = []
    for fact in FACTS:
        values = numbers(runs[fact.outcome])
        known = values[np.isfinite(values)]
        # A day on which the order never breaks breaks later than all others.
        ranked = np.nan_to_num(values, nan=NEVER) if fact.outcome == "onset_time" else known
        low, median, high = np.quantile(ranked, [0.05, 0.5, 0.95]) if len(ranked) else 3 * [np.nan]
        typical = intervals.mean(known).value if fact.outcome in ON_AVERAGE else median
        rows.append(
            {
                "row": fact.row,
                "fact": fact.words,
                "outcome": fact.outcome,
                "told": fact.told,
                "low": fact.low,
                "high": fact.high,
                "mean": intervals.mean(known).value,
                "median": median,
                "q05": low,
                "q95": high,
                "days": len(values),
                "known": len(known),
                "days_inside": float(np.mean((values >= fact.low) & (values <= fact.high))),
                "inside": bool(fact.low <= typical <= fact.high),
            }
        )
    table = pd.DataFrame(rows)
    return table, _readable(table)


def _readable(table: pd.DataFrame) -> str:
    import pandas as pd

    ranges, spreads, days = (
        table[pair].itertuples(index=False, name=None)
        for pair in (["low", "high"], ["q05", "q95"], ["known", "days"])
    )
    shown = pd.DataFrame(
        {
            "row": table["row"],
            "fact": table["fact"],
            "told": table["told"],
            "range": [_range(low, high) for low, high in ranges],
            "median": [_short(value) for value in table["median"]],
            "mean": [_short(value) for value in table["mean"]],
            "5-95 % of days": [f"{_short(low)} to {_short(high)}" for low, high in spreads],
            "known": [f"{k} of {n}" for k, n in days],
            "days inside": [f"{share:.0%}" for share in table["days_inside"]],
            "typical day inside": ["yes" if inside else "NO" for inside in table["inside"]],
        }
    )
    total = f"{table['inside'].sum()} of {len(table)} facts inside"
    return f"{shown.to_string(index=False)}\n\n{total} (onset {NEVER:g} h: never)"


def _short(value: float) -> str:
    return f"{value:.3g}"


def _range(low: float, high: float) -> str:
    return f"{low:g} to {high:g}" if math.isfinite(high) else f"at least {low:g}"


def figure(runs: pd.DataFrame, _: pd.DataFrame) -> Figure:
    """Draw the courses of all days, the onset, and what became of the witnesses."""
    chart, axes = page(
        f"The day of the account, {len(runs)} times over",
        "Line: median of the days; bands: where 50 % and 90 % of the days lie. "
        "Green: what the account tells.",
        3,
        2,
        size=(12.5, 10.0),
        width_ratios=(1.45, 1.0),
    )
    _draw_press(axes[0, 0], runs)
    _draw_line(axes[1, 0], runs)
    _draw_load(axes[2, 0], runs)
    _draw_onset(axes[0, 1], runs)
    _draw_admission(axes[1, 1], runs)
    _draw_hours_near(axes[2, 1], runs)
    return chart


def _draw_press(axis: Axes, runs: pd.DataFrame) -> None:
    draw_course(axis, *courses(runs, "press_share", smooth=10), color=RED)
    told: dict[str, Any] = {"color": GREEN, "linewidth": 4.0, "solid_capstyle": "butt"}
    axis.plot([9, 13], [0.05, 0.05], **told)
    axis.plot([19, 21], [0.7, 0.7], **told)
    axis.set_ylim(0, 1.02)
    axis.set_ylabel(outcome_label("press_share_evening").removesuffix(" evening"))
    axis.set_title("Press share within 15 m of the gate (running mean, 10 min)")
    hours_below(axis, 5, 27)


def _draw_line(axis: Axes, runs: pd.DataFrame) -> None:
    draw_course(axis, *courses(runs, "queue_length"), color=BLUE)
    axis.plot([10], [250], marker="D", color=GREEN, markersize=8, linewidth=0, clip_on=False)
    axis.set_ylim(bottom=0)
    axis.set_ylabel("queue length (people)")
    axis.set_title("People who wait")
    hours_below(axis, 5, 27)


def _draw_load(axis: Axes, runs: pd.DataFrame) -> None:
    draw_course(axis, *courses(runs, "gate_load_peak", smooth=60, peaks=True), color=GOLD)
    axis.plot([5, 12], [0.75, 0.75], color=GREEN, linewidth=4.0, solid_capstyle="butt")
    axis.fill_between([18, 27], 3, 6, color=GREEN, alpha=0.13, linewidth=0)
    axis.set_ylim(bottom=0)
    axis.set_ylabel(outcome_label("gate_load_peak_evening").replace(" evening", ""))
    axis.set_title("Gate load: running peak of an hour (green: below a nuisance; barrier codes)")
    hours_below(axis, 5, 27)


def _draw_onset(axis: Axes, runs: pd.DataFrame) -> None:
    onset = onset_or_never(runs)
    axis.hist(onset, bins=list(range(5, 29)), color=RED, alpha=0.75, rwidth=0.92)
    never = int((onset == NEVER).sum())
    axis.axvspan(13, 19, color=GREEN, alpha=0.13, linewidth=0)
    known = runs["onset_time"].dropna()
    median = f"median {clock(known.median())}\n" if len(known) else ""
    axis.annotate(
        f"{median}never: {never} of {len(runs)} days", (0.02, 0.97), xycoords="axes fraction",
        va="top", fontsize=9,
    )  # fmt: skip
    axis.yaxis.set_major_locator(MaxNLocator(integer=True))
    axis.set_title("When the order breaks")
    axis.set_ylabel("days")
    hours_below(axis, 5, 27, step=4)


def _draw_admission(axis: Axes, runs: pd.DataFrame) -> None:
    """Draw which share of the witnesses has passed by when: each day, and all together."""
    days = [np.asarray(day, float) for day in runs["witness_admission_time"] if len(day)]
    for day in days:
        _draw_share(axis, day, color=BLUE, linewidth=0.6, alpha=0.3)
    if days:
        _draw_share(axis, np.concatenate(days), color=BLUE, linewidth=2.2)
    axis.axvline(ONE_AT_NIGHT, color=GREEN, linewidth=2.0)
    axis.fill_betweenx(AT_RANDOM, 24.6, 25.4, color=GREEN, alpha=0.4, linewidth=0,
                       label="01:00, by lot")  # fmt: skip
    axis.legend(loc="upper left")
    axis.set_ylim(0, 1.02)
    axis.set_ylabel("share admitted")
    axis.set_title("Those who arrive 09:00 to 11:00: admitted by")
    hours_below(axis, 9, 27)


def _draw_share(axis: Axes, admission: Any, **style: Any) -> None:
    known = np.sort(admission[np.isfinite(admission)])
    axis.step([9, *known, 27], np.r_[0, np.arange(1, len(known) + 1), len(known)] / len(admission),
              where="post", **style)  # fmt: skip


def _draw_hours_near(axis: Axes, runs: pd.DataFrame) -> None:
    days = [np.asarray(day, float) for day in runs["witness_time_within_5_m"]]
    hours = np.concatenate(days) if days else np.empty(0)
    axis.hist(hours, bins=[0.5 * half for half in range(33)], color=BLUE, alpha=0.75,
              weights=np.full(len(hours), 1 / max(1, len(hours))))  # fmt: skip
    axis.axvline(7.0, color=GREEN, linewidth=2.0)
    axis.set_xlim(0, 16)
    axis.set_xlabel(outcome_label("witness_time_within_5_m").removeprefix("witness "))
    axis.set_ylabel("share of people")
    axis.set_title("The same people: hours within 5 m of the gate")


STUDY: Final = Study(
    name="account_day",
    question="does the day of the account come out?",
    points=points,
    replications=30,
    tables=tables,
    figure=figure,
)
