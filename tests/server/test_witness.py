"""The witness page and the page about the model."""

from __future__ import annotations

from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import numpy as np
import pandas as pd
import pytest

from gatecrush.experiments.days.planned_run import PlannedRun
from gatecrush.experiments.witness.fair_position import FairPosition
from gatecrush.experiments.witness.story import Line, Story
from gatecrush.model.scenario.scenario import Scenario
from gatecrush.server.days.links import LinkError
from gatecrush.server.errands.witness_day import FIRST, Tellings, found, link_to, linked
from gatecrush.server.pages.about import KINDS, kind_of, parameter_rows_as_html
from gatecrush.server.pages.position_chart import position_chart

PATIENCE = 120_000
ACCOUNT = PlannedRun(Scenario.load("account"))
SHORT = "scenario=account&seed=0&set=run.end=11"
"""A morning, which is simulated in a second."""
RINGS = """
window.rings = 0;
const stroke = CanvasRenderingContext2D.prototype.stroke;
CanvasRenderingContext2D.prototype.stroke = function (...path) {
  if (this.lineWidth === 2.5) window.rings += 1;
  return stroke.apply(this, path);
};
"""
"""Counts rings drawn: nothing else is drawn with lines of that width."""


def test_link_holds_the_day_and_the_person() -> None:
    day, choice, moment = linked("?scenario=calm&seed=7&person=12&at=9.5")
    assert (day.scenario.name, day.seed, choice, moment) == ("calm", 7, "12", 9.5)
    assert linked(link_to(day, choice)) == (day, choice, None)
    assert linked("") == (ACCOUNT, FIRST, None)
    assert linked("?person=last-in")[1] == "last-in"


@pytest.mark.parametrize("text", ["-1", "1e3", "²", "../../x", "99999999", "nobody", "<b>"])
def test_bad_person_in_a_link_is_answered_in_words(text: str) -> None:
    with pytest.raises(LinkError, match="person"):
        linked(f"?person={text}")


def test_person_who_never_came_is_answered_in_words() -> None:
    told: Any = SimpleNamespace(people=pd.DataFrame({"person": range(5)}))
    assert found(ACCOUNT, told, "4") == (4, "")
    person, words = found(ACCOUNT, told, "5")
    assert person is None
    assert "from 0 to 4" in words


def test_days_told_are_kept_but_not_all_of_them(monkeypatch: pytest.MonkeyPatch) -> None:
    runs: list[PlannedRun] = []
    monkeypatch.setattr(
        "gatecrush.server.errands.witness_day.of_days.run",
        lambda _, day: runs.append(day) or len(runs),
    )
    tellings = Tellings(most=2)
    for seed in (1, 1, 2, 3, 3, 1):
        tellings.have_told(PlannedRun(ACCOUNT.scenario, seed))
    assert [day.seed for day in runs] == [1, 2, 3, 1]
    assert tellings.told(PlannedRun(ACCOUNT.scenario, 2)) is None


@pytest.mark.parametrize("hours", [[9.0], [9.0, 9.01], [5.0, 12.0, 27.0]])
def test_chart_of_any_length_names_its_numbers(hours: list[float]) -> None:
    count = np.arange(len(hours))
    position = FairPosition(np.array(hours), 250 - count, count)
    lines = tuple(Line("came", hour, "came", "") for hour in hours)
    series = pd.DataFrame({"time": hours, "press_share": np.nan})
    drawn = position_chart(Story(0, "", lines, (), position), series)
    assert "nan" not in drawn
    assert "inf" not in drawn
    assert "from 250 to" in drawn


def test_every_parameter_has_a_row_and_a_kind() -> None:
    rows = parameter_rows_as_html()
    for name, quantity in Scenario.quantities().items():
        if name != "name":
            assert f"data-parameter='{name}'" in rows
            assert kind_of(quantity) in KINDS


@pytest.fixture
def visit(served: Any, tab: Any) -> Any:
    """Open a page; nothing may go wrong on it."""
    tab.page.add_init_script(RINGS)

    def open_page(path: str) -> Any:
        tab.page.goto(served.address + path)
        return tab.page

    yield open_page
    assert tab.errors == []
    assert tab.foreign == []


def story_lines(page: Any) -> dict[str, str]:
    """Return the lines of the story shown, by key."""
    page.locator(".gc-story-line").first.wait_for(timeout=PATIENCE)
    return {
        line.get_attribute("data-story"): line.inner_text()
        for line in page.locator(".gc-story-line").all()
    }


def test_visitor_follows_the_one_who_came_at_nine(visit: Callable[[str], Any]) -> None:
    page = visit(f"/witness?{SHORT}&person=last-in")
    assert "let-in" in story_lines(page)
    page.get_by_role("button", name="came at nine with 250 ahead").click()
    page.locator("[data-story='still-waiting']").wait_for(timeout=PATIENCE)
    lines = story_lines(page)
    assert "waiting ahead of them" in lines["came"]
    assert "wrote number" in lines["number"]
    assert page.locator(".gc-position svg").count() == 2
    page.wait_for_function("window.__gate && window.__gate.people[0] > 100", timeout=PATIENCE)
    page.locator("[data-story='still-waiting'] button").click()
    page.wait_for_function("window.__gate.hour > 10.9", timeout=PATIENCE)
    page.wait_for_function("window.__gate.followed[0]", timeout=PATIENCE)
    assert page.evaluate("window.__gate.followed[0].drawn") == "arrow"
    assert page.evaluate("window.__gate.followed[0].meters") > 36
    page.get_by_role("button", name="whole site").click()
    page.wait_for_function("window.__gate.followed[0].drawn === 'ring'", timeout=PATIENCE)
    before = page.evaluate("window.rings")
    page.wait_for_function(f"window.rings > {before}", timeout=PATIENCE)
    assert page.locator(".gc-facts [data-fact]").count() > 15


def test_link_to_nobody_is_answered_in_words(visit: Callable[[str], Any]) -> None:
    page = visit(f"/witness?{SHORT}&person=99999")
    page.get_by_text("There is no person 99999").wait_for(timeout=PATIENCE)
    page = visit("/witness?person=nobody")
    page.get_by_text("This is the day of the account").wait_for(timeout=PATIENCE)


def test_page_about_the_model_shows_every_parameter(visit: Callable[[str], Any]) -> None:
    page = visit("/about")
    page.locator("[data-parameter='gate.batch_size']").wait_for(timeout=PATIENCE)
    shown = {row.get_attribute("data-parameter") for row in page.locator("[data-parameter]").all()}
    assert shown == set(Scenario.quantities()) - {"name"}
    assert "cannot know" in page.inner_text("h1")
    assert page.locator("h1").count() == 1
