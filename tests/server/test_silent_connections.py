"""Connections that are opened and then say nothing: they end, and take nobody's place meanwhile."""

from __future__ import annotations

import http.client
import resource
import select
import socket
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from typing import Any

import psutil
import pytest

from gatecrush.server.door.patience import MOST_SILENT, SECONDS_TO_ASK, SECONDS_TO_SPEAK

websockets = pytest.importorskip("websockets.sync.client")
from websockets.exceptions import ConnectionClosed  # noqa: E402

from .scripted_visitor import ScriptedVisitor  # noqa: E402

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


def test_silent_and_slow_connections_are_closed(served: Any) -> None:
    """Nothing, half a request, half a second request, and one that comes byte by byte."""
    whole = b"GET /readyz HTTP/1.1\r\nHost: localhost\r\n\r\n"
    with (
        opened(served, 3) as mute,
        opened(served, 3, HALF) as half,
        opened(served, 1, whole) as (again,),
        opened(served, 1) as (slow,),
    ):
        assert status(served) == 200
        assert b"200" in again.recv(1000)
        again.sendall(HALF)
        left, end = [*mute, *half, again, slow], time.monotonic() + SECONDS_TO_ASK + GRACE
        while left and time.monotonic() < end:
            left = [each for each in left if not closed([each], 0.05)]
            with suppress(OSError):
                slow.sendall(b"G")
        assert left == []
    assert status(served) == 200


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


def test_a_page_that_has_spoken_stays_connected(served: Any) -> None:
    """Also once the time for a request is over, which is no longer its own."""
    visitor = ScriptedVisitor(served.address, "/?at=5")
    visitor.wait_for_the_crowd()
    end = time.monotonic() + SECONDS_TO_ASK + 2.0
    is_closed = False
    while time.monotonic() < end and not is_closed:
        try:
            visitor.socket.recv(timeout=max(0.1, end - time.monotonic()))
        except TimeoutError:
            pass
        except ConnectionClosed:
            is_closed = True
    assert not is_closed
    visitor.leave()


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
        assert share < 0.08, "of a machine that others use, too"
        assert closed(silent, 3 * SECONDS_TO_ASK + GRACE) > 15
    end = time.monotonic() + 3 * SECONDS_TO_ASK + GRACE
    while True:
        try:
            assert status(server) == 200
            break
        except OSError:
            assert time.monotonic() < end
            time.sleep(0.2)
