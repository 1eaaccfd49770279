"""On paper: two sides with question, counts, intervals, place, map and limits, and no control."""

from __future__ import annotations

import re
from typing import Any

import pytest

pytestmark = pytest.mark.timeout(900)

PATIENCE = 240_000
DAY = (
    "/?scenario=account&seed=3&set=volunteers.count=6&set=volunteers.start=14&set=run.end=6&at=5.5"
)
READY = (
    "window.__gate && window.__gate.people[0] > 0 && document.querySelector('.gc-so-far.gc-all')"
)
SHOWN = ("h1", ".gc-site", ".gc-curves", ".gc-headline", ".gc-tile", ".gc-card", ".gc-on-paper")
CONTROLS = (".gc-controls", ".gc-tabs", ".gc-map-button", ".gc-what", ".v-expansion-panel-header")
A4 = {"width": 688, "height": 1017}
"""An A4 side without its margins, px."""


def test_live_page_on_paper_says_what_was_asked_found_and_cannot_be_known(
    served: Any, new_tab: Any
) -> None:
    page = new_tab(reduced_motion="reduce").page  # begins at rest
    page.goto(served.address + DAY)
    page.wait_for_function(READY, timeout=PATIENCE)
    limits = page.get_by_text("What no run can tell")
    assert not limits.is_visible()
    page.emulate_media(media="print")
    page.set_viewport_size(A4)
    assert limits.is_visible()
    for part in SHOWN:
        assert page.locator(part).first.is_visible(), part
    for part in CONTROLS:
        assert not page.locator(part).first.is_visible(), part
    words = page.inner_text("body")
    assert re.search(r"in \d+ of 30 days the order breaks \(\d+-\d+ %\)", words, re.IGNORECASE)
    (command,) = re.findall(r"gatecrush glance account --days 30 --seed 3 .*", words)
    for setting in ("volunteers.count=6", "volunteers.start=14", "run.end=6"):
        assert f"--set {setting}" in command
    assert page.evaluate("document.documentElement.scrollWidth") <= A4["width"]
    paper = page.pdf(prefer_css_page_size=True)
    assert len(re.findall(rb"/Type\s*/Page\b(?!s)", paper)) == 2
