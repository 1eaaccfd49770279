"""How a drawing of the crossing looks: colors by conduct (safe for the color-blind), the ground.

Drawings lie on their side: the gate is at the left, the distance from it runs to the right.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final

from matplotlib.figure import Figure

from gatecrush.agents.conduct import CONDUCTS

from ..storage.whole_files import appearing

CONDUCT_COLORS: Final = {
    "holding": "#33658A",
    "called": "#1B998B",
    "seeking": "#86BBD8",
    "arriving": "#8D8D92",
    "beside": "#DDAA33",
    "pressing": "#D1495B",
}
"""Color of each conduct of people on the site, in the order in which drawings list them."""
INK: Final = "#22262B"
"""Text and lines."""
FAINT: Final = "#9AA0A6"
"""Axes and things of less weight."""
PAPER: Final = "#FFFFFF"
GROUND: Final = "#F4F1EA"
"""Ground open to everybody."""
LANE: Final = "#D5D8DB"
"""The car lane."""
WALL: Final = "#B5AFA3"
"""Walls, fences and what lies beyond them."""
GROUND_COLORS: Final = (WALL, GROUND, LANE)
"""Color of the ground by the code of ``Place.walkable``."""


def rgb(color: str) -> tuple[int, int, int]:
    """Return the parts of a color written as #RRGGBB."""
    return int(color[1:3], 16), int(color[3:5], 16), int(color[5:7], 16)


PEOPLE_COLORS: Final = tuple(CONDUCT_COLORS.get(name, INK) for name in CONDUCTS)
"""Color of a person by the code of their conduct."""


def save_figure(figure: Figure, path: Path, *, dpi: int = 130) -> None:
    """Write a figure that is there as a whole or not at all, of the kind that its name says."""
    with appearing(path) as beside:
        figure.savefig(beside, dpi=dpi, format=path.suffix[1:] or "png")


STYLE: dict[Any, Any] = {
    "font.family": "sans-serif",
    "font.size": 9.0,
    # A name is a text: without these a dollar sign in it would begin a formula.
    "text.parse_math": False,
    "text.usetex": False,
    "axes.edgecolor": FAINT,
    "axes.labelcolor": INK,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.titlelocation": "left",
    "axes.titlesize": 10.5,
    "axes.titleweight": "bold",
    "axes.titlecolor": INK,
    "text.color": INK,
    "xtick.color": FAINT,
    "ytick.color": FAINT,
    "xtick.labelcolor": INK,
    "ytick.labelcolor": INK,
    "legend.frameon": False,
    "legend.fontsize": 8.5,
}
IN_TURN, OUT_OF_TURN, FAMILY = "#33658A", "#D1495B", "#DDAA33"
