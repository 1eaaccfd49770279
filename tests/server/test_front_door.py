"""What a server refuses from outside, and that it goes on serving."""

from __future__ import annotations

import http.client
import random
import socket
import uuid
from collections.abc import Iterator
from contextlib import closing, suppress
from typing import Any

import pytest

websockets = pytest.importorskip("websockets.sync.client")
from websockets.exceptions import ConnectionClosed, InvalidStatus  # noqa: E402

HEADERS = (
    "content-security-policy",
    "x-content-type-options",
    "referrer-policy",
    "permissions-policy",
    "cross-origin-opener-policy",
)
SEED = 20220925
EVIL = "evil.example"


@pytest.fixture(autouse=True)
def _still_serving(served: Any) -> Iterator[None]:
    """Whatever a test sends, the next visitor is served, and nothing fills the log."""
    yield
    assert ask(served, "/readyz").status == 200
    assert "Traceback" not in served.said()
    assert served.said().count("\n") < 60


def ask(
    served: Any, path: str, *, method: str = "GET", body: bytes | None = None, **headers: str
) -> http.client.HTTPResponse:
    """Ask for a path exactly as it is written."""
    with closing(http.client.HTTPConnection("127.0.0.1", served.port, timeout=20)) as connection:
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        connection.request(method, path, body=body, headers=named)
        response = connection.getresponse()
        response.read()
        return response


def socket_path() -> str:
    """Return the address of a kernel of one's own."""
    return f"/jupyter/api/kernels/{uuid.uuid4()}/channels?session_id={uuid.uuid4()}"


def connect(served: Any, path: str | None = None, **options: Any) -> Any:
    """Open a WebSocket as the page does."""
    return websockets.connect(f"ws://127.0.0.1:{served.port}{path or socket_path()}", **options)


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "LOCALHOST:80", "[::1]:8765"])
def test_own_hosts_are_served(served: Any, host: str) -> None:
    assert ask(served, "/", Host=host).status == 200


@pytest.mark.parametrize(
    "host",
    ["evil.example", "127.0.0.1.evil.example", "192.0.2.1", "localhost@evil.example", "", "["],
)
def test_foreign_hosts_are_refused(served: Any, host: str) -> None:
    assert ask(served, "/", Host=host).status == 400
    with pytest.raises(InvalidStatus) as refused:
        connect(served, additional_headers={"Host": host}).__enter__()
    assert refused.value.response.status_code == 400


@pytest.mark.parametrize(
    "origin",
    [f"http://{EVIL}", "null", "http://127.0.0.1", "http://127.0.0.1:1", "", "file://"],
)
def test_foreign_origins_are_refused(served: Any, origin: str) -> None:
    closing_path = f"/_solara/api/close/{uuid.uuid4()}?session_id=x"
    assert ask(served, closing_path, method="POST", Origin=origin).status == 403
    with pytest.raises(InvalidStatus) as refused:
        connect(served, additional_headers={"Origin": origin}).__enter__()
    assert refused.value.response.status_code == 403


def test_own_origin_is_served(served: Any) -> None:
    with connect(served, origin=served.address) as opened:
        assert opened.ping().wait(10)


def test_headers_do_not_move_the_page(served: Any) -> None:
    """Solara would load its scripts from wherever the first visitor's headers say."""
    elsewhere = {"X_Script_Name": "//evil.example", "Script_Name": "//evil.example"}
    forwarded = {"X_Forwarded_Host": "evil.example", "X_Forwarded_Proto": "gopher"}
    assert ask(served, "/", **elsewhere, **forwarded).status == 200
    with closing(http.client.HTTPConnection("127.0.0.1", served.port)) as connection:
        connection.request("GET", "/")
        assert b"evil" not in connection.getresponse().read()


@pytest.mark.parametrize(
    "path",
    [
        "/static/../../pyproject.toml",
        "/static/%2e%2e/%2e%2e/pyproject.toml",
        "/static/..%2f..%2fpyproject.toml",
        "/static/%252e%252e/pyproject.toml",
        "/static/public/..%5c..%5cpyproject.toml",
        "/_solara/cdn/../assets.py",
        "/_solara/cdn//etc/passwd",
        "/jupyter/nbextensions/%2e%2e/nbconfig/notebook.json",
        "/static/assets/%00",
        "//evil.example/",
        "/_solara/cdn/requirejs@2.3.6",
        "/_solara/cdn/@widgetti/solara-vuetify-app@10.1.1/dist",
        "/_solara/cdn/left-pad@1.3.0/index.js",
        "/resourcez",
        "/jupyter/api/kernels/x",
        "/_solara/api/evict/x",
        "/app.py",
        "/nothing-here",
        "/a/b/c",
    ],
)
def test_other_paths_are_refused(served: Any, path: str) -> None:
    assert ask(served, path).status in (400, 404)


