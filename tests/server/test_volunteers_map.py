"""How many volunteers, from when: one click opens the map, another sets the card and its days."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

import pytest

pytestmark = pytest.mark.timeout(1200)

PATIENCE = 240_000
ASKED = "How many, from when?"
SHOWN = "[...document.querySelectorAll('.gc-cell')].filter((each) => each.offsetParent).length"
CROWD = "window.__gate && window.__gate.people[0] > 0"
CHOSEN = (
    "[...document.querySelectorAll('.gc-cell[aria-pressed=true]')].map((each) => each.ariaLabel)"
)
AT_ONCE = 1.0
"""Longest time from a click to the map, s; the shortest of three, as other work may hold one up."""


@pytest.fixture
def visit(served: Any, new_tab: Callable[..., Any]) -> Any:
    """Open a page as a new visitor; nothing may go wrong on it."""
    tabs = []

    def open_page(path: str, ready: str = CROWD, **options: Any) -> Any:
        tabs.append(new_tab(**options))
        tabs[-1].page.goto(served.address + path)
        tabs[-1].page.wait_for_function(ready, timeout=PATIENCE)
        return tabs[-1].page

    yield open_page
    for tab in tabs:
        assert tab.errors == []
        assert tab.foreign == []


def time_to_open(page: Any) -> float:
    """Open the map and return how long that took, s; whether it was open or not."""
    button = page.get_by_role("button", name=ASKED)
    if page.evaluate(SHOWN):
        page.keyboard.press("Escape")
        page.wait_for_function(f"{SHOWN} === 0", timeout=PATIENCE)
    began = time.monotonic()
    button.click()
    page.wait_for_function(f"{SHOWN} === 64", timeout=PATIENCE)
    return time.monotonic() - began


def test_one_click_opens_it_at_once_and_one_more_begins_its_days(visit: Any) -> None:
    page = visit("/?at=13")
    assert page.evaluate(SHOWN) == 0
    assert min(time_to_open(page) for _ in range(3)) < AT_ONCE
    cell = page.get_by_role("button", name="10 volunteers from 12:00: in")
    broke, days = map(int, cell.inner_text().split("/"))
    number = f"{broke} of {days}"
    said = page.locator(".gc-map-said")
    assert number not in said.inner_text()
    cell.hover()
    assert f"from 12:00: in {number} days the order breaks (" in said.inner_text()
    (ships,) = page.evaluate(CHOSEN)
    assert ships.startswith("2 volunteers from 17:00: in")
    assert "volunteers.count" not in page.url
    cell.click()
    page.wait_for_function(
        "location.search.includes('set=volunteers.count=10') "
        "&& location.search.includes('set=volunteers.start=12')", timeout=PATIENCE,
    )  # fmt: skip
    page.wait_for_function(
        "document.querySelector('[data-card=volunteers] .gc-take')?.ariaPressed === 'true'",
        timeout=PATIENCE,
    )
    card = page.locator("[data-card=volunteers]")
    assert card.locator("input").input_value() == "10"
    assert card.locator("select").input_value() == "12"
    (chosen,) = page.evaluate(CHOSEN)
    assert chosen.startswith("10 volunteers from 12:00: in")
    page.wait_for_function(
        f"[...document.querySelectorAll('.gc-tile')].slice(0, {days})"
        ".every((tile) => /kept|broke/.test(tile.dataset.ended))", timeout=PATIENCE,
    )  # fmt: skip
    ended = [each.get_attribute("data-ended") for each in page.locator(".gc-tile").all()[:days]]
    assert ended.count("broke") == broke  # the tiles are the days that the cell has counted


def test_it_is_used_with_the_keyboard_alone(visit: Any) -> None:
    page = visit("/?at=13")
    page.get_by_role("button", name=ASKED).press("Enter")
    page.wait_for_function(f"{SHOWN} === 64", timeout=PATIENCE)
    page.keyboard.press("Tab")
    focused = "document.activeElement.getAttribute('aria-label')"
    assert page.evaluate(focused).startswith("2 volunteers from 17:00: in")  # what is in force
    for key in ("ArrowUp", "ArrowUp", "ArrowLeft", "ArrowRight", "ArrowLeft", "ArrowLeft"):
        page.keyboard.press(key)
    words = page.evaluate(focused)
    assert words.startswith("6 volunteers from 14:00: in")
    assert page.inner_text(".gc-map-said") == words
    assert page.locator(".gc-cell[tabindex='0']").count() == 1
    page.keyboard.press("Escape")
    assert page.evaluate(SHOWN) == 0
    assert page.evaluate("document.activeElement.textContent") == ASKED
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_function(
        "location.search.includes('volunteers.count=6') "
        "&& location.search.includes('volunteers.start=14')", timeout=PATIENCE,
    )  # fmt: skip
    assert page.evaluate(focused) == words  # whoever chose it goes on from there


def test_beside_other_settings_it_says_so_and_elsewhere_there_is_none(visit: Any) -> None:
    page = visit("/?set=demand.factor=0.75&set=volunteers.count=10&set=volunteers.start=12&at=13")
    page.get_by_role("button", name=ASKED).click()
    page.get_by_text("You have changed other things").wait_for(timeout=PATIENCE)
    assert page.evaluate(SHOWN) == 0
    page.locator("[data-card=people] .gc-take").click()  # it is taken, so this takes it away
    page.wait_for_function(f"{SHOWN} === 64 && {CHOSEN}.length === 1", timeout=PATIENCE)
    other = visit("/?scenario=calm&at=13")
    assert not other.get_by_role("button", name=ASKED).is_visible()
