"""The pages, in the order of the head: path and name of each."""

from __future__ import annotations

from typing import Final

PAGES: Final = {
    "/": "Live",
    "/compare": "Compare",
    "/sweep": "Sweep",
    "/witness": "Witness",
    "/about": "About",
}
