"""One process that serves the page: Solara as it is to be set, behind the front door."""

from __future__ import annotations

import logging
import os
import secrets
import signal
import socket
import threading
import time
import warnings
from pathlib import Path
from typing import Any, NamedTuple

import uvicorn

from gatecrush.experiments.commands.messages import INTERRUPTED, say
from gatecrush.experiments.storage.whole_files import sweep_up_temporary

from .assets import NotFetchedError, assets_folder, fetch, missing
from .settings import SWEEPS

LARGEST_MESSAGE = 2**20
"""Bytes that a visitor's browser may send in one message; it sends clicks and settings."""
SECONDS_TO_LEAVE = 2
"""How long connections may take to close when the server ends."""
SECONDS_TO_END = 5
"""After which it ends though a visitor's page is still at work."""
LINES_A_MINUTE = 30
SOLARA = {
    "SOLARA_APP": "gatecrush.server.app",
    "SOLARA_MODE": "production",
    "SOLARA_TELEMETRY_MIXPANEL_ENABLE": "false",
    "SOLARA_TELEMETRY_SERVER_USER_ID": "none",
    # A closed tab is forgotten at once; one that lost its connection may come back for so long,
    "SOLARA_KERNEL_CULL_TIMEOUT": "2m",
    # and begins anew, without being asked, when it comes later.
    "SOLARA_STATE_AUTO_REMOUNT": "true",
    "SOLARA_SESSION_HTTP_ONLY": "true",
    # Unset, the first visitor's headers decide from where all visitors load the page's scripts.
    "SOLARA_ROOT_PATH": "",
    "SOLARA_THEME_TITLE": "gatecrush",
    "SOLARA_THEME_LOADER": "plain",
    # Light or dark as the visitor's system is (security_headers.CONTAINER says what this needs).
    "SOLARA_THEME_VARIANT": "auto",
    "SOLARA_THEME_SHOW_BANNER": "false",
}
"""How Solara is to be set; what is in the environment already goes before."""


class Place(NamedTuple):
    """Where and for whom the page is served."""

    listening: socket.socket
    address: str
    names: frozenset[str]
    by_number: bool
    visitors: int


def serve_page(place: Place, sweeps: Path) -> bool:
    """Serve the page until the process is told to end; return False if it could not start."""
    assets = _assets()
    os.environ[SWEEPS] = str(sweeps.absolute())
    set_solara(assets)
    _speak_little()
    for kind in ("sweep", "errand"):  # what a server that was killed left behind
        sweep_up_temporary(kind)
    server = Server(_configuration(place, assets), place.address)
    server.run(sockets=[place.listening])
    return server.started


def _assets() -> Path | None:
    """Return the folder of the front end, fetched if need be; None if it cannot be had."""
    folder = assets_folder()
    if missing(folder):
        say("fetching the page's front end with npm, once")
        try:
            fetch(folder)
        except NotFetchedError as error:
            say(f"warning: {error}: the page needs the internet (Solara's CDN)")
            return None
    return folder


def set_solara(assets: Path | None) -> None:
    """Set Solara, which reads its environment when it is first imported."""
    for name, value in SOLARA.items():
        os.environ.setdefault(name, value)
    os.environ.setdefault("SOLARA_SESSION_SECRET_KEY", secrets.token_urlsafe(32))
    # What Solara fetches itself lies elsewhere: a package of ours is there whole or not at all.
    folder = assets or assets_folder().with_name("assets-from-cdn")
    os.environ["SOLARA_ASSETS_PROXY_CACHE_DIR"] = str(folder)


def _configuration(place: Place, assets: Path | None) -> uvicorn.Config:
    from solara.server.starlette import app

    from .mishap import tell_in_words
    from .patience import BACKLOG, PatientProtocol
    from .protection import Protection
    from .request_rules import RequestRules
    from .visitors import VisitorLimit

    tell_in_words()
    rules = RequestRules(place.names, place.by_number, assets)
    return uvicorn.Config(
        Protection(VisitorLimit(app, place.visitors), rules),
        log_config=None,
        access_log=False,
        server_header=False,
        loop="asyncio",
        http=PatientProtocol,
        backlog=BACKLOG,
        ws_max_size=LARGEST_MESSAGE,
        limit_concurrency=100 + 20 * place.visitors,
        timeout_graceful_shutdown=SECONDS_TO_LEAVE,
    )


class Server(uvicorn.Server):
    """A server that says when it is ready, at an address."""

    def __init__(self, config: uvicorn.Config, address: str) -> None:
        """Serve at an address that is listened on already."""
        super().__init__(config)
        self.address = address

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Begin to accept visitors."""
        await super().startup(sockets)
        if self.started:
            say(f"serving at {self.address} (Ctrl-C stops)")

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Say goodbye to all visitors; Solara would wait for the last of their pages for ever."""
        status = INTERRUPTED if signal.SIGINT in self._captured_signals else 0
        last_call = threading.Timer(SECONDS_TO_END, os._exit, [status])
        last_call.daemon = True
        last_call.start()
        await super().shutdown(sockets)


class FewLines(logging.Filter):
    """Lets some lines a minute pass, so that nobody can fill the disk from outside."""

    def __init__(self) -> None:
        """Begin with a fresh minute."""
        super().__init__()
        self.minute = 0
        self.lines = 0

    def filter(self, _: logging.LogRecord) -> bool:
        """Tell whether to print a line."""
        minute = int(time.monotonic() // 60)
        if minute != self.minute:
            self.minute, self.lines = minute, 0
        self.lines += 1
        return self.lines <= LINES_A_MINUTE


def _speak_little() -> None:
    """Print errors only, and not too many."""
    handler: logging.StreamHandler[Any] = logging.StreamHandler()
    handler.addFilter(FewLines())
    logging.basicConfig(level=logging.ERROR, format="gatecrush: %(message)s", handlers=[handler])
    # That cookies are not for https on the machine's own address is as it should be.
    warnings.filterwarnings("ignore", module="solara")
