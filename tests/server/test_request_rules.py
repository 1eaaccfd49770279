"""Whatever somebody puts in a link, only the page and its files are served."""

from __future__ import annotations

import posixpath
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("starlette", reason="the page needs gatecrush[server]")

from hypothesis import given
from hypothesis import strategies as st

from gatecrush.server.door.request_rules import RequestRules

RULES = RequestRules(frozenset({"localhost"}), False, Path("no-such-folder"))
SEGMENTS = st.sampled_from(
    ["", ".", "..", "static", "jupyter", "nbextensions", "_solara", "cdn", "api", "close", "a.js",
     "...", "\\", "%2e%2e", "\0", "\n", "é", "resourcez", "readyz", "*", "a b"]
)  # fmt: skip
PATHS = st.lists(SEGMENTS | st.text(max_size=8), max_size=6).map(
    lambda parts: "/" + "/".join(parts)
)


def request(path: str = "/", *, kind: str = "http", query: bytes = b"", **headers: str) -> Any:
    """Return a request as a server hands it on."""
    named = {
        "host": "localhost",
        **{name.replace("_", "-"): text for name, text in headers.items()},
    }
    return {
        "type": kind,
        "method": "GET",
        "path": path,
        "query_string": query,
        "headers": [(name.encode(), text.encode()) for name, text in named.items()],
    }


@given(PATHS, st.sampled_from(["http", "websocket"]))
def test_only_pages_and_files_are_served(path: str, kind: str) -> None:
    if RULES.refusal(request(path, kind=kind)) is None:
        assert kind == "http"
        assert posixpath.normpath(path) == path.rstrip("/") or path == "/"
        assert path.isascii()
        assert path.isprintable()
        assert path.count("/") == 1 or path.startswith(("/static/", "/jupyter/nbextensions/"))


@given(st.text(max_size=40))
def test_no_host_or_origin_is_too_strange(text: str) -> None:
    name = text.encode("ascii", "replace").decode()
    served = RULES.refusal(request(host=name)) is None
    assert not served or "localhost" in name.lower()
    assert RULES.refusal(request(origin=name)) is not None


@pytest.mark.parametrize("host", ["192.0.2.1", "192.0.2.1:80", "[2001:db8::1]:8765"])
def test_addresses_are_known_where_all_are_listened_on(host: str) -> None:
    assert RULES.refusal(request(host=host)) is not None
    everywhere = RequestRules(frozenset(), True, None)
    assert everywhere.refusal(request(host=host)) is None
    assert everywhere.refusal(request(host="evil.example")) is not None


def test_origin_behind_a_proxy_is_the_name_that_visitors_use() -> None:
    rules = RequestRules(frozenset({"crowd.example"}), False, None)
    for sender, served in (("crowd.example", True), ("crowd.example.net", False)):
        scope = request(host="crowd.example", origin=f"https://{sender}")
        assert (rules.refusal(scope) is None) == served


@pytest.mark.parametrize("length", ["-1", "1e3", "٣", "", "5000", "9" * 5000])
def test_strange_lengths_are_refused(length: str) -> None:
    scope = request()
    scope["headers"].append((b"content-length", length.encode("utf-8")))
    assert RULES.refusal(scope) is not None
