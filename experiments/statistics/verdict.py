"""What days say about a setting: this day, of how many, and how sure; the one place that says so.

One day is an anecdote, and a setting is never said to keep the order: the order broke on so many of
so many days, and the Wilson interval tells what that says about all days. Below ten days that is
little.
"""

from __future__ import annotations

from typing import Final, NamedTuple

from ..words import counted, hour
from .intervals import share

FEW: Final = 10
"""Days below which it is too early to say."""
TOO_EARLY: Final = "too early to say"


class Pairs(NamedTuple):
    """Days with and without a change, on the same random numbers, that came out otherwise."""

    saved: int
    """Broke before and keep their order with the change."""
    lost: int
    """Kept their order before and break with the change."""


class ThisDay(NamedTuple):
    """One of the days counted."""

    onset: float | None
    """When its order broke, h; None: it did not."""
    name: str = "this day"
    """When that was, as a sentence begins: this day, on day 3."""


def verdict(
    broke: int,
    days: int,
    *,
    asked: int | None = None,
    pairs: Pairs | None = None,
    this_day: ThisDay | None = None,
) -> str:
    """Return what days say, as a sentence without its capital and its full stop.

    Args:
        broke: days on which the order broke.
        days: days that are over.
        asked: days asked for; more than ``days`` while they are under way.
        pairs: what a change did to the same days.
        this_day: one of them, told first.

    Raises:
        ValueError: more days broke than are over, or ``this_day`` is none of them.

    Example:
        >>> verdict(8, 30, pairs=Pairs(22, 0))
        'in 8 of 30 days the order breaks (14-44 %); 22 are saved, none is lost'
        >>> verdict(1, 3, asked=30)
        'too early to say: so far in 1 of 3 days the order breaks (6-79 %)'
    """
    if days == 0:
        return f"{TOO_EARLY}: no day is over"
    so_far = "so far " if asked is not None and asked > days else ""
    parts = [] if this_day is None else [_told(this_day, broke, days)]
    parts.append(f"{so_far}in {of_days(broke, days, 'the order breaks')}")
    if pairs is not None:
        parts.append(f"{_are(pairs.saved)} saved, {_are(pairs.lost)} lost")
    return f"{TOO_EARLY}: " * (days < FEW) + "; ".join(parts)


def of_days(broke: int, days: int, what: str = "") -> str:
    """Return on how many days the order broke, of how many, with the interval of their share.

    Args:
        broke: days on which it broke.
        days: days in all, more than none.
        what: what happened on them, said before the interval.

    Example:
        >>> of_days(3, 40)
        '3 of 40 days (3-20 %)'
    """
    return " ".join([f"{broke:,} of {counted(days, 'day')}", *what.split(), _interval(broke, days)])


def _interval(broke: int, days: int) -> str:
    """Return the 95 % interval in whole percent, or as finely as its ends need to differ."""
    _, low, high = share(broke, days)
    for digits in (0, 1, 2):
        ends = [f"{100 * end:.{digits}f}" for end in (low, high)]
        if ends[0] != ends[1]:
            break
    return f"({'-'.join(ends)} %)"


def _told(day: ThisDay, broke: int, days: int) -> str:
    if not (days > broke if day.onset is None else broke > 0):
        raise ValueError("this day must be one of those counted")
    if day.onset is None:
        return f"{day.name} it was kept, as on {days - broke:,} of {counted(days, 'day')}"
    return f"{day.name} the order broke at {hour(day.onset)}"


def _are(number: int) -> str:
    return {0: "none is", 1: "1 is"}.get(number, f"{number:,} are")
