"""A server as a process of its own, and a browser that visits it.

``served`` is a server for a module's tests; ``start_server`` starts others, told otherwise. ``tab``
is a fresh visitor in Chromium: ``tab.page`` is Playwright's, ``tab.errors`` and ``tab.foreign``
must stay empty. ``new_tab`` makes more visitors. Two seconds after each test the page must still be
there, and no server's log may hold an error (unless ``tab.may_fail``).
"""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from gatecrush.server.door.assets import NotFetchedError, assets_folder, fetch

READY = re.compile(r"serving at (http\S+:(\d+))")
ERROR = re.compile(r"Traceback|Error\b|Exception\b|failed")
SECONDS_TO_START = 120
AFTERWARDS = 2_000
"""How long after a test the page is looked at once more, ms."""
FAULT = "Something went wrong"
RUNNING: list[Served] = []
BROWSERS = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
FLAGS = [
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
]  # fmt: skip


@dataclass
class Served:
    """A server that is ready."""

    process: subprocess.Popen[bytes]
    output: Path
    address: str = ""
    port: int = 0
    read: int = 0
    """How much of its output was looked at before this test, characters."""

    def said(self) -> str:
        """Return what it has printed so far."""
        return self.output.read_text(encoding="utf-8")

    def wait_until_ready(self) -> None:
        """Wait for the line that names its address."""
        end = time.monotonic() + SECONDS_TO_START
        while not (found := READY.search(self.said())):
            assert self.process.poll() is None, self.said()
            assert time.monotonic() < end, self.said()
            time.sleep(0.05)
        self.address, self.port = found[1], int(found[2])

    def errors(self) -> list[str]:
        """Return the errors that it has printed since this test began."""
        lines = self.said()[self.read :].splitlines()
        return [line for line in lines if ERROR.search(line)]

    def stop(self, how: int = signal.SIGTERM) -> int:
        """End it and return its status."""
        self.process.send_signal(how)
        try:
            return self.process.wait(20)
        finally:
            self.process.kill()


def _start(folder: Path, *words: str, **environment: str) -> Served:
    program = "from gatecrush.experiments.commands.main import main; main()"
    output = folder / "output"
    with output.open("wb") as file:
        process = subprocess.Popen(
            [sys.executable, "-P", "-c", program, "serve", "--port", "0", *words],
            cwd=folder,
            env={**os.environ, **environment},
            stdin=subprocess.DEVNULL,
            stdout=file,
            stderr=file,
            preexec_fn=lambda: signal.signal(signal.SIGINT, signal.default_int_handler),
        )
    served = Served(process, output)
    RUNNING.append(served)
    try:
        served.wait_until_ready()
    except BaseException:
        process.kill()
        raise
    return served


@pytest.fixture(scope="module")
def start_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[..., Served]]:
    """Start servers: ``start_server("--visitors", "1", SOLARA_KERNEL_CULL_TIMEOUT="1s")``."""
    with ExitStack() as stack:

        def start(*words: str, **environment: str) -> Served:
            served = _start(tmp_path_factory.mktemp("served"), *words, **environment)
            stack.callback(lambda: served.process.poll() is None and served.stop())
            stack.callback(RUNNING.remove, served)
            return served

        yield start


@pytest.fixture(scope="module")
def served(start_server: Callable[..., Served]) -> Served:
    """A server as it is without options, on any free port."""
    return start_server()


@dataclass
class Tab:
    """A visitor: a page, what went wrong on it, and whom it asked beside this machine."""

    page: Any
    errors: list[str] = field(default_factory=list)
    foreign: list[str] = field(default_factory=list)
    may_fail: bool = False
    """Whether the test makes the page fail."""

    def is_there(self) -> bool:
        """Tell whether the page shows something, and no mishap."""
        words = self.page.inner_text("body")
        return bool(words.strip()) and FAULT not in words

    def listen(self) -> None:
        """Note errors and requests from now on."""
        self.page.on("console", lambda line: line.type == "error" and self.errors.append(line.text))
        self.page.on("pageerror", lambda error: self.errors.append(str(error)))
        self.page.on("request", lambda request: self._ask(request.url))
        self.page.on("websocket", lambda websocket: self._ask(websocket.url))

    def _ask(self, url: str) -> None:
        known = urlsplit(url.removeprefix("blob:"))
        if known.scheme not in ("data", "file") and known.hostname not in (
            "127.0.0.1",
            "localhost",
            "::1",
        ):
            self.foreign.append(url)


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    """Chromium, as Playwright knows it; Playwright's own browsers are not needed."""
    playwright = pytest.importorskip("playwright.sync_api")
    program = next(filter(None, map(shutil.which, BROWSERS)), None)
    if program is None:
        pytest.skip("no Chromium here: make browser installs it")
    try:
        fetch(assets_folder())
    except NotFetchedError as error:
        pytest.skip(f"no front end here: {error}")
    with playwright.sync_playwright() as started:
        opened = started.chromium.launch(executable_path=program, args=FLAGS, headless=True)
        yield opened
        opened.close()


@pytest.fixture
def new_tab(browser: Any) -> Iterator[Callable[..., Tab]]:
    """Make visitors who know nothing of each other; options are those of a browser context."""
    contexts, tabs = [], []
    for server in RUNNING:
        server.read = len(server.said())

    def make(**options: Any) -> Tab:
        contexts.append(browser.new_context(**options))
        tab = Tab(contexts[-1].new_page())
        tab.listen()
        tabs.append(tab)
        return tab

    yield make
    try:
        pages = [tab for tab in tabs if not tab.may_fail and tab.page.url.startswith("http")]
        if pages:
            pages[0].page.wait_for_timeout(AFTERWARDS)
        assert [tab.page.url for tab in pages if not tab.is_there()] == []
        if not any(tab.may_fail for tab in tabs):
            assert [line for server in RUNNING for line in server.errors()] == []
    finally:
        for context in contexts:
            context.close()


@pytest.fixture
def tab(new_tab: Callable[..., Tab]) -> Tab:
    """A fresh visitor."""
    return new_tab()
