"""A first window on the day: how many people do what now, and how many of them press.

A placeholder on Mesa's own controls; the page with the moving crowd is an issue of its own.
Run it with ``solara run gatecrush.server.app``.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import solara
from matplotlib.figure import Figure
from mesa.visualization import SolaraViz
from mesa.visualization.utils import update_counter

from gatecrush.agents.conduct import CONDUCTS
from gatecrush.model import BorderCrossing
from gatecrush.model.measures.press import press_share
from gatecrush.model.minutes import MINUTE_INDEX

SHOWN = ("arriving", "seeking", "holding", "called", "pressing", "beside")
"""Conducts of people who are on the site, in the order of the bars."""
PRESSING_COLOR = "#b5482a"
ORDERLY_COLOR = "#4a6d8c"


def clock_time(hour: float) -> str:
    """Return an hour of the day, which may pass 24, as a clock shows it."""
    minutes = round(hour * 60)
    return f"{minutes // 60 % 24:02d}:{minutes % 60:02d}"


def count_by_conduct(model: Any) -> dict[str, int]:
    """Return how many people on the site do what now."""
    counts = np.bincount(model.people.conduct, minlength=len(CONDUCTS))
    return {name: int(counts[CONDUCTS.index(name)]) for name in SHOWN}


def pressing_now(model: Any) -> float:
    """Return the press share of the last minute, 0 while nobody waits near the gate."""
    if not model.minute_count:
        return 0.0
    row = model.minute_log[model.minute_count - 1 : model.minute_count]
    share = press_share(row[:, MINUTE_INDEX["pressing_near"]], row[:, MINUTE_INDEX["waiting_near"]])
    return float(np.nan_to_num(share[0]))


@solara.component
def Counts(model: Any) -> None:
    """Bars: people by conduct."""
    update_counter.get()
    counts = count_by_conduct(model)
    figure = Figure(figsize=(5, 2.6), layout="constrained")
    axes = figure.subplots()
    colors = [PRESSING_COLOR if name == "pressing" else ORDERLY_COLOR for name in counts]
    bars = axes.barh(list(counts), list(counts.values()), color=colors)
    axes.bar_label(bars, padding=3)
    axes.invert_yaxis()
    axes.set_xlabel("people")
    axes.spines[["top", "right"]].set_visible(False)
    solara.FigureMatplotlib(figure)


@solara.component
def Now(model: Any) -> None:
    """Hour of the day and share of the waiting people who press."""
    update_counter.get()
    solara.Markdown(
        f"**{clock_time(model.hour)}** · {pressing_now(model):.0%} of the people who wait "
        "within 15 m of the gate press"
    )


@solara.component
def Page() -> None:
    """The account's day, stepped a second at a time; each visitor has a day of their own."""
    # At module level all visitors would share one model.
    model = solara.use_memo(lambda: BorderCrossing("account", rng=0), [])
    SolaraViz(
        model,
        components=[(Now, 0), (Counts, 0)],
        name="gatecrush",
        play_interval=100,
        render_interval=60,
    )
