"""The command: one line when it is ready, the right status at the end, clear words otherwise."""

from __future__ import annotations

import http.client
import signal
import socket
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from typing import Any

import pytest
from click.testing import CliRunner

from gatecrush.experiments.commands.main import main
from gatecrush.server.serve_command import address


def serve(*words: str) -> subprocess.CompletedProcess[str]:
    """Call the command where it is expected to end by itself."""
    program = "from gatecrush.experiments.commands.main import main; main()"
    return subprocess.run(
        [sys.executable, "-c", program, "serve", *words], capture_output=True, text=True, timeout=60
    )


def test_ready_line_is_all_it_says(served: Any) -> None:
    with closing(http.client.HTTPConnection("127.0.0.1", served.port)) as connection:
        connection.request("GET", "/")
        assert connection.getresponse().status == 200
    lines = [line for line in served.said().splitlines() if "front end" not in line]
    assert lines == [f"gatecrush: serving at http://127.0.0.1:{served.port} (Ctrl-C stops)"]


@pytest.mark.parametrize(("how", "status"), [(signal.SIGINT, 130), (signal.SIGTERM, 0)])
def test_ends_as_told(start_server: Callable[..., Any], how: int, status: int) -> None:
    server = start_server()
    assert server.stop(how) == status
    assert "Traceback" not in server.said()


def test_busy_port_is_named(served: Any) -> None:
    done = serve("--port", str(served.port))
    assert done.returncode == 2
    assert done.stderr.count("\n") == 1
    assert f"127.0.0.1 port {served.port}: address already in use" in done.stderr


@pytest.mark.parametrize(
    "words",
    [
        ("--port", "70000"),
        ("--port", "-1"),
        ("--port", "http"),
        ("--visitors", "0"),
        ("--host", "no.such.host.invalid"),
        ("--host", ""),
        ("--host", "a" * 300),
        ("--hosts", "x"),
        ("page",),
    ],
)
def test_unusable_words(words: tuple[str, ...]) -> None:
    result = CliRunner().invoke(main, ["serve", *words])
    assert result.exit_code == 2, result.output
    assert result.stderr.count("\n") == 1


def test_command_is_listed() -> None:
    assert "serve" in CliRunner().invoke(main, ["--help"]).stdout


@pytest.mark.parametrize(
    ("host", "shown"),
    [("127.0.0.1", "127.0.0.1"), ("0.0.0.0", "127.0.0.1"), ("localhost", "localhost")],
)
def test_address_can_be_opened(host: str, shown: str) -> None:
    with closing(socket.create_server(("127.0.0.1", 0))) as listening:
        port = listening.getsockname()[1]
        assert address(host, listening) == f"http://{shown}:{port}"
