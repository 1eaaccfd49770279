"""The command that serves the page, to this machine only unless told otherwise."""

from __future__ import annotations

import signal
import sys
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from gatecrush.experiments.commands.messages import FAILED, unusable

from .door.plain_malloc import begin_with_plain_malloc
from .door.settings import SWEEPS_DEFAULT

if TYPE_CHECKING:
    import socket

LOCAL_NAMES = ("localhost", "127.0.0.1", "::1")


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    default=8765,
    show_default=True,
    help="Port to listen on; 0 takes any that is free.",
)
@click.option(
    "--allow-host",
    "allowed",
    multiple=True,
    metavar="NAME",
    help="Name by which visitors reach this server, as behind a proxy; may be repeated.",
)
@click.option(
    "--visitors",
    type=click.IntRange(min=1),
    default=100,
    show_default=True,
    metavar="N",
    help="Most open pages at once.",
)
@click.option(
    "--sweeps",
    default=SWEEPS_DEFAULT,
    show_default=True,
    metavar="DIR",
    help="Folder whose sweeps may be opened from the page.",
)
def serve(host: str, port: int, allowed: tuple[str, ...], visitors: int, sweeps: str) -> None:
    """Serve the page with the moving crowd."""
    if find_spec("solara") is None:
        unusable("the page needs more than is installed: pip install 'gatecrush[server]'")
    listening = listen(host, port)
    begin_with_plain_malloc()
    signal.signal(signal.SIGTERM, _end)

    from .door.serving import Place, serve_page

    names = frozenset(name.lower() for name in (*LOCAL_NAMES, host, *allowed))
    place = Place(listening, address(host, listening), names, _is_everywhere(host), visitors)
    if not serve_page(place, Path(sweeps)):
        sys.exit(FAILED)


def _end(*_: Any) -> None:
    """End as asked, which is no failure."""
    raise SystemExit(0)


def listen(host: str, port: int) -> socket.socket:
    """Return a socket bound to a port, or end with status 2."""
    import socket

    try:
        family = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0][0]
        bound = socket.socket(family, socket.SOCK_STREAM)
        bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        bound.bind((host, port))
    except (OSError, UnicodeError) as error:
        reason = (getattr(error, "strerror", None) or "there is no such host").lower()
        unusable(f"{host:.60} port {port}: {reason}; choose another --host or --port")
    return bound


def address(host: str, listening: socket.socket) -> str:
    """Return the address that a visitor on this machine opens."""
    port = listening.getsockname()[1]
    name = "127.0.0.1" if _is_everywhere(host) else host
    return f"http://[{name}]:{port}" if ":" in name else f"http://{name}:{port}"


def _is_everywhere(host: str) -> bool:
    """Tell whether an address stands for all of this machine's."""
    from ipaddress import ip_address

    try:
        return ip_address(host).is_unspecified
    except ValueError:
        return False
