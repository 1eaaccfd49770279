"""The figure of a sensitivity analysis."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import matplotlib
import numpy as np

from ..sweeps.plan import Plan
from ..sweeps.terms import MORRIS
from ..words import counted
from .panels import BLUE, GOLD, page, panel_title
from .style import STYLE

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.figure import Figure


def sensitivity_figure(table: pd.DataFrame, plan: Plan, outcome: str) -> Figure:
    """Draw what ``sensitivity`` found: bars, what matters most at the top."""
    is_morris = plan.design == MORRIS
    bars = (("mu_star", "mu*"),) if is_morris else (("S1", "alone"), ("ST", "with others"))
    words = "mean change over a factor's range" if is_morris else "share of the variance explained"
    with matplotlib.rc_context(STYLE):
        chart, axes = page(
            f"What matters for: {panel_title(outcome).lower()}",
            f"Scenario {plan.scenario.name}, {counted(plan.runs_in_all, 'run')}, "
            f"design {plan.design}: {words}; whiskers hold 95 %.",
            1, 2 if is_morris else 1,
            size=(11.0 if is_morris else 8.0, 1.9 + 0.42 * len(table)),
        )  # fmt: skip
        axis, y = axes[0, 0], np.arange(len(table), dtype=float)
        height = 0.7 / len(bars)
        for number, ((name, label), color) in enumerate(zip(bars, (BLUE, GOLD), strict=False)):
            axis.barh(
                y + height * (number - (len(bars) - 1) / 2), table[name], height=0.9 * height,
                xerr=table[f"{name}_conf"], color=color, label=label, error_kw={"linewidth": 1.1},
            )  # fmt: skip
        axis.set_yticks(y, table["factor"])
        axis.invert_yaxis()
        axis.set_xlabel("mu*" if is_morris else "Sobol index")
        if is_morris:
            _draw_interactions(axes[0, 1], table)
        else:
            axis.legend(loc="lower right")
    return chart


def _draw_interactions(axis: Any, table: pd.DataFrame) -> None:
    """Draw sigma against mu*: above the line a factor's effect depends on the others."""
    axis.scatter(table["mu_star"], table["sigma"], color=BLUE, s=22)
    for row in table.to_dict("records"):
        axis.annotate(
            row["factor"], (row["mu_star"], row["sigma"]), xytext=(4, 3),
            textcoords="offset points", fontsize=8,
        )  # fmt: skip
    most = float(max(table["mu_star"].max(), table["sigma"].max(), 1e-12))
    axis.plot([0, most], [0, most], color=GOLD, linewidth=1, linestyle="--")
    axis.set_xlabel("mu*")
    axis.set_ylabel("sigma")
    axis.margins(x=0.25)
