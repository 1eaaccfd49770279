"""What a visitor is answered who cannot be let in: a status and a few words."""

from __future__ import annotations

from collections.abc import MutableMapping
from html import escape
from typing import Any, NamedTuple

from starlette.types import Scope, Send

PAGE = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>gatecrush</title>
<style>body {{ font: 1.1rem/1.5 system-ui, sans-serif; max-width: 36rem; margin: 4rem auto;
padding: 0 1rem }}</style></head>
<body><h1>gatecrush</h1><p>{words}</p></body></html>
"""


class Refusal(NamedTuple):
    """Why a request is not served."""

    status: int
    words: str


FULL = Refusal(
    503,
    "There are as many visitors now as this place has room for. "
    "Nobody keeps a list here: please come back in a few minutes.",
)


async def refuse(refusal: Refusal, scope: Scope, send: Send) -> None:
    """Answer a request, or the handshake of a WebSocket, with a refusal."""
    kind = "http.response"
    if scope["type"] == "websocket":
        if "websocket.http.response" not in scope.get("extensions", {}):
            await send({"type": "websocket.close", "code": 1008})
            return
        kind = "websocket.http.response"
    body = PAGE.format(words=escape(refusal.words)).encode()
    headers = [
        (b"content-type", b"text/html; charset=utf-8"),
        (b"content-length", str(len(body)).encode()),
        (b"cache-control", b"no-store"),
    ]
    if refusal.status == FULL.status:
        headers.append((b"retry-after", b"120"))
    start: MutableMapping[str, Any] = {"type": f"{kind}.start", "status": refusal.status}
    await send({**start, "headers": headers})
    shown = body if scope.get("method") != "HEAD" else b""
    await send({"type": f"{kind}.body", "body": shown})
