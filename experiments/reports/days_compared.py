"""Days side by side on the same random numbers: what differs, in plain words and as a figure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any, Final

import matplotlib
import numpy as np
from matplotlib.figure import Figure
from matplotlib.layout_engine import ConstrainedLayoutEngine

from gatecrush.model.record.columns import SERIES, column
from gatecrush.model.record.measures.press import CROWD_SHARE

from ..drawing.panels import COLORS, hours_below
from ..drawing.style import FAINT, STYLE
from ..words import hour, hours_and_minutes, people, percent

if TYPE_CHECKING:
    from ..storage.day_folder import StoredDay

COURSES: Final = {
    "press_share": (15, "mean"),
    "holding": (1, "mean"),
    "gate_load_peak": (15, "max"),
}
"""Columns of the series drawn, with the minutes they are smoothed over, and how."""
DASHES: Final[tuple[Any, ...]] = ("-", (0, (5, 2)), (0, (1, 1.5)))


def letter(number: int) -> str:
    """Return what a day is called: A, B, and so on, after Z by number."""
    return chr(ord("A") + number) if number < 26 else f"Day {number + 1}"


def have_common_numbers(days: Sequence[StoredDay]) -> bool:
    """Tell whether all days have the same random numbers."""
    roots = {(day.summary["seed"], day.summary["replication"]) for day in days}
    return len(roots) == 1


def have_same_people(first: StoredDay, second: StoredDay) -> bool:
    """Tell whether the same people came at the same moments."""
    ours, theirs = (
        day.record.people["arrival_time"].to_numpy(np.float64) for day in (first, second)
    )
    return bool(
        have_common_numbers((first, second))
        and len(ours) == len(theirs)
        and np.array_equal(ours, theirs)
    )


def differences_in_words(first: StoredDay, second: StoredDay, name: str, other: str) -> list[str]:
    """Return what differs between two days, a sentence each.

    Args:
        first: the day compared with.
        second: the other.
        name: what the first is called.
        other: what the second is called.
    """
    a, b = first.summary, second.summary
    return [
        _order(a["onset_time"], b["onset_time"], name, other),
        *_let_in(a, b, name, other),
        *_people_apart(first, second, name, other),
        *_share(a, b, "press_share_evening", "From 19:00 to 21:00, {} of those near the gate "
                "pressed on day {}, {} on day {}.", name, other),
        *_share(a, b, "out_of_turn_share", "Out of turn, {} were let in on day {}, {} on day {}.",
                name, other),
        *_loads(a, b, name, other),
        *_waits(a, b, name, other),
    ]  # fmt: skip


def _order(ours: float | None, theirs: float | None, name: str, other: str) -> str:
    if ours is None and theirs is None:
        return "The order held on both days."
    if ours is None or theirs is None:
        broke, held = (name, other) if theirs is None else (other, name)
        when = ours if ours is not None else theirs
        return f"On day {held} the order held; on day {broke} it broke at {hour(when or 0.0)}."
    if round(60 * (theirs - ours)) == 0:
        return f"The order broke at {hour(ours)} on both days."
    later = hours_and_minutes(60 * abs(theirs - ours))
    how = "later" if theirs > ours else "earlier"
    return (
        f"The order broke at {hour(ours)} on day {name}, and {later} {how}, at {hour(theirs)}, on "
        f"day {other}."
    )


def _let_in(a: dict[str, Any], b: dict[str, Any], name: str, other: str) -> Iterator[str]:
    if a["admitted"] == b["admitted"]:
        yield f"As many people were let in on both days: {a['admitted']:,}."
        return
    more = b["admitted"] - a["admitted"]
    how = "more" if more > 0 else "fewer"
    yield (
        f"On day {other} {people(b['admitted'], 'let in')}, {abs(more):,} {how} than on day {name}."
    )


def _people_apart(first: StoredDay, second: StoredDay, name: str, other: str) -> Iterator[str]:
    """Yield for how many of the same people it made a difference."""
    if not have_same_people(first, second):
        return
    ours, theirs = (
        (day.record.people["outcome"] == "admitted").to_numpy() for day in (first, second)
    )
    lost, gained = int((ours & ~theirs).sum()), int((theirs & ~ours).sum())
    if lost or gained:
        yield (
            f"The same people came, and for {lost + gained:,} of them it made the difference: "
            f"{people(lost, 'let in')} on day {name} alone, {people(gained, 'let in')} on day "
            f"{other} alone."
        )


def _share(
    a: dict[str, Any], b: dict[str, Any], key: str, words: str, name: str, other: str
) -> Iterator[str]:
    if a[key] is not None and b[key] is not None:
        yield words.format(percent(a[key]), name, percent(b[key]), other)


def _loads(a: dict[str, Any], b: dict[str, Any], name: str, other: str) -> Iterator[str]:
    ours, theirs = a["gate_load_peak_evening"], b["gate_load_peak_evening"]
    if ours is not None and theirs is not None:
        yield (
            f"From 18:00 on the gate was pressed with {ours:.1f} kN/m at most on day {name}, "
            f"{theirs:.1f} kN/m on day {other}."
        )
    gave_way = [day for day, row in ((name, a), (other, b)) if row["gate_failed"]]
    if gave_way:
        yield f"The gate gave way on {'both days' if len(gave_way) == 2 else f'day {gave_way[0]}'}."


def _waits(a: dict[str, Any], b: dict[str, Any], name: str, other: str) -> Iterator[str]:
    ours, theirs = a["wait_mean"], b["wait_mean"]
    if ours is not None and theirs is not None:
        yield (
            f"Those let in had waited {hours_and_minutes(ours)} on average on day {name}, "
            f"{hours_and_minutes(theirs)} on day {other}; on both, who still waited at the end is "
            "not counted."
        )


def course_figure(days: Sequence[StoredDay], name: str) -> Figure:
    """Draw a column of the series of several days, a line a day.

    Args:
        days: the days, called A, B, and so on.
        name: a column of COURSES.
    """
    minutes, how = COURSES[name]
    with matplotlib.rc_context(STYLE):
        layout = ConstrainedLayoutEngine(h_pad=0.06, w_pad=0.04)
        figure = Figure(figsize=(5.8, 2.7), layout=layout)
        axis = figure.subplots()
        for number, day in enumerate(days):
            series = day.record.series
            smooth = series[name].rolling(minutes, center=True, min_periods=1).agg(how)
            axis.plot(
                series["time"],
                smooth,
                color=COLORS[number % len(COLORS)],
                linestyle=DASHES[number // len(COLORS) % len(DASHES)],
                linewidth=max(1.2, 2.6 - number),  # where days agree, both can be seen
                label=letter(number),
            )
        if name == "press_share":
            axis.axhline(CROWD_SHARE, color=FAINT, linewidth=0.8, linestyle=(0, (4, 3)))
        axis.set_ylim(bottom=0)
        axis.set_ylabel(column(SERIES, name).label)
        axis.grid(axis="x", color=FAINT, alpha=0.18, linewidth=0.6)
        begin = min(day.scenario.run.start for day in days)
        end = max(day.scenario.run.end for day in days)
        hours_below(axis, begin, end, step=2.0 if end - begin > 8 else (end - begin) / 4)
        figure.legend(*axis.get_legend_handles_labels(), loc="outside lower center", ncols=6)
    return figure
