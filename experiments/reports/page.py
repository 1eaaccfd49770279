"""A report as one HTML page: sections of sentences, drawings and tables; no scripts, no requests.

Every text is escaped where it enters the page; only drawings are markup.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from ..storage.whole_files import appearing, sweep_up
from .limits import RESPECT

if TYPE_CHECKING:
    from markupsafe import Markup

TEMPLATE: Final = "page.html"


class Picture(NamedTuple):
    """A drawing, which says in words what it shows, with its title unless that is drawn, too."""

    title: str
    caption: str
    drawing: Markup


class Cell(NamedTuple):
    """An entry of a table, perhaps with the name by which files know it."""

    text: str
    name: str = ""
    is_number: bool = False


class Row(NamedTuple):
    """A row of a table; the first cell heads it."""

    cells: tuple[Cell, ...]
    is_marked: bool = False


@dataclass(frozen=True)
class PageTable:
    """A table; ``is_stacked`` lets a narrow screen show its cells below one another."""

    caption: str
    heads: tuple[str, ...]
    rows: tuple[Row, ...]
    note: str = ""
    is_stacked: bool = True


class Warned(NamedTuple):
    """What must not be overlooked, with commands that help."""

    words: tuple[str, ...]
    commands: tuple[str, ...] = ()


@dataclass(frozen=True)
class Section:
    """A part of the page, in the order of its fields."""

    title: str
    warnings: Sequence[Warned] = ()
    paragraphs: Sequence[str] = ()
    commands: Sequence[str] = ()
    points: Sequence[str] = ()
    pictures: Sequence[Picture] = ()
    tables: Sequence[PageTable] = ()
    is_short: bool = False
    """Whether it is the short answer."""


@dataclass(frozen=True)
class Page:
    """A report."""

    title: str
    asked: str
    """What was asked."""
    sections: Sequence[Section]

    @property
    def version(self) -> str:
        """Version of gatecrush that writes the page."""
        return version("gatecrush")

    @property
    def respect(self) -> str:
        """Whom this is about, and what it is for."""
        return RESPECT


def page_as_html(page: Page) -> str:
    """Return a report as HTML."""
    return str(_template().render(page=page))


def write_page(page: Page, path: Path) -> None:
    """Write a report beside its place and put it there when it is complete."""
    text = page_as_html(page)
    path.parent.mkdir(parents=True, exist_ok=True)
    sweep_up(path)
    with appearing(path) as unfinished:
        unfinished.write_text(text, encoding="utf-8")


@cache
def _template() -> Any:
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    found = Environment(
        loader=FileSystemLoader(Path(__file__).parent),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
    )
    return found.get_template(TEMPLATE)
