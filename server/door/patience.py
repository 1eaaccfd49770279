"""How long a connection is waited for that was opened and then says nothing, or does not listen.

A connection costs whoever opens it next to nothing, and the server a place and a file descriptor.
Those who speak keep theirs: of the silent ones, the oldest of an address makes room for the next.
"""

from __future__ import annotations

import asyncio
from collections import defaultdict
from typing import Any, Final

from starlette.types import Message, Receive
from uvicorn.protocols.http.h11_impl import H11Protocol

SECONDS_TO_ASK: Final = 10.0
"""Time in which a request has to be complete, s."""
SECONDS_TO_TAKE: Final = 120.0
"""Time in which its answer has to be taken, s."""
SECONDS_TO_SPEAK: Final = 10.0
"""Time in which an open WebSocket has to say something first, s; the page does so at once."""
MOST_SILENT: Final = 80
"""Connections of one address that may be silent at a time: a browser opens six for a page."""
BACKLOG: Final = 64
"""Connections that may wait to be accepted.

asyncio tries so many in a row, also when there are no descriptors left, before it waits a second.
"""


class PatientProtocol(H11Protocol):
    """HTTP as uvicorn speaks it, with an end to its patience."""

    silent: Final[dict[str, list[PatientProtocol]]] = defaultdict(list)
    """Those of each address that have not asked for anything, the oldest first."""

    def __init__(self, *arguments: Any, **named: Any) -> None:
        """Wait for nothing yet."""
        super().__init__(*arguments, **named)
        self._end: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Wait for a request."""
        super().connection_made(transport)
        self._address = self.client[0] if self.client else ""
        known = self.silent[self._address]
        if len(known) >= MOST_SILENT:
            known[0].give_up()
        known.append(self)
        self._wait(SECONDS_TO_ASK)

    def data_received(self, data: bytes) -> None:
        """Take in more of a request; its time does not begin again with each byte."""
        asked_before = self.cycle
        super().data_received(data)
        if self.transport.get_protocol() is not self:  # a WebSocket by now, which is not ours
            return
        if self.cycle is not asked_before:
            self._speaks()
            self._wait(SECONDS_TO_TAKE)
        elif self._end is None and (self.cycle is None or self.cycle.response_complete):
            self._wait(SECONDS_TO_ASK)

    def handle_websocket_upgrade(self, event: Any) -> None:
        """Hand the connection over."""
        self._speaks()
        self._wait(None)
        super().handle_websocket_upgrade(event)

    def on_response_complete(self) -> None:
        """Wait for the next request as uvicorn does, until a part of it comes."""
        self._wait(None)
        super().on_response_complete()

    def connection_lost(self, exc: Exception | None) -> None:
        """Wait no more."""
        self._speaks()
        self._wait(None)
        super().connection_lost(exc)

    def give_up(self) -> None:
        """Close the connection, whatever is under way."""
        self._speaks()
        self.transport.abort()

    def _speaks(self) -> None:
        known = self.silent.get(self._address, [])
        if self in known:
            known.remove(self)
        if not known:
            self.silent.pop(self._address, None)

    def _wait(self, seconds: float | None) -> None:
        """Give up after so many seconds from now; None: do not."""
        if self._end is not None:
            self._end.cancel()
        self._end = None if seconds is None else self.loop.call_later(seconds, self.give_up)


class FirstWord:
    """Receives what a WebSocket says; one that says nothing at first is as good as closed."""

    def __init__(self, receive: Receive) -> None:
        """Receive by way of ``receive``."""
        self._receive = receive
        self._has_spoken = False

    async def __call__(self) -> Message:
        """Return the next message; the end of the connection if the first does not come."""
        if self._has_spoken:
            return await self._receive()
        # Its time begins when the server listens: what that needs to come up is not the visitor's.
        try:
            async with asyncio.timeout(SECONDS_TO_SPEAK):
                message = await self._receive()
        except TimeoutError:
            return {"type": "websocket.disconnect", "code": 1008, "reason": "silent"}
        self._has_spoken = message["type"] == "websocket.receive"
        return message
