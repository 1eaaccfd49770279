"""What is left of visitors who have left: their threads are ended and their memory given back.

A page that is closed frees nearly all it needed, but not to the machine: the threads that served it
stay for the next ones, each with a hoard of freed pieces of its own, and these pieces, strewn over
all memory, keep whole stretches of it from going back.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any, Final

from gatecrush.experiments.workers.processes import give_back_memory

SECONDS: Final = 12.0
"""Time after which a page is closed and its thread idle for longer than the pool keeps it, s."""
SECONDS_TO_END: Final = 1.0
"""Time in which such threads end, s."""


class Farewell:
    """Follows those who leave until nothing of them is kept."""

    def __init__(self, present: Callable[[], int]) -> None:
        """Begin with nobody to follow.

        Args:
            present: returns how many visitors are there.
        """
        self._present = present
        self._task: asyncio.Task[None] | None = None
        self._has_more = False

    def bid(self) -> None:
        """Follow a visitor who leaves now; returns at once."""
        self._has_more = True
        if self._task is None or self._task.done():
            self._task = asyncio.get_running_loop().create_task(self._follow())

    async def _follow(self) -> None:
        from solara.server.kernel_context import contexts

        # Who only lost the connection is forgotten minutes later, by Solara.
        while self._has_more or len(contexts) > self._present():
            self._has_more = False
            await asyncio.sleep(SECONDS)
            await end_idle_threads()
            await asyncio.to_thread(give_back_memory)


async def end_idle_threads() -> None:
    """Let the threads of the pool end that served nobody for a while.

    The pool looks for them only when it is asked for a thread.
    """
    from anyio import to_thread

    await to_thread.run_sync(_nothing)
    await asyncio.sleep(SECONDS_TO_END)


def _nothing(*_: Any) -> None:
    """Take no time."""
