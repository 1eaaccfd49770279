"""The day at a glance: who waits, when the order breaks, who gets in, how hard the gate is pressed.

Drawn with matplotlib's objects, not with pyplot: nothing global, nothing shown by accident.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import matplotlib
import numpy as np
from matplotlib.figure import Figure
from matplotlib.layout_engine import ConstrainedLayoutEngine
from matplotlib.ticker import FuncFormatter, MaxNLocator, MultipleLocator

from gatecrush.model.record.columns import SERIES, column
from gatecrush.model.record.measures.press import CROWD_SHARE
from gatecrush.model.record.measures.pressure import LOAD_BANDS

from ..words import clock
from .style import CONDUCT_COLORS, FAINT, FAMILY, IN_TURN, INK, OUT_OF_TURN, STYLE

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes

    from gatecrush.model.record.recorder import Record

PANELS: tuple[tuple[str, float], ...] = (
    ("waiting", 1.3),
    ("press", 0.8),
    ("order", 1.7),
    ("load", 1.1),
    ("density", 0.6),
)
"""Panels from top to bottom with their relative heights."""


def day_figure(record: Record, path: Path | str) -> None:
    """Draw the day and write it to a file (PNG, SVG or PDF by its suffix).

    Args:
        record: record of a run.
        path: file to write.
    """
    with matplotlib.rc_context(STYLE):
        layout = ConstrainedLayoutEngine(h_pad=0.06, w_pad=0.08, rect=(0, 0, 1, 0.962))
        figure = Figure(figsize=(10.5, 12.0), layout=layout)
        heights = [height for _, height in PANELS]
        axes = figure.subplots(len(PANELS), 1, sharex=True, height_ratios=heights)
        for axis, (panel, _) in zip(axes, PANELS, strict=True):
            DRAW[panel](axis, record)
            axis.grid(axis="x", color=FAINT, alpha=0.18, linewidth=0.6)
            axis.set_axisbelow(True)
        _mark_onset(list(axes), record)
        _hours(axes[-1], record.series["time"])
        figure.suptitle(_title(record), x=0.012, ha="left", fontsize=14, fontweight="bold")
        figure.text(0.012, 0.968, _subtitle(record), ha="left", va="top", fontsize=9.5)
        figure.savefig(path, dpi=130)


def day_panels(record: Record, panels: Sequence[str]) -> Iterator[tuple[str, Figure]]:
    """Yield some panels of the day one by one, each with its title, narrow enough for a phone.

    Args:
        record: record of a run.
        panels: names of PANELS.
    """
    heights = dict(PANELS)
    for panel in panels:
        with matplotlib.rc_context(STYLE):
            layout = ConstrainedLayoutEngine(h_pad=0.06, w_pad=0.04)
            figure = Figure(figsize=(5.8, 1.4 + 1.3 * heights[panel]), layout=layout)
            axis = figure.subplots()
            DRAW[panel](axis, record)
            title = axis.get_title(loc="left")
            axis.set_title("", loc="left")
            handles, labels = axis.get_legend_handles_labels()
            beside = axis.get_legend()
            if beside is not None:
                beside.remove()
                words = [label.replace("\n", " ") for label in labels]
                figure.legend(handles, words, loc="outside lower center", ncols=3)
            axis.grid(axis="x", color=FAINT, alpha=0.18, linewidth=0.6)
            axis.set_axisbelow(True)
            _draw_onset([axis], record)
            _hours(axis, record.series["time"])
            yield title, figure


def _draw_waiting(axis: Axes, record: Record) -> None:
    series = record.series
    names = list(CONDUCT_COLORS)
    axis.stackplot(
        series["time"],
        [series[name] for name in names],
        labels=names,
        colors=[CONDUCT_COLORS[name] for name in names],
        linewidth=0,
    )
    top = max(1.0, 1.12 * float(series[names].sum(axis=1).max()) if len(series) else 1.0)
    axis.set_ylim(0, top)
    opened = record.admissions.query("opening > 0").groupby("opening")["time"].min()
    axis.vlines(opened, 0.965 * top, top, color=INK, linewidth=0.9)
    axis.set_ylabel("people on the site")
    axis.set_title("Who waits (ticks at the top: the gate opens)" if len(opened) else "Who waits")
    handles, labels = axis.get_legend_handles_labels()
    axis.legend(handles[::-1], labels[::-1], loc="upper left", bbox_to_anchor=(1.0, 1.0))


def _draw_press(axis: Axes, record: Record) -> None:
    series = record.series
    smooth = series["press_share"].rolling(10, center=True, min_periods=1).mean()
    pressing = CONDUCT_COLORS["pressing"]
    axis.plot(series["time"], series["press_share"], color=pressing, linewidth=0.5, alpha=0.4)
    axis.plot(series["time"], smooth, color=pressing, linewidth=1.8, label="press share")
    axis.plot(series["time"], series["disorder"], color=INK, linewidth=1.4, label="disorder")
    axis.axhline(CROWD_SHARE, color=FAINT, linewidth=0.8, linestyle=(0, (4, 3)))
    axis.set_ylim(0, 1.02)
    axis.set_ylabel("share")
    axis.set_title("Press share within 15 m of the gate, and mean perceived disorder")
    axis.legend(loc="upper left", bbox_to_anchor=(1.0, 1.0))


def _draw_order(axis: Axes, record: Record) -> None:
    """Draw arrivals and admissions against place in the order of arrival.

    The horizontal distance from a dot to the curve of arrivals is that person's wait; a crowd in
    perfect order lies on the line of first come, first served.
    """
    people, admissions = record.people, record.admissions
    arrival = people.sort_values(["arrival_time", "number", "person"])
    place = dict(zip(arrival["person"], range(1, len(arrival) + 1), strict=True))
    axis.step(
        arrival["arrival_time"],
        np.arange(1, len(arrival) + 1),
        where="post",
        color=FAINT,
        linewidth=1.4,
        label="arrivals",
    )
    axis.plot(
        admissions["time"],
        np.arange(1, len(admissions) + 1),
        color=INK,
        linewidth=0.9,
        label="first come,\nfirst served",
    )
    in_turn = ~admissions["out_of_turn"] & ~admissions["family"]
    out = admissions["out_of_turn"] & ~admissions["family"]
    for chosen, name, color, marker in (
        (in_turn, "in turn", IN_TURN, "o"),
        (out, "out of turn", OUT_OF_TURN, "o"),
        (admissions["family"], "family", FAMILY, "D"),
    ):
        shown = admissions[chosen]
        axis.scatter(
            shown["time"],
            [place[person] for person in shown["person"]],
            s=13 if len(admissions) < 1000 else 3,
            color=color,
            marker=marker,
            linewidths=0,
            label=name,
        )
    axis.set_ylim(0, 1.02 * max(1, len(people)))
    axis.set_ylabel("place in the order of arrival")
    axis.set_title("Who gets in: each dot an admission")
    axis.legend(loc="upper left", bbox_to_anchor=(1.0, 1.0))


def _draw_load(axis: Axes, record: Record) -> None:
    series = record.series
    color = CONDUCT_COLORS["pressing"]
    axis.fill_between(
        series["time"], series["gate_load_peak"], color=color, alpha=0.3, linewidth=0, label="peak"
    )
    axis.plot(series["time"], series["gate_load_mean"], color=color, linewidth=1.0, label="mean")
    peak = float(series["gate_load_peak"].max()) if len(series) else 0.0
    top = max(5.5, 1.08 * peak if np.isfinite(peak) else 0.0)
    for load, name in LOAD_BANDS:
        axis.axhline(load, color=INK, linewidth=0.7, linestyle=(0, (4, 3)), alpha=0.6)
        axis.annotate(
            f"{load:g} {name}",
            (1.005, load),
            xycoords=("axes fraction", "data"),
            fontsize=8,
            va="center",
        )
    axis.set_ylim(0, top)
    axis.set_ylabel(_label("gate_load_mean", "gate load"))
    axis.set_title("How hard the gate is pressed: peak (pale) and mean of each minute")


def _draw_density(axis: Axes, record: Record) -> None:
    series, most = record.series, float(record.row["site.cell"]) ** -2
    axis.plot(series["time"], series["gate_density"], color=IN_TURN, linewidth=0.9)
    axis.set_ylim(0, 1.03 * most)
    axis.yaxis.set_major_locator(MultipleLocator(2.0))
    axis.set_ylabel(_label("gate_density", "density"))
    axis.set_title(f"People within 2 m of the gate (the lattice holds at most {most:.2g} per m²)")


DRAW: dict[str, Callable[[Axes, Record], None]] = {
    "waiting": _draw_waiting,
    "press": _draw_press,
    "order": _draw_order,
    "load": _draw_load,
    "density": _draw_density,
}
"""What draws each panel."""


def _label(name: str, words: str) -> str:
    """Return words with the unit of a column of the series."""
    return f"{words} ({column(SERIES, name).unit.replace('^2', '²')})"


def _mark_onset(axes: list[Axes], record: Record) -> None:
    """Draw the onset into all panels and name it in the second."""
    onset = _draw_onset(axes, record)
    if not np.isfinite(onset):
        return
    axes[1].annotate(
        f"onset {clock(onset)}",
        (onset, 0.96),
        xytext=(-4, 0),
        textcoords="offset points",
        color=OUT_OF_TURN,
        ha="right",
        va="top",
        fontsize=9,
    )


def _draw_onset(axes: list[Axes], record: Record) -> float:
    onset = float(record.row["onset_time"])
    if np.isfinite(onset):
        for axis in axes:
            axis.axvline(onset, color=OUT_OF_TURN, linewidth=1.0, linestyle=(0, (2, 2)))
    return onset


def _hours(axis: Axes, time: pd.Series[Any]) -> None:
    """Label the axis of hours: as a clock for a day, in days for a longer run."""
    begin, end = (float(time.min()), float(time.max())) if len(time) else (0.0, 24.0)
    axis.set_xlim(begin, max(end, begin + 0.1))
    if end - begin > 48:
        axis.xaxis.set_major_locator(MaxNLocator(12, steps=[1, 2, 4, 5, 10]))
        axis.xaxis.set_major_formatter(FuncFormatter(lambda hour, _: f"{hour / 24:.3g}"))
        axis.set_xlabel("day")
        return
    steps = (2.0, 1.0, 0.5, 0.25, 1 / 6, 1 / 12)
    step = next((s for s in steps if (end - begin) / s >= 5), steps[-1])
    axis.xaxis.set_major_locator(MultipleLocator(step))
    axis.xaxis.set_major_formatter(FuncFormatter(lambda hour, _: clock(hour)))
    axis.set_xlabel("hour of the day")


def _title(record: Record) -> str:
    run = record.summary
    again = f", replication {run['replication']}" if run["replication"] else ""
    return f"A day at the gate: {run['scenario']}, seed {run['seed']}{again}"


def _subtitle(record: Record) -> str:
    run = record.summary
    parts = [
        f"{run['arrived']} arrived",
        f"{run['admitted']} admitted ({record.row['admission_rate']:.1f} per hour)",
        f"{run['present']} still there at the end",
    ]
    if run["out_of_turn_share"] is not None:
        parts.append(f"{run['out_of_turn_share']:.0%} let in out of turn")
    if run["wait_mean"] is not None:
        hours = run["wait_mean"] / 60
        parts.append(
            f"mean wait {hours:.1f} h" if hours >= 1 else f"mean wait {60 * hours:.1f} min"
        )
    if run["gate_failed"]:
        parts.append("the gate gave way")
    return "  ·  ".join(parts)
