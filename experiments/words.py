"""Numbers, hours and people as people say them."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence


def short(value: float) -> str:
    """Return a number in three digits."""
    return "-" if math.isnan(value) else f"{value:.3g}"


def yes_no(answer: bool) -> str:
    """Return an answer in words."""
    return "yes" if answer else "no"


def listed(words: Iterable[str]) -> str:
    """Return words in a row."""
    return ", ".join(words) or "none"


def grid(header: Sequence[str], rows: Sequence[Sequence[str]]) -> list[str]:
    """Return a Markdown table whose columns also align in a terminal."""
    widths = [max(map(len, column)) for column in zip(header, *rows, strict=True)]
    lines = [
        "| " + " | ".join(cell.ljust(w) for cell, w in zip(row, widths, strict=True)) + " |"
        for row in (header, *rows)
    ]
    return [lines[0], "|" + "|".join("-" * (width + 2) for width in widths) + "|", *lines[1:]]
