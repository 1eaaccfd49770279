"""The file of a film, by the ending of its name: animated WebP or GIF (Pillow), or MP4 (PyAV)."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from PIL import Image

ENDINGS: Final = (".webp", ".gif", ".mp4")
TICKS: Final = 1000
"""Ticks of an MP4 film's clock per second: durations are whole ms."""
H264: Final = {"crf": "18", "bf": "0"}
"""Sharp, and frames in the order in which they are shown, so that the last keeps its duration."""
WEBP: Final = {"lossless": True, "quality": 20, "method": 1}
"""Half the work of Pillow's best, and a file a seventh larger."""


class UnusableFilmError(ValueError):
    """A film of a kind that cannot be written; the message is one line."""


def check_ending(path: Path) -> None:
    """Make sure that a film of this name can be written.

    Raises:
        UnusableFilmError: there is no such kind of film, or a package is missing.
    """
    if path.suffix.lower() not in ENDINGS:
        raise UnusableFilmError(f"{path}: must end in {', '.join(ENDINGS[:-1])} or {ENDINGS[-1]}")
    if path.suffix.lower() == ".mp4" and find_spec("av") is None:
        raise UnusableFilmError(
            f"{path}: needs PyAV (pip install 'gatecrush[film]'); .webp does not"
        )


def write_film(path: Path, pictures: Iterable[Image.Image], durations: Sequence[int]) -> None:
    """Write a film beside its place and put it there when it is complete.

    Args:
        path: the file to write; its ending says which kind.
        pictures: the frames, all of one size, with one palette.
        durations: for how long each is shown, ms.

    Raises:
        UnusableFilmError: there is no such kind of film, or a package is missing.
    """
    check_ending(path)
    write = _write_movie if path.suffix.lower() == ".mp4" else _write_animation
    path.parent.mkdir(parents=True, exist_ok=True)
    unfinished = path.with_name(f".{path.name}.{os.getpid()}.partial")
    try:
        write(unfinished, path.suffix.lower(), iter(pictures), durations)
        unfinished.replace(path)
    finally:
        unfinished.unlink(missing_ok=True)


def _write_animation(
    file: Path, ending: str, pictures: Iterator[Image.Image], durations: Sequence[int]
) -> None:
    words: dict[str, Any] = WEBP if ending == ".webp" else {}
    with file.open("wb") as opened:
        next(pictures).save(
            opened,
            format=ending[1:].upper(),
            save_all=True,
            append_images=pictures,
            duration=list(durations),
            loop=0,
            **words,
        )


def _write_movie(
    file: Path, _: str, pictures: Iterator[Image.Image], durations: Sequence[int]
) -> None:
    """Write H.264 in MP4 with the time at which each frame appears; it plays everywhere."""
    import av

    with av.open(str(file), "w", format="mp4", options={"movflags": "+faststart"}) as movie:
        stream: Any = movie.add_stream("libx264", rate=TICKS, options=H264)
        stream.pix_fmt = "yuv420p"
        stream.codec_context.time_base = Fraction(1, TICKS)
        begun = 0
        shown: dict[int, int] = {}
        for picture, duration in zip(map(_with_even_sides, pictures), durations, strict=True):
            if not shown:
                stream.width, stream.height = picture.size
            frame: Any = av.VideoFrame.from_image(picture)
            frame.pts, frame.duration, frame.time_base = begun, duration, Fraction(1, TICKS)
            shown[begun] = duration
            movie.mux(_lasting(stream.encode(frame), shown))
            begun += duration
        movie.mux(_lasting(stream.encode(None), shown))


def _lasting(packets: list[Any], shown: dict[int, int]) -> list[Any]:
    """Return packets that say for how long each is shown; the encoder forgets that of the last."""
    for packet in packets:
        packet.duration = shown[packet.pts]
    return packets


def _with_even_sides(picture: Image.Image) -> Image.Image:
    """Return the picture without an odd last column or row, which H.264 cannot hold."""
    width, height = picture.size
    return picture.crop((0, 0, width - width % 2, height - height % 2)).convert("RGB")
