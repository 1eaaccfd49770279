"""Pictures of every page, light and dark, wide and phone.

``python docs/screenshots.py http://127.0.0.1:8765`` takes them of a page being served;
it needs Playwright and Chromium, as the tests do.
"""

from __future__ import annotations

import shutil
import socket
import time
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlsplit

import click

PAGES: Final = {
    "live": "/?scenario=account&seed=0&at=17.5",
    "compare": "/compare?scenario=account&seed=0&at=19.5",
    "sweep": "/sweep",
    "witness": "/witness",
    "about": "/about",
}
SIZES: Final = {"wide": (1400, 1000), "phone": (390, 844)}
SCHEMES: Final = ("light", "dark")
BROWSERS: Final = ("chromium", "google-chrome", "chromium-headless-shell")
FLAGS: Final = ("--no-sandbox", "--disable-gpu", "--disable-background-networking")
VIEWED: Final = ("live", "compare", "witness")
"""Pages with a view of the crowd."""
ARRIVED: Final = "window.__gate && window.__gate.people[0] > 0 && !window.__gate.jumping"
"""Whether a view shows the moment it was opened for."""
TIME_TO_ARRIVE: Final = 180_000
"""Longest time in which that may take place, ms."""
SETTLING: Final = 3000
"""Time for which a page may play before its picture is taken, ms."""


@click.command()
@click.argument("address")
@click.option("--out", default="out/pages", show_default=True, help="Folder of the pictures.")
def main(address: str, out: str) -> None:
    """Take pictures of all pages served at ADDRESS, such as http://127.0.0.1:8765."""
    from playwright.sync_api import sync_playwright

    _wait_until_served(address)
    folder = Path(out)
    folder.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as started:
        program = next(filter(None, map(shutil.which, BROWSERS)), None)
        browser = started.chromium.launch(executable_path=program, args=list(FLAGS))
        for size, (width, height) in SIZES.items():
            for scheme in SCHEMES:
                options: dict[str, Any] = {
                    "viewport": {"width": width, "height": height},
                    "color_scheme": scheme,
                }
                context = browser.new_context(**options)
                for name, path in PAGES.items():
                    page = context.new_page()
                    page.goto(address.rstrip("/") + path)
                    page.wait_for_selector("h1", timeout=30_000)
                    if name in VIEWED:
                        page.wait_for_function(ARRIVED, timeout=TIME_TO_ARRIVE)
                    page.wait_for_timeout(SETTLING)
                    picture = folder / f"{name}-{size}-{scheme}.png"
                    page.screenshot(path=picture, full_page=True)
                    page.close()
                    click.echo(str(picture))
                context.close()
        browser.close()


def _wait_until_served(address: str) -> None:
    """Wait for a server that is being started beside this, at most a minute."""
    place = urlsplit(address)
    end = time.monotonic() + 60
    while True:
        try:
            socket.create_connection((place.hostname or "", place.port or 80), 1).close()
            return
        except OSError as error:
            if time.monotonic() > end:
                raise click.ClickException(f"{address}: nobody serves there ({error})") from None
            time.sleep(0.5)


if __name__ == "__main__":
    main()
