"""Drawings of other programs that nobody can use, as the bytes of their files."""

from __future__ import annotations

import io
import json
import zipfile
from typing import Any

import ezdxf

HALL = "POLYGON ((0 0, 20 0, 20 10, 0 10, 0 0))"
BOX = [[0, 0], [20, 0], [20, 10], [0, 10]]


def packed(members: dict[str, str]) -> bytes:
    """Return a zip."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in members.items():
            archive.writestr(name, text)
    return made.getvalue()


def jupedsim(config: Any, ground: str = HALL) -> bytes:
    """Return a zip of JuPedSim's web application."""
    return packed({"geometry.wkt": ground, "config.json": json.dumps(config)})


def dxf(layers: dict[str, list[list[float]]], units: int = 6, *, closed: bool = True) -> bytes:
    """Return a drawing with an outline on each layer."""
    document, text = ezdxf.new(units=units), io.StringIO()
    for layer, points in layers.items():
        document.modelspace().add_lwpolyline(points, close=closed, dxfattribs={"layer": layer})
    document.write(text)
    return text.getvalue().encode()


def svg(inside: str, told: str = 'viewBox="0 0 20 10"') -> bytes:
    """Return a drawing."""
    return f'<svg xmlns="http://www.w3.org/2000/svg" {told}>{inside}</svg>'.encode()


def entities(count: int) -> bytes:
    """Return a drawing of many lines."""
    line = "0\nLINE\n8\nbarrier\n10\n0\n20\n0\n11\n1\n21\n1\n"
    return f"0\nSECTION\n2\nENTITIES\n{line * count}0\nENDSEC\n0\nEOF\n".encode()


LAUGHS = "".join(f'<!ENTITY a{i} "{f"&a{i - 1};" * 10}">' for i in range(1, 10))
BOW = [[0, 0], [20, 10], [20, 0], [0, 10]]
SPIRAL = " ".join(f"{i % 97},{i * i % 89}" for i in range(20_001))
BAD_DRAWINGS: dict[str, bytes] = {
    "empty.wkt": b"",
    "unclosed.wkt": b"POLYGON ((0 0, 20 0, 20 10, 0 10))",
    "self-crossing.wkt": b"POLYGON ((0 0, 20 10, 20 0, 0 10, 0 0))",
    "road.wkt": b"LINESTRING (0 0, 20 0)",
    "brackets.wkt": b"GEOMETRYCOLLECTION (" * 100_000,
    "country.wkt": b"POLYGON ((0 0, 90000 0, 90000 90000, 0 90000, 0 0))",
    "degrees.wkt": b"POLYGON ((6.4 50.9, 6.401 50.9, 6.401 50.901, 6.4 50.9))",
    "empty.zip": packed({}),
    "other.zip": packed({"readme.txt": "hello"}),
    "cut.zip": jupedsim({})[:-40],
    "bomb.zip": jupedsim({}, "0" * 50_000_000),
    "climbing.zip": packed({"../../up.wkt": HALL}),
    "road.zip": jupedsim({}, "LINESTRING (0 0, 1 1)"),
    "words.zip": packed({"geometry.wkt": HALL, "config.json": '{"exits": '}),
    "deep.zip": packed({"geometry.wkt": HALL, "config.json": "[" * 1_000_000}),
    "list.zip": jupedsim([1, 2]),
    "inner-exit.zip": jupedsim({"exits": {"a": {"coordinates": [[9, 4], [11, 4], [10, 6]]}}}),
    "crossing.zip": jupedsim({}, "POLYGON ((0 0, 20 10, 20 0, 0 10, 0 0))"),
    "empty.dxf": b"",
    "drawing.dxf": b"AC1032\0\0\0\0",
    "binary.dxf": b"AutoCAD Binary DXF\r\n\x1a\0",
    "page.dxf": b"<html>not found</html>\n" * 20,
    "architect.dxf": dxf({"A-WALL": BOX, "A-DOOR": BOX}),
    "open.dxf": dxf({"walkable": BOX}, closed=False),
    "self-crossing.dxf": dxf({"walkable": BOW}),
    "tiny.dxf": dxf({"walkable": BOX}, units=4),
    "enormous.dxf": entities(60_000),
    "no-ground.dxf": dxf({"walkable": BOX, "barrier": [[-1, -1], [21, -1], [21, 11], [-1, 11]]}),
    "empty.svg": b"",
    "page.svg": b"<html><body/></html>",
    "cut.svg": svg('<rect id="walkable" width="20" height="10"/>')[:-10],
    "bomb.svg": f'<!DOCTYPE svg [<!ENTITY a0 "ha">{LAUGHS}]>'.encode() + svg("&a9;"),
    "nameless.svg": svg('<rect width="20" height="10"/><text>gate</text>'),
    "path.svg": svg('<path id="walkable" d="M0,0 L20,ten"/>'),
    "turned.svg": svg('<g transform="turn(5)"/>'),
    "self-crossing.svg": svg('<path id="walkable" d="M0,0L20,10V0L0,10Z"/>'),
    "long.svg": svg(f'<polyline id="queue" points="{SPIRAL}"/>'),
    "deep.svg": svg("<g>" * 200 + "</g>" * 200),
    "far.svg": svg('<rect id="walkable" x="1e200" width="20" height="10"/>'),
}
"""By the name of the file."""
