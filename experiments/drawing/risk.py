"""The map of risk of a sweep: how often, how long and how hard it was at each place, over days.

The ground lies on its side as in the film: the gate at the left, distance from it to the right.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import matplotlib

from ..sweeps.risk import Risk
from ..words import counted
from .panels import page
from .style import STYLE
from .worst import draw_places, drawn_length, mark_place, size_of_maps

if TYPE_CHECKING:
    from matplotlib.figure import Figure

HEADING: Final = "Where it is worst, over many days"
MAPS: Final = (
    ("crowded_share", "Share of days with a minute above 4 people per m²", "-", 0.1),
    ("crowded", "Minutes above 4 people per m², mean of days", "min", 10.0),
    ("force_peak", "Largest force on a person of a day, mean of days", "N", 200.0),
)
"""Field of Risk, words, unit, and where the scale of colors ends at least."""


def risk_sentences(risk: Risk) -> tuple[str, ...]:
    """Return what the maps show, in words: of each the worst place."""
    return tuple(f"{_title(risk, name, words, unit)}." for name, words, unit, _ in MAPS)


def risk_figure(risk: Risk, scenario: str) -> Figure:
    """Return the maps of risk, below one another.

    Args:
        risk: of some days.
        scenario: its name.
    """
    places = {"x": risk.x, "y": risk.y}
    long = drawn_length(risk.y, (risk.crowded > 0) | (risk.force_peak > 0))
    with matplotlib.rc_context(STYLE):
        figure, axes = page(
            HEADING,
            f"{scenario}, {counted(risk.days, 'day')}. Worst places are marked; the gate, of "
            "several the first, is at the left.",
            len(MAPS), 1,
            size=size_of_maps(len(MAPS), risk.x, long),
        )  # fmt: skip
        for axis, (name, words, unit, least) in zip(axes[:, 0], MAPS, strict=True):
            values = getattr(risk, name)
            top = max(least, float(values.max()))
            title = _title(risk, name, words, unit)
            scale = "share of days" if unit == "-" else unit
            draw_places(axis, places, values, title=title, unit=scale, top=top, long=long)
            if values.max() > 0:
                worst = int(values.argmax())
                mark_place(axis, float(risk.x[worst]), float(risk.y[worst]))
    return figure


def _title(risk: Risk, name: str, words: str, unit: str) -> str:
    values = getattr(risk, name)
    if not values.max() > 0:
        return f"{words}: none anywhere"
    worst = int(values.argmax())
    share = f"{values[worst]:.0%}" if unit == "-" else f"{values[worst]:.0f} {unit}"
    return f"{words}: {share}, {risk.distance[worst]:.0f} m to the gate"
