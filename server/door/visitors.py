"""How many may look at once: every open page costs memory, a thread and a simulation.

One address alone cannot take all the room: a tenth is left for others.
"""

from __future__ import annotations

from collections import Counter
from contextlib import suppress

from starlette.requests import HTTPConnection
from starlette.types import ASGIApp, Receive, Scope, Send

from .farewell import Farewell
from .patience import FirstWord
from .refusal import FULL, refuse
from .request_rules import PAGE


class VisitorLimit:
    """Lets in a number of visitors at once, and tells the others so."""

    def __init__(self, app: ASGIApp, most: int) -> None:
        """Stand before an application."""
        self.app = app
        self.most = most
        self.connected = 0
        self.connected_from: Counter[str] = Counter()
        self.farewell = Farewell(lambda: self.connected)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve a request if there is room for it."""
        if scope["type"] == "websocket":
            await self._connect(scope, receive, send)
        elif self._is_full() and PAGE.fullmatch(scope["path"]) and not _is_inside(scope):
            await refuse(FULL, scope, send)
        else:
            await self.app(scope, receive, send)

    async def _connect(self, scope: Scope, receive: Receive, send: Send) -> None:
        from solara.server.kernel_context import contexts

        again = scope["path"].split("/")[-2] in contexts
        address = str((scope.get("client") or [""])[0])
        # Who comes again has not always left yet, as far as is known.
        room = 2 if again else 1
        is_full = self.connected >= 2 * self.most if again else self._is_full()
        if is_full or self.connected_from[address] >= room * (self.most - self.most // 10):
            await refuse(FULL, scope, send)
            return
        self.connected += 1
        self.connected_from[address] += 1
        try:
            await self.app(scope, FirstWord(receive), send)
        finally:
            self.connected -= 1
            self.connected_from[address] -= 1
            self.connected_from += Counter()  # forgets those who have none
            with suppress(Exception):  # most have gone by themselves
                await send({"type": "websocket.close", "code": 1008})
            self.farewell.bid()

    def _is_full(self) -> bool:
        from solara.server.kernel_context import contexts

        return max(self.connected, len(contexts)) >= self.most


def _is_inside(scope: Scope) -> bool:
    """Tell whether a visitor who asks for a page has one already and so perhaps loads it anew."""
    from solara.server.kernel_context import contexts
    from solara.server.server import get_session_id_cookie

    session = get_session_id_cookie(HTTPConnection(scope).cookies)
    return any(context.session_id == session for context in list(contexts.values()))
