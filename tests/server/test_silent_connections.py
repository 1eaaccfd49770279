"""Connections that are opened and then say nothing: they end, and take nobody's place meanwhile."""

from __future__ import annotations

import http.client
import resource
import select
import socket
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from typing import Any

import psutil
import pytest

from gatecrush.server.patience import MOST_SILENT, SECONDS_TO_ASK, SECONDS_TO_SPEAK

websockets = pytest.importorskip("websockets.sync.client")
from websockets.exceptions import ConnectionClosed  # noqa: E402

GRACE = 15.0
"""Time by which something may be late on a busy machine, s."""
HALF = b"GET / HTTP/1.1\r\nHost: localhost\r\n"


@contextmanager
def opened(served: Any, number: int, said: bytes = b"") -> Iterator[list[socket.socket]]:
    """Open connections that say no more than that."""
    made: list[socket.socket] = []
    try:
        for _ in range(number):
            made.append(socket.create_connection(("127.0.0.1", served.port), timeout=20))
            made[-1].sendall(said)
        yield made
    finally:
        for each in made:
            each.close()


def closed(connections: list[socket.socket], patience: float) -> int:
    """Wait until the server has closed all of them, at most so long; return how many."""
    left, end = list(connections), time.monotonic() + patience
    while left and time.monotonic() < end:
        for each in select.select(left, [], [], 0.2)[0]:
            try:
                is_over = not each.recv(1000)
            except ConnectionError:
                is_over = True
            if is_over:
                left.remove(each)
    return len(connections) - len(left)


def status(served: Any) -> int:
    """Return how the page answers."""
    with closing(http.client.HTTPConnection("127.0.0.1", served.port, timeout=20)) as connection:
        connection.request("GET", "/readyz")
        return connection.getresponse().status


@pytest.mark.parametrize("said", [b"", HALF], ids=["nothing", "half a request"])
def test_silent_connections_are_closed(served: Any, said: bytes) -> None:
    with opened(served, 5, said) as silent:
        assert status(served) == 200
        assert closed(silent, SECONDS_TO_ASK + GRACE) == 5
    assert status(served) == 200


def closes_while_asked(slow: socket.socket, *, until: float) -> bool:
    """Send byte after byte until the other side closes."""
    try:
        while time.monotonic() < until:
            slow.sendall(b"G")
            time.sleep(0.5)
    except OSError:
        return True
    return False


def test_request_that_comes_byte_by_byte_is_not_waited_for(served: Any) -> None:
    with opened(served, 1) as (slow,):
        end = time.monotonic() + SECONDS_TO_ASK + GRACE
        assert closes_while_asked(slow, until=end)


def test_second_request_that_stays_half_is_not_waited_for(served: Any) -> None:
    whole = b"GET /readyz HTTP/1.1\r\nHost: localhost\r\n\r\n"
    with opened(served, 1, whole) as (again,):
        assert b"200" in again.recv(1000)
        again.sendall(HALF)
        assert closed([again], SECONDS_TO_ASK + GRACE) == 1


def test_of_many_silent_ones_the_oldest_make_room(served: Any) -> None:
    with opened(served, MOST_SILENT + 10, HALF) as silent:
        time.sleep(0.5)
        began = time.monotonic()
        assert status(served) == 200
        assert time.monotonic() - began < 5.0
        assert closed(silent[:10], 5.0) == 10


def test_silent_pages_are_closed_and_take_no_room(start_server: Callable[..., Any]) -> None:
    narrow = start_server("--visitors", "3", SOLARA_KERNEL_CULL_TIMEOUT="1s")
    pages = []
    for _ in range(3):
        path = f"/jupyter/api/kernels/{uuid.uuid4()}/channels?session_id={uuid.uuid4()}"
        pages.append(websockets.connect(f"ws://127.0.0.1:{narrow.port}{path}").__enter__())
    end = time.monotonic() + SECONDS_TO_SPEAK + GRACE
    for page in pages:
        with pytest.raises(ConnectionClosed):
            page.recv(timeout=max(0.1, end - time.monotonic()))
    while True:
        with closing(http.client.HTTPConnection("127.0.0.1", narrow.port, timeout=20)) as asked:
            asked.request("GET", "/")
            if asked.getresponse().status == 200:
                break
        assert time.monotonic() < end, "the silent ones still take the room"
        time.sleep(0.2)


def test_out_of_descriptors_it_backs_off_and_recovers(start_server: Callable[..., Any]) -> None:
    server = start_server("--visitors", "20")
    process = psutil.Process(server.process.pid)
    few = process.num_fds() + 15
    resource.prlimit(server.process.pid, resource.RLIMIT_NOFILE, (few, few))
    with opened(server, 60) as silent:
        time.sleep(1.0)
        used = sum(process.cpu_times()[:2])
        time.sleep(4.0)
        share = (sum(process.cpu_times()[:2]) - used) / 4.0
        print(f"{share:.0%} of a core")
        assert share < 0.25
        assert closed(silent, 3 * SECONDS_TO_ASK + GRACE) > 15
    end = time.monotonic() + 3 * SECONDS_TO_ASK + GRACE
    while True:
        try:
            assert status(server) == 200
            break
        except OSError:
            assert time.monotonic() < end
            time.sleep(0.2)
