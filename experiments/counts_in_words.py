"""How many of a thing, for people to read."""

from __future__ import annotations


def counted(count: int, thing: str, things: str = "") -> str:
    """Return a count with its thing: ``1 run``, ``2 runs``, ``1,000 people``.

    Args:
        count: how many.
        thing: what one of them is called.
        things: what several are called, if an s is not enough.
    """
    return f"{count:,} {thing if count == 1 else things or thing + 's'}"
