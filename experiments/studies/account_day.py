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

from typing import TYPE_CHECKING, Any, Final

import numpy as np
from matplotlib.ticker import MaxNLocator

from ..account import facts as account_facts
from ..account.facts import fact
from ..drawing.panels import (
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
from ..statistics import intervals
from ..words import clock, short
from .study import Point, Study

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from gatecrush.model.scenario.scenario import Scenario

ONE_AT_NIGHT: Final = 25.0
"""When the witness passed, h."""
FACTS: Final = tuple(fact for fact in account_facts.FACTS if fact.is_judged)
"""Those of the witness are medians over people who arrive from 09:00 to 11:00, by day."""


def points(_: Scenario) -> list[Point]:
    """Return the one point of the design."""
    return [Point({"arm": "account"}, baseline=True)]


def tables(runs: pd.DataFrame) -> tuple[pd.DataFrame, str]:
    """Return the facts beside the days, and the same to read."""
    import pandas as pd

    rows, days = [], runs.to_dict("records")
    for each in FACTS:
        values = np.array([each.value(day) for day in days])
        known = values[np.isfinite(values)]
        # A day on which the order never breaks breaks later than all others.
        ranked = np.nan_to_num(values, nan=NEVER) if each.quantity == "onset_time" else known
        low, median, high = np.quantile(ranked, [0.05, 0.5, 0.95]) if len(ranked) else 3 * [np.nan]
        typical = intervals.mean(known).value if each.is_mean else median
        rows.append(
            {
                "row": each.source,
                "fact": each.measured,
                "outcome": each.quantity,
                "told": each.told,
                "low": each.low,
                "high": each.high,
                "interval": each.interval,
                "mean": intervals.mean(known).value,
                "median": median,
                "q05": low,
                "q95": high,
                "days": len(values),
                "known": len(known),
                "days_inside": float(np.mean((values >= each.low) & (values <= each.high))),
                "inside": each.fits(float(typical)),
            }
        )
    table = pd.DataFrame(rows)
    return table, _readable(table)


def _readable(table: pd.DataFrame) -> str:
    import pandas as pd

    spreads, days = (
        table[pair].itertuples(index=False, name=None)
        for pair in (["q05", "q95"], ["known", "days"])
    )
    shown = pd.DataFrame(
        {
            "row": table["row"],
            "fact": table["fact"],
            "told": table["told"],
            "range": table["interval"],
            "median": [short(value) for value in table["median"]],
            "mean": [short(value) for value in table["mean"]],
            "5-95 % of days": [f"{short(low)} to {short(high)}" for low, high in spreads],
            "known": [f"{k} of {n}" for k, n in days],
            "days inside": [f"{share:.0%}" for share in table["days_inside"]],
            "typical day inside": ["yes" if inside else "NO" for inside in table["inside"]],
        }
    )
    total = f"{table['inside'].sum()} of {len(table)} facts inside"
    return f"{shown.to_string(index=False)}\n\n{total} (onset {NEVER:g} h: never)"


def _range(quantity: str) -> tuple[float, float]:
    """Return the interval in which a typical day should lie."""
    return fact(quantity).low, fact(quantity).high


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
    told: dict[str, Any] = {"color": GREEN, "linewidth": 4.0}
    axis.hlines(fact("press_share_morning").high, 9, 13, **told)
    axis.hlines(fact("press_share_evening").low, 19, 21, **told)
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
    axis.hlines(fact("gate_load_peak_morning").high, 5, 12, color=GREEN, linewidth=4.0)
    axis.fill_between(
        [18, 27], *_range("gate_load_peak_evening"), color=GREEN, alpha=0.13, linewidth=0
    )
    axis.set_ylim(bottom=0)
    axis.set_ylabel(outcome_label("gate_load_peak_evening").replace(" evening", ""))
    axis.set_title("Gate load: running peak of an hour (green: below a nuisance; barrier codes)")
    hours_below(axis, 5, 27)


def _draw_onset(axis: Axes, runs: pd.DataFrame) -> None:
    onset = onset_or_never(runs)
    axis.hist(onset, bins=list(range(5, 29)), color=RED, alpha=0.75, rwidth=0.92)
    never = int((onset == NEVER).sum())
    axis.axvspan(*_range("onset_time"), color=GREEN, alpha=0.13, linewidth=0)
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
    by_lot = _range("witness_share")
    axis.fill_betweenx(by_lot, 24.6, 25.4, color=GREEN, alpha=0.4, linewidth=0,
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
