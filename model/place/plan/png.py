"""PNG by color: white is ground, red a gate, green an entry, blue a queue; the rest is no ground.

A pixel is of the color that it is near to. Each patch of a color is a shape, whose outline becomes
straight within a pixel or two. The scale, meters for each pixel, must be given.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any, Final

import numpy as np
import shapely
from numpy.typing import NDArray

from .exits import MOST_EXITS, gate_of, ground_within
from .geojson import Collection, collection, feature
from .shapes import AREA, NOTE, PlanError, Problem, size

COLORS: Final = {
    "walkable": (255, 255, 255), "gate": (255, 0, 0), "entry": (0, 255, 0), "queue": (0, 0, 255),
}  # fmt: skip
NEAR: Final = 100.0
"""How far a pixel may be from a color, of 0 to 255 in each of red, green and blue."""
MOST_PIXELS: Final = 4_000_000
MOST_RUNS: Final = 50_000
"""Of pixels of one color beside each other."""
FEWEST: Final = 4
"""Pixels of a patch; fewer are a speck."""
STAIRS: Final = 1.5
"""Pixels by which an outline may leave its pixels, to be straight."""
LARGEST: Final = 1.0
"""Meters of a pixel."""


def from_png(content: bytes, scale: float = 1.0) -> Collection:
    """Return what a picture holds in colors that are known, in meters.

    Args:
        content: of the file.
        scale: meters of a pixel, below 1.

    Raises:
        PlanError: it cannot be read, or has none.
    """
    if scale >= LARGEST:
        raise PlanError("is a picture: give --scale, how many meters a pixel is (below 1)")
    seen = _pixels(content)
    others = ~np.any(list(seen.values()), axis=0)
    seen["walkable"] |= seen["entry"] | seen["queue"]
    if not seen["walkable"].any():
        raise PlanError("has no ground: white pixels are ground, red ones gates (docs)")
    patches = [(kind, each) for kind, mask in seen.items() for each in _patches(mask, scale)]
    features = [
        feature(kind, AREA, [ring.coords[:] for ring in (each.exterior, *each.interiors)])
        for kind, each in patches
        if kind != "gate"
    ]
    high, wide = others.shape
    words = (
        f"is {wide} by {high} pixels, {size(wide * scale)} by {size(high * scale)} m, of which "
        f"{others.mean():.0%} are of none of the colors of a plan, so no ground"
    )
    remarks = [Problem(NOTE, "", None, words)]
    return collection([*features, *_gates(patches, features, remarks)], remarks)


def _pixels(content: bytes) -> dict[str, NDArray[np.bool_]]:
    """Return which pixels are of the color of each kind; the last row is the lowest y.

    Raises:
        PlanError: there is no such picture.
    """
    from PIL import Image

    try:
        with Image.open(io.BytesIO(content), formats=["PNG"]) as picture:
            if picture.width * picture.height > MOST_PIXELS:
                raise PlanError(
                    f"is {picture.width} by {picture.height} pixels, more than "
                    f"{MOST_PIXELS // 1_000_000} million; make it smaller"
                )
            paper = Image.new("RGBA", picture.size, (0, 0, 0, 255))
            paper.alpha_composite(picture.convert("RGBA"))
            pixels = np.asarray(paper, np.float32)[..., :3]
    except PlanError:
        raise
    except Exception as error:  # Damaged pictures raise whatever their bytes lead to.
        reason = " ".join(str(error).split())[:60] if "BytesIO" not in str(error) else "no PNG"
        raise PlanError(f"is not PNG that can be read: {reason or type(error).__name__}") from None
    return {
        kind: np.sum((pixels - np.array(color, np.float32)) ** 2, axis=2) <= NEAR**2
        for kind, color in COLORS.items()
    }


def _patches(mask: NDArray[np.bool_], scale: float) -> Iterator[shapely.Polygon]:
    """Yield the patches of a color, m: pixels that share a side."""
    edges = np.diff(np.pad(mask, ((0, 0), (1, 1))).astype(np.int8), axis=1)
    (rows, first), (_, last) = np.nonzero(edges == 1), np.nonzero(edges == -1)
    if len(rows) > MOST_RUNS:
        raise PlanError("has too many specks; paint the place in plain colors, without a pattern")
    top = len(mask) - rows
    united = shapely.union_all(shapely.box(first, top - 1, last, top))
    for each in shapely.get_parts(united):
        if each.area >= FEWEST:
            # Outlines then begin at a corner, which is never simplified away.
            plain = shapely.simplify(shapely.normalize(each), STAIRS)
            yield shapely.transform(plain, lambda points: points * scale)


def _gates(
    patches: list[tuple[str, Any]], features: list[dict[str, Any]], remarks: list[Problem]
) -> list[dict[str, Any]]:
    """Return the gates that red patches stand for, each of a name of its own."""
    exits = [each for kind, each in patches if kind == "gate"]
    if len(exits) > MOST_EXITS:
        raise PlanError(f"holds {len(exits)} red patches; keep those that are gates")
    ground = ground_within(features)
    gates = []
    for number, each in enumerate(exits, 1):
        name = f"gate {number}" if len(exits) > 1 else ""
        gate, remark = gate_of([list(at) for at in each.exterior.coords], name, ground)
        remarks.append(remark)
        gates += [gate] if gate is not None else []
    return gates
