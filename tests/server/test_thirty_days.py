"""Thirty days beside the one that plays: what a visitor clicks, and what tiles and headline say."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from typing import Any

import pytest

pytestmark = pytest.mark.timeout(1200)

PATIENCE = 240_000
SHORT = "&set=run.start=13&set=run.end=15&set=demand.initial_numbered=60&set=demand.factor=2"
"""Days short and small enough for a test, of which some break."""
SETTINGS = [each.removeprefix("set=") for each in SHORT.strip("&").split("&")]
CARDS = {
    "volunteers": "volunteers.count=10",
    "batch": "gate.batch_size=20",
    "openings": "gate.cycle_max=35",
    "people": "demand.factor=0.75",
    "told": "demand.informed=1",
    "asked": "guards.number_check=1",
    "strip": "site.strip_width=2",
}
"""What each card writes into the address."""
ENDED = (
    "[...document.querySelectorAll('.gc-tile')].filter((t) => /kept|broke/.test(t.dataset.ended))"
)

UNNAMED = """
[...document.querySelectorAll(".gatecrush, .gc-glance, .gc-cards")]
  .flatMap((part) => [...part.querySelectorAll("button, input, select, [role=slider]")])
  .filter((control) => !control.getAttribute("aria-label")).map((control) => control.outerHTML)
"""


def wait(tab: Any, condition: str) -> None:
    """Wait until something is true of the page; ``g`` is what the canvas publishes."""
    tab.page.wait_for_function(f"(g => g && ({condition}))(window.__gate)", timeout=PATIENCE)


def is_taken(card: str) -> str:
    return f"(document.querySelector('[data-card={card}] .gc-take').ariaPressed === 'true')"


def address_has(words: str) -> str:
    return f"location.search.includes('{words}')"


@pytest.fixture
def visit(served: Any, new_tab: Callable[..., Any]) -> Any:
    """Open a page as a new visitor; nothing may go wrong on it."""
    tabs = []

    def open_page(path: str, **options: Any) -> Any:
        tab = new_tab(**options)
        tabs.append(tab)
        tab.page.goto(served.address + path)
        wait(tab, "g.people[0] > 0 && document.querySelectorAll('.gc-tile').length === 30")
        return tab

    yield open_page
    for tab in tabs:
        assert tab.errors == []
        assert tab.foreign == []


def test_each_card_is_taken_and_taken_away_also_while_tiles_fill(visit: Any) -> None:
    tab = visit("/?scenario=account&seed=3&set=run.start=13&set=run.end=14&at=13.5")
    for card, words in CARDS.items():
        button = tab.page.locator(f"[data-card={card}] .gc-take")
        assert not tab.page.evaluate(is_taken(card))
        assert not tab.page.evaluate(address_has(words))
        button.click()
        wait(tab, f"{is_taken(card)} && {address_has(words)}")
        wait(tab, "g.people[0] > 0 && !g.jumping && g.hour >= 13.5")
        button.click()
        wait(tab, f"!{is_taken(card)} && !{address_has(words)}")
    wait(tab, "g.people[0] > 0 && !g.jumping && g.hour >= 13.5")


def test_headline_is_that_of_the_command_and_each_onset_that_of_the_live_day(
    visit: Any, served: Any
) -> None:
    tab = visit(f"/?scenario=account&seed=5{SHORT}&at=13.25")
    wait(tab, f"{ENDED}.length === 30 && document.querySelector('.gc-so-far.gc-all')")
    program = "from gatecrush.experiments.commands.main import main; main()"
    words = [word for setting in SETTINGS for word in ("--set", setting)]
    glance = [sys.executable, "-P", "-c", program, "glance", "account", "--seed", "5", *words]
    said = subprocess.run([*glance, "--quiet"], capture_output=True, text=True, check=True).stdout
    headline = tab.page.inner_text(".gc-headline")
    assert f"; i{headline[1:]}; " in said
    assert tab.page.inner_text(".gc-pairs").removesuffix(".").lower() in said
    told = subprocess.run([*glance, "--json"], capture_output=True, text=True, check=True).stdout
    onsets = json.loads(told)["onsets"]
    tiles = tab.page.evaluate(
        "[...document.querySelectorAll('.gc-tile')].map(t => t.dataset.onset)"
    )
    assert [float(tile) if tile else None for tile in tiles] == onsets
    broke = next(day for day, onset in enumerate(onsets) if onset is not None and day > 0)
    kept = next(day for day, onset in enumerate(onsets) if onset is None and day > 0)
    for day in (broke, kept):
        tab.page.locator(".gc-tile").nth(day).click()
        wait(tab, f"g.replication === {day} && g.people[0] > 0")
        assert tab.page.locator(".gc-tile").nth(day).get_attribute("aria-pressed") == "true"
        tab.page.get_by_label("go to hour").fill("15:00")
        wait(tab, "g.over && g.hour > 14.99")
        assert tab.page.evaluate("window.__gate.onsets[0]") == onsets[day]
        answer = tab.page.locator(".gc-answer").filter(has_text="of 30 days")
        answer.wait_for(timeout=PATIENCE)
        assert f"{len([o for o in onsets if o is not None])} of 30 days" in answer.inner_text()


def test_back_forward_and_reload_bring_cards_and_day_back(visit: Any) -> None:
    tab = visit("/?scenario=account&seed=3&set=run.start=13&set=run.end=14&at=13.5")
    wait(tab, f"!{is_taken('batch')}")
    number = tab.page.get_by_label("people let in at a time")
    number.fill("7")
    tab.page.locator("[data-card=batch] .gc-take").click()
    wait(tab, f"{is_taken('batch')} && {address_has('gate.batch_size=7')}")
    number.press("ArrowUp")
    wait(tab, address_has("gate.batch_size=8"))
    tab.page.locator(".gc-tile").nth(4).click()
    wait(tab, f"g.replication === 4 && {address_has('replication=4')}")
    tab.page.reload()
    wait(tab, f"g.replication === 4 && {is_taken('batch')} && {address_has('gate.batch_size=8')}")
    tab.page.wait_for_timeout(500)
    tab.page.go_back()
    wait(tab, f"g.replication === 0 && {is_taken('batch')}")
    tab.page.go_back()
    wait(tab, address_has("gate.batch_size=7"))
    tab.page.go_back()
    wait(tab, f"!{is_taken('batch')} && g.people[0] > 0")
    tab.page.go_forward()
    wait(tab, f"{is_taken('batch')} && {address_has('gate.batch_size=7')}")


def test_all_that_matters_lies_within_a_laptop_s_window(visit: Any) -> None:
    tab = visit(
        "/?scenario=account&seed=3&set=run.start=13&set=run.end=14",
        viewport={"width": 1280, "height": 720},
    )
    for part in (".gc-site", ".gc-curves", ".gc-headline", ".gc-tiles", ".gc-card"):
        box = tab.page.locator(part).first.bounding_box()
        assert box["y"] >= 0, part
        assert box["y"] + box["height"] <= 720, part
        assert box["x"] + box["width"] <= 1280, part
    unnamed = tab.page.evaluate(UNNAMED)
    assert unnamed == []
    tab.page.locator(".gc-curves").focus()
    tab.page.get_by_role("button", name="Pause").click()
    tab.page.locator(".gc-curves").press("End")
    wait(tab, "g.hour > 13.99")
    assert tab.page.locator(".gc-curves").get_attribute("aria-valuetext") == "14:00"
