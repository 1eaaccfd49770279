"""How smoothly the page draws: frames and new states a second in headless Chromium.

    gatecrush serve --port 8765 &
    python tests/benchmarks/frame_rate.py http://127.0.0.1:8765

At 500 people at least 50 frames and 25 states a second, at 5,000 people, the whole site in view,
at least 30 frames; the first picture within 3 s of loading once the server is warm.
"""

from __future__ import annotations

import argparse
import shutil
import time
from typing import Any

DAYS = {
    500: ("/?scenario=account&seed=0&at=19", 50.0, 25.0),
    5000: (
        "/?scenario=account&set=demand.initial_numbered=5000&set=site.length=400"
        "&set=site.column_width=20&at=5.1",
        30.0,
        0.0,
    ),
}
BROWSERS = ("chromium", "google-chrome", "chromium-headless-shell")
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
SECONDS = 15


def measure(browser: Any, url: str) -> tuple[float, float, float, int]:
    """Return seconds to the first picture, frames and states a second, and people drawn."""
    page = browser.new_page(viewport={"width": 1400, "height": 1000})
    begun = time.perf_counter()
    page.goto(url)
    page.wait_for_function("window.__gate && window.__gate.people[0] > 0", timeout=60_000)
    first = time.perf_counter() - begun
    page.get_by_role("button", name="show the whole site").click()
    hour = "window.__gate.hour >= (new URLSearchParams(location.search)).get('at') - 0.01"
    page.wait_for_function(hour, timeout=120_000)
    page.wait_for_timeout(3000)
    before = page.evaluate("window.__gate")
    page.wait_for_timeout(1000 * SECONDS)
    after = page.evaluate("window.__gate")
    passed = (after["now"] - before["now"]) / 1000
    rates = [(after[name] - before[name]) / passed for name in ("drawn", "tick")]
    page.close()
    return first, rates[0], rates[1], after["people"][0]


def main() -> None:
    """Measure both crowds and say whether the page keeps its promise."""
    from playwright.sync_api import sync_playwright

    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("address")
    address = parser.parse_args().address.rstrip("/")
    with sync_playwright() as started:
        program = next(filter(None, map(shutil.which, BROWSERS)), None)
        browser = started.chromium.launch(executable_path=program, args=FLAGS)
        measure(browser, address + DAYS[500][0])  # warm
        for path, frames_wanted, states_wanted in DAYS.values():
            first, frames, states, people = measure(browser, address + path)
            met = frames >= frames_wanted and states >= states_wanted
            print(
                f"{people} people: {frames:.0f} frames/s (at least {frames_wanted:.0f}), "
                f"{states:.1f} states/s (at least {states_wanted:.0f}), "
                f"first picture after {first:.1f} s: {'met' if met else 'MISSED'}"
            )
        browser.close()


if __name__ == "__main__":
    main()
