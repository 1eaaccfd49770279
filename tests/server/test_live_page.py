"""The live page in a real browser: what a visitor does, and what the page shows then."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

PATIENCE = 60_000
AFTERNOON = "&set=run.start=13&set=run.end=16&set=demand.initial_numbered=60"
"""A day short and small enough for a test."""


def gate(tab: Any, key: str) -> Any:
    """Return a number published by the canvas."""
    return tab.page.evaluate(f"window.__gate && window.__gate.{key}")


def wait(tab: Any, condition: str) -> None:
    """Wait until something is true of what the canvas publishes (``g``)."""
    tab.page.wait_for_function(f"(g => g && ({condition}))(window.__gate)", timeout=PATIENCE)


@pytest.fixture
def visit(served: Any, new_tab: Callable[..., Any]) -> Any:
    """Open a page as a new visitor; nothing may go wrong on it."""
    tabs = []

    def open_page(path: str = "/", **options: Any) -> Any:
        tab = new_tab(**options)
        tabs.append(tab)
        tab.page.goto(served.address + path)
        wait(tab, "g.people[0] > 0 && g.drawn > 2")
        return tab

    yield open_page
    for tab in tabs:
        assert tab.errors == []
        assert tab.foreign == []


def test_morning_plays_at_once_and_asks_one_question(visit: Any) -> None:
    tab = visit()
    assert "Will they keep their order" in tab.page.inner_text("h1")
    wait(tab, "g.hour > 9.05 && g.playing && g.tick > 10")
    assert 200 < gate(tab, "people[0]") < 350
    assert gate(tab, "counts[0].holding") > 150
    assert "waits, with a number" in tab.page.inner_text(".gc-legend")


def test_day_is_played_until_it_breaks(visit: Any) -> None:
    tab = visit("/?scenario=account&seed=0&at=13")
    tab.page.get_by_role("button", name="They will", exact=True).click()
    tab.page.get_by_label("speed").select_option("60")
    wait(tab, "g.onsets[0] !== null")
    onset = gate(tab, "onsets[0]")
    assert 14 < onset < 21
    answer = tab.page.locator(".gc-answer")
    answered = (
        "[...document.querySelectorAll('.gc-answer')].some((p) => p.innerText.includes('broke'))"
    )
    wait(tab, f"{answered} && g.hour")
    answered_at = gate(tab, "hour")
    assert answered_at >= onset - 0.01  # it does not give the answer away
    assert "You expected otherwise" in answer.inner_text()
    wait(tab, f"g.hour > {onset} + 1")
    tab.page.get_by_role("button", name="Pause").click()
    assert gate(tab, "counts[0].pressing") + (gate(tab, "counts[0].pressing_numbered") or 0) > 50


def test_pause_step_jump_and_look_back(visit: Any) -> None:
    tab = visit("/?scenario=account&at=6")
    tab.page.get_by_role("button", name="Pause").click()
    wait(tab, "!g.playing")
    before = gate(tab, "hour")
    tab.page.get_by_role("button", name="one step").click()
    wait(tab, f"g.hour > {before} + 0.05 && !g.playing")
    tab.page.get_by_label("go to hour").fill("10:30")
    wait(tab, "Math.abs(g.hour - 10.5) < 0.01")
    assert tab.page.inner_text(".gc-clock") == "10:30"
    ahead = gate(tab, "admitted[0]")
    tab.page.get_by_role("button", name="to the beginning").click()
    wait(tab, "g.hour < 5.01")
    assert gate(tab, "frontier") > 10
    wait(tab, f"g.admitted[0] < {ahead}")


def change_now(tab: Any, value: str) -> None:
    """Change the parameter that is chosen first, from the hour shown on."""
    tab.page.get_by_role("button", name="Your own ...").click()
    tab.page.get_by_label("Value").fill(value)
    tab.page.get_by_role("button", name="From the hour shown").click()


def test_change_acts_at_once_and_is_written_down(visit: Any) -> None:
    tab = visit("/?scenario=account&at=13")
    wait(tab, "g.hour > 12.95")
    change_now(tab, "0.8")
    tab.page.get_by_text("Your changes").wait_for(timeout=PATIENCE)
    tab.page.get_by_text("demand.factor = 0.8").first.wait_for(timeout=PATIENCE)
    assert gate(tab, "hour") >= 12.9
    tab.page.get_by_text("show the same day without them").click()
    wait(tab, "g.days === 2 && g.people[1] > 0")


def test_parameter_of_the_site_begins_the_day_anew(visit: Any) -> None:
    tab = visit("/?scenario=account&at=8")
    tab.page.locator("[data-card=strip] .gc-take").click()
    tab.page.wait_for_function(
        "location.search.includes('set=site.strip_width=2')", timeout=PATIENCE
    )
    wait(tab, "g.people[0] > 0 && !g.jumping && g.hour > 8")
    assert "Your changes" not in tab.page.inner_text("body")


def test_link_reopens_the_moment_and_a_reload_keeps_it(visit: Any, served: Any) -> None:
    first = visit(f"/?scenario=account&seed=7{AFTERNOON}&at=14.5")
    wait(first, "g.hour >= 14.5 && g.seed === 7")
    first.page.get_by_role("button", name="Pause").click()
    first.page.get_by_role("button", name="Link to this moment").click()
    link = first.page.locator(".gc-link a").get_attribute("href")
    assert "seed=7" in link
    assert "demand.initial_numbered=60" in link
    second = visit(link)
    wait(second, "g.seed === 7 && g.hour >= 14.5")
    second.page.get_by_role("button", name="Pause").click()
    shown = gate(first, "hour")
    for tab in (first, second):
        tab.page.get_by_label("go to hour").fill("15:30")
        wait(tab, "Math.abs(g.hour - 15.5) < 0.0005")
        wait(tab, f"g.drawn > {gate(tab, 'drawn')} + 2")
    assert gate(first, "counts[0]") == gate(second, "counts[0]")
    assert shown >= 14.5
    second.page.reload()
    wait(second, "g.seed === 7 && g.hour >= 14.5 && g.people[0] > 0")


def test_address_holds_the_day_so_that_back_reload_and_another_tab_lose_nothing(
    visit: Any,
) -> None:
    tab = visit(f"/?scenario=account&seed=7{AFTERNOON}&at=14")
    change_now(tab, "0.8")
    tab.page.get_by_text("Your changes").wait_for(timeout=PATIENCE)
    tab.page.wait_for_function("location.search.includes('change=')", timeout=PATIENCE)
    tab.page.get_by_role("button", name="Pause").click()
    tab.page.get_by_label("go to hour").fill("13:40")
    tab.page.wait_for_function("location.search.includes('at=13.6667')", timeout=PATIENCE)
    tab.page.reload()
    wait(tab, "g.seed === 7 && !g.jumping && g.hour >= 13.66 && g.people[0] > 0")
    tab.page.get_by_text("Your changes").wait_for(timeout=PATIENCE)
    tab.page.get_by_role("button", name="Pause").click()
    shown = gate(tab, "hour")
    tab.page.get_by_role("link", name="Compare").click()
    wait(tab, "g.days === 2 && g.people[1] > 0")
    tab.page.get_by_role("link", name="Live").click()
    wait(tab, f"g.days === 1 && g.seed === 7 && !g.jumping && g.hour >= {shown} - 0.001")
    tab.page.get_by_text("Your changes").wait_for(timeout=PATIENCE)
    tab.page.locator(".gc-tile").nth(8).click()
    wait(tab, "g.replication === 8 && g.people[0] > 0")
    tab.page.go_back()
    wait(tab, "g.replication === 0 && g.people[0] > 0")
    tab.page.get_by_text("Your changes").wait_for(timeout=PATIENCE)


@pytest.mark.parametrize(
    ("link", "words"),
    [
        ("?scenario=../../etc/passwd", "a scenario that does not exist"),
        ("?set=demand.factr=2", "did you mean demand.factor"),
        ("?set=demand.factor=99", "must be at most 20"),
        ("?set=name=foo", "name of a scenario cannot be set"),
        ("?change=9,name=foo", "name of a scenario cannot be set"),
        ("?seed=abc", "a seed that is no whole number"),
        ("?at=nan", "an hour that does not exist"),
        ("?" + "set=demand.factor=1&" * 150 + "seed=" + "9" * 300, "no whole number"),
    ],
)
def test_link_that_leads_nowhere_says_why_and_shows_the_account(
    visit: Any, link: str, words: str
) -> None:
    tab = visit("/" + link)
    assert words in tab.page.inner_text("body")
    assert gate(tab, "people[0]") > 0


def test_two_visitors_have_days_of_their_own(visit: Any) -> None:
    one, two = visit(f"/?seed=1{AFTERNOON}"), visit(f"/?seed=2{AFTERNOON}")
    assert (gate(one, "seed"), gate(two, "seed")) == (1, 2)
    one.page.get_by_role("button", name="Pause").click()
    wait(one, "!g.playing")
    before = gate(two, "hour")
    wait(two, f"g.hour > {before} + 0.1 && g.playing")
    assert not gate(one, "playing")


def test_downloads_hold_the_whole_day(visit: Any) -> None:
    import io
    import zipfile

    tab = visit(f"/?seed=3{AFTERNOON}")
    tab.page.get_by_role("button", name="Tables of the whole day").click()
    save = tab.page.get_by_role("button", name="Save tables.zip")
    save.wait_for(timeout=2 * PATIENCE)
    with tab.page.expect_download() as download:
        save.click()
    archive = zipfile.ZipFile(io.BytesIO(download.value.path().read_bytes()))
    assert {"scenario.toml", "people.csv", "series.csv", "summary.json"} <= set(archive.namelist())
    assert b'"seed": 3' in archive.read("summary.json")


@pytest.mark.parametrize("width", [390, 1400])
def test_page_fits_its_window(visit: Any, width: int) -> None:
    tab = visit(f"/?x=1{AFTERNOON}", viewport={"width": width, "height": 900})
    assert tab.page.evaluate("document.documentElement.scrollWidth") <= width


INK = "getComputedStyle(document.querySelector('.gatecrush')).getPropertyValue('--gc-ink').trim()"
DARK_INK, LIGHT_INK = "#eceff2", "#22262b"


def see_ink(tab: Any, ink: str) -> None:
    """Wait until the crowd is drawn for a dark page or a light one, and the page is so, too."""
    tab.page.wait_for_function(f"{INK} === '{ink}'", timeout=PATIENCE)
    look = "theme--dark" if ink == DARK_INK else "theme--light"
    assert look in tab.page.locator(".v-application").first.get_attribute("class").split()


def test_page_is_dark_or_light_as_the_system_is_until_the_button(visit: Any) -> None:
    tab = visit(f"/?x=1{AFTERNOON}", color_scheme="dark")
    see_ink(tab, DARK_INK)
    tab.page.emulate_media(color_scheme="light")
    see_ink(tab, LIGHT_INK)
    tab.page.get_by_role("button", name="light or dark").click()
    see_ink(tab, DARK_INK)
    tab.page.reload()
    wait(tab, "g.people[0] > 0 && g.drawn > 2")
    see_ink(tab, DARK_INK)
    tab.page.get_by_role("button", name="light or dark").click()
    see_ink(tab, LIGHT_INK)


def test_page_is_light_where_the_system_is(visit: Any) -> None:
    see_ink(visit(f"/?x=1{AFTERNOON}", color_scheme="light"), LIGHT_INK)
