"""DXF, as CAD programs write it, by layer: gate-east is a gate named east (extra ``cad``).

The layers of JuPedSim are read as they are, such as jps-walkablearea. Lines, polylines, arcs,
circles, ellipses and splines are taken, those of blocks too; curves become lines within 0.05 m. On
a layer of areas, lines whose ends meet within 0.05 m are an outline.
"""

from __future__ import annotations

import io
import math
from collections import Counter
from collections.abc import Iterator
from typing import Any, Final

from .exits import MOST_EXITS, gate_of, ground_within
from .features import MOST_POINTS, MOST_SHAPES
from .geojson import Collection, collection, feature
from .joined import GAP, Piece, joined
from .naming import kind_and_name, listed
from .outline import FARTHEST
from .shapes import AREA, KINDS, LINE, NOTE, WARNING, PlanError, Point, Problem, point, quoted, size

NOT_INSTALLED: Final = "is DXF, which needs ezdxf; install it with: pip install 'gatecrush[cad]'"
UNITS: Final = {
    1: ("inches", 0.0254), 2: ("feet", 0.3048), 4: ("millimeters", 0.001),
    5: ("centimeters", 0.01), 6: ("meters", 1.0), 7: ("kilometers", 1000.0),
    10: ("yards", 0.9144), 14: ("decimeters", 0.1), 15: ("decameters", 10.0),
    16: ("hectometers", 100.0), 21: ("US survey feet", 0.3048006),
}  # fmt: skip
"""What $INSUNITS says, and how many meters one is."""
FLATTENED: Final = 0.05
"""How far a line may lie from the curve it stands for, m."""
DRAWN: Final = ("LINE", "LWPOLYLINE", "POLYLINE", "ARC", "CIRCLE", "ELLIPSE", "SPLINE")
MOST_ENTITIES: Final = 50_000
TOO_MANY: Final = f"holds more than {MOST_ENTITIES} entities; keep what is needed"
DEEPEST: Final = 8
"""Blocks within blocks."""
MOST_BENDS: Final = 1000
"""Points of a spline; the lines through more of them would take too long."""
STEEPEST: Final = 25
"""Degree of a spline."""
Layer = tuple[str, str]
"""Kind and name."""


def from_dxf(content: bytes, scale: float = 1.0) -> Collection:
    """Return what a DXF file holds on layers that are known, in meters.

    Args:
        content: of the file.
        scale: what its coordinates are multiplied with, besides its unit, to be meters.

    Raises:
        PlanError: it cannot be read, or has none.
    """
    if content[:4] == b"AC10":
        raise PlanError("is DWG; save it as DXF")
    if content.startswith(b"AutoCAD Binary DXF"):
        raise PlanError("is binary DXF; save it as DXF in text (ASCII)")
    try:
        from ezdxf import recover
    except ImportError:
        raise PlanError(NOT_INSTALLED) from None
    if sum(code.strip() == b"0" for code in content.split(b"\n")[::2]) > MOST_ENTITIES:
        raise PlanError(TOO_MANY)
    try:
        document, auditor = recover.read(io.BytesIO(content))
        code = document.header.get("$INSUNITS", 0)
        drawing = _Drawing(document, UNITS.get(code, ("", 1.0))[1] * scale)
        drawing.read(document.modelspace())
    except PlanError:
        raise
    except Exception as error:  # Damaged files raise whatever their bytes lead to.
        reason = " ".join(str(error).split())[:100] or type(error).__name__
        raise PlanError(f"is not DXF that can be read: {reason}") from None
    remarks = [_unit(code), *_damage(auditor), *drawing.ignored()]
    if not drawing.lines:
        seen = listed(drawing.others) if drawing.others else "nothing that is drawn"
        raise PlanError(
            "has no layer of a plan; rename its layers after what lies on them "
            f"({', '.join(KINDS)}); it has {seen}"
        )
    return collection(_features(drawing, remarks), remarks)


class _Drawing:
    """The lines of a drawing, by layer, m."""

    def __init__(self, document: Any, scale: float) -> None:
        self.scale, self.entities, self.points = scale, 0, 0
        self.lines: dict[Layer, list[tuple[Piece, bool]]] = {}
        """With whether each is closed."""
        self.others: Counter[str] = Counter()
        self.kinds: Counter[str] = Counter()
        self.hidden: Counter[str] = Counter()
        self.unseen = {
            each.dxf.name.lower() for each in document.layers if each.is_off() or each.is_frozen()
        }

    def read(self, entities: Any, within: str = "0", depth: int = 0) -> None:
        """Take entities, and those of blocks, whose layer 0 is that of the block."""
        for each in entities:
            self._count(1)
            own = str(each.dxf.get("layer", "0"))
            layer = within if own == "0" else own
            drawn = each.dxftype()
            if drawn == "INSERT" and depth < DEEPEST:
                parts = each.multi_insert() if each.mcount > 1 else [each]
                for part in parts:
                    self._count(1 + len(part.block() or ()))
                    self.read(part.virtual_entities(), layer, depth + 1)
                continue
            meant = kind_and_name(layer)
            if meant is None:
                self.others[layer] += 1
            elif layer.lower() in self.unseen:
                self.hidden[layer] += 1
            elif drawn not in DRAWN:
                self.kinds[drawn] += 1
            else:
                self._take(each, meant)

    def _count(self, entities: int) -> None:
        self.entities += entities
        if self.entities > MOST_ENTITIES:
            raise PlanError(TOO_MANY)

    def _take(self, entity: Any, meant: Layer) -> None:
        """Take an entity as lines."""
        from ezdxf.path import make_path

        if entity.dxftype() == "SPLINE":
            _check_spline(entity)
        whole = make_path(entity)
        for path in whole.sub_paths() if whole.has_sub_paths else [whole]:
            limit = FARTHEST / self.scale
            corners = [*path.control_vertices()]
            if not all(abs(each.x) <= limit and abs(each.y) <= limit for each in corners):
                raise PlanError("holds a shape that lies beyond the Earth; check its unit")
            piece: list[Point] = []
            for each in path.flattening(FLATTENED / self.scale, segments=4):
                here = (each.x * self.scale, each.y * self.scale)
                if not piece or here != piece[-1]:
                    piece.append(here)
                    self.points += 1
                if self.points > MOST_POINTS:
                    raise PlanError(
                        f"holds more than {MOST_POINTS} points on layers of a plan; simplify them, "
                        "or check its unit"
                    )
            if len(piece) > 1:
                is_closed = math.dist(piece[0], piece[-1]) <= GAP and len(piece) > 3
                self.lines.setdefault(meant, []).append((piece, is_closed))

    def ignored(self) -> Iterator[Problem]:
        """Yield what is in the drawing and not in the plan."""
        for what, names in (
            ("on layers of other names", self.others), ("of other kinds", self.kinds),
            ("on layers that are off or frozen", self.hidden),
        ):  # fmt: skip
            if names:
                yield Problem(NOTE, "", None, f"shapes {what} are ignored: {listed(names)}")


