"""The front door: every request and every WebSocket passes here before Solara sees it."""

from __future__ import annotations

import logging
from contextlib import suppress

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from .refusal import MISSING, Refusal, refuse
from .request_rules import PAGE, RequestRules
from .security_headers import HeadersAdded

log = logging.getLogger(__name__)
FAILED = Refusal(500, "Something went wrong here. Loading the page again may help.")
UNTRUSTED = (b"script-name", b"x-script-name")
"""Solara takes the page's own address from these and from x-forwarded-*, whoever sends them."""


class Protection:
    """Refuses what the rules refuse, adds the security headers, and survives what fails inside."""

    def __init__(self, app: ASGIApp, rules: RequestRules) -> None:
        """Stand before an application."""
        self.app = app
        self.rules = rules

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve or refuse a request."""
        if scope["type"] == "lifespan":
            await self.app(scope, receive, send)
            return
        send = HeadersAdded(send)
        refusal = self.rules.refusal(scope)
        if refusal:
            await refuse(refusal, scope, send)
        else:
            await self._serve(scope, receive, send)

    async def _serve(self, scope: Scope, receive: Receive, send: Send) -> None:
        begun = is_missing = False

        async def noted(message: Message) -> None:
            nonlocal begun, is_missing
            begun = True
            if message["type"] == "http.response.start" and message["status"] == MISSING.status:
                is_missing = True  # Solara would answer in bare letters
                await refuse(MISSING, scope, send)
            elif not is_missing:
                await send(message)

        try:
            await self.app(_trusted(scope), receive, noted)
        except Exception as error:
            cause = _cause(error)
            log.error("a request failed: %s: %.200s", type(cause).__name__, cause)
            with suppress(Exception):  # the visitor may have gone
                if not begun:
                    await refuse(FAILED, scope, send)
                elif scope["type"] == "websocket":
                    await send({"type": "websocket.close", "code": 1011})


def _cause(error: Exception) -> Exception:
    while isinstance(error, ExceptionGroup):
        error = error.exceptions[0]
    return error


def _trusted(scope: Scope) -> Scope:
    """Return a request without the headers that would mislead Solara.

    A page comes uncompressed, because its scripts are read on its way out.
    """
    dropped = {*UNTRUSTED, b"accept-encoding"} if PAGE.fullmatch(scope["path"]) else set(UNTRUSTED)
    headers = [
        (name, value)
        for name, value in scope["headers"]
        if name not in dropped and not name.startswith(b"x-forwarded-")
    ]
    return {**scope, "headers": headers}
