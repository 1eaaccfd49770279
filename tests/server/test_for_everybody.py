"""The page for everybody: names, landmarks, contrast, little motion, a lost connection."""

from __future__ import annotations

import signal
from collections.abc import Callable
from typing import Any

import pytest

pytestmark = pytest.mark.timeout(1200)

PATIENCE = 240_000
SHORT = "scenario=account&seed=3&set=run.start=13&set=run.end=14"
DAY = f"/?{SHORT}"
CROWD = "window.__gate && window.__gate.people[0] > 0 && !window.__gate.jumping"

OF_VUETIFY = (("aria-allowed-attr", "v-expansion-panel"), ("nested-interactive", "v-input__slot"))
"""What the front end's own panels and lists are found to do, and no attribute of ours changes."""


def visited(tab: Any, address: str, path: str = DAY) -> Any:
    """Return a visitor's page once it shows a crowd, tiles and cards."""
    tab.page.goto(address + path)
    tab.page.wait_for_function(
        f"{CROWD} && document.querySelector('.gc-card') && document.querySelector('.gc-tile')",
        timeout=PATIENCE,
    )
    return tab.page


TABS = {
    DAY: "document.querySelector('.gc-card') && document.querySelector('.gc-tile')",
    f"/compare?{SHORT}": "window.__gate && window.__gate.people[1] > 0",
    f"/sweep?{SHORT}": "document.querySelector('.gc-command')",
    "/witness?set=run.end=10&person=3&at=6.5": "document.querySelector('.gc-story')",
    "/about": "document.querySelector('[data-parameter]')",
}
"""Each tab, and when it is there; a crowd is waited for wherever there is one."""
UNFOLDED = (".gc-map-button", ".gc-what")
"""What is looked at unfolded, where it is."""


@pytest.mark.parametrize("path", TABS, ids=lambda path: path.partition("?")[0])
def test_axe_finds_nothing(served: Any, new_tab: Callable[..., Any], path: str) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright").Axe()
    page = new_tab(color_scheme="light", reduced_motion="reduce").page  # begins at rest
    page.goto(served.address + path)
    page.wait_for_function(
        f"({TABS[path]}) && (!document.querySelector('.gatecrush') || ({CROWD}))", timeout=PATIENCE
    )
    for button in UNFOLDED:
        for each in page.locator(button).all():
            each.click()
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        page.wait_for_function(f"!!document.querySelector('.v-application.theme--{scheme}')")
        page.wait_for_timeout(500)  # colors pass over into each other
        found = axe.run(page).response
        assert len(found["passes"]) > 20
        wrong = [
            (scheme, each["id"], each["impact"], node["html"][:200])
            for each in found["violations"]
            for node in each["nodes"]
            if not any(each["id"] == rule and part in node["html"] for rule, part in OF_VUETIFY)
        ]
        assert not wrong, "\n".join(map(str, wrong))


def test_who_wants_little_motion_begins_at_rest(served: Any, new_tab: Callable[..., Any]) -> None:
    page = visited(new_tab(reduced_motion="reduce"), served.address)
    assert page.evaluate("document.documentElement.lang") == "en"
    assert not page.evaluate("window.__gate.playing")
    hour = page.evaluate("window.__gate.hour")
    page.wait_for_timeout(1500)
    assert page.evaluate("window.__gate.hour") == hour
    page.get_by_role("button", name="Play", exact=True).click()
    page.wait_for_function(f"window.__gate.hour > {hour}", timeout=PATIENCE)


def test_a_lost_connection_is_told_and_what_was_seen_can_be_looked_at(
    start_server: Callable[..., Any], new_tab: Callable[..., Any]
) -> None:
    first = start_server()
    port = first.address.rpartition(":")[2]
    tab = new_tab()
    tab.may_fail = True
    page = visited(tab, first.address)
    page.wait_for_function("window.__gate.hour > 13.2", timeout=PATIENCE)
    assert not page.locator(".gc-lost").is_visible()
    first.process.send_signal(signal.SIGKILL)
    first.process.wait()
    page.locator(".gc-lost").wait_for(timeout=PATIENCE)
    page.get_by_role("button", name="Pause").click()
    page.get_by_label("go to hour").fill("13:06")
    page.wait_for_function("Math.abs(window.__gate.hour - 13.1) < 0.01", timeout=PATIENCE)
    assert page.evaluate("window.__gate.people[0]") > 0
    start_server("--port", port)
    page.locator(".gc-lost").wait_for(state="hidden", timeout=PATIENCE)
    page.wait_for_function(f"{CROWD} && document.querySelector('.gc-card')", timeout=PATIENCE)
