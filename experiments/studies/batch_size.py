"""Does it matter how many are let in at a time, when as many pass per hour?

Design: batches of 1 to 40 at the account's ten people an hour: the time from opening to opening is
scaled with the batch; 8 days at each point.
Outcomes: how long the order lasts, onset, evening's press share, out of turn, evening's gate load,
load at openings against the rest.
Held fixed: capacity, and memory per hour. News of the gate come with each admission (as many per
hour at every batch size, so their gain stays) and with each closing: their gain g becomes
1 - (1 - g)^(batch/10), so that n closings an hour leave the same share of old news. A second arm
leaves the gains as they are per opening, which confounds the size of a batch with how much is
heard: the difference of the arms is that of the memory.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from ..drawing.panels import (
    COLORS,
    MARKERS,
    draw_days,
    mark_onset,
    onset_or_never,
    outcome_label,
    page,
    panel_title,
    parameter_label,
)
from ..statistics.comparison import compared, numbers, readable
from .study import Point, Study

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from gatecrush.model.scenario.scenario import Scenario

BATCH, MEMORY = "gate.batch_size", "memory held fixed"
BATCHES: Final = (1, 2, 5, 10, 20, 40)
ARMS: Final = ("per hour", "per opening")
OUTCOMES: Final = (
    "order_lasted", "press_share_evening", "out_of_turn_share", "gate_load_peak_evening",
    "surge_ratio_evening", "admission_rate", "onset_time", "collapsed", "unintercepted_share",
)  # fmt: skip
PANELS: Final = (
    "onset_time", "press_share_evening", "out_of_turn_share", "gate_load_peak_evening",
    "surge_ratio_evening", "admission_rate",
)  # fmt: skip


def gain_for(gain: float, ratio: float) -> float:
    """Return the gain of one closing when ``ratio`` closings become one: 1 - (1 - g)^ratio."""
    return float(1.0 - (1.0 - gain) ** ratio)


def points(scenario: Scenario) -> list[Point]:
    """Return each batch with memory fixed per hour, and per opening."""
    gate, found = scenario.gate, []
    for arm in ARMS:
        for batch in BATCHES:
            ratio = batch / gate.batch_size
            if ratio == 1.0 and arm != ARMS[0]:
                continue  # the same point
            settings: dict[str, Any] = {
                BATCH: batch,
                "gate.cycle_min": gate.cycle_min * ratio,
                "gate.cycle_max": gate.cycle_max * ratio,
            }
            if arm == ARMS[0] and ratio != 1.0:
                gain = gain_for(scenario.waiters.closing_gain, ratio)
                settings["waiters.closing_gain"] = gain
            found.append(Point({MEMORY: arm, BATCH: batch}, settings, baseline=ratio == 1.0))
    return found


def tables(runs: pd.DataFrame) -> tuple[pd.DataFrame, str]:
    """Return the outcomes at each batch size and arm."""
    table = compared(runs, [MEMORY, BATCH], OUTCOMES)
    return table, readable(table, [MEMORY, BATCH])


def figure(runs: pd.DataFrame, _: pd.DataFrame) -> Figure:
    """Draw outcomes of each day against the batch size, by what is held fixed."""
    chart, axes = page(
        "Few often, or many seldom?",
        "As many let in per hour at every batch size. Each dot a day; bar: median, "
        "line: 5 to 95 % of the days.",
        2,
        3,
        size=(13.0, 8.0),
    )
    for axis, name in zip(axes.flat, PANELS, strict=True):
        _draw(axis, runs, name)
    axes[0, 1].legend(title=MEMORY, loc="best")
    return chart


def _draw(axis: Axes, runs: pd.DataFrame, name: str) -> None:
    def days(arm: str, batch: int) -> Any:
        chosen = runs[(runs[MEMORY] == arm) & (runs[BATCH] == batch)]
        return onset_or_never(chosen) if name == "onset_time" else numbers(chosen[name])

    for number, arm in enumerate(ARMS):
        places = [place + 0.4 * number - 0.2 for place in range(len(BATCHES))]
        draw_days(
            axis, places, [days(arm, batch) for batch in BATCHES], width=0.12,
            color=COLORS[number], marker=MARKERS[number], label=arm,
        )  # fmt: skip
    if name == "onset_time":
        mark_onset(axis)
    else:
        axis.set_ylim(bottom=0)
    axis.set_xticks(range(len(BATCHES)))
    axis.set_xticklabels([str(batch) for batch in BATCHES])
    axis.set_xlabel(parameter_label(BATCH))
    axis.set_ylabel(outcome_label(name))
    axis.set_title(panel_title(name))


STUDY: Final = Study(
    name="batch_size",
    question="does it matter how many are let in at a time, when as many pass per hour?",
    points=points,
    replications=8,
    tables=tables,
    figure=figure,
)
