"""The file of a plan: read in bounds, by its ending, into a collection of features."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Final

from .dxf import from_dxf
from .geojson import Collection, from_geojson, scaled
from .jupedsim import from_jupedsim
from .png import from_png
from .shapes import PlanError
from .svg import from_svg
from .wkt import from_wkt

LARGEST: Final = 5_000_000
"""Bytes; no plan is larger."""
Reader = Callable[[bytes, float], Collection]
"""Takes what a file holds, and what its coordinates are multiplied with to be meters."""


def _in_text(reader: Callable[[str], Collection]) -> Reader:
    """Return a reader of text as one of the bytes of a file."""

    def read(content: bytes, scale: float) -> Collection:
        try:
            text = content.decode("utf-8-sig")
        except UnicodeDecodeError as error:
            line = content.count(b"\n", 0, error.start) + 1
            raise PlanError(f"line {line} is not UTF-8 text") from None
        return scaled(reader(text), scale)

    return read


READERS: Final[dict[str, Reader]] = {
    ".geojson": _in_text(from_geojson),
    ".json": _in_text(from_geojson),
    ".wkt": _in_text(from_wkt),
    ".zip": from_jupedsim,
    ".dxf": from_dxf,
    ".svg": from_svg,
    ".png": from_png,
}
"""Who reads a file, by its ending."""


def collection_of(path: Path, scale: float = 1.0) -> Collection:
    """Return what the file of a plan holds, in meters.

    Args:
        path: the file.
        scale: what its coordinates are multiplied with to be meters.

    Raises:
        PlanError: it cannot be read; says why.
    """
    reader = READERS.get(path.suffix.lower())
    if reader is None:
        raise PlanError(f"its name must end in {', '.join(READERS)}")
    try:
        is_special = path.exists() and not (path.is_file() or path.is_dir())
        content = b"" if is_special else _start_of(path)
    except IsADirectoryError:
        raise PlanError("is a folder, not a plan") from None
    except FileNotFoundError:
        raise PlanError("there is no such file") from None
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or error
        raise PlanError(f"cannot be read ({reason})") from None
    if is_special:
        raise PlanError("is no file that can be read")
    if len(content) > LARGEST:
        raise PlanError(
            f"is larger than {LARGEST // 1_000_000} MB, so not a plan; keep only the shapes that "
            "are needed"
        )
    if not content.strip():
        raise PlanError("is empty")
    return reader(content, scale)


def _start_of(path: Path) -> bytes:
    """Return a file's content, or its first bytes if it is too large."""
    with path.open("rb") as file:
        return file.read(LARGEST + 1)
