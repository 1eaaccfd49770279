"""Turns: whoever waits longest goes next, whoever comes from a turn of theirs goes to the end.

A lock of ``threading`` goes to whoever asks first, which is mostly the one who just had it.
"""

from __future__ import annotations

import threading
from collections import deque


class Turns:
    """One at a time, as ``with turns:``, in the order in which they came."""

    def __init__(self) -> None:
        """Nobody is there yet."""
        self._door = threading.Lock()
        self._waiting: deque[threading.Lock] = deque()
        self._is_taken = False

    def __enter__(self) -> None:
        """Wait for one's turn."""
        with self._door:
            if not self._is_taken:
                self._is_taken = True
                return
            mine = threading.Lock()
            mine.acquire()
            self._waiting.append(mine)
        mine.acquire()

    def __exit__(self, *_: object) -> None:
        """Hand the turn on."""
        with self._door:
            if self._waiting:
                self._waiting.popleft().release()
            else:
                self._is_taken = False
