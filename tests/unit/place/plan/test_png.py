"""PNG by color and scale: patches are shapes; noise, size and damage are refused."""

from __future__ import annotations

import io
import struct
import zlib

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageDraw

from gatecrush.model.place.plan.png import from_png
from gatecrush.model.place.plan.shapes import PlanError

from .places_by_hand import TERMS, examined


def written(picture: Image.Image) -> bytes:
    """Return the file of a picture."""
    made = io.BytesIO()
    picture.save(made, "PNG")
    return made.getvalue()


def yard() -> tuple[Image.Image, ImageDraw.ImageDraw]:
    """Return a picture of a yard of 100 by 150 pixels with a gate at its foot, and its brush."""
    picture = Image.new("RGB", (120, 170))
    brush = ImageDraw.Draw(picture)
    brush.rectangle((10, 10, 109, 159), "white")
    brush.rectangle((50, 160, 56, 162), "red")
    return picture, brush


def refusal(content: bytes, scale: float = 0.2) -> str:
    """Return in what words a picture is refused."""
    with pytest.raises(PlanError) as caught:
        from_png(content, scale)
    assert "\n" not in str(caught.value)
    return str(caught.value)


def test_a_painted_yard_is_a_plan() -> None:
    picture, brush = yard()
    brush.rectangle((10, 10, 109, 14), (10, 240, 20))
    brush.rectangle((52, 100, 54, 150), "blue")
    brush.rectangle((20, 50, 29, 59), "gray")
    found = examined(from_png(written(picture), 0.2), TERMS)
    assert found.is_usable
    assert found.plan is not None
    assert found.survey is not None
    assert found.survey.area == pytest.approx(20 * 30 - 4)
    (gate,) = found.survey.gates
    assert (gate.width, gate.at) == (pytest.approx(1.4), pytest.approx((10.7, 2.0)))
    assert [each.geometry.area for each in found.plan.of("queue")] == [pytest.approx(0.6 * 10.2)]
    assert [each.geometry.area for each in found.plan.of("entry")] == [pytest.approx(20)]


def test_a_slanting_edge_is_straight() -> None:
    picture = Image.new("RGB", (200, 200))
    ImageDraw.Draw(picture).polygon([(10, 10), (190, 60), (10, 190)], "white")
    (ground,) = from_png(written(picture), 0.1)["features"]
    assert len(ground["geometry"]["coordinates"][0]) < 10


def test_specks_are_left_out_and_what_is_clear_is_no_ground() -> None:
    picture, brush = yard()
    brush.point((2, 2), "white")
    clear = picture.convert("RGBA")
    clear.paste((255, 255, 255, 0), (100, 10, 110, 160))
    found = examined(from_png(written(clear), 0.2), TERMS)
    assert found.survey is not None
    assert found.survey.area == pytest.approx(18 * 30)


def chunk(kind: bytes, data: bytes) -> bytes:
    """Return a chunk of a picture's file."""
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


BOMB = (
    b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", 9_000, 9_000, 8, 2, 0, 0, 0))
    + chunk(b"IDAT", zlib.compress(b"\0" * 1_000_000)) + chunk(b"IEND", b"")
)  # fmt: skip
NOISE = Image.fromarray(np.tile(np.uint8([[0, 255], [255, 0]]), (200, 200)))


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"no picture", "is not PNG that can be read: no PNG"),
        (written(yard()[0])[:200], "is not PNG that can be read: "),
        (BOMB, "is 9000 by 9000 pixels, more than 4 million; make it smaller"),
        (written(NOISE), "has too many specks; paint the place in plain colors"),
        (written(Image.new("RGB", (9, 9))), "has no ground: white pixels are ground"),
    ],
    ids=["words", "cut", "bomb", "noise", "black"],
)
def test_message(content: bytes, words: str) -> None:
    assert refusal(content).startswith(words)


def test_a_scale_is_needed() -> None:
    assert refusal(written(yard()[0]), 1.0) == (
        "is a picture: give --scale, how many meters a pixel is (below 1)"
    )


@settings(max_examples=60, deadline=None)
@given(st.integers(8, 300), st.binary(max_size=6))
def test_any_damage_is_a_collection_or_refused(at: int, noise: bytes) -> None:
    content = written(yard()[0])
    try:
        examined(from_png(content[:at] + noise + content[at + len(noise) :], 0.2), TERMS)
    except PlanError as error:
        assert "\n" not in str(error)  # noqa: PT017
