"""DXF by layer: blocks, curves, units, loose lines; what is enormous or damaged is refused."""

from __future__ import annotations

import io
import sys
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gatecrush.model.place.plan.dxf import MOST_BENDS, MOST_ENTITIES, from_dxf
from gatecrush.model.place.plan.geojson import REMARKS
from gatecrush.model.place.plan.shapes import PlanError

from .places_by_hand import TERMS, examined

ezdxf = pytest.importorskip("ezdxf")
YARD = [(0, 0), (20, 0), (20, 30), (0, 30)]


def drawing(code: int = 6) -> tuple[Any, Any]:
    """Return a drawing with a yard, and its model space."""
    document = ezdxf.new(units=code)
    space = document.modelspace()
    space.add_lwpolyline(YARD, close=True, dxfattribs={"layer": "walkable"})
    return document, space


def written(document: Any) -> bytes:
    """Return the file of a drawing."""
    text = io.StringIO()
    document.write(text)
    return text.getvalue().encode()


def read(document: Any, scale: float = 1.0) -> Any:
    """Return what is read of a drawing."""
    return from_dxf(written(document), scale)


def said(found: Any) -> str:
    """Return what the reader has to say."""
    return "\n".join(map(str, found[REMARKS]))


def refusal(content: bytes) -> str:
    """Return in what words a file is refused."""
    with pytest.raises(PlanError) as caught:
        from_dxf(content)
    assert "\n" not in str(caught.value)
    return str(caught.value)


def on(layer: str, **more: Any) -> dict[str, Any]:
    """Return the attributes of an entity on a layer."""
    return {"layer": layer, **more}


def test_a_drawing_by_layer_is_a_plan() -> None:
    document, space = drawing()
    space.add_line((9, 0), (10.4, 0), dxfattribs=on("gate-east"))
    space.add_lwpolyline([(0, 30), (20, 30)], dxfattribs=on("jps-distributions"))
    space.add_circle((5, 15), 2, dxfattribs=on("jps-obstacles"))
    space.add_text("north", dxfattribs=on("words"))
    found = read(document)
    told = examined(found, TERMS)
    assert told.is_usable
    assert told.survey is not None
    assert told.survey.area == pytest.approx(600 - 3.14159 * 4, abs=0.4)
    assert [(each.name, each.width) for each in told.survey.gates] == [("east", pytest.approx(1.4))]
    assert 'shapes on layers of other names are ignored: "words" (1)' in said(found)


def test_loose_lines_are_an_outline_and_an_open_one_is_told() -> None:
    document, space = drawing()
    for start, end in (((5, 5), (8, 5)), ((8, 8), (8, 5.04)), ((8, 8), (5, 5))):
        space.add_line(start, end, dxfattribs=on("barrier"))
    space.add_lwpolyline([(1, 1), (2, 1), (2, 2)], dxfattribs=on("zone"))
    space.add_line((3, 3), (3.01, 3), dxfattribs=on("barrier"))  # debris
    found = read(document)
    assert [each["properties"]["kind"] for each in found["features"]] == ["walkable", "barrier"]
    assert "warning: zone at (1, 1): is ignored: its outline is open by 1.41 m" in said(found)
    assert said(found).count("is ignored") == 1


@pytest.mark.parametrize(
    ("code", "scale", "length"), [(4, 1, 0.02), (4, 1000, 20), (0, 1, 20), (2, 1, 6.096)]
)
def test_unit_times_the_scale(code: int, scale: float, length: float) -> None:
    found = read(drawing(code)[0], scale)
    (ring,) = found["features"][0]["geometry"]["coordinates"]
    assert max(x for x, _ in ring) == pytest.approx(length)
    assert f"$INSUNITS {code}" in said(found)


def test_a_scale_comes_before_exits_are_looked_for() -> None:
    document, space = drawing(4)
    space.add_lwpolyline([(8, 0), (12, 0), (12, 1), (8, 1)], close=True, dxfattribs=on("jps-exits"))
    gate = read(document, 1000)["features"][-1]
    assert (gate["properties"]["kind"], sorted(gate["geometry"]["coordinates"])) == (
        "gate",
        [pytest.approx([8, 0]), pytest.approx([12, 0])],
    )


