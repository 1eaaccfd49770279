"""The file of a film, by the ending of its name: animated WebP or GIF (Pillow), or MP4 (PyAV)."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from ..storage.whole_files import appearing, sweep_up
from .animation import Frame, write_gif, write_webp

if TYPE_CHECKING:
    from PIL import Image

ENDINGS: Final = (".webp", ".gif", ".mp4")
TICKS: Final = 1000
"""Ticks of an MP4 film's clock per second: durations are whole ms."""
H264: Final = {"crf": "18", "bf": "0"}
"""Sharp, and frames in the order in which they are shown, so that the last keeps its duration."""


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


def write_film(path: Path, frames: Iterable[Frame]) -> int:
    """Write a film beside its place and put it there when it is complete.

    Args:
        path: the file to write; its ending says which kind.
        frames: all of one size, with one palette.

    Returns:
        Number of frames.

    Raises:
        UnusableFilmError: there is no such kind of film, or a package is missing.
    """
    check_ending(path)
    ending = path.suffix.lower()
    path.parent.mkdir(parents=True, exist_ok=True)
    sweep_up(path)
    with appearing(path) as unfinished:
        if ending == ".mp4":
            return _write_movie(unfinished, frames)
        with unfinished.open("wb") as file:
            return write_webp(file, frames) if ending == ".webp" else write_gif(file, frames)


def _write_movie(file: Path, frames: Iterable[Frame]) -> int:
    """Write H.264 in MP4 with the time at which each frame appears; it plays everywhere."""
    import av

    with av.open(str(file), "w", format="mp4", options={"movflags": "+faststart"}) as movie:
        stream: Any = movie.add_stream("libx264", rate=TICKS, options=H264)
        stream.pix_fmt = "yuv420p"
        stream.codec_context.time_base = Fraction(1, TICKS)
        begun = 0
        shown: dict[int, int] = {}
        number = 0
        for number, (whole, duration) in enumerate(frames, 1):
            picture = _with_even_sides(whole)
            if number == 1:
                stream.width, stream.height = picture.size
            frame: Any = av.VideoFrame.from_image(picture)
            frame.pts, frame.duration, frame.time_base = begun, duration, Fraction(1, TICKS)
            shown[begun] = duration
            movie.mux(_lasting(stream.encode(frame), shown))
            begun += duration
        movie.mux(_lasting(stream.encode(None), shown))
    return number


def _lasting(packets: list[Any], shown: dict[int, int]) -> list[Any]:
    """Return packets that say for how long each is shown; the encoder forgets that of the last."""
    for packet in packets:
        packet.duration = shown.pop(packet.pts)
    return packets


def _with_even_sides(picture: Image.Image) -> Image.Image:
    """Return the picture without an odd last column or row, which H.264 cannot hold."""
    width, height = picture.size
    return picture.crop((0, 0, width - width % 2, height - height % 2)).convert("RGB")
