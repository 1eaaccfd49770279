"""What does the width of the strip before the gate do to order and load?

Design: strips 1.2 to 12 m wide and an open area, 10 days at each; the account's own site as the
baseline.
Outcomes: evening's press share and gate load, density, how long the order lasts, hours within 5 m
of the gate and net number overtaken of those who arrive from 09:00 to 11:00 (the account has 7 h,
which wants a narrow strip, and 80 to 100, which wants a wide one).
Held fixed: the shape of the waiting column, which decides whom newcomers meet, and the road outside
the strip: 12 m at every point (column 4.8 m and path 7.2 m), so that strips up to 12 m and the open
area differ in their fences alone. The account's road is 8 m wide: it is drawn apart. A strip of
1.2 m cannot hold the account's gate of 1.6 m: its gate is as wide as the strip.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from gatecrush.experiments.comparison import compared, numbers, readable
from gatecrush.experiments.design import Point
from gatecrush.experiments.study import Study
from gatecrush.experiments.study_command import study_command
from gatecrush.experiments.study_figure import (
    BLUE,
    GOLD,
    GREEN,
    draw_days,
    mark_onset,
    onset_or_never,
    outcome_label,
    page,
    panel_title,
    parameter_label,
    reference_line,
)

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from gatecrush.model.scenario import Scenario

WIDTH, SITE = "site.strip_width", "site"
ROAD: Final = 12.0
"""Width of the road outside the strip, m."""
WIDTHS: Final = (1.2, 2.0, 3.2, 4.0, 6.0, 8.0, 12.0)
OUTCOMES: Final = (
    "press_share_evening", "gate_load_peak_evening", "gate_density_evening", "order_lasted",
    "witness_hours_near", "witness_net_overtaken", "onset_time", "order_tau_evening", "collapsed",
    "unintercepted_share",
)  # fmt: skip
PANELS: Final = (
    "press_share_evening", "gate_load_peak_evening", "gate_density_evening", "onset_time",
    "witness_hours_near", "witness_net_overtaken",
)  # fmt: skip
TOLD: Final = {"witness_hours_near": (7.0, 7.0), "witness_net_overtaken": (80.0, 100.0)}
"""What the account tells."""


def points(scenario: Scenario) -> list[Point]:
    """Return the account's site, strips of each width, and an open area."""
    road = {"site.path_width": ROAD - scenario.site.column_width}
    found = [Point({SITE: "account"}, {}, baseline=True)]
    for width in WIDTHS:
        gate = {"gate.width": min(width, scenario.gate.width)}
        found.append(Point({SITE: f"{width:g}"}, {**road, **gate, WIDTH: width}))
    open_area = {"site.layout": "open_area", "site.open_width": ROAD}
    return [*found, Point({SITE: "open"}, {**road, **open_area})]


def tables(runs: pd.DataFrame) -> tuple[pd.DataFrame, str]:
    """Return the outcomes at each width."""
    table = compared(runs, [SITE], OUTCOMES)
    return table, readable(table, [SITE])


def figure(runs: pd.DataFrame, _: pd.DataFrame) -> Figure:
    """Draw outcomes of each day against the width of the strip."""
    chart, axes = page(
        "The strip before the gate",
        "Each dot a day; bar: median, line: 5 to 95 % of the days. Same road and waiting column "
        "everywhere; gold: the account's own road.\nGreen: what the account tells.",
        2,
        3,
        size=(13.0, 8.0),
    )
    sites = [*(f"{width:g}" for width in WIDTHS), "open"]
    for axis, name in zip(axes.flat, PANELS, strict=True):
        _draw(axis, runs, sites, name)
    return chart


def _draw(axis: Axes, runs: pd.DataFrame, sites: list[str], name: str) -> None:
    def days(site: str) -> Any:
        chosen = runs[runs[SITE] == site]
        return onset_or_never(chosen) if name == "onset_time" else numbers(chosen[name])

    if name in TOLD:
        low, high = TOLD[name]
        axis.axhspan(low, high, color=GREEN, alpha=0.25, linewidth=1.5)
    places = list(map(float, range(len(sites))))
    draw_days(axis, places, [days(site) for site in sites], width=0.22, color=BLUE)
    account = sites.index("4") + 0.42
    draw_days(axis, [account], [days("account")], width=0.12, color=GOLD, marker="D")
    if name == "onset_time":
        mark_onset(axis)
    elif name != "witness_net_overtaken":
        axis.set_ylim(bottom=0)
    else:
        reference_line(axis, 0.0)
    axis.set_xticks(places)
    axis.set_xticklabels(sites)
    axis.set_xlabel(parameter_label(WIDTH))
    axis.set_ylabel(outcome_label(name))
    axis.set_title(panel_title(name))


STUDY: Final = Study(
    name="strip_width",
    question="what does the width of the strip before the gate do to order and load?",
    points=points,
    replications=10,
    tables=tables,
    figure=figure,
)

if __name__ == "__main__":
    study_command(STUDY)
