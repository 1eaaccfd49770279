"""A line: so many are served at a time, the others wait in the order in which they came."""

from __future__ import annotations

import threading


class WaitingLine:
    """Whoever stands in it; the first few are being served."""

    def __init__(self, room: int) -> None:
        """Serve so many at a time."""
        self._room = room
        self._standing: list[object] = []
        self._lock = threading.Lock()

    def join(self, who: object) -> None:
        """Stand at the end."""
        with self._lock:
            self._standing.append(who)

    def leave(self, who: object) -> None:
        """Go away, served or not."""
        with self._lock:
            self._standing = [each for each in self._standing if each is not who]

    def ahead(self, who: object) -> int:
        """Return how many must leave before it is one's turn; 0: it is."""
        with self._lock:
            place = next((n for n, each in enumerate(self._standing) if each is who), 0)
        return max(0, place - self._room + 1)
