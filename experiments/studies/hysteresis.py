"""Once broken, does the order come back when arrivals slacken?

Design: after twelve calm hours at 4 people an hour the arrival rate climbs from 20 to 100 an hour
and falls again, one and a half hours at each rate, then 60 h at 4 an hour; 6 runs, once as the
account has it and once with people who do not tire.
Outcomes: press share at each rate on the way up and on the way down (means over the time at that
rate; for the calm rate over its last six hours), the area between the branches, and how many still
wait when the order has come back.
Held fixed: everything but the rate. The crowd is not: whoever came stays until let in, and ten an
hour pass. The press share is therefore drawn against the number waiting too: a loop that closes
there is only a longer line, one that stays open is a memory of the crowd. People who have waited
24 h have no patience left in the account (``waiters.fatigue``), which alone would keep a loop open:
hence the second arm.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import numpy as np

from gatecrush.model.record.measures.press import CROWD_SHARE

from ..drawing.panels import BLUE, INK, RED, courses, draw_course, draw_intervals, page
from ..statistics import intervals
from .study import Point, Study

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from gatecrush.model.scenario.scenario import Scenario

ARM: Final = "people"
ARMS: Final = {"tire": {}, "do not tire": {"waiters.fatigue": 0.0}}
START: Final = 5.0
CALM: Final = 12.0
"""Hours before the ramp."""
AFTER: Final = 60.0
"""Hours after it."""
CALM_RATE: Final = 4.0
"""Arrivals before and after, 1/h."""
SETTLED: Final = 6.0
"""Last hours of calm that count."""
RATES: Final = (20.0, 40.0, 60.0, 80.0, 100.0)
STEP: Final = 1.5
"""Hours at each rate."""
PEAK: Final = START + CALM + STEP * len(RATES)
"""Hour at which the rate begins to fall."""
BACK: Final = 60
"""Minutes over which the press share is averaged to tell whether the order is back."""


def profile() -> list[tuple[float, float, float]]:
    """Return the arrival rate: from h, to h, people an hour."""
    spans = [(CALM, CALM_RATE), *((STEP, rate) for rate in (*RATES, *RATES[-2::-1]))]
    found, begin = [], START
    for hours, rate in [*spans, (AFTER, CALM_RATE)]:
        found.append((begin, begin + hours, rate))
        begin += hours
    return found


def points(_: Scenario) -> list[Point]:
    """Return the ramp with people who tire, and with people who do not."""
    ramp = {"demand.profile": profile(), "demand.factor": 1.0, "run.start": START,
            "run.end": profile()[-1][1]}  # fmt: skip
    return [Point({ARM: arm}, {**ramp, **settings}) for arm, settings in ARMS.items()]


def windows() -> list[tuple[float, float, float, str]]:
    """Return where the press share is taken: from h, to h, rate, up or down."""
    (_, calm_end, _), *ramp, (_, end, _) = profile()
    up_or_down = [(*span, "up" if span[0] < PEAK else "down") for span in ramp]
    before = (calm_end - SETTLED, calm_end, CALM_RATE, "up")
    return [before, *up_or_down, (end - SETTLED, end, CALM_RATE, "down")]


def branches(runs: pd.DataFrame) -> pd.DataFrame:
    """Return press share and people waiting of each run at each rate, on the way up and down."""
    import pandas as pd

    rows = []
    for arm, days in runs.groupby(ARM, sort=False):
        hours, share = courses(days, "press_share")
        _, waiting = courses(days, "queue_length")
        for begin, end, rate, way in windows():
            inside = (hours > begin + 1e-6) & (hours <= end + 1e-6)
            for day, replication in enumerate(days["replication"]):
                known = share[day, inside]
                rows.append(
                    {
                        ARM: arm,
                        "replication": replication,
                        "way": way,
                        "rate": rate,
                        "press_share": np.nanmean(known) if np.isfinite(known).any() else np.nan,
                        "waiting": waiting[day, inside].mean(),
                    }
                )
    return pd.DataFrame(rows)


def return_of_order(runs: pd.DataFrame) -> pd.DataFrame:
    """Return, for each run, when after the peak the order was back for good, and who waited then.

    It is back when the press share, averaged over an hour, is above one half for the last time; NaN
    if it still is at the end, or if the order never broke.
    """
    import pandas as pd

    rows = []
    for arm, days in runs.groupby(ARM, sort=False):
        hours, share = courses(days, "press_share", smooth=BACK)
        _, waiting = courses(days, "queue_length")
        for day, replication in enumerate(days["replication"]):
            pressed = np.flatnonzero(share[day] > CROWD_SHARE)
            last = pressed[-1] if len(pressed) else -1
            is_back = 0 <= last < len(hours) - BACK
            rows.append(
                {
                    ARM: arm,
                    "replication": replication,
                    "broke": len(pressed) > 0,
                    "back_after_peak": hours[last] - PEAK if is_back else np.nan,
                    "waiting_then": waiting[day, last] if is_back else np.nan,
                }
            )
    return pd.DataFrame(rows)


def tables(runs: pd.DataFrame) -> tuple[pd.DataFrame, str]:
    """Return the branches with their difference at each rate, and area and return to read."""
    import pandas as pd

    found, rows, words = branches(runs), [], []
    for (arm, way, rate), days in found.groupby([ARM, "way", "rate"], sort=False):
        up = found[(found[ARM] == arm) & (found["way"] == "up") & (found["rate"] == rate)]
        pair = days.merge(up, on="replication", suffixes=("", "_up"))
        rows.append(
            {
                ARM: arm,
                "way": way,
                "rate": rate,
                "runs": len(days),
                **_named("press_share", intervals.mean(days["press_share"].to_numpy())),
                **_named("waiting", intervals.mean(days["waiting"].to_numpy())),
                **_named("down_less_up", _difference(pair, way)),
            }
        )
    table = pd.DataFrame(rows)
    for arm in ARMS:
        words.append(f"people who {arm}: {_in_words(found[found[ARM] == arm])}; "
                     f"{_return_in_words(return_of_order(runs[runs[ARM] == arm]))}")  # fmt: skip
    return table, "\n".join([_readable(table), "", *words])


def _readable(table: pd.DataFrame) -> str:
    """Return the table for people: means with their intervals."""
    shown = table[[ARM, "way", "rate", "runs"]].copy()
    for name in ("press_share", "waiting", "down_less_up"):
        triples = table[[name, f"{name}_low", f"{name}_high"]].itertuples(index=False, name=None)
        shown[name] = [
            f"{value:.3g} [{low:.3g}, {high:.3g}]" if np.isfinite(value) else ""
            for value, low, high in triples
        ]
    return str(shown.to_string(index=False))


def _difference(pair: pd.DataFrame, way: Any) -> intervals.Estimate:
    if way == "up":
        return intervals.UNKNOWN
    return intervals.paired_difference(
        pair["press_share"].to_numpy(), pair["press_share_up"].to_numpy()
    )


def _named(name: str, estimate: intervals.Estimate) -> dict[str, float]:
    return dict(zip((name, f"{name}_low", f"{name}_high"), estimate, strict=True))


def _in_words(found: pd.DataFrame) -> str:
    """Return the mean gap between the branches over the rates, which is the area over the range."""
    wide = found[found["rate"] < max(RATES)].pivot_table(
        index="replication", columns=["way", "rate"], values="press_share"
    )
    if wide.empty or not {"up", "down"} <= set(wide.columns.get_level_values(0)):
        return "no run finished"
    gap = intervals.mean((wide["down"] - wide["up"]).mean(axis=1).to_numpy())
    return (
        f"press share down less up, mean over the rates {gap.value:.2f} "
        f"[{gap.low:.2f}, {gap.high:.2f}]"
    )


def _return_in_words(back: pd.DataFrame) -> str:
    known, broke = back.dropna(), int(back["broke"].sum())
    told = f"the order broke in {broke} of {len(back)} runs"
    if known.empty:
        return f"{told} and came back in none of them"
    return (
        f"{told} and came back in {len(known)} of them, "
        f"{known['back_after_peak'].median():.0f} h after the peak, "
        f"with {known['waiting_then'].median():.0f} people waiting (medians)"
    )


def figure(runs: pd.DataFrame, table: pd.DataFrame) -> Figure:
    """Draw the loops against rate and people waiting, and the courses."""
    chart, axes = page(
        "Once broken, does the order come back?",
        f"{int(table['runs'].max())} runs; arrival rate up (blue) and down (red), {STEP:g} h at "
        "each; marks: mean and 95 % interval. Above: people tire as in the account; "
        "below: they do not.",
        2,
        3,
        size=(14.0, 8.0),
    )
    for row, arm in zip(axes, ARMS, strict=True):
        _draw_loop(row[0], table[table[ARM] == arm], "rate", "arrival rate (1/h)")
        _draw_loop(row[1], table[table[ARM] == arm], "waiting", "people waiting")
        _draw_courses(row[2], runs[runs[ARM] == arm])
        row[0].set_title(f"Press share against the rate: people {arm}")
        row[1].set_title("... against people waiting")
        row[2].set_title("Press share (red), rate / 100 (black)")
    axes[0, 0].legend(loc="best")
    return chart


def _draw_loop(axis: Axes, table: pd.DataFrame, x: str, words: str) -> None:
    up, down = table[table["way"] == "up"], table[table["way"] == "down"]
    path = [*up[[x, "press_share"]].to_numpy(), *down[[x, "press_share"]].to_numpy()]
    axis.plot(*np.array(path).T, color=INK, linewidth=0.8, alpha=0.4)
    for rows, color, way in ((up, BLUE, "up"), (down, RED, "down")):
        values = rows.rename(columns={"press_share": "mean", "press_share_low": "mean_low",
                                      "press_share_high": "mean_high"})  # fmt: skip
        draw_intervals(axis, values[x].to_numpy(), values, color=color, label=f"on the way {way}")
    axis.set_ylim(-0.03, 1.03)
    axis.set_xlim(left=0)
    axis.set_xlabel(words)
    axis.set_ylabel("press share")


def _draw_courses(axis: Axes, runs: pd.DataFrame) -> None:
    hours, share = courses(runs, "press_share", smooth=30)
    draw_course(axis, hours - START, share, color=RED)
    times = [time - START for begin, end, _ in profile() for time in (begin, end)]
    rates = [rate / max(RATES) for _, _, rate in profile() for _ in range(2)]
    axis.plot(times, rates, color=INK, linewidth=1.2)
    axis.set_ylim(0, 1.02)
    axis.set_xlim(0, profile()[-1][1] - START)
    axis.set_xlabel("hours since the start")
    axis.set_ylabel("share")


STUDY: Final = Study(
    name="hysteresis",
    question="once broken, does the order come back when arrivals slacken?",
    points=points,
    replications=6,
    tables=tables,
    figure=figure,
)
