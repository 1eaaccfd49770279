"""Only so many visitors at once, and whoever leaves makes room for the next."""

from __future__ import annotations

import http.client
import json
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from typing import Any

import pytest

websockets = pytest.importorskip("websockets.sync.client")
from websockets.exceptions import InvalidStatus  # noqa: E402


@pytest.fixture(scope="module")
def narrow(start_server: Callable[..., Any]) -> Any:
    """A server with room for one, that forgets lost visitors after a second."""
    return start_server("--visitors", "1", SOLARA_KERNEL_CULL_TIMEOUT="1s")


def ask(server: Any, method: str, path: str, **headers: str) -> tuple[int, str]:
    """Return status and words of an answer."""
    with closing(http.client.HTTPConnection("127.0.0.1", server.port, timeout=20)) as connection:
        connection.request(method, path, headers=headers)
        response = connection.getresponse()
        return response.status, response.read().decode()


def connect(server: Any, kernel: object, **options: Any) -> Any:
    """Open the WebSocket of a page."""
    path = f"/jupyter/api/kernels/{kernel}/channels?session_id={kernel}"
    return websockets.connect(f"ws://127.0.0.1:{server.port}{path}", **options)


@contextmanager
def inside(server: Any, kernel: object, **options: Any) -> Iterator[None]:
    """Be a visitor whose page is up."""
    asked = {"msg_type": "kernel_info_request", "msg_id": "1", "username": "", "session": "1"}
    message = {"header": asked, "parent_header": {}, "metadata": {}, "content": {}}
    with connect(server, kernel, **options) as opened:
        opened.send(json.dumps({**message, "channel": "shell"}))
        opened.recv(timeout=20)
        yield


def wait_for_room(server: Any) -> None:
    """Wait until the page is shown again."""
    end = time.monotonic() + 20
    while ask(server, "GET", "/")[0] != 200:
        assert time.monotonic() < end, "nobody left"
        time.sleep(0.1)


def test_one_too_many_is_told_so(narrow: Any) -> None:
    wait_for_room(narrow)
    with inside(narrow, uuid.uuid4()):
        status, words = ask(narrow, "GET", "/")
        assert status == 503
        assert "as many visitors" in words
        with pytest.raises(InvalidStatus) as refused:
            connect(narrow, uuid.uuid4()).__enter__()
        assert refused.value.response.status_code == 503


def test_visitor_inside_may_load_the_page_anew(narrow: Any) -> None:
    wait_for_room(narrow)
    cookie = {"Cookie": f"solara-session-id={uuid.uuid4()}"}
    with inside(narrow, uuid.uuid4(), additional_headers=cookie):
        assert ask(narrow, "GET", "/")[0] == 503
        assert ask(narrow, "GET", "/", **cookie)[0] == 200


def test_lost_visitor_is_forgotten_soon(narrow: Any) -> None:
    wait_for_room(narrow)
    with inside(narrow, uuid.uuid4()):
        assert ask(narrow, "GET", "/")[0] == 503
    wait_for_room(narrow)


def test_closed_tab_is_forgotten_at_once(start_server: Callable[..., Any]) -> None:
    patient = start_server("--visitors", "1", SOLARA_KERNEL_CULL_TIMEOUT="1h")
    kernel = uuid.uuid4()
    with inside(patient, kernel):
        close = f"/_solara/api/close/{kernel}?session_id={kernel}"
        assert ask(patient, "POST", close)[0] == 200
    wait_for_room(patient)


def test_visitor_cannot_take_over_another_ones_page(narrow: Any) -> None:
    wait_for_room(narrow)
    kernel = uuid.uuid4()
    one, two = ({"Cookie": f"solara-session-id={name}"} for name in ("one", "two"))
    with (
        inside(narrow, kernel, additional_headers=one),
        connect(narrow, kernel, additional_headers=two) as thief,
    ):
        assert "mismatch" in thief.recv(timeout=20)
