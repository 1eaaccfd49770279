"""The picture of a plan: the shapes as drawn, and each problem in its place."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Final

import matplotlib
import numpy as np
import shapely
from matplotlib.lines import Line2D
from matplotlib.patches import Patch, PathPatch
from matplotlib.path import Path

from gatecrush.model.place.plan.shapes import ERROR, LINE, NOTE, WARNING, Problem, Shape

from .panels import BLUE, GOLD, GREEN, RED, page
from .style import FAINT, GROUND, INK, LANE, PAPER, STYLE, WALL

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from gatecrush.model.place.plan.examination import Examination

FILLS: Final = {"walkable": GROUND, "barrier": WALL, "lane": LANE, "queue": GOLD, "entry": BLUE}
"""Colors of areas; a zone is an outline."""
STROKES: Final = {"gate": GREEN, "pen_door": GREEN, "queue": GOLD, "entry": BLUE, "one_way": INK}
"""Colors of lines."""
ORDER: Final = (
    "walkable", "lane", "zone", "barrier", "queue", "entry", "pen_door", "one_way", "gate"
)  # fmt: skip
"""What is drawn over what, from below."""
MARKS: Final = {ERROR: (RED, "o"), WARNING: (GOLD, "^"), NOTE: (FAINT, "s")}
"""Color and marker of a problem."""
WIDTH: Final = 9.0
"""Of the picture, inches."""
MOST_LISTED: Final = 14
"""Problems in words below the picture; those beyond are counted."""
LETTERS: Final = 132
"""In a line below the picture."""
LINE_HEIGHT: Final = 0.165
"""Inches."""


def place_figure(found: Examination, name: str, numbers: Sequence[str]) -> Figure:
    """Draw a plan as its file has it, x to the right and y up, and its problems.

    Args:
        found: the plan, examined; it has shapes.
        name: of its file.
        numbers: what is known of it, a line each.
    """
    words = _listed(found.problems)
    low_x, low_y, high_x, high_y = shapely.total_bounds([each.geometry for each in found.shapes])
    tall = (high_y - low_y) / max(high_x - low_x, 1e-9)
    map_height = float(np.clip(0.9 * WIDTH * tall, 2.4, 8.0))
    list_height = LINE_HEIGHT * len(words) + 0.15
    head = 0.35 * len(numbers) + 0.7
    with matplotlib.rc_context(STYLE):
        chart, axes = page(
            f"A place: {name}", "\n".join(numbers) or "Nothing can be told in numbers.", 2, 1,
            size=(WIDTH, map_height + list_height + head),
            height_ratios=[map_height, list_height],
        )  # fmt: skip
        above, below = axes[:, 0]
        for shape in sorted(found.shapes, key=lambda each: ORDER.index(each.kind)):
            _draw_shape(above, shape)
        _name(above, found.shapes)
        _mark(above, found.problems)
        _frame(above, found)
        below.set_axis_off()
        below.text(
            0, 1, "\n".join(words), transform=below.transAxes, va="top", fontsize=8,
            linespacing=1.3,
        )  # fmt: skip
    return chart


def _draw_shape(axis: Axes, shape: Shape) -> None:
    if shape.geometry.geom_type == LINE:
        color = STROKES[shape.kind]
        x, y = shapely.get_coordinates(shape.geometry).T
        heavy = shape.kind == "gate"
        axis.plot(x, y, color=color, linewidth=4.0 if heavy else 1.8, solid_capstyle="butt")
        if shape.kind in ("queue", "one_way"):
            axis.annotate(
                "", (x[-1], y[-1]), (x[-2], y[-2]), arrowprops={"arrowstyle": "->", "color": color}
            )
    else:
        rings = [shape.geometry.exterior, *shape.geometry.interiors]
        outline = Path.make_compound_path(*(Path(ring.coords, closed=True) for ring in rings))
        is_zone = shape.kind == "zone"
        axis.add_patch(
            PathPatch(
                outline,
                facecolor="none" if is_zone else FILLS[shape.kind],
                edgecolor=FAINT if shape.kind in ("walkable", "zone", "lane") else "none",
                linestyle=(0, (4, 3)) if is_zone else "solid",
                linewidth=0.8,
                alpha=0.45 if shape.kind in ("queue", "entry") else 1.0,
            )
        )


def _name(axis: Axes, shapes: Sequence[Shape]) -> None:
    """Write the names of gates, zones and entries, once for all leaves of a gate."""
    named = {
        (each.kind, each.name): each.middle
        for each in reversed(shapes)
        if each.name and each.kind in ("gate", "zone", "entry")
    }
    for (_, name), at in named.items():
        axis.annotate(name, at, (4, 4), textcoords="offset points", fontsize=8)


def _mark(axis: Axes, problems: Sequence[Problem]) -> None:
    for number, each in enumerate(problems, 1):
        if each.at is None:
            continue
        color, marker = MARKS[each.severity]
        axis.plot(
            *each.at, marker=marker, color=color, markersize=11, markeredgecolor=PAPER,
            linestyle="none", zorder=5,
        )  # fmt: skip
        axis.annotate(
            str(number), each.at, ha="center", va="center", fontsize=6.5, zorder=6,
            color=INK if each.severity == WARNING else PAPER, fontweight="bold",
        )  # fmt: skip


def _listed(problems: Sequence[Problem]) -> list[str]:
    """Return the problems as numbered lines that are short enough."""
    lines: list[str] = []
    for number, each in enumerate(problems[:MOST_LISTED], 1):
        lines += textwrap.wrap(f"{number}  {each}", LETTERS, subsequent_indent="    ")[:3]
    if len(problems) > MOST_LISTED:
        lines.append(f"and {len(problems) - MOST_LISTED} more")
    return lines or ["Nothing is wrong with it."]


def _frame(axis: Axes, found: Examination) -> None:
    """Set the axes to meters in equal scale, and tell what is what."""
    axis.set_aspect("equal", adjustable="datalim")
    axis.autoscale_view()
    axis.margins(0.04)
    axis.grid(visible=False)
    axis.set_xlabel("m")
    axis.set_ylabel("m")
    axis.ticklabel_format(useOffset=False, style="plain")
    used = {(each.kind, each.geometry.geom_type == LINE) for each in found.shapes}
    keys: list[Any] = []
    for kind in ORDER:
        if (kind, True) in used:
            keys.append(Line2D([], [], color=STROKES[kind], linewidth=3, label=kind))
        elif (kind, False) in used:
            is_zone = kind == "zone"
            color = "none" if is_zone else FILLS[kind]
            keys.append(Patch(facecolor=color, edgecolor=FAINT, linewidth=0.8, label=kind))
    axis.legend(
        handles=keys, loc="lower right", bbox_to_anchor=(1.0, 1.0), ncols=len(keys),
        handlelength=1.4, columnspacing=1.0, borderaxespad=0.2,
    )  # fmt: skip
