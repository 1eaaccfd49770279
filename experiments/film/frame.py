"""One frame of the film: the site, everybody on it, the clock, the gate's load, the day so far.

Drawn with Pillow at twice the size and reduced, which is fast and has smooth edges.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

from gatecrush.agents.conduct import CONDUCTS
from gatecrush.model.place.raster import ground_raster
from gatecrush.model.place.site import Place
from gatecrush.model.record.measures.press import CROWD_SHARE
from gatecrush.model.record.measures.pressure import LOAD_BANDS

from ..drawing.style import (
    CONDUCT_COLORS,
    FAINT,
    GROUND,
    GROUND_COLORS,
    INK,
    PAPER,
    PEOPLE_COLORS,
    rgb,
)
from ..words import clock

if TYPE_CHECKING:
    from collections.abc import Sequence

SCALE: Final = 2
"""Pixels drawn per pixel shown, each way."""
WIDTH: Final = 900
MARGIN: Final = 20
HEADER: Final = 58
"""Height of the line with title and clock, px."""
FOOTER: Final = 148
"""Height of what stands below the site, px."""
REACH: Final = 43.0
"""How far from the gate the site is shown, m."""
PERSON: Final = 0.19
"""Radius of a dot, m."""
TOP_LOAD: Final = 6.0
"""End of the scale of the gate load, kN/m."""
GATE_COLORS: Final = {"admitting": "#1B998B", "closed": "#D1495B"}
"""Color of the gate while it is open, and once it has failed; otherwise that of ink."""
FINEST: Final = 0.5
"""Pixels drawn between two points of the line of the day, at least."""
Box = tuple[float, float, float, float]


@dataclass(frozen=True)
class Scene:
    """What one frame of the film shows."""

    seconds: float
    hour: float
    x: NDArray[np.float64]
    y: NDArray[np.float64]
    conduct: NDArray[np.int8]
    load: float
    """Load on the gate now, kN/m."""
    activity: str
    """What the guards do."""
    press_share: float
    admitted: int
    close: bool
    """Whether it belongs to the close look."""


class Camera:
    """Draws scenes of one site on a ground that is drawn once."""

    def __init__(self, place: Place, *, title: str, span: tuple[float, float]) -> None:
        """Prepare the ground and the scales.

        Args:
            place: the site.
            title: what the film shows.
            span: hours at which the film begins and ends, for the line of the day.
        """
        self.ground = ground_raster(place, REACH)
        self.meter = (WIDTH - 2 * MARGIN) / self.ground.reach
        self.site_height = (self.ground.high - self.ground.low) * self.meter
        self.height = round(HEADER + self.site_height + FOOTER)
        self.title = title
        self.span = span
        self._line: list[tuple[float, float]] = []
        self.fonts = {size: ImageFont.load_default(size * SCALE) for size in (11, 13, 16, 34)}
        self.blank = self._blank()
        drawn = (INK, FAINT, *CONDUCT_COLORS.values(), *GATE_COLORS.values())
        self.palette = _palette((PAPER, *GROUND_COLORS), drawn)

    def picture(self, scene: Scene) -> Image.Image:
        """Return the frame of a scene; scenes are drawn in the order of time."""
        image = self.blank.copy()
        draw = ImageDraw.Draw(image)
        self._draw_people(draw, scene)
        self._draw_gate(draw, scene)
        self._draw_clock(draw, scene)
        self._draw_counts(draw, scene)
        self._draw_load(draw, scene)
        self._draw_day(draw, scene)
        return image.reduce(SCALE).quantize(palette=self.palette, dither=Image.Dither.NONE)

    def _blank(self) -> Image.Image:
        """Draw what stays the same in every frame."""
        image = Image.new("RGB", (WIDTH * SCALE, self.height * SCALE), PAPER)
        palette = np.array([rgb(color) for color in (*GROUND_COLORS, INK)], np.uint8)
        ground = Image.fromarray(palette[self.ground.kinds[::-1]])
        size = (round((WIDTH - 2 * MARGIN) * SCALE), round(self.site_height * SCALE))
        nearest = Image.Resampling.NEAREST
        image.paste(ground.resize(size, nearest), (MARGIN * SCALE, HEADER * SCALE))
        draw = ImageDraw.Draw(image)
        self._text(draw, (MARGIN, 12), "A day at the gate", 16)
        self._text(draw, (MARGIN, 34), self.title, 13, FAINT)
        foot = HEADER + self.site_height
        for distance in range(5, int(REACH) + 1, 5):
            x = MARGIN + distance * self.meter
            draw.line(_scaled((x, foot, x, foot + 4)), FAINT, SCALE)
            self._text(draw, (x, foot + 5), f"{distance} m", 11, FAINT, anchor="ma")
        return image

    def _text(
        self,
        draw: ImageDraw.ImageDraw,
        at: tuple[float, float],
        text: str,
        size: int,
        color: str = INK,
        anchor: str = "la",
    ) -> None:
        place = (at[0] * SCALE, at[1] * SCALE)
        draw.text(place, text, fill=color, font=self.fonts[size], anchor=anchor)

    def _pixel(self, x: float, y: float) -> tuple[float, float]:
        """Return the pixel of a place on the site: the gate at the left, x upwards."""
        return MARGIN + y * self.meter, HEADER + (self.ground.high - x) * self.meter

    def _draw_people(self, draw: ImageDraw.ImageDraw, scene: Scene) -> None:
        radius = PERSON * self.meter
        for person in np.flatnonzero(scene.y < REACH - PERSON).tolist():
            conduct = int(scene.conduct[person])
            left, top = self._pixel(float(scene.x[person]), float(scene.y[person]))
            box = (left - radius, top - radius, left + radius, top + radius)
            draw.ellipse(_scaled(box), fill=PEOPLE_COLORS[conduct])

    def _draw_gate(self, draw: ImageDraw.ImageDraw, scene: Scene) -> None:
        """Draw the gate as it stands, and where further ones are."""
        color = GATE_COLORS.get(scene.activity, INK)
        for leaves, filled in ((self.ground.gate, color), (self.ground.further_gates, INK)):
            for low, high in leaves:
                bottom, top = self._pixel(low, 0)[1], self._pixel(high, 0)[1]
                draw.rectangle(_scaled((MARGIN - 7, top, MARGIN, bottom)), fill=filled)

    def _draw_clock(self, draw: ImageDraw.ImageDraw, scene: Scene) -> None:
        # A scene stands at the last time step that fits into its second.
        shown = clock(round(scene.hour * 3600) // 60 / 60)
        self._text(draw, (WIDTH - MARGIN, 8), shown, 34, anchor="ra")
        seconds = f":{round(scene.hour * 3600) % 60:02d}"
        note = f"close look {seconds}" if scene.close else ""
        self._text(draw, (WIDTH - MARGIN - 110, 28), note, 13, GATE_COLORS["closed"], "ra")
        activity = {"cars": "cars pass", "processing": "the guards process a batch"}
        words = {"admitting": "the gate is open", "closed": "the gate has given way", **activity}
        self._text(draw, (WIDTH / 2, 28), words[scene.activity], 13, INK, "ma")

    def _draw_counts(self, draw: ImageDraw.ImageDraw, scene: Scene) -> None:
        """List the people on the site by conduct, in two columns."""
        top = HEADER + self.site_height + 30
        for row, (name, color) in enumerate(CONDUCT_COLORS.items()):
            x, y = MARGIN + 130 * (row // 3), top + 24 * (row % 3)
            count = int(np.count_nonzero(scene.conduct == CONDUCTS.index(name)))
            draw.ellipse(_scaled((x, y + 3, x + 10, y + 13)), fill=color)
            self._text(draw, (x + 17, y), name, 13)
            self._text(draw, (x + 112, y), str(count), 13, anchor="ra")
        self._text(draw, (MARGIN, top + 78), f"admitted so far: {scene.admitted}", 13)

    def _draw_load(self, draw: ImageDraw.ImageDraw, scene: Scene) -> None:
        left, right, top = 310.0, 550.0, HEADER + self.site_height + 52
        full = right - left
        draw.rectangle(_scaled((left, top, right, top + 16)), fill=GROUND)
        end = left + full * min(1.0, scene.load / TOP_LOAD)
        draw.rectangle(_scaled((left, top, end, top + 16)), fill=CONDUCT_COLORS["pressing"])
        name = "gate load" if scene.close else "gate load, peak of the minute"
        self._text(draw, (left, top - 22), name, 13)
        self._text(draw, (right, top - 22), f"{scene.load:.1f} kN/m", 13, anchor="ra")
        for load, words in LOAD_BANDS:
            x = left + full * load / TOP_LOAD
            draw.line(_scaled((x, top - 2, x, top + 20)), INK, SCALE)
            self._text(draw, (x, top + 22), f"{load:g}", 11, anchor="ma")
            self._text(draw, (x, top + 35), words, 11, FAINT, anchor="ma")

    def _draw_day(self, draw: ImageDraw.ImageDraw, scene: Scene) -> None:
        """Draw the press share of the day up to now."""
        left, right = 600.0, float(WIDTH - MARGIN)
        top = HEADER + self.site_height + 52
        bottom = top + 62
        self._text(draw, (left, top - 22), "press share within 15 m", 13)
        self._text(draw, (right, top - 22), f"{scene.press_share:.0%}", 13, anchor="ra")
        begin, end = self.span
        width = (right - left) / max(end - begin, 1e-9)
        middle = bottom - CROWD_SHARE * (bottom - top)
        draw.line(_scaled((left, middle, right, middle)), FAINT, 1)
        draw.line(_scaled((left, bottom, right, bottom)), INK, SCALE)
        for hour in range(int(np.ceil(begin / 4)) * 4, int(end) + 1, 4):
            x = left + width * (hour - begin)
            draw.line(_scaled((x, bottom, x, bottom + 4)), INK, SCALE)
            self._text(draw, (x, bottom + 6), clock(hour), 11, FAINT, anchor="ma")
        x, y = left + width * (scene.hour - begin), bottom - scene.press_share * (bottom - top)
        point = (SCALE * x, SCALE * y)
        # As fine as the picture shows it, however many frames there are.
        if not self._line or point[0] - self._line[-1][0] >= FINEST:
            self._line.append(point)
        color = CONDUCT_COLORS["pressing"]
        if len(self._line) > 1 or point != self._line[0]:
            draw.line([*self._line, point], color, 2 * SCALE, joint="curve")
        draw.ellipse(_scaled((x - 4, y - 4, x + 4, y + 4)), fill=color)


def _scaled(box: Box) -> Box:
    return tuple(SCALE * side for side in box)  # type: ignore[return-value]


def _palette(plain: Sequence[str], drawn: Sequence[str]) -> Image.Image:
    """Return a palette for all frames: plain surfaces, and shades of what is drawn on them.

    One byte a pixel keeps the frames of a whole day in memory, and the file small.
    """
    shades = {
        tuple(round(a + (b - a) * k / 6) for a, b in zip(rgb(color), rgb(surface), strict=True))
        for color in drawn
        for surface in plain
        for k in range(6)
    }
    chosen = [*(rgb(surface) for surface in plain), *sorted(shades)][:256]
    palette = Image.new("P", (1, 1))
    palette.putpalette([part for color in chosen for part in color])
    return palette
