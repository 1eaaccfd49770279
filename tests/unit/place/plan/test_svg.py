"""SVG by id or layer: transforms, holes, units on paper; bombs and damage refused."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gatecrush.model.place.plan.geojson import REMARKS
from gatecrush.model.place.plan.shapes import PlanError
from gatecrush.model.place.plan.svg import DEEPEST, from_svg

from .places_by_hand import TERMS, examined

YARD = '<rect id="walkable" width="20" height="30"/>'
GATE = '<line id="gate-east" x1="9" y1="30" x2="10.4" y2="30"/>'


def svg(*inside: str, told: str = 'viewBox="0 0 20 30"') -> bytes:
    """Return a drawing."""
    return f'<svg xmlns="http://www.w3.org/2000/svg" {told}>{"".join(inside)}</svg>'.encode()


def shapes(*inside: str, told: str = 'viewBox="0 0 20 30"', scale: float = 1) -> list[Any]:
    """Return kind, name and coordinates of what a drawing holds."""
    return [
        (each["properties"]["kind"], each["properties"].get("name", ""),
         each["geometry"]["coordinates"])
        for each in from_svg(svg(*inside, told=told), scale)["features"]
    ]  # fmt: skip


def refusal(content: bytes) -> str:
    """Return in what words a drawing is refused."""
    with pytest.raises(PlanError) as caught:
        from_svg(content)
    assert "\n" not in str(caught.value)
    return str(caught.value)


def test_a_drawing_is_a_plan_whose_y_is_turned_up() -> None:
    entry = '<g inkscape:label="entries" id="layer1"><path id="p1" d="M0,0H20"/></g>'
    found = examined(from_svg(svg(YARD, GATE, entry)), TERMS)
    assert found.is_usable
    assert found.survey is not None
    (gate,) = found.survey.gates
    assert (gate.name, gate.at, gate.way) == ("east", (9.7, 0), pytest.approx(30, abs=1))


def test_a_ring_within_a_path_is_a_hole() -> None:
    path = '<path id="walkable" d="M0,0h20v30h-20z M5,5h5v5h-5z"/>'
    found = examined(from_svg(svg(path, GATE)), TERMS)
    assert found.survey is not None
    assert found.survey.area == 600 - 25


def test_transforms_of_groups_are_followed() -> None:
    inner = '<g transform="scale(2)"><line x1="1" y1="1" x2="2" y2="1"/></g>'
    (line,) = shapes(f'<g id="queue" transform="translate(10,0)">{inner}</g>')
    assert line == ("queue", "", [[12, 28], [14, 28]])


@pytest.mark.parametrize(
    ("told", "scale", "length"),
    [
        ('viewBox="0 0 20 30"', 1, 1),
        ('width="200mm" height="300mm" viewBox="0 0 20 30"', 100, 1),
        ('width="10in" height="5in"', 100, 0.0254 / 96 * 100),
        ('width="400" height="600"', 0.5, 0.5),
    ],
)
def test_unit_on_paper_times_the_scale(told: str, scale: float, length: float) -> None:
    ((_, _, (first, second)),) = shapes('<path id="queue" d="M0,0h1"/>', told=told, scale=scale)
    assert second[0] - first[0] == pytest.approx(length)


def test_a_gate_as_an_area_is_a_line_on_the_edge_at_any_scale() -> None:
    exit_ = '<rect id="gate" x="0.8" y="2.9" width="0.4" height="0.1"/>'
    yard = '<rect id="walkable" width="2" height="3"/>'
    gate = shapes(yard, exit_, told='viewBox="0 0 2 3"', scale=10)[-1]
    assert [[round(x, 6), round(y, 6)] for x, y in sorted(gate[2])] == [[8, 0], [12, 0]]


@pytest.mark.parametrize(
    "hidden",
    [
        '<rect id="barrier" width="1" height="1" style="fill:red;display: none"/>',
        '<g display="none"><rect id="barrier" width="1" height="1"/></g>',
        '<defs><rect id="barrier" width="1" height="1"/></defs>',
        '<use id="barrier" href="#walkable"/>',
        '<rect width="1" height="1"/>',
        '<rect id="barrier" width="0" height="1"/>',
    ],
)
def test_what_is_not_seen_or_has_no_kind_is_ignored(hidden: str) -> None:
    assert [kind for kind, *_ in shapes(YARD, hidden)] == ["walkable"]


def test_ignored_shapes_are_counted() -> None:
    remarks = from_svg(svg(YARD, "<rect/><text/><text/>"))[REMARKS]
    assert remarks[-1].words.endswith('are ignored: "rect" (1), "text" (2)')


def test_a_plain_document_type_is_read_and_one_that_declares_is_not() -> None:
    plain = b'<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "http://www.w3.org/x.dtd">'
    assert from_svg(plain + svg(YARD))["features"]
    laughs = "".join(f'<!ENTITY a{i} "{f"&a{i - 1};" * 10}">' for i in range(1, 12))
    bomb = f'<!DOCTYPE svg [<!ENTITY a0 "ha">{laughs}]>'.encode() + svg("&a11;")
    assert refusal(bomb).startswith("declares a document type of its own (<!DOCTYPE ... [...]>)")
    stranger = b'<!DOCTYPE svg [<!ENTITY x SYSTEM "file:///etc/passwd">]>' + svg(YARD)
    assert refusal(stranger).startswith("declares a document type of its own")


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "is no SVG: no element found (line 1, column 1)"),
        (b"<svg><rect></svg>", "is no SVG: mismatched tag (line 1, column 14)"),
        (b"<html/>", "is no SVG: its first element is <html>"),
        (b'<?xml version="1.0" encoding="klingon"?><svg/>', "is no SVG: "),
        (svg("<rect/>"), 'has no shape of a plan: name shapes or layers walkable, '),
        (svg("<g>" * DEEPEST + "</g>" * DEEPEST), "holds more elements, or deeper ones, than a"),
        (svg('<path id="queue" d="M0"/>'), "holds a path that is none: M has too few numbers"),
        (svg('<g transform="x"/>'), 'holds a transform that is none: "x"'),
        (svg('<line id="queue" x1="1e99"/>'), "holds a shape that lies beyond the Earth"),
        (svg('<circle id="gate" r="1"/>' * 51), "holds 51 exits; keep those that are gates"),
        (svg(YARD, told='width="1e8mm" viewBox="0 0 1e-8 1"'), "has a width and a viewBox that do"),
    ],
)  # fmt: skip
def test_message(content: bytes, words: str) -> None:
    assert refusal(content).startswith(words)


@settings(max_examples=80, deadline=None)
@given(st.integers(0, 200), st.binary(max_size=6))
def test_any_damage_is_a_collection_or_refused(at: int, noise: bytes) -> None:
    content = svg(YARD, '<path id="barrier" transform="rotate(3)" d="M1,1 a2,2 0 013,3z"/>')
    try:
        examined(from_svg(content[:at] + noise + content[at + len(noise) :]), TERMS)
    except PlanError as error:
        assert "\n" not in str(error)  # noqa: PT017


@settings(max_examples=80, deadline=None)
@given(
    st.sampled_from(["rect", "circle", "ellipse", "line", "polygon", "polyline"]),
    st.dictionaries(
        st.sampled_from(["x", "y", "width", "height", "r", "rx", "ry", "x1", "points", "cx"]),
        st.text("0123456789.-+eE, %mn", max_size=12),
    ),
)
def test_any_numbers_are_a_collection_or_refused(name: str, told: dict[str, str]) -> None:
    words = " ".join(f'{key}="{value}"' for key, value in told.items())
    try:
        examined(from_svg(svg(YARD, f'<{name} id="zone" {words}/>')), TERMS)
    except PlanError as error:
        assert "\n" not in str(error)  # noqa: PT017
