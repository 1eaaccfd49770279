"""Numbers, hours and people as people say them."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from typing import Final

SPACE: Final = "\N{NO-BREAK SPACE}"


def percent(share: float) -> str:
    """Return a share as people say it: a few people do not become none."""
    if 0 < share < 0.01:
        return f"less than 1{SPACE}%"
    return f"{100 * share:.0f}{SPACE}%"


def people(number: int, what: str = "") -> str:
    """Return a number of people with its verb: one was, two were."""
    verb = f" {'was' if number == 1 else 'were'} {what}" if what else ""
    return f"{number:,} {'person' if number == 1 else 'people'}{verb}"


def clock(hour: float) -> str:
    """Return an hour of the day (may pass 24) as a clock shows it."""
    minutes = round(hour * 60)
    return f"{minutes // 60 % 24:02d}:{minutes % 60:02d}"


def hour(time: float) -> str:
    """Return an hour of the day as people say it; it may pass 24."""
    days = int(round(60 * time) // 1440)
    later = {0: "", 1: " the next day"}.get(days, f" {days} days later")
    return clock(time) + later


def hours_and_minutes(minutes: float) -> str:
    """Return a time as people say it of what is not known to the minute: 85 min, 1.5 hours."""
    if minutes < 90:
        return f"{minutes:.0f} min"
    return f"{minutes / 60:.1f} hours"


def spell(hours: float) -> str:
    """Return a time as people say it of what is known to the minute: 7 h 5 min."""
    minutes = round(60 * hours)
    if minutes < 1:
        return "less than a minute"
    if minutes < 60:
        return f"{minutes} min"
    return f"{minutes // 60} h" + (f" {minutes % 60} min" if minutes % 60 else "")


def duration(seconds: float) -> str:
    """Return a time that people wait for: 40 s, 12 min, 2 h 05 min."""
    minutes = round(seconds / 60)
    if seconds < 90:
        return f"{seconds:.0f} s"
    return f"{minutes} min" if minutes < 60 else f"{minutes // 60} h {minutes % 60:02d} min"


def with_interval(value: float, low: float, high: float) -> str:
    """Return a value with the interval that it is known to, if it is known to any."""
    return short(value) + (f" [{short(low)}, {short(high)}]" if math.isfinite(low) else "")


def short(value: float) -> str:
    """Return a number in three digits, the same on every machine.

    Rounded to ten digits first: a half in the fourth is then one whatever the last bit says.
    """
    return "-" if math.isnan(value) else f"{float(f'{value:.10g}'):.3g}"


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


def counted(count: int, thing: str, things: str = "") -> str:
    """Return a count with its thing: ``1 run``, ``2 runs``, ``1,000 people``.

    Args:
        count: how many.
        thing: what one of them is called.
        things: what several are called, if an s is not enough.
    """
    return f"{count:,} {thing if count == 1 else things or thing + 's'}"
