"""Places of a visitor's own: what their files hold, kept for their visit, found by a digest.

A link holds the digest and no file, so it opens only where the same file was chosen.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from functools import cached_property
from typing import Final

from gatecrush.model.scenario.scenario import Scenario

MOST_PLACES: Final = 6
"""Of one visit."""
MOST_TEXT: Final = 800_000
"""Characters of the scenarios of one visit together: so sixty visitors find room."""


class OwnPlace:
    """A scenario from a file of a visitor's own."""

    def __init__(self, label: str, scenario: Scenario, remarks: tuple[str, ...] = ()) -> None:
        """Name what a file held.

        Args:
            label: what the visitor calls it: the name of the file.
            scenario: with all that the file says.
            remarks: what its reader had to say.
        """
        self.label, self.scenario, self.remarks = label, scenario, remarks

    @cached_property
    def digest(self) -> str:
        """What it is called in the visitor's own links: the same file has the same."""
        return hashlib.blake2b(self.scenario.to_toml().encode(), digest_size=6).hexdigest()

    @cached_property
    def size(self) -> int:
        """Characters that it takes."""
        return len(self.scenario.to_toml())


OwnPlaces = Mapping[str, OwnPlace]
"""Those of a visit by their digests, the last chosen last."""


def with_place(places: OwnPlaces, place: OwnPlace) -> dict[str, OwnPlace]:
    """Return the places of a visit with another; the oldest are forgotten if they are too many."""
    kept = {digest: each for digest, each in places.items() if digest != place.digest}
    kept[place.digest] = place
    while len(kept) > MOST_PLACES or sum(each.size for each in kept.values()) > MOST_TEXT:
        oldest = next(iter(kept))
        if oldest == place.digest:
            break
        del kept[oldest]
    return kept
