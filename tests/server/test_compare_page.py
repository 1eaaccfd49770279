"""Two days side by side, in a real browser."""

from __future__ import annotations

from typing import Any

from gatecrush.server.days.moments import Moment
from gatecrush.server.pages.compare import difference_in_words

PATIENCE = 60_000


def moment(**values: Any) -> Moment:
    base = {"hour": 18.0, "admitted": 120, "out_of_turn": 0.1, "waiting": 300, "press_share": 0.1}
    return Moment(**{**base, "onset": None, **values})


def test_difference_names_the_side_that_broke() -> None:
    words = difference_in_words(moment(onset=16.5), moment(admitted=131))
    assert words[0] == "On side A the order broke at 16:30; side B keeps it."
    assert words[1] == "By 18:00 A has let in 120 people, B 131."


def test_difference_of_equal_days_says_so() -> None:
    words = difference_in_words(moment(), moment())
    assert words[0] == "Both have kept their order so far."
    assert "both have let in 120" in words[1]


def test_both_sides_share_a_clock_and_the_same_people(served: Any, tab: Any) -> None:
    page = tab.page
    page.goto(served.address + "/compare")
    page.wait_for_function("window.__gate && window.__gate.people[1] > 0", timeout=PATIENCE)
    page.get_by_label("speed").select_option("60")
    page.wait_for_function("window.__gate.hour > 12", timeout=PATIENCE)
    assert "three quarters of the people" in page.inner_text("body")
    page.locator(".gc-difference").filter(has_text="let in").wait_for(timeout=PATIENCE)
    shown = page.evaluate("window.__gate.people")
    assert shown[0] > shown[1] > 100
    clocks = page.locator(".gc-clock").all_inner_texts()  # both at one moment: the day plays on
    assert len(clocks) == 2
    assert clocks[0] == clocks[1]
    assert tab.errors == []


def test_link_reopens_the_comparison_at_its_moment(served: Any, tab: Any) -> None:
    page = tab.page
    page.goto(served.address + "/compare?scenario=calm&seed=3&A=gate.batch_size=7&B=&at=8.5")
    page.wait_for_function("window.__gate && window.__gate.people[1] > 0", timeout=PATIENCE)
    body = page.inner_text("body")
    assert "A: the day as it was, gate.batch_size = 7" in body
    assert "B: the day as it was" in body
    link = page.locator(".gc-link a").filter(has_text="at=8.5")
    link.wait_for(timeout=PATIENCE)
    assert page.evaluate("window.__gate.hour") >= 8.5
    address = link.get_attribute("href")
    assert address == "/compare?scenario=calm&seed=3&at=8.5000&A=gate.batch_size=7&B="
    assert tab.errors == []


def test_link_that_follows_the_clock_can_be_pressed(served: Any, tab: Any) -> None:
    page = tab.page
    page.goto(served.address + "/compare?scenario=calm&seed=3&at=8.5")
    link = page.locator(".gc-link a").filter(has_text="at=8.5")
    pressed = link.element_handle(timeout=PATIENCE)
    changed = "link => !link.isConnected || !link.href.includes('at=8.5')"
    page.wait_for_function(changed, arg=pressed, timeout=PATIENCE)
    assert page.evaluate("link => link.isConnected", pressed), "a press that began is lost"
    assert tab.errors == []


def test_link_that_leads_nowhere_is_refused_in_words(served: Any, tab: Any) -> None:
    tab.page.goto(served.address + "/compare?B=gate.batch_sise=7")
    tab.page.get_by_text("These are the account's days.").wait_for(timeout=PATIENCE)
    tab.page.wait_for_function("window.__gate && window.__gate.people[1] > 0", timeout=PATIENCE)
    assert tab.errors == []


def test_no_strip_is_offered_where_there_is_none(served: Any, tab: Any) -> None:
    page, strip = tab.page, "a strip half as wide"
    options = page.locator(".menuable__content__active").get_by_role("option")

    def choose(label: str, option: str) -> list[str]:
        """Open a list, choose from it, and return all that it offers."""
        page.get_by_label(label, exact=True).first.click(force=True)
        options.first.wait_for(timeout=PATIENCE)
        offered = options.all_inner_texts()
        options.filter(has_text=option).first.dispatch_event("click")
        return [each.strip() for each in offered]

    short = "set=run.start=13&set=run.end=14&set=demand.initial_numbered=60"
    page.goto(f"{served.address}/compare?scenario=account&{short}")
    page.wait_for_function("window.__gate && window.__gate.people[1] > 0", timeout=PATIENCE)
    assert strip in choose("B", strip)
    page.wait_for_function("location.search.includes('B=site.strip_width=2')", timeout=PATIENCE)
    choose("Scenario", "open_area")
    page.wait_for_function("location.search.includes('scenario=open_area')", timeout=PATIENCE)
    page.wait_for_function("!location.search.includes('strip_width')", timeout=PATIENCE)
    page.wait_for_function("window.__gate && window.__gate.people[1] > 0", timeout=PATIENCE)
    offered = choose("A", "half of the people")
    assert strip not in offered
    assert len(offered) == 8
    page.wait_for_function("location.search.includes('A=demand.factor=0.5')", timeout=PATIENCE)
    assert tab.errors == []
