"""Start positions from a file beside the scenario: a trajectory's first frame, or two columns."""

from __future__ import annotations

import gzip
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from .door import ScenarioError, plain

LARGEST: Final = 100_000_000
"""Characters; nobody stands before a gate in more."""
Position = tuple[float, float]


def start_positions(path: Path, heading: str) -> tuple[Position, ...]:
    """Read where people stand at the start, m: across from the middle of the gate, and from it.

    A table whose first line names its columns needs x and y; with a column frame, the first frame
    counts. Without names a line is id, frame, x, y, as in the files of PeTrack and JuPedSim.
    Columns are separated by commas, semicolons or blanks; # begins a remark; .gz is unpacked.

    Args:
        path: the file.
        heading: how a message begins.

    Raises:
        ScenarioError: it cannot be read, or holds no positions.
    """
    rows = list(_rows(_text(path, heading), heading))
    if not rows:
        raise ScenarioError(f"{heading}: {plain(path.name)} holds no positions")
    first = min(frame for frame, _ in rows)
    return tuple(place for frame, place in rows if frame == first)


def _text(path: Path, heading: str) -> str:
    opened = gzip.open if path.suffix == ".gz" else open
    try:
        with opened(path, "rt", encoding="utf-8-sig") as file:
            text = str(file.read(LARGEST + 1))
    except UnicodeDecodeError:
        raise ScenarioError(f"{heading}: {plain(path.name)} is not UTF-8 text") from None
    except (OSError, EOFError, ValueError, zlib.error) as error:
        reason = getattr(error, "strerror", None) or error
        raise ScenarioError(f"{heading}: {plain(path.name)} cannot be read ({reason})") from None
    if len(text) > LARGEST:
        raise ScenarioError(f"{heading}: {plain(path.name)} is larger than 100 MB")
    return text


def _rows(text: str, heading: str) -> Iterator[tuple[float, Position]]:
    """Yield frame and position of each line."""
    columns: dict[str, int] = {}
    for number, line in enumerate(text.splitlines(), 1):
        words = line.partition("#")[0].replace(",", " ").replace(";", " ").split()
        if not words:
            continue
        if not columns:
            names = [word.partition("/")[0].lower() for word in words]
            if {"x", "y"} <= set(names):
                columns = {name: names.index(name) for name in names}
                continue
            columns = {"frame": 1, "x": 2, "y": 3} if len(words) > 2 else {"x": 0, "y": 1}
        try:
            frame = float(words[columns["frame"]]) if "frame" in columns else 0.0
            yield frame, (float(words[columns["x"]]), float(words[columns["y"]]))
        except (IndexError, ValueError):
            raise ScenarioError(
                f"{heading}: line {number} of the file must hold numbers for x and y, in meters"
            ) from None
