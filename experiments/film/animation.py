"""Animated WebP and GIF, frame by frame: each is on the disk before the next is drawn.

Pillow writes such files only from frames that are all in memory, so it encodes single pictures here
(what differs from the frame before), and the animation around them is written as its format says.

Source: WebP container specification (Google 2012); GIF89a specification (CompuServe 1990).
"""

from __future__ import annotations

import io
import struct
from collections.abc import Iterable, Iterator
from typing import IO, TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from PIL import Image

Frame = tuple["Image.Image", int]
"""A picture and the time for which it is shown, ms."""
WEBP: Final[dict[str, Any]] = {"lossless": True, "quality": 20, "method": 1}
"""Half the work of Pillow's best, and a file a seventh larger."""
ANIMATED: Final = 0x02
TRANSPARENT: Final = 0x10
AS_IT_IS: Final = 0x04
"""What a GIF frame leaves behind: itself."""
LOCAL_COLORS: Final = 0x80
_NEWS: Final = [0] + [255] * 255
"""Any difference at all is news."""


def write_webp(file: IO[bytes], frames: Iterable[Frame]) -> int:
    """Write an animated WebP that plays again and again; return the number of frames."""
    number = 0
    for number, (picture, news, (left, top), duration, size) in enumerate(_changes(frames), 1):
        if number == 1:
            shape = _three(size[0] - 1) + _three(size[1] - 1)
            file.write(b"RIFF\0\0\0\0WEBP")
            file.write(_chunk(b"VP8X", bytes([ANIMATED | TRANSPARENT, 0, 0, 0]) + shape))
            file.write(_chunk(b"ANIM", bytes(6)))
        shown = picture.convert("RGBA")
        shown.putalpha(news)  # what is as before shines through, which takes hardly any room
        still = _encoded(shown, "WEBP", **WEBP)
        pixels = still[still.index(b"VP8L", 12) :]
        parts = (left // 2, top // 2, picture.width - 1, picture.height - 1, duration)
        head = b"".join(map(_three, parts)) + bytes(1)
        file.write(_chunk(b"ANMF", head + pixels))
    whole = file.tell()
    file.seek(4)
    file.write(struct.pack("<I", whole - 8))
    return number


def write_gif(file: IO[bytes], frames: Iterable[Frame]) -> int:
    """Write an animated GIF that plays again and again; return the number of frames."""
    number, common = 0, b""
    for number, (picture, _, (left, top), duration, size) in enumerate(_changes(frames), 1):
        colors, pixels = _gif_parts(_encoded(picture, "GIF", optimize=False, interlace=False))
        power = (len(colors) // 3).bit_length() - 2
        if number == 1:
            common = colors
            file.write(b"GIF89a" + struct.pack("<HHBBB", *size, LOCAL_COLORS | 0x70 | power, 0, 0))
            file.write(colors + b"\x21\xff\x0bNETSCAPE2.0\x03\x01\0\0\0")
        own = b"" if colors == common else colors
        packed = LOCAL_COLORS | power if own else 0
        file.write(struct.pack("<BBBBHBB", 0x21, 0xF9, 4, AS_IT_IS, duration // 10, 0, 0))
        file.write(struct.pack("<BHHHHB", 0x2C, left, top, *picture.size, packed) + own + pixels)
    file.write(b"\x3b")
    return number


def _changes(
    frames: Iterable[Frame],
) -> Iterator[tuple[Image.Image, Image.Image, tuple[int, int], int, tuple[int, int]]]:
    """Yield what differs from the frame before.

    That is the part of the picture with all differences, a mask of them, the corner of the part,
    the time for which the frame is shown, and the size of the whole.
    """
    from PIL import Image, ImageChops

    before: Any = None
    for picture, duration in frames:
        now = picture.convert("RGB")
        box, news = (0, 0, *picture.size), Image.new("L", picture.size, 255)
        if before is not None:
            apart = ImageChops.difference(before, now)
            red, green, blue = apart.split()
            news = ImageChops.lighter(ImageChops.lighter(red, green), blue).point(_NEWS)
            box = apart.getbbox() or (0, 0, 1, 1)
        before = now
        left, top = box[0] // 2 * 2, box[1] // 2 * 2  # WebP knows even corners only
        part = (left, top, *box[2:])
        yield picture.crop(part), news.crop(part), (left, top), duration, picture.size


def _encoded(picture: Image.Image, kind: str, **how: Any) -> bytes:
    whole = io.BytesIO()
    picture.save(whole, format=kind, **how)
    return whole.getvalue()


def _gif_parts(still: bytes) -> tuple[bytes, bytes]:
    """Return the colors and the pixels of a GIF of one frame."""
    colors = still[13 : 13 + 3 * 2 ** ((still[10] & 7) + 1)]
    at = 13 + len(colors)
    while still[at] == 0x21:  # extensions: blocks, each with its length first, to an empty one
        at += 2
        while still[at]:
            at += still[at] + 1
        at += 1
    return colors, still[at + 10 : -1]


def _three(number: int) -> bytes:
    return number.to_bytes(3, "little")


def _chunk(name: bytes, content: bytes) -> bytes:
    return name + struct.pack("<I", len(content)) + content + bytes(len(content) % 2)
