"""Which requests are served: known hosts, own pages, plain paths and small bodies.

Whoever sends somebody a link, or runs a page that somebody else has open, must not be able to talk
to the simulation in that person's name, nor to reach anything beside the page.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from ipaddress import ip_address
from pathlib import Path
from urllib.parse import urlsplit

from starlette.datastructures import Headers
from starlette.types import Scope

from .assets import PACKAGES
from .refusal import MISSING, Refusal

LONGEST_ADDRESS = 4096
"""Bytes of path and query together."""
LARGEST_BODY = 4096
"""Bytes; the page itself sends none."""
PLAIN_PATH = re.compile(r"/[\w.@/+~-]*", re.ASCII)
KERNEL = r"[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}"
PAGE = re.compile(r"/|/(?!resourcez$)[a-z][a-z0-9-]*")
FILES = re.compile(r"/(?:static|jupyter/nbextensions)/.+")
ASSET = re.compile(r"/_solara/cdn/(.+\.\w+)")
CLOSING = re.compile(rf"/_solara/api/close/{KERNEL}")
SOCKET = re.compile(rf"/jupyter/api/kernels/{KERNEL}/channels")
SESSION = re.compile(rb"(?:^|&)session_id=[\w-]{1,64}(?:&|$)")


@dataclass(frozen=True)
class RequestRules:
    """What is known about this server when it starts."""

    hosts: frozenset[str]
    """Names by which visitors may call it, in lower case."""
    by_number: bool
    """Whether they may call it by any IP address, since it listens on all of the machine's."""
    assets: Path | None
    """Folder of the page's front end; None if Solara fetches it from its CDN."""

    def refusal(self, scope: Scope) -> Refusal | None:
        """Return why a request or handshake is not served, or None."""
        headers = Headers(scope=scope)
        return (
            refusal_by_sender(self, headers)
            or refusal_by_size(scope, headers)
            or refusal_by_place(self, scope)
        )

    def knows(self, host: str) -> bool:
        """Tell whether a Host header names this server."""
        try:
            name = (urlsplit(f"//{host}").hostname or "").lower()
        except ValueError:
            return False
        # A name can be pointed at any machine by whoever owns it; an address cannot.
        return name in self.hosts or (self.by_number and _is_address(name))


def _is_address(name: str) -> bool:
    try:
        ip_address(name)
    except ValueError:
        return False
    return True


def refusal_by_sender(rules: RequestRules, headers: Headers) -> Refusal | None:
    """Refuse foreign hosts and foreign pages."""
    hosts = headers.getlist("host")
    if len(hosts) != 1 or not rules.knows(hosts[0]):
        return Refusal(400, "This server does not go by that name (see --allow-host).")
    for origin in headers.getlist("origin"):
        scheme, _, sender = origin.partition("://")
        if scheme not in ("http", "https") or sender.lower() != hosts[0].lower():
            return Refusal(403, "This comes from another site's page.")
    return None


def refusal_by_size(scope: Scope, headers: Headers) -> Refusal | None:
    """Refuse long addresses and large bodies, before anything of them is read."""
    path = scope.get("raw_path") or scope["path"].encode()
    if len(path) + len(scope["query_string"]) > LONGEST_ADDRESS:
        return Refusal(414, "This link is too long.")
    if "transfer-encoding" in headers:
        return Refusal(411, "This must tell its length.")
    length = headers.get("content-length", "0")
    if not length.isdecimal() or len(length) > 18 or int(length) > LARGEST_BODY:
        return Refusal(413, "This is too large.")
    return None


def refusal_by_place(rules: RequestRules, scope: Scope) -> Refusal | None:
    """Refuse paths that lead elsewhere, and whatever the page does not need."""
    path = scope["path"]
    if not PLAIN_PATH.fullmatch(path) or {"..", "."} & set(path.split("/")) or "//" in path:
        return Refusal(400, "This is not an address of a page.")
    if scope["type"] == "websocket":
        served = bool(SOCKET.fullmatch(path) and SESSION.search(scope["query_string"]))
        return None if served else MISSING
    if CLOSING.fullmatch(path):
        wanted = "POST"
        served = bool(SESSION.search(scope["query_string"]))
    else:
        wanted = "GET"
        served = bool(PAGE.fullmatch(path) or FILES.fullmatch(path)) or _is_asset(rules, path)
    if not served:
        return MISSING
    if scope["method"] not in (wanted, "HEAD"):
        return Refusal(405, "This cannot be done here.")
    return None


def _is_asset(rules: RequestRules, path: str) -> bool:
    """Tell whether a path is a file of the front end.

    Solara would fetch whatever else is asked for, and delete the folders that somebody asks for.
    """
    found = ASSET.fullmatch(path)
    if not found:
        return False
    if rules.assets is not None:
        return (rules.assets / found[1]).is_file()
    return any(found[1].startswith(f"{package.folder}/") for package in PACKAGES)