def test_blocks_are_followed_where_they_stand() -> None:
    document, space = drawing()
    block = document.blocks.new("TENT")
    block.add_lwpolyline([(0, 0), (1, 0), (1, 1)], close=True)
    place = {"row_count": 2, "column_count": 3, "row_spacing": 4, "column_spacing": 4}
    space.add_blockref("TENT", (2, 2), dxfattribs=on("barrier", xscale=2, yscale=2, **place))
    barriers = read(document)["features"][1:]
    corners = sorted(each["geometry"]["coordinates"][0][0] for each in barriers)
    assert corners == [pytest.approx([x, y]) for x in (2, 6, 10) for y in (2, 6)]


def test_layers_that_are_off_are_told() -> None:
    document, space = drawing()
    document.layers.add("barrier").off()
    space.add_circle((5, 5), 1, dxfattribs=on("barrier"))
    found = read(document)
    assert len(found["features"]) == 1
    assert 'on layers that are off or frozen are ignored: "barrier" (1)' in said(found)


def test_without_ezdxf_it_is_said_how_to_have_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "ezdxf", None)
    words = "is DXF, which needs ezdxf; install it with: pip install 'gatecrush[cad]'"
    assert refusal(written(drawing()[0])) == words


@pytest.mark.parametrize("is_empty", [False, True])
def test_a_block_a_billion_times_is_refused(is_empty: bool) -> None:
    document, space = drawing()
    block = document.blocks.new("DOT")
    if not is_empty:
        block.add_text("x")
    many = {"row_count": 32000, "column_count": 32000, "row_spacing": 1, "column_spacing": 1}
    space.add_blockref("DOT", (0, 0), dxfattribs=on("barrier", **many))
    assert refusal(written(document)) == "holds more than 50000 entities; keep what is needed"


def test_blocks_within_themselves_end() -> None:
    document, space = drawing()
    block = document.blocks.new("SELF")
    block.add_blockref("SELF", (1, 0))
    space.add_blockref("SELF", (0, 0), dxfattribs=on("barrier"))
    assert len(read(document)["features"]) == 1


def test_a_spline_is_followed_and_one_of_too_many_points_refused() -> None:
    document, space = drawing()
    space.add_spline([(1, 1), (2, 3), (4, 1)], dxfattribs=on("queue"))
    assert len(read(document)["features"][1]["geometry"]["coordinates"]) > 4
    many = [(each, each % 7) for each in range(MOST_BENDS + 1)]
    space.add_spline(many, dxfattribs=on("queue"))
    assert refusal(written(document)).startswith("holds a spline of more than 1000 points")


def test_enormous_curves_are_refused_before_they_are_followed() -> None:
    document, space = drawing()
    space.add_circle((0, 0), 1e7, dxfattribs=on("barrier"))
    assert refusal(written(document)).startswith("holds more than 20000 points on layers of a plan")
    space.add_circle((0, 0), 1e30, dxfattribs=on("gate"))
    assert refusal(written(document)).startswith("holds more than 20000 points on layers of a plan")


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "has no layer of a plan; rename its layers after what lies on them"),
        (b"AC1027\0\0", "is DWG; save it as DXF"),
        (b"AutoCAD Binary DXF\r\n\x1a\0", "is binary DXF; save it as DXF in text (ASCII)"),
        (b"0\n" * 2 * (MOST_ENTITIES + 1), "holds more than 50000 entities; keep what is needed"),
        (b"\xff\xfe" * 1000, "is not DXF that can be read: "),
        (written(ezdxf.new()), "has no layer of a plan; rename its layers after what lies on them"),
    ],
)
def test_message(content: bytes, words: str) -> None:
    assert refusal(content).startswith(words)


def sample() -> bytes:
    """Return a file in the oldest format, which is short."""
    document = ezdxf.new("R12")
    space = document.modelspace()
    space.add_polyline2d(YARD, close=True, dxfattribs=on("walkable"))
    space.add_circle((5, 5), 1, dxfattribs=on("barrier"))
    return written(document)


@settings(max_examples=40, deadline=None)
@given(st.data())
def test_any_damage_is_a_collection_or_refused(data: Any) -> None:
    lines = sample().split(b"\n")
    for _ in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.integers(0, len(lines) - 1))
        lines[at] = data.draw(st.sampled_from([b"", b"0", b"-1", b"1e300", b"nan", b"SECTION"])
                              | st.binary(max_size=4))  # fmt: skip
    try:
        examined(from_dxf(b"\n".join(lines)), TERMS)
    except PlanError as error:
        assert "\n" not in str(error)  # noqa: PT017
