"""Pieces of outlines, as drawings have them, joined where their ends meet."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Sequence
from typing import Final, NamedTuple

from .shapes import Point

GAP: Final = 0.05
"""Ends that are no farther apart are one point, m."""
Piece = Sequence[Point]
Box = tuple[int, int]


class Outlines(NamedTuple):
    """What pieces are together."""

    closed: Sequence[Piece]
    """Rings, the first point not repeated."""
    open: Sequence[Piece]
    """Lines whose ends meet nothing."""


def joined(pieces: Sequence[Piece], gap: float = GAP) -> Outlines:
    """Join pieces, each a line, where their ends meet.

    Args:
        pieces: lines of two points or more.
        gap: how far ends may be apart, m.
    """
    ends = _Ends(pieces, gap)
    closed: list[Piece] = []
    loose: list[Piece] = []
    for number in range(len(pieces)):
        if number in ends.taken:
            continue
        ends.taken.add(number)
        line = list(pieces[number])
        for _ in range(2):
            while not _is_ring(line, gap):
                following = ends.take(line[-1])
                if following is None:
                    break
                line += following[1:]
            line.reverse()
        if _is_ring(line, gap):
            closed.append(line[:-1])
        else:
            loose.append(line)
    return Outlines(closed, loose)


def _is_ring(line: Piece, gap: float) -> bool:
    return len(line) > 3 and math.dist(line[0], line[-1]) <= gap


class _Ends:
    """The ends of pieces by where they lie, in boxes as large as a gap."""

    def __init__(self, pieces: Sequence[Piece], gap: float) -> None:
        self.pieces, self.gap = pieces, gap
        self.taken: set[int] = set()
        self.boxes: dict[Box, set[int]] = defaultdict(set)
        for number, piece in enumerate(pieces):
            for end in (piece[0], piece[-1]):
                self.boxes[self._box(end)].add(number)

    def take(self, at: Point) -> Piece | None:
        """Return the nearest piece that is left and begins here, turned if need be, or None."""
        best, found, nearest = None, -1, self.gap
        across, along = self._box(at)
        for box in [(across + i, along + j) for i in (-1, 0, 1) for j in (-1, 0, 1)]:
            left = self.boxes.get(box, set())
            left -= self.taken
            for number in left:
                piece = self.pieces[number]
                for way in (piece, piece[::-1]):
                    if math.dist(way[0], at) <= nearest:
                        best, found, nearest = way, number, math.dist(way[0], at)
        if best is not None:
            self.taken.add(found)
        return best

    def _box(self, at: Point) -> Box:
        return math.floor(at[0] / self.gap), math.floor(at[1] / self.gap)
