"""The zip of JuPedSim's web application: its ground, exits, distributions and waypoints.

It holds ``geometry.wkt``, the ground, and ``config.json``, areas by id. An exit becomes a gate, a
distribution an entry with as large a share as it has people, a checkpoint, a waypoint and a zone a
zone. Nothing is unpacked to the disk.
"""

from __future__ import annotations

import io
import json
import math
import zipfile
from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import Any, Final, TypeGuard

from .exits import MOST_EXITS, Ring, gate_of, ground_within
from .geojson import Collection, collection, feature, scaled
from .naming import listed
from .shapes import LONGEST_NAME, NOTE, WARNING, PlanError, Problem, quoted
from .wkt import from_wkt

LARGEST_MEMBER: Final = 5_000_000
"""Bytes, unpacked."""
MOST_MEMBERS: Final = 100
MOST_AREAS: Final = 2000
AREAS: Final = {
    "exits": "gate",
    "distributions": "entry",
    "checkpoints": "zone",
    "waypoints": "zone",
    "zones": "zone",
}
"""What a configuration holds, and which kind each becomes."""
KNOWN: Final = {*AREAS, "config", "project_version", "obstacles", "walkable_area_wkt"}
CIRCLE: Final = 32
"""Corners of a circle."""
Remarks = list[Problem]


