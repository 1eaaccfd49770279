"""What the browser is told not to do: load or send anything elsewhere, show the page in a frame.

Vue compiles its templates in the browser and so needs ``unsafe-eval``; anywidget imports its
scripts from ``blob:`` addresses. The page's own scripts are allowed one by one, by their hashes.
"""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Iterable
from typing import Final

from starlette.datastructures import MutableHeaders
from starlette.types import Message, Send

INLINE_SCRIPT = re.compile(rb"<script(?:\s[^>]*)?>(.*?)</script>", re.DOTALL)
EXPIRY = re.compile(rb";\s*(?:expires|max-age)=[^;]*", re.IGNORECASE)
"""When a cookie ends: Solara says in 2038, ours go with the browser that holds them."""
BODY: Final = re.compile(rb"<body\b[^>]*>")
NO_ZOOM: Final = b", maximum-scale=1, user-scalable=no, minimal-ui"
CONTAINER: Final = b'<div id="app" class="v-application v-application--is-ltr" data-app="true">'
"""The box that holds the page, which Solara leaves out when the page is to look as the visitor's
system does, light or dark (``SOLARA_THEME_VARIANT=auto``; Solara 1.64): its scripts then stop."""
POLICY = (
    "default-src 'none'; script-src 'self' 'unsafe-eval' blob:{hashes}; "
    "style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; font-src 'self' data:; "
    "connect-src 'self'; worker-src 'self' blob:; manifest-src 'self'; base-uri 'none'; "
    "form-action 'none'; frame-ancestors 'none'"
)
HEADERS = {
    "x-content-type-options": "nosniff",
    # Under no-referrer the browser calls the page's own last message to be from nowhere.
    "referrer-policy": "same-origin",
    "permissions-policy": (
        "accelerometer=(), camera=(), display-capture=(), geolocation=(), gyroscope=(), "
        "microphone=(), midi=(), payment=(), serial=(), usb=()"
    ),
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "x-frame-options": "DENY",
}


def content_security_policy(page: bytes = b"") -> str:
    """Return the policy for a page, in which its own scripts may run."""
    hashes = (hashlib.sha256(script).digest() for script in INLINE_SCRIPT.findall(page) if script)
    return POLICY.format(hashes="".join(f" 'sha256-{_text(digest)}'" for digest in hashes))


def _text(digest: bytes) -> str:
    return base64.b64encode(digest).decode()


class HeadersAdded:
    """Sends what an application sends, with the security headers.

    A page is held back until it is complete, because its headers depend on its scripts.
    """

    def __init__(self, send: Send) -> None:
        """Send by way of ``send``."""
        self.send = send
        self.page_start: Message | None = None
        self.page = bytearray()

    async def __call__(self, message: Message) -> None:
        """Send one message."""
        if message["type"] in ("http.response.start", "websocket.http.response.start"):
            if _is_page(message.get("headers", ())):
                self.page_start = message
                return
            _add_headers(message, content_security_policy())
        elif message["type"] == "websocket.accept":
            _add_headers(message, content_security_policy())
        elif self.page_start is not None:
            self.page += message.get("body", b"")
            if message.get("more_body"):
                return
            page = with_container(bytes(self.page))
            _add_headers(self.page_start, content_security_policy(page))
            MutableHeaders(scope=self.page_start)["content-length"] = str(len(page))
            await self.send(self.page_start)
            message = {**message, "body": page}
        await self.send(message)


def with_container(page: bytes) -> bytes:
    """Return a page of Solara's with a container and a language, and to be zoomed; others stay."""
    if b'id="pre-rendered-html-present"' not in page or b'<div id="app"' in page:
        return page
    page = page.replace(b"<html>", b'<html lang="en">', 1).replace(NO_ZOOM, b"", 1)
    return BODY.sub(lambda body: body[0] + CONTAINER, page, count=1)


def _is_page(headers: Iterable[tuple[bytes, bytes]]) -> bool:
    return any(
        name.lower() == b"content-type" and value.startswith(b"text/html")
        for name, value in headers
    )


def _add_headers(message: Message, policy: str) -> None:
    message.setdefault("headers", [])
    headers = MutableHeaders(scope=message)
    headers.update({**HEADERS, "content-security-policy": policy})
    message["headers"] = [
        (name, EXPIRY.sub(b"", value) if name.lower() == b"set-cookie" else value)
        for name, value in message["headers"]
    ]