@pytest.mark.parametrize("path", ["/ws", "/jupyter/api/kernels/x/channels?session_id=x", "/../"])
def test_other_sockets_are_refused(served: Any, path: str) -> None:
    with pytest.raises(InvalidStatus) as refused:
        connect(served, path).__enter__()
    assert refused.value.response.status_code in (400, 404)


def test_socket_without_session_is_refused(served: Any) -> None:
    with pytest.raises(InvalidStatus) as refused:
        connect(served, socket_path().partition("?")[0]).__enter__()
    assert refused.value.response.status_code == 404


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH", "OPTIONS", "BREW"])
def test_pages_are_only_read(served: Any, method: str) -> None:
    assert ask(served, "/", method=method).status == 405


def test_sizes_are_limited(served: Any) -> None:
    assert ask(served, "/?" + "x" * 5000).status == 414
    assert ask(served, "/", method="POST", body=b"x" * 5000).status == 413
    assert ask(served, "/", method="POST", Content_Length="9" * 30).status in (400, 413)
    unknown = ask(served, "/", method="POST", Transfer_Encoding="chunked", body=b"0\r\n\r\n")
    assert unknown.status == 411


def test_large_message_ends_the_connection(served: Any) -> None:
    with connect(served, max_size=None) as opened:
        with suppress(ConnectionClosed):
            opened.send("x" * 2_000_000)
        with pytest.raises(ConnectionClosed) as ended:
            opened.recv(timeout=20)
        assert ended.value.rcvd is not None
        assert ended.value.rcvd.code == 1009


@pytest.mark.parametrize("message", ["", "{}", "[1]", "no JSON", '{"header": 1}', b"", b"\0" * 99])
def test_senseless_messages_end_the_connection(served: Any, message: str | bytes) -> None:
    with connect(served) as opened:
        opened.send(message)
        with pytest.raises(ConnectionClosed):
            opened.recv(timeout=20)
    assert ask(served, "/").status == 200


def test_random_bytes_leave_it_serving(served: Any) -> None:
    chance = random.Random(SEED)
    beginnings = (b"", b"GET / HTTP/1.1\r\n", b"GET ", b"POST / HTTP/1.1\r\nHost: localhost\r\n")
    for _ in range(40):
        raw = socket.create_connection(("127.0.0.1", served.port), timeout=20)
        with closing(raw), suppress(ConnectionError):
            raw.sendall(chance.choice(beginnings) + chance.randbytes(chance.randrange(2000)))
            raw.shutdown(socket.SHUT_WR)
            raw.recv(1000)
    assert ask(served, "/").status == 200


def test_random_bytes_in_an_open_socket_leave_it_serving(served: Any) -> None:
    chance = random.Random(SEED)
    for _ in range(10):
        with connect(served) as opened, suppress(ConnectionClosed, OSError):
            opened.socket.sendall(chance.randbytes(chance.randrange(1, 500)))
            opened.recv(timeout=5)
    with connect(served) as opened:  # the next page is connected, too
        opened.ping().wait(timeout=20)
    assert ask(served, "/").status == 200


@pytest.mark.parametrize(
    ("path", "status"),
    [("/", 200), ("/readyz", 200), ("/nothing", 404), ("/%2e%2e/", 400), ("/static/main.js", 200)],
)
def test_security_headers_are_on_everything(served: Any, path: str, status: int) -> None:
    response = ask(served, path)
    assert response.status == status
    assert [name for name in HEADERS if name not in response.headers] == []
    policy = response.headers["content-security-policy"]
    assert "frame-ancestors 'none'" in policy
    scripts = policy.partition("script-src")[2].partition(";")[0]
    assert "'unsafe-inline'" not in scripts
    assert "http" not in policy


def test_session_is_not_readable_by_scripts(served: Any) -> None:
    cookies = ask(served, "/").headers.get_all("set-cookie")
    assert cookies
    assert all("HttpOnly" in cookie and "SameSite" in cookie for cookie in cookies)


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost"])
def test_session_goes_with_the_browser(served: Any, host: str) -> None:
    cookies = ask(served, "/", Host=host).headers.get_all("set-cookie")
    assert cookies
    for cookie in cookies:
        assert "solara-session-id" in cookie
        assert not {"expires", "max-age"} & {
            part.partition("=")[0].strip().lower() for part in cookie.split(";")
        }
