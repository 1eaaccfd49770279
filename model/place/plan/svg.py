"""SVG, as Inkscape and browsers have it, by id or layer: gate-east is a gate named east.

The name is a shape's ``inkscape:label`` or ``id``, or that of the nearest group around it that has
one of a kind. A document type that declares anything is refused, so that no entity is ever
followed. y is turned up. A width in millimeters or another unit of length, with a viewBox, says how
large the drawing is on paper.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from typing import Any, Final, NamedTuple
from xml.parsers import expat

from .exits import MOST_EXITS, gate_of, ground_within
from .features import MOST_POINTS, MOST_SHAPES
from .geojson import Collection, collection, feature
from .naming import kind_and_name, listed
from .rings import areas_of
from .shapes import AREA, KINDS, LINE, NOTE, PlanError, Point, Problem, size
from .svg_path import TURN, Line, lines_of
from .svg_transform import SAME, Matrix, after, moved, transform_of

DEEPEST: Final = 100
"""Elements within elements."""
MOST_ELEMENTS: Final = 100_000
DRAWN: Final = ("path", "polyline", "polygon", "rect", "line", "circle", "ellipse")
UNSEEN: Final = (
    "defs", "symbol", "clipPath", "mask", "pattern", "marker", "svg", "switch", "foreignObject",
    "filter", "linearGradient", "radialGradient", "metadata",
)  # fmt: skip
"""Nothing within is drawn where it stands; or it is a drawing of its own."""
OTHERS: Final = ("use", "text", "image")
UNITS: Final = {
    "mm": 0.001, "cm": 0.01, "in": 0.0254, "pt": 0.0254 / 72, "pc": 0.0254 / 6, "q": 0.00025,
}  # fmt: skip
"""How many meters one is, on paper."""
NUMBER: Final = r"[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?"
LENGTH: Final = re.compile(rf"\s*({NUMBER})\s*([a-zA-Z%]*)\s*")
HIDDEN: Final = re.compile(r"(?:display\s*:\s*none|visibility\s*:\s*hidden)")


class _Within(NamedTuple):
    """What an element hands on to those within it."""

    meant: tuple[str, str] | None
    matrix: Matrix
    is_seen: bool


class _Drawing:
    """An SVG while it is read."""

    def __init__(self) -> None:
        self.around = [_Within(None, SAME, True)]
        self.lines: list[tuple[str, str, list[Line]]] = []
        """Kind, name, and lines of each shape, in units of the drawing, y downwards."""
        self.others: Counter[str] = Counter()
        self.elements = self.points = 0
        self.root: dict[str, str] | None = None

    def begin(self, tag: str, told: dict[str, str]) -> None:
        """Take an element that begins."""
        self.elements += 1
        if len(self.around) > DEEPEST or self.elements > MOST_ELEMENTS:
            raise PlanError("holds more elements, or deeper ones, than a drawing of a place has")
        name = tag.rpartition(":")[2]
        if self.root is None:
            if name != "svg":
                raise PlanError(f"is no SVG: its first element is <{tag[:40]}>")
            self.root = told
            self.around.append(self.around[0])
            return
        outer = self.around[-1]
        hidden = told.get("display") == "none" or told.get("visibility") == "hidden"
        hidden = hidden or bool(HIDDEN.search(told.get("style", "")))
        is_seen = outer.is_seen and not hidden and name not in UNSEEN
        meant = outer.meant
        for label in (told.get("inkscape:label"), told.get("id")):
            own = kind_and_name(label) if label else None
            if own is not None:
                meant = own
                break
        matrix = (
            after(outer.matrix, transform_of(told["transform"]))
            if (is_seen and "transform" in told)
            else outer.matrix
        )
        self.around.append(_Within(meant, matrix, is_seen))
        if outer.is_seen and name in (*DRAWN, *OTHERS):
            if meant is None or not is_seen or name in OTHERS:
                self.others[f"hidden {name}" if not is_seen else name] += 1
            else:
                self._take(name, told, meant, matrix)

    def end(self, tag: str) -> None:
        """Leave an element."""
        self.around.pop()

    def _take(
        self, name: str, told: dict[str, str], meant: tuple[str, str], matrix: Matrix
    ) -> None:
        lines = [
            Line([moved(matrix, at) for at in each.points], each.is_closed)
            for each in shape_lines(name, told)
        ]
        self.points += sum(len(each.points) for each in lines)
        if self.points > 2 * MOST_POINTS or len(self.lines) > MOST_SHAPES:
            raise PlanError(
                f"holds more than {MOST_SHAPES} shapes or {2 * MOST_POINTS} points of a plan; "
                "simplify it"
            )
        if lines:
            self.lines.append((*meant, lines))


def from_svg(content: bytes, scale: float = 1.0) -> Collection:
    """Return what an SVG holds in shapes that are named after kinds, in meters.

    Args:
        content: of the file.
        scale: what its coordinates are multiplied with, besides its unit on paper, to be meters.

    Raises:
        PlanError: it cannot be read, or has none.
    """
    drawing = _Drawing()
    parser = expat.ParserCreate()
    parser.StartElementHandler, parser.EndElementHandler = drawing.begin, drawing.end
    parser.StartDoctypeDeclHandler = _refuse_type
    try:
        parser.Parse(content, True)
    except expat.ExpatError as error:
        where = f"line {error.lineno}, column {error.offset + 1}"
        raise PlanError(f"is no SVG: {expat.ErrorString(error.code)} ({where})") from None
    except (ValueError, LookupError) as error:
        if isinstance(error, PlanError):
            raise
        raise PlanError("is no SVG: its encoding is not known") from None
    if not drawing.lines:
        seen = listed(drawing.others) if drawing.others else "nothing that is drawn"
        raise PlanError(
            f"has no shape of a plan: name shapes or layers {', '.join(KINDS)}; it has {seen}"
        )
    unit, top, remarks = _paper(drawing.root or {})
    if drawing.others:
        words = (
            f"shapes without a kind, or that are not read, are ignored: {listed(drawing.others)}"
        )
        remarks.append(Problem(NOTE, "", None, words))

    def turned(at: Point) -> list[float]:
        return [at[0] * unit * scale, (top - at[1]) * unit * scale]

    features: list[dict[str, Any]] = []
    exits: list[tuple[list[list[float]], str]] = []
    for kind, name, lines in drawing.lines:
        named = {"name": name} if name else {}
        made = [Line([turned(at) for at in each.points], each.is_closed) for each in lines]  # type: ignore[misc]
        rings = [each.points for each in made if each.is_closed]
        loose = [each.points for each in made if not each.is_closed]
        if LINE not in KINDS[kind]:
            rings, loose = rings + loose, []
        if kind == "gate":
            exits += [([list(at) for at in ring], name) for ring in rings]
        elif AREA in KINDS[kind]:
            features += [feature(kind, AREA, each, **named) for each in areas_of(rings)]
        else:
            loose += [[*ring, ring[0]] for ring in rings]
        features += [feature(kind, LINE, [list(at) for at in each], **named) for each in loose]
    return collection([*features, *_gates(exits, features, remarks)], remarks)


def _gates(
    exits: list[tuple[list[list[float]], str]],
    features: list[dict[str, Any]],
    remarks: list[Problem],
) -> list[dict[str, Any]]:
    """Return the gates that areas named gate stand for."""
    if len(exits) > MOST_EXITS:
        raise PlanError(f"holds {len(exits)} exits; keep those that are gates")
    ground = ground_within(features)
    found = [gate_of(ring, name, ground) for ring, name in exits]
    remarks += [remark for _, remark in found]
    return [gate for gate, _ in found if gate is not None]


def _refuse_type(_name: str, _system: str | None, _public: str | None, declares: bool) -> None:
    """Refuse a document type that declares anything, such as entities; nothing is ever fetched."""
    if declares:
        raise PlanError(
            "declares a document type of its own (<!DOCTYPE ... [...]>), which is not read; delete "
            "it, or save it as plain SVG"
        )


def _paper(root: dict[str, str]) -> tuple[float, float, list[Problem]]:
    """Return how many meters a unit of the drawing is on paper, its lower edge, and what to say."""
    box = _numbers(root.get("viewBox", ""))
    width, unit = _length(root.get("width", ""))
    height, _ = _length(root.get("height", ""))
    is_box = len(box) == 4 and box[2] > 0 and box[3] > 0
    top = box[1] + box[3] if is_box else height
    if unit in UNITS and width > 0:
        each = UNITS[unit] * (width / box[2] if is_box else 1.0)
        if not is_box:
            # Without a viewBox a unit of the drawing is a pixel, of which an inch has 96.
            each, top = 0.0254 / 96, height * UNITS[unit] * 96 / 0.0254
        words = (
            f"is {size(each * 1000)} mm on paper for each unit of the drawing: for a drawing of "
            "1:100 give --scale 100"
        )
    else:
        each = 1.0
        words = "says no unit of length: its units are taken as meters; else give --scale"
    if not 1e-9 < each < 1e9:
        raise PlanError("has a width and a viewBox that do not fit each other")
    return each, top, [Problem(NOTE, "", None, words)]


def _length(text: str) -> tuple[float, str]:
    found = LENGTH.fullmatch(text[:60])
    value = float(found[1]) if found else 0.0
    return (value, found[2].lower()) if found and abs(value) < 1e9 else (0.0, "")


def _numbers(text: str) -> list[float]:
    """Return the numbers of an attribute."""
    numbers = [float(each) for each in re.findall(NUMBER, text)]
    if not all(abs(each) <= 1e12 for each in numbers):
        raise PlanError("holds a shape that lies beyond the Earth")
    return numbers


def shape_lines(name: str, told: dict[str, str]) -> list[Line]:
    """Return the lines of a shape, in its own coordinates.

    Args:
        name: of its element.
        told: its attributes.

    Raises:
        PlanError: its path or its numbers are none.
    """

    def number(key: str) -> float:
        return ([*_numbers(told.get(key, "")), 0.0])[0]

    if name == "path":
        return lines_of(told.get("d", ""))
    if name in ("polyline", "polygon"):
        numbers = _numbers(told.get("points", ""))
        points = list(zip(numbers[::2], numbers[1::2], strict=False))
        return [Line(points, name == "polygon")] if len(points) > 1 else []
    if name == "line":
        return [Line([(number("x1"), number("y1")), (number("x2"), number("y2"))], False)]
    if name == "rect":
        x, y, wide, high = number("x"), number("y"), number("width"), number("height")
        points = [(x, y), (x + wide, y), (x + wide, y + high), (x, y + high)]
        return [Line(points, True)] if wide > 0 and high > 0 else []
    wide, high = (number("r"),) * 2 if name == "circle" else (number("rx"), number("ry"))
    turns = [TURN * step for step in range(round(math.tau / TURN))]
    points = [
        (number("cx") + wide * math.cos(turn), number("cy") + high * math.sin(turn))
        for turn in turns
    ]
    return [Line(points, True)] if wide > 0 and high > 0 else []
