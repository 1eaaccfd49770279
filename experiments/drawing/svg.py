"""A matplotlib figure as a drawing inside a page: SVG whose ink follows the page, light or dark."""

from __future__ import annotations

import base64
import io
import re
from html import escape
from typing import TYPE_CHECKING, Any, Final

import matplotlib

from .style import CONDUCT_COLORS, FAINT, INK

if TYPE_CHECKING:
    from markupsafe import Markup
    from matplotlib.figure import Figure

LARGEST: Final = 1_500_000
"""Longest SVG in a page, characters; a drawing with more in it becomes a picture."""
TALLEST: Final = 2.2
"""Height per width up to which a drawing is printed on one page."""
SVG: Final[dict[Any, Any]] = {"svg.fonttype": "none"}
NO_METADATA: Final[Any] = dict.fromkeys(("Creator", "Date", "Format", "Type"))
PAGE_COLORS: Final = {
    INK.lower(): "var(--ink)",
    FAINT.lower(): "var(--faint)",
    CONDUCT_COLORS["holding"].lower(): "var(--blue)",
}
"""Colors that would be too dark or too bright on the page's other ground."""


def inline_drawing(figure: Figure, alt: str, *, name: str) -> Markup:
    """Return a figure as markup for a page.

    Args:
        figure: the figure, drawn in the colors of ``drawing``.
        alt: what it shows, for those who cannot see it.
        name: of the drawing, unlike any other of the page.
    """
    from markupsafe import Markup

    written = io.StringIO()
    with matplotlib.rc_context({**SVG, "svg.hashsalt": name}):
        figure.savefig(written, format="svg", transparent=True, metadata=NO_METADATA)
    drawn = written.getvalue()
    if len(drawn) > LARGEST:
        return Markup(_as_picture(figure, alt))
    width, height = figure.get_size_inches()
    shape = "one-page" if height < TALLEST * width else "tall"
    return Markup(_of_page(drawn[drawn.index("<svg") :], alt, shape))


def _of_page(svg: str, alt: str, shape: str) -> str:
    """Return an SVG with the page's ink, font and lines, and no names but those it refers to."""
    head, _, body = svg.partition(">")
    box = re.search(r'viewBox="[^"]+"', head)
    body = _with_names_referred_to(body)
    body = re.sub(r"<defs>\s*<style.*?</style>\s*</defs>", "", body, count=1, flags=re.DOTALL)
    body = re.sub(r"font-family: [^;\"]*; ", "", body)
    for color, variable in PAGE_COLORS.items():
        body = body.replace(color, variable)
    links = 'xmlns:xlink="http://www.w3.org/1999/xlink"'
    size = box.group() if box else ""
    text = escape(alt, quote=True)
    return f'<svg {links} {size} class="{shape}" role="img" aria-label="{text}">{body}'


def _with_names_referred_to(body: str) -> str:
    """Return an SVG's body with each name once, and none to which nothing refers."""
    wanted = set(re.findall(r'#([^")]+)', body))

    def kept(found: re.Match[str]) -> str:
        name = found.group(1)
        if name not in wanted:
            return ""
        wanted.discard(name)
        return found.group()

    return re.sub(r' id="([^"]*)"', kept, body)


def _as_picture(figure: Figure, alt: str) -> str:
    written = io.BytesIO()
    figure.savefig(written, format="png", dpi=160, facecolor="white")
    data = base64.b64encode(written.getvalue()).decode("ascii")
    return f'<img src="data:image/png;base64,{data}" alt="{escape(alt, quote=True)}">'