def from_jupedsim(content: bytes, scale: float = 1.0) -> Collection:
    """Return what a zip of JuPedSim's web application holds, in meters.

    Args:
        content: of the file.
        scale: what its coordinates are multiplied with to be meters.

    Raises:
        PlanError: it is none.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            ground, settings, remarks = _members(archive)
    except PlanError:
        raise
    except Exception as error:  # Damaged archives raise whatever their bytes lead to.
        reason = " ".join(str(error).split())[:100] or type(error).__name__
        raise PlanError(f"is not a zip that can be read: {reason}") from None
    config = _config(settings, remarks)
    embedded = config.get("walkable_area_wkt")
    text = embedded if ground is None and isinstance(embedded, str) else ground
    if text is None:
        raise PlanError("is no zip of JuPedSim's web application: it holds no geometry.wkt")
    try:
        features = scaled(from_wkt(text), scale)["features"]
    except PlanError as error:
        raise PlanError(f"its geometry.wkt {error}") from None
    features = [*features, *_areas(config, scale, ground_within(features), remarks)]
    ignored = {
        key: len(value) for key, value in config.items() if key not in KNOWN and _full(value)
    }
    if ignored:
        words = f"its config.json also holds {listed(ignored)}: ignored"
        remarks.append(Problem(NOTE, "", None, words))
    return collection(features, remarks)


def _members(archive: zipfile.ZipFile) -> tuple[str | None, str | None, Remarks]:
    """Return the geometry and the configuration, if there, and which members are ignored.

    Raises:
        PlanError: a member is none that a plan has.
    """
    members = archive.infolist()
    if len(members) > MOST_MEMBERS:
        raise PlanError(f"holds {len(members)} files; a zip of JuPedSim holds two")
    texts: dict[str, str] = {}
    ignored: dict[str, int] = {}
    for each in members:
        path = PurePosixPath(each.filename.replace("\\", "/"))
        if path.is_absolute() or ".." in path.parts or path.parts[:1] == ("~",) or _drive(path):
            raise PlanError(f"holds a file outside of its folder, {quoted(each.filename)}")
        if each.is_dir() or path.name.startswith(".") or "__MACOSX" in path.parts:
            continue
        name = path.name.lower()
        if name not in ("geometry.wkt", "config.json"):
            ignored[path.name] = ignored.get(path.name, 0) + 1
        elif name in texts:
            raise PlanError(f"holds {name} twice; keep one")
        else:
            texts[name] = _text(archive, each, name)
    remarks = []
    if ignored:
        remarks.append(Problem(NOTE, "", None, f"its zip also holds {listed(ignored)}: ignored"))
    return texts.get("geometry.wkt"), texts.get("config.json"), remarks


def _text(archive: zipfile.ZipFile, member: zipfile.ZipInfo, name: str) -> str:
    """Return the text of a member.

    Raises:
        PlanError: it is too large, or none.
    """
    if member.flag_bits & 1:
        raise PlanError(f"its {name} is encrypted; save it without a password")
    if member.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise PlanError(
            f"its {name} is packed in a way that is not read; pack it as usual (deflate)"
        )
    too_large = f"its {name} unpacks to more than {LARGEST_MEMBER // 1_000_000} MB, so is no plan"
    if member.file_size > LARGEST_MEMBER:
        raise PlanError(too_large)
    # What the archive says of a size may be wrong.
    with archive.open(member) as file:
        content = file.read(LARGEST_MEMBER + 1)
    if len(content) > LARGEST_MEMBER:
        raise PlanError(too_large)
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise PlanError(f"its {name}, line {line}, is not UTF-8 text") from None


def _drive(path: PurePosixPath) -> bool:
    return bool(path.parts) and ":" in path.parts[0]


def _config(text: str | None, remarks: Remarks) -> dict[str, Any]:
    """Return the configuration, empty if there is none.

    Raises:
        PlanError: it is not JSON.
    """
    if text is None:
        words = "holds no config.json, so no exits and distributions"
        remarks.append(Problem(WARNING, "", None, words))
        return {}
    try:
        found = json.loads(text)
    except RecursionError:
        raise PlanError("its config.json is nested too deeply") from None
    except json.JSONDecodeError as error:
        where = f"line {error.lineno}, column {error.colno}"
        raise PlanError(f"its config.json is not JSON: {error.msg} ({where})") from None
    except ValueError:
        raise PlanError("its config.json holds a number of too many digits") from None
    if not isinstance(found, dict):
        raise PlanError("its config.json must be an object: {...}")
    return found


def _areas(
    config: dict[str, Any], scale: float, ground: Any, remarks: Remarks
) -> Iterator[dict[str, Any]]:
    """Yield the areas of a configuration as features."""
    left, exits = MOST_AREAS, len(_by_id(config.get("exits")))
    if exits > MOST_EXITS:
        raise PlanError(f"holds {exits} exits; keep those that are gates")
    for key, kind in AREAS.items():
        for name, each in _by_id(config.get(key)):
            left -= 1
            if left < 0:
                raise PlanError(f"holds more than {MOST_AREAS} areas; a plan has fewer")
            ring = _ring(each, scale)
            if ring is None:
                words = "is ignored: its coordinates are no list of positions"
                remarks.append(Problem(WARNING, f"{key} {quoted(name)}", None, words))
            elif kind == "gate":
                made, remark = gate_of(ring, name, ground)
                remarks.append(remark)
                if made is not None:
                    yield made
            else:
                share = {"share": _people(each)} if kind == "entry" else {}
                yield feature(kind, "Polygon", [[*ring, ring[0]]], name=name, **share)


def _by_id(found: Any) -> list[tuple[str, Any]]:
    """Return areas with their ids, of an object or of a list."""
    if isinstance(found, dict):
        pairs = list(found.items())
    elif isinstance(found, list):
        pairs = [
            (str(each.get("id", number)) if isinstance(each, dict) else str(number), each)
            for number, each in enumerate(found)
        ]
    else:
        pairs = []
    return [
        ("".join(c if c.isprintable() else "?" for c in name[:LONGEST_NAME]), each)
        for name, each in pairs
    ]


def _ring(area: Any, scale: float) -> Ring | None:
    """Return the outline of an area, m, not closed; None: it has none."""
    positions = area.get("coordinates") if isinstance(area, dict) else None
    if positions is None and isinstance(area, dict):
        positions = _circle(area.get("center"), area.get("radius"))
    if not isinstance(positions, list) or len(positions) < 3:
        return None
    ring = []
    for each in positions:
        if not isinstance(each, list) or len(each) < 2 or not all(map(_is_number, each[:2])):
            return None
        ring.append([float(each[0]) * scale, float(each[1]) * scale])
    if ring[0] == ring[-1]:
        ring.pop()
    return ring if len(ring) >= 3 else None


def _circle(center: Any, radius: Any) -> list[list[float]] | None:
    is_pair = isinstance(center, list) and len(center) == 2 and all(map(_is_number, center))
    if not is_pair or not _is_number(radius):
        return None
    angles = [2 * math.pi * number / CIRCLE for number in range(CIRCLE)]
    return [
        [center[0] + radius * math.cos(angle), center[1] + radius * math.sin(angle)]
        for angle in angles
    ]


def _people(area: dict[str, Any]) -> float:
    """Return how many people a distribution has: its share."""
    parameters = area.get("parameters")
    number = parameters.get("number") if isinstance(parameters, dict) else None
    return float(number) if _is_number(number) and 0 < number <= 1e6 else 1.0


def _is_number(value: Any) -> TypeGuard[float]:
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    return is_number and -1e300 < value < 1e300


def _full(value: Any) -> bool:
    return isinstance(value, dict | list) and bool(value)
