"""What does the width of the strip before the gate do to order and load?

Design: on the account's road, strips 1.2 to 8 m wide and an open area without fences; on a road of
12 m, strips of 4 to 12 m and an open area; 8 days at each. The account's own site is the baseline.
Outcomes: evening's press share and gate load, density, how long the order lasts, hours within 5 m
of the gate (of those admitted from 23:00) and net number overtaken of people who arrive from 09:00
to 11:00. The account has 7 h, which wants a narrow strip, and 80 to 100, which wants a wide one.
Held fixed: the shape of the waiting column, which decides whom newcomers meet; along each road,
everything but the fences. The roads differ in the path beside the column (3.2 m in the account,
7.2 m on the wide road): on a wide path newcomers pass farther from those who could tell them, which
is an effect of the road and not of the strip. A strip of 1.2 m cannot hold the account's gate of
1.6 m: its gate is as wide as the strip.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from ..account.facts import fact
from ..drawing.panels import (
    BLUE,
    GOLD,
    GREEN,
    MARKERS,
    draw_days,
    mark_onset,
    onset_or_never,
    outcome_label,
    page,
    panel_title,
    parameter_label,
    reference_line,
)
from ..statistics.comparison import compared, numbers, readable
from .study import Point, Study

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from gatecrush.model.scenario.scenario import Scenario

WIDTH: Final = "site.strip_width"
SITE, ROAD = "strip", "road"
OPEN: Final = "open"
SITES: Final = ("1.2", "2", "3.2", "4", "6", "8", "12", OPEN)
"""Widths of the strip, m, in order, and the open area."""
NARROW: Final = ("1.2", "2", "3.2", "4", "6", "8", OPEN)
"""Those on the account's road."""
WIDE_ROAD: Final = 12.0
"""Width of the wide road, m."""
WIDE: Final = ("4", "8", "12", OPEN)
"""Those on the wide road."""
OUTCOMES: Final = (
    "press_share_evening", "gate_load_peak_evening", "gate_density_evening", "order_lasted",
    "near_hours_late", "witness_net_overtaken", "onset_time", "order_tau_evening",
    "collapsed", "unintercepted_share",
)  # fmt: skip
OVERTAKEN: Final = fact("witness_net_overtaken")
PANELS: Final = (
    "press_share_evening", "gate_load_peak_evening", "gate_density_evening", "onset_time",
    "near_hours_late", "witness_net_overtaken",
)  # fmt: skip
TOLD: Final = {
    "near_hours_late": (7.0, 7.0),
    "witness_net_overtaken": (OVERTAKEN.low, OVERTAKEN.high),
}
"""What the account tells."""


def points(scenario: Scenario) -> list[Point]:
    """Return strips and an open area on the account's road, and on a wide one."""
    site, found = scenario.site, []
    for road, names in ((site.column_width + site.path_width, NARROW), (WIDE_ROAD, WIDE)):
        for name in names:
            settings: dict[str, Any] = {"site.path_width": road - site.column_width}
            if name == OPEN:
                settings |= {"site.layout": "open_area", "site.open_width": road}
            else:
                width = float(name)
                settings |= {WIDTH: width, "gate.width": min(width, scenario.gate.width)}
            settings = {
                key: value for key, value in settings.items() if _differs(scenario, key, value)
            }
            labels = {ROAD: f"{road:g} m", SITE: name}
            found.append(Point(labels, settings, baseline=not settings))
    return found


def _differs(scenario: Scenario, key: str, value: Any) -> bool:
    """Tell whether a setting changes the scenario by more than rounding."""
    before = scenario.flat()[key]
    return abs(before - value) > 1e-9 if isinstance(value, float) else bool(before != value)


def tables(runs: pd.DataFrame) -> tuple[pd.DataFrame, str]:
    """Return the outcomes at each site."""
    table = compared(runs, [ROAD, SITE], OUTCOMES)
    return table, readable(table, [ROAD, SITE])


def figure(runs: pd.DataFrame, _: pd.DataFrame) -> Figure:
    """Draw outcomes of each day against the width of the strip, by road."""
    chart, axes = page(
        "The strip before the gate",
        "Each dot a day; bar: median, line: 5 to 95 % of the days. The waiting column is the same "
        "everywhere. Green: what the account tells.",
        2,
        3,
        size=(13.0, 8.0),
    )
    for axis, name in zip(axes.flat, PANELS, strict=True):
        _draw(axis, runs, name)
    axes[0, 0].legend(title="width of the road", loc="lower right")
    return chart


def _draw(axis: Axes, runs: pd.DataFrame, name: str) -> None:
    if name in TOLD:
        axis.axhspan(*TOLD[name], color=GREEN, alpha=0.25, linewidth=1.5)
    roads = list(dict.fromkeys(runs[ROAD]))
    for number, (road, days) in enumerate((road, runs[runs[ROAD] == road]) for road in roads):
        sites = [site for site in SITES if site in set(days[SITE])]
        chosen = [days[days[SITE] == site] for site in sites]
        values = [onset_or_never(x) if name == "onset_time" else numbers(x[name]) for x in chosen]
        places = [SITES.index(site) + 0.36 * number - 0.18 for site in sites]
        draw_days(axis, places, values, width=0.12, color=(BLUE, GOLD)[number],
                  marker=MARKERS[number], label=road)  # fmt: skip
    if name == "onset_time":
        mark_onset(axis)
    elif name != "witness_net_overtaken":
        axis.set_ylim(bottom=0)
    else:
        reference_line(axis, 0.0)
    axis.set_xticks(range(len(SITES)))
    axis.set_xticklabels(SITES)
    axis.set_xlabel(parameter_label(WIDTH))
    axis.set_ylabel(outcome_label(name))
    axis.set_title(panel_title(name))


STUDY: Final = Study(
    name="strip_width",
    question="what does the width of the strip before the gate do to order and load?",
    points=points,
    replications=8,
    tables=tables,
    figure=figure,
)
