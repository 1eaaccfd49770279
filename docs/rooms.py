"""The picture of the rooms, drawn from the import contracts: ``python docs/rooms.py`` writes it.

Imports run down the page from package to package, and within one along the arrows.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

HERE = Path(__file__).parent
PICTURE: Final = HERE / "figures" / "rooms.svg"
WHAT: Final = {
    "server": "the page",
    "experiments": "many days: run, kept, compared, drawn, told",
    "model": "one day",
    "agents": "who is there",
}
"""What each package holds, from top to bottom."""
WIDTH: Final = 760
LETTER: Final = 8.0
"""Width of a letter, px."""
ROW: Final = 34
STYLE: Final = """
  text { font: 13px monospace; fill: #222 } .what { fill: #666 } .title { font-weight: bold }
  rect { fill: #fff; stroke: #888 } .package { fill: #f3f1ec; stroke: none }
  path { stroke: #888; fill: none }
  @media (prefers-color-scheme: dark) {
    text { fill: #ddd } .what { fill: #aaa } rect { fill: #222; stroke: #999 }
    .package { fill: #333 } path { stroke: #999 }
  }
"""


def floors(settings: dict[str, Any]) -> dict[str, list[str]]:
    """Return the rooms of each package from the highest to the lowest, rooms of a floor together.

    Args:
        settings: pyproject.toml as read.
    """
    found: dict[str, list[str]] = {package: [] for package in WHAT}
    for contract in settings["tool"]["importlinter"]["contracts"]:
        for container in contract.get("containers", ()):
            found[container.removeprefix("gatecrush.")] = contract["layers"]
    return found


def _chips(rooms: list[str], top: float) -> Iterator[str]:
    """Yield the boxes of the floors of one package, from left to right and row by row."""
    x, y = 14.0, top
    for number, floor in enumerate(rooms):
        words = re.sub(r" [:|] ", ", ", floor)
        width = LETTER * len(words) + 16
        if x + width > WIDTH - 14:
            x, y = 14.0, y + ROW
        if number:
            yield f'<path d="M{x:.0f} {y + 12:.0f}h10m-4 -4l4 4l-4 4"/>'
        x += 14 if number else 0
        yield f'<rect x="{x:.0f}" y="{y:.0f}" width="{width:.0f}" height="24" rx="5"/>'
        yield f'<text x="{x + 8:.0f}" y="{y + 16:.0f}">{words}</text>'
        x += width + 4


def drawn(settings: dict[str, Any]) -> str:
    """Return the picture as SVG.

    Args:
        settings: pyproject.toml as read.
    """
    lines, top = [], 4.0
    for package, rooms in floors(settings).items():
        chips = list(_chips(rooms, top + 32))
        tops = {chip.split('y="')[1].split('"')[0] for chip in chips if chip.startswith("<rect")}
        height = 36.0 + ROW * len(tops)
        lines += [
            f'<rect class="package" x="0" y="{top:.0f}" width="{WIDTH}" height="{height:.0f}" '
            'rx="8"/>',
            f'<text class="title" x="14" y="{top + 21:.0f}">{package}</text>',
            f'<text class="what" x="130" y="{top + 21:.0f}">{WHAT[package]}</text>',
            *chips,
        ]
        top += height + 22
        if package != "agents":
            middle = WIDTH / 2
            lines.append(f'<path d="M{middle:.0f} {top - 20:.0f}v16m-5 -5l5 5l5 -5"/>')
    label = "; ".join(
        f"{name}: {', '.join(rooms) or 'roles'}" for name, rooms in floors(settings).items()
    )
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {top - 18:.0f}" role="img" '
        f'aria-label="{label}">'
    )
    return "\n".join([head, f"<style>{STYLE}</style>", *lines, "</svg>"]) + "\n"


def settings_of_the_project() -> dict[str, Any]:
    """Return pyproject.toml as read."""
    return tomllib.loads((HERE.parent / "pyproject.toml").read_text(encoding="utf-8"))


if __name__ == "__main__":
    PICTURE.write_text(drawn(settings_of_the_project()), encoding="utf-8")
