"""What a visitor is answered who cannot be let in: a status, a few words, a way to the pages."""

from __future__ import annotations

from collections.abc import MutableMapping
from html import escape
from typing import Any, Final, NamedTuple

from starlette.types import Scope, Send

from .paths import PAGES

PAGE = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>gatecrush</title>
<meta name="viewport" content="width=device-width">
<style>:root {{ color-scheme: light dark }}
body {{ font: 1rem/1.5 system-ui, sans-serif; max-width: 1500px; margin: 0 auto; padding: 0 16px }}
nav {{ display: flex; flex-wrap: wrap; gap: 4px 18px; align-items: center; padding: 14px 0 }}
nav {{ border-bottom: 1px solid #8885 }} nav a {{ color: inherit; text-decoration: none }}
nav a:first-child {{ font-weight: 800; font-size: 20px; margin-right: 8px }}
a:focus-visible {{ outline: 2px solid }} p {{ max-width: 46em; font-size: 1.1rem }}</style></head>
<body><nav aria-label="pages"><a href="/">gatecrush</a>{links}</nav>
<main><h1>{heading}</h1><p>{words}</p></main></body></html>
"""
LINKS: Final = "".join(f'<a href="{path}">{name}</a>' for path, name in PAGES.items())


class Refusal(NamedTuple):
    """Why a request is not served."""

    status: int
    words: str


MISSING = Refusal(
    404,
    "There is no page at this address. All there are stand above; a day, a comparison and a "
    "story are opened by whole links to them.",
)
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
    heading = "There is nothing here" if refusal.status == MISSING.status else "gatecrush"
    body = PAGE.format(links=LINKS, heading=heading, words=escape(refusal.words)).encode()
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
