"""What a plan is made of: shapes in meters, each of a kind, and what may be wrong with one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from ..gate_terms import GateTerms

if TYPE_CHECKING:
    from shapely import LineString, MultiPolygon, Polygon
    from shapely.geometry.base import BaseGeometry

LINE, AREA = "LineString", "Polygon"
KINDS: Final = {
    "walkable": (AREA,),
    "barrier": (AREA,),
    "gate": (LINE,),
    "queue": (LINE, AREA),
    "entry": (LINE, AREA),
    "lane": (AREA,),
    "pen_door": (LINE,),
    "one_way": (LINE,),
    "zone": (AREA,),
}
"""The kinds of shapes, and as what each can be drawn."""
ERROR, WARNING, NOTE = "error", "warning", "note"
"""Severities: the plan cannot be used; probably not what is meant; good to know."""
SEVERITIES: Final = (ERROR, WARNING, NOTE)
LONGEST_NAME: Final = 60
"""Characters of a name."""
BODY: Final = 0.35
"""Nobody fits through less, m: the width of a person and of a cell of the model."""

Point = tuple[float, float]


class PlanError(ValueError):
    """A file of which no plan can be made at all; the message is one line."""


class Problem(NamedTuple):
    """One thing that is wrong with a plan, or that its maker should know."""

    severity: str
    shape: str
    """Which shape, as people would call it; empty: the plan as a whole."""
    at: Point | None
    """Where, m, as the file counts."""
    words: str
    """What is wrong, and what would mend it."""

    def __str__(self) -> str:
        """Return the problem as a line."""
        where = f" at {point(self.at)}" if self.at else ""
        return f"{self.severity}: {self.shape or 'the plan'}{where}: {self.words}"


class Shape(NamedTuple):
    """A line or an area of a plan."""

    kind: str
    geometry: LineString | Polygon
    number: int
    """Which feature of the file it comes from, from 1."""
    name: str = ""
    share: float = 1.0
    """Of the people who come, in proportion to the other entries."""
    width: float | None = None
    """Of the column along a queue's line, m; None: as wide as the scenario has it."""
    terms: GateTerms = GateTerms()
    """Of a gate: what holds for it alone."""

    @property
    def label(self) -> str:
        """What messages call the shape."""
        return label(self.kind, self.name, self.number)

    @property
    def middle(self) -> Point:
        """A point of the shape, m: halfway along a line, inside an area."""
        return point_of(self.geometry)


class Plan(NamedTuple):
    """A place as drawn, m."""

    shapes: tuple[Shape, ...]
    ground: MultiPolygon
    """All walkable ground united, less the barriers."""

    def of(self, kind: str) -> tuple[Shape, ...]:
        """Return the shapes of a kind, in the order of the file."""
        return tuple(shape for shape in self.shapes if shape.kind == kind)

    @property
    def gates(self) -> dict[str, tuple[Shape, ...]]:
        """The gates by name, each with its leaves."""
        names = dict.fromkeys(shape.name for shape in self.of("gate"))
        return {
            name: tuple(leaf for leaf in self.of("gate") if leaf.name == name) for name in names
        }

    @property
    def zones(self) -> dict[str, tuple[Shape, ...]]:
        """The zones by name, each with its parts; without a name it is the number of the shape."""
        named = [(shape.name or str(shape.number), shape) for shape in self.of("zone")]
        return {
            name: tuple(part for other, part in named if other == name)
            for name in dict.fromkeys(name for name, _ in named)
        }


def label(kind: str, name: str, number: int) -> str:
    """Return what messages call a shape: gate "east" (shape 3)."""
    return f"{kind} {quoted(name)} (shape {number})" if name else f"{kind} (shape {number})"


def point_of(geometry: BaseGeometry) -> Point:
    """Return a point of a geometry: halfway along a line, inside an area."""
    is_line = geometry.geom_type == LINE
    here = (
        geometry.interpolate(0.5, normalized=True) if is_line else geometry.representative_point()
    )
    return float(here.x), float(here.y)


def quoted(text: str) -> str:
    """Return a text in quotes, on one line, cut to a length."""
    shown = "".join(c if c.isprintable() else "?" for c in text[: LONGEST_NAME + 1])
    return f'"{shown if len(shown) <= LONGEST_NAME else shown[: LONGEST_NAME - 3] + "..."}"'


def size(value: float) -> str:
    """Return a length or an area as people write it: two decimals at most, whole if large."""
    if abs(value) >= 1e9:
        return f"{value:.3g}"
    if 0 < abs(value) < 0.005:
        return f"{value:.1g}"
    return f"{value:.0f}" if abs(value) >= 1000 else f"{value:.2f}".rstrip("0").rstrip(".")


def point(at: Point) -> str:
    """Return a point as people write it."""
    across, along = (f"{round(each, 2) + 0.0:.2f}".rstrip("0").rstrip(".") for each in at)
    return f"({across}, {along})"
