"""Names of layers and of shapes in other programs' drawings: what kind they stand for."""

from __future__ import annotations

import re
from typing import Final

from .shapes import KINDS, LONGEST_NAME, quoted

ALIASES: Final = {
    "walkablearea": "walkable",
    "obstacles": "barrier",
    "obstacle": "barrier",
    "exits": "gate",
    "exit": "gate",
    "distributions": "entry",
    "distribution": "entry",
    "checkpoints": "zone",
    "waypoints": "zone",
    "zones": "zone",
    "barriers": "barrier",
    "gates": "gate",
    "entries": "entry",
    "queues": "queue",
    "lanes": "lane",
}
"""What JuPedSim calls our kinds, and their plurals."""
WORDS: Final = {**{kind: kind for kind in KINDS}, **ALIASES}
NAMED: Final = re.compile(
    rf"(?:jps[-_])?({'|'.join(sorted(WORDS, key=len, reverse=True))})(?:[-_ .:]+(.*)|(\d.*))?",
    re.IGNORECASE | re.DOTALL,
)
MOST_SAID: Final = 8
"""Names in one message."""


def kind_and_name(label: str) -> tuple[str, str] | None:
    """Return which kind a layer or an id stands for, and the name that follows: gate-east.

    None: it stands for no kind.
    """
    found = NAMED.fullmatch(label.strip()[: 4 * LONGEST_NAME])
    if found is None:
        return None
    rest = (found[2] or found[3] or "").strip()[:LONGEST_NAME]
    return WORDS[found[1].lower()], "".join(c if c.isprintable() else "?" for c in rest)


def listed(names: dict[str, int]) -> str:
    """Return names with how often each occurs, as a list in words: "a" (3), "b" (1)."""
    said = [f"{quoted(name)} ({count})" for name, count in list(names.items())[:MOST_SAID]]
    more = len(names) - MOST_SAID
    return ", ".join(said) + (f" and {more} more" if more > 0 else "")
