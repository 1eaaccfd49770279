"""The path of an SVG shape, as lines: curves and arcs become lines that differ little from them."""

from __future__ import annotations

import cmath
import math
import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Final, NamedTuple

from .shapes import PlanError, Point

CURVE: Final = 16
"""Lines of a curve: a quarter of a circle of 40 m differs by 0.05 m."""
TURN: Final = math.radians(5)
"""What a line of an arc turns at most."""
MOST_LINES: Final = 20_000
"""Of one path."""
TOKEN: Final = re.compile(r"([MmLlHhVvZzCcSsQqTtAa])|([-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?)")
NUMBERS: Final = {"M": 2, "L": 2, "H": 1, "V": 1, "Z": 0, "C": 6, "S": 4, "Q": 4, "T": 2, "A": 7}
"""How many numbers a command takes."""
FLAGS: Final = re.compile(r"[\s,]*([01])")


class Line(NamedTuple):
    """A part of a path."""

    points: Sequence[Point]
    is_closed: bool


def lines_of(path: str) -> list[Line]:
    """Return the lines of a path.

    Raises:
        PlanError: it is none; says why.
    """
    made: list[Line] = []
    here = begin = last = 0j
    line: list[complex] = []
    before, drawn = "", 0
    for command, numbers in _commands(path):
        letter, base = command.upper(), here if command.islower() else 0j
        if letter == "M":
            _keep(line, made, is_closed=False)
            here = begin = base + complex(*numbers)
            line = [here]
        elif letter == "Z":
            _keep(line, made, is_closed=True)
            here, line = begin, []
        else:
            if not line:
                line = [here]
            mirrored = 2 * here - last if _is_kin(before, letter) else here
            ahead, last = _ahead(letter, numbers, here, base, mirrored)
            line += ahead
            here = ahead[-1]
            drawn += len(ahead)
        before = letter
        if drawn > MOST_LINES:
            raise PlanError(f"holds a path of more than {MOST_LINES} lines; simplify it")
    _keep(line, made, is_closed=False)
    return made


def _keep(line: list[complex], made: list[Line], *, is_closed: bool) -> None:
    if len(line) > 1:
        made.append(Line([(each.real, each.imag) for each in line], is_closed))


def _is_kin(before: str, letter: str) -> bool:
    """Return whether a command goes on smoothly from the curve before."""
    return (letter == "S" and before in ("C", "S")) or (letter == "T" and before in ("Q", "T"))


def _commands(path: str) -> Iterator[tuple[str, list[float]]]:
    """Yield each command with its numbers; one that is repeated without its letter, too."""
    at, command = 0, ""
    while True:
        at = _blank(path, at)
        if at >= len(path):
            return
        found = TOKEN.match(path, at)
        if found is None:
            raise PlanError(f"holds a path that is none: {path[at : at + 20]!r} in it")
        if found[1]:
            command, at = found[1], found.end()
        elif not command or command in "Zz":
            raise PlanError("holds a path that is none: numbers without a command")
        numbers, at = _numbers(path, at, command.upper())
        yield command, numbers
        command = {"M": "L", "m": "l"}.get(command, command)


def _numbers(path: str, at: int, letter: str) -> tuple[list[float], int]:
    """Return the numbers of a command, and where they end; flags of an arc may stand together."""
    numbers: list[float] = []
    for place in range(NUMBERS[letter]):
        is_flag = letter == "A" and place in (3, 4)
        at = _blank(path, at)
        found = FLAGS.match(path, at) if is_flag else TOKEN.match(path, at)
        text = found and found[1 if is_flag else 2]
        if found is None or not text:
            raise PlanError(f"holds a path that is none: {letter} has too few numbers")
        number, at = float(text), found.end()
        if not abs(number) <= 1e12:
            raise PlanError("holds a path that lies beyond the Earth")
        numbers.append(number)
    return numbers, at


def _blank(path: str, at: int) -> int:
    while at < len(path) and (path[at].isspace() or path[at] == ","):
        at += 1
    return at


def _ahead(
    letter: str, numbers: list[float], here: complex, base: complex, mirrored: complex
) -> tuple[list[complex], complex]:
    """Return the points that a command leads to, and the last point that bends a curve."""
    if letter == "H":
        end = complex(base.real + numbers[0], here.imag)
        return [end], end
    if letter == "V":
        end = complex(here.real, base.imag + numbers[0])
        return [end], end
    if letter == "A":
        end = base + complex(*numbers[5:])
        return _arc(here, end, numbers), end
    points = [base + complex(*pair) for pair in zip(numbers[::2], numbers[1::2], strict=True)]
    if letter == "L":
        return points, points[-1]
    if letter in "ST":
        points.insert(0, mirrored)
    return _curve([here, *points]), points[-2]


def _curve(bends: list[complex]) -> list[complex]:
    """Return lines along a Bezier curve, after its first point (de Casteljau)."""
    made = []
    for step in range(1, CURVE + 1):
        t, points = step / CURVE, bends
        while len(points) > 1:
            points = [(1 - t) * a + t * b for a, b in pairwise(points)]
        made.append(points[0])
    return made


def _arc(begin: complex, end: complex, numbers: list[float]) -> list[complex]:
    """Return lines along an arc of an ellipse, after its first point (SVG 1.1, F.6)."""
    wide, high = abs(numbers[0]), abs(numbers[1])
    large, sweep = numbers[3] != 0, numbers[4] != 0
    if begin == end:
        return [end]
    if wide == 0 or high == 0:
        return [end]
    turn = cmath.rect(1, math.radians(numbers[2] % 360))
    half = (begin - end) / 2 / turn
    across, along = half.real / wide, half.imag / high
    square = across**2 + along**2
    if square == 0 or not math.isfinite(square):
        return [end]
    grown = max(1.0, math.sqrt(square))
    wide, high, across, along = wide * grown, high * grown, across / grown, along / grown
    square = min(1.0, square)
    root = math.sqrt(max(0.0, 1 / square - 1)) * (-1 if large == sweep else 1)
    center = complex(root * along, -root * across)
    first = cmath.phase(complex(across, along) - center)
    last = cmath.phase(complex(-across, -along) - center)
    angle = (last - first) % math.tau if sweep else -((first - last) % math.tau)
    count = max(1, math.ceil(abs(angle) / TURN))
    middle = (begin + end) / 2
    made = []
    for step in range(1, count):
        round_it = center + cmath.rect(1, first + angle * step / count)
        made.append(middle + turn * complex(wide * round_it.real, high * round_it.imag))
    return [*made, end]