def _check_spline(spline: Any) -> None:
    """Make sure that a spline is not larger than drawings have them.

    Raises:
        PlanError: it is.
    """
    bends = max(len(spline.control_points), len(spline.fit_points), len(spline.knots))
    if bends > MOST_BENDS or spline.dxf.degree > STEEPEST:
        raise PlanError(
            f"holds a spline of more than {MOST_BENDS} points, or of a degree above {STEEPEST}; "
            "draw it as a polyline"
        )


def _unit(code: Any) -> Problem:
    """Return what the file says of its unit."""
    if code in UNITS:
        unit, scale = UNITS[code]
        words = f"is drawn in {unit} ($INSUNITS {code}), so {size(scale)} m each"
        return Problem(NOTE, "", None, f"{words}; if that is not so, give --scale as well")
    said = "says no unit" if code == 0 else "has a unit that is not known"
    return Problem(NOTE, "", None, f"{said} ($INSUNITS {code}): taken as meters; else give --scale")


def _damage(auditor: Any) -> Iterator[Problem]:
    if auditor.errors:
        words = (
            f"is damaged, and was read as well as it could be: {len(auditor.errors)} errors in it"
        )
        yield Problem(WARNING, "", None, words)


def _features(drawing: _Drawing, remarks: list[Problem]) -> list[dict[str, Any]]:
    """Return the lines of a drawing as features, and add what is to be said of them.

    Raises:
        PlanError: they are more than a plan has.
    """
    if sum(map(len, drawing.lines.values())) > MOST_POINTS:
        raise PlanError(f"holds more than {MOST_POINTS} lines on layers of a plan; simplify them")
    features: list[dict[str, Any]] = []
    exits: list[tuple[Piece, str]] = []
    for (kind, name), lines in drawing.lines.items():
        named = {"name": name} if name else {}
        rings = [piece[:-1] for piece, is_closed in lines if is_closed]
        loose = [piece for piece, is_closed in lines if not is_closed]
        if LINE not in KINDS[kind]:
            found = joined(loose)
            rings, loose = [*rings, *found.closed], []
            remarks += [_open(kind, name, each) for each in found.open if not _is_debris(each)]
        if kind == "gate":
            exits += [(ring, name) for ring in rings]
        elif AREA in KINDS[kind]:
            features += [
                feature(kind, AREA, [[list(at) for at in (*ring, ring[0])]], **named)
                for ring in rings
            ]
        else:
            loose += [[*ring, ring[0]] for ring in rings]
        features += [feature(kind, LINE, [list(at) for at in piece], **named) for piece in loose]
    if len(features) > MOST_SHAPES:
        raise PlanError(f"holds {len(features)} shapes; a plan has at most {MOST_SHAPES}")
    return features + _gates(exits, features, remarks)


def _gates(
    exits: list[tuple[Piece, str]], features: list[dict[str, Any]], remarks: list[Problem]
) -> list[dict[str, Any]]:
    """Return the gates that areas on a layer of gates stand for, each of a name of its own."""
    if len(exits) > MOST_EXITS:
        raise PlanError(f"holds {len(exits)} exits; keep those that are gates")
    ground = ground_within(features)
    gates = []
    for number, (ring, name) in enumerate(exits, 1):
        called = name or (f"exit {number}" if len(exits) > 1 else "")
        gate, remark = gate_of([list(at) for at in ring], called, ground)
        remarks.append(remark)
        gates += [gate] if gate is not None else []
    return gates


def _is_debris(piece: Piece) -> bool:
    """Return whether a piece is so short that nobody drew it on purpose."""
    return all(math.dist(piece[0], at) <= GAP for at in piece)


def _open(kind: str, name: str, piece: Piece) -> Problem:
    """Return that an outline is open, and where."""
    shape = f"{kind} {quoted(name)}" if name else kind
    gap = math.dist(piece[0], piece[-1])
    words = (
        f"is ignored: its outline is open by {size(gap)} m, from here to {point(piece[-1])}; "
        "close it"
    )
    return Problem(WARNING, shape, piece[0], words)
