"""The page that plays a day alone, in a browser: played, scrubbed, by keys and touch, reloaded."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from gatecrush.experiments.days.planned_run import PlannedRun
from gatecrush.model.scenario.scenario import Scenario
from gatecrush.server.days.stage import layout
from gatecrush.server.days.watched_day import Playing
from gatecrush.server.replay.page import HERE, write_replay
from gatecrush.server.replay.recording import Changes, Recorder

EVENING = {"run.start": 18.6, "run.end": 21.1, "demand.initial_numbered": 60}
DAY = PlannedRun(Scenario.load("account").with_(**EVENING), 1)
GROUNDS = {"light": "rgb(255, 255, 255)", "dark": "rgb(22, 25, 29)"}
THERE = "() => window.__gate && window.__gate.people[0] > 0"
HOUR = "() => window.__gate.hour"
TIMELINE = "canvas.gc-curves"


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An evening as a page."""
    path = tmp_path_factory.mktemp("replayed") / "evening.html"
    write_replay(DAY, path)
    return path


class Visit:
    """A visitor who has opened the file: what it asked for, and what went wrong."""

    def __init__(self, tab: Any, address: str) -> None:
        """Open it and wait for people."""
        self.tab, self.page, self.asked = tab, tab.page, []
        self.page.on("request", lambda request: self.asked.append(request.url))
        self.page.goto(address)
        self.page.wait_for_function(THERE)

    @property
    def hour(self) -> float:
        """Hour that is shown."""
        return float(self.page.evaluate(HOUR))

    def later(self) -> float:
        """Return the hour that is shown a little later."""
        self.page.wait_for_timeout(400)
        return self.hour

    def comes_to(self, low: float, high: float) -> float:
        """Wait until an hour between two is shown, and return it."""
        self.page.wait_for_function(
            f"() => window.__gate.hour >= {low} && window.__gate.hour <= {high}"
        )
        return self.hour

    def check(self, pages: int = 1) -> None:
        """Nothing went wrong, and nothing was asked for but the file itself."""
        assert (self.tab.errors, self.tab.foreign) == ([], [])
        assert [url.partition("#")[0] for url in self.asked] == pages * [self.asked[0]]
        assert self.asked[0].startswith("file:")


@pytest.fixture
def opened(file: Path, new_tab: Callable[..., Any]) -> Callable[..., Visit]:
    """Open the file, perhaps at a moment, as a fresh visitor."""

    def opened(at: str = "", **options: Any) -> Visit:
        return Visit(new_tab(**options), file.as_uri() + at)

    return opened


def test_it_rests_until_it_is_played(opened: Callable[..., Visit]) -> None:
    visit = opened()
    begun = visit.hour
    assert begun == pytest.approx(18.6)
    assert visit.later() == begun
    visit.page.get_by_role("button", name="Play", exact=True).click()
    visit.page.wait_for_function(f"() => window.__gate.hour > {begun} + 0.05")
    visit.page.get_by_role("button", name="Pause", exact=True).click()
    paused = visit.hour
    assert visit.later() == paused
    visit.page.get_by_label("speed").select_option("60")
    visit.page.get_by_role("button", name="Play", exact=True).click()
    visit.page.wait_for_function("() => window.__gate.hour > 21.09 && !window.__gate.playing")
    visit.page.get_by_role("button", name="Play", exact=True).click()  # from the beginning
    visit.page.wait_for_function("() => window.__gate.hour < 20 && window.__gate.playing")
    visit.check()


def test_it_is_scrubbed_by_the_mouse_and_by_touch(opened: Callable[..., Visit]) -> None:
    visit = opened()
    box = visit.page.locator(TIMELINE).bounding_box()
    y = box["y"] + box["height"] / 2
    visit.page.mouse.move(box["x"] + 0.3 * box["width"], y)
    visit.page.mouse.down()
    visit.comes_to(19.0, 19.6)
    visit.page.mouse.move(box["x"] + 0.9 * box["width"], y, steps=4)
    visit.comes_to(20.6, 21.05)
    visit.page.mouse.up()
    visit.check()
    phone = opened(viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True)
    assert phone.page.evaluate("document.documentElement.scrollWidth") == 390
    timeline = phone.page.locator(TIMELINE)
    timeline.scroll_into_view_if_needed()
    timeline.tap()
    phone.comes_to(19.5, 20.3)
    phone.check()


def test_keys_step_and_play_wherever_the_focus_is(opened: Callable[..., Visit]) -> None:
    visit = opened()
    begun = visit.hour
    visit.page.keyboard.press("ArrowRight")
    visit.comes_to(begun + 5 / 60 - 1e-3, begun + 5 / 60 + 1e-3)
    visit.page.keyboard.press("ArrowLeft")
    visit.comes_to(begun - 1e-3, begun + 1e-3)
    visit.page.keyboard.press("Space")
    visit.page.wait_for_function(f"() => window.__gate.hour > {begun} + 0.05")
    visit.page.keyboard.press("Space")
    rests = visit.hour
    assert visit.later() == rests
    visit.page.locator(TIMELINE).focus()
    visit.page.keyboard.press("End")
    visit.comes_to(21.099, 21.1)
    assert visit.page.locator(TIMELINE).get_attribute("aria-valuetext") == "21:06"
    visit.page.keyboard.press("Home")
    visit.comes_to(begun, begun)
    visit.check()


def test_a_reload_and_a_link_bring_the_moment_back(opened: Callable[..., Visit]) -> None:
    visit = opened("#at=20.25")
    assert visit.hour == pytest.approx(20.25)
    visit.page.get_by_role("link", name="an opening kept second by second").click()
    visit.page.wait_for_function("() => window.__gate.hour !== 20.25")
    opening = visit.later() + 0.1
    visit.page.keyboard.press("ArrowRight")  # what is shown is kept, not what was named
    visit.page.keyboard.press("ArrowRight")
    moved = visit.comes_to(opening, opening + 0.1)
    visit.page.wait_for_function(f"() => location.hash === '#at={moved:.4f}'")
    visit.page.reload()
    visit.page.wait_for_function(THERE)
    assert visit.hour == pytest.approx(moved, abs=1e-3)
    visit.check(pages=2)


def test_it_shows_the_people_of_the_day(opened: Callable[..., Visit]) -> None:
    day = Playing(DAY)
    day.run_to(round(3600 * (20.0 - 18.6)))
    visit = opened("#at=20.0001")
    seen = visit.page.evaluate("() => window.__gate")
    inside = int((day.model.people.cell >= 0).sum())
    volunteers = seen["counts"][0].get("volunteer", 0)
    assert volunteers == len(day.model.volunteers) > 0
    assert seen["people"] == [inside + volunteers]
    assert seen["admitted"] == [day.model.admitted]


def test_the_browser_unpacks_the_states_to_the_byte(new_tab: Callable[..., Any]) -> None:
    short = PlannedRun(Scenario.load("account").with_(**EVENING | {"run.end": 18.8}), 1)
    recorder, changes = Recorder(Playing(short), 20), Changes()
    states = list(recorder.states())
    for state in states:
        changes.add(state)
    script = (HERE / "unpack.js").read_text(encoding="utf-8").replace("export ", "")
    digests = new_tab().page.evaluate(
        f"""async ([layout, packed, states]) => {{
          {script}
          const found = await unpacked(layout, packed, states);
          return [Array.from(found.states), found.lengths, Array.from(found.minutes)];
        }}""",
        [layout(), changes.packed(recorder.minutes), len(states)],
    )
    assert digests[1] == [len(state) for state in states]
    assert bytes(digests[2]) == recorder.minutes
    assert hashlib.sha256(bytes(digests[0])).digest() == hashlib.sha256(b"".join(states)).digest()


@pytest.mark.parametrize("scheme", GROUNDS)
def test_it_is_for_everybody(opened: Callable[..., Visit], scheme: str) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright").Axe()
    visit = opened("#at=20", color_scheme=scheme, viewport={"width": 1280, "height": 720})
    assert visit.page.evaluate("document.documentElement.lang") == "en"
    ground = visit.page.evaluate("getComputedStyle(document.body).backgroundColor")
    assert ground == GROUNDS[scheme]
    is_dark = visit.page.locator(".gatecrush.gc-dark").count() == 1  # the canvas, too
    assert is_dark == (scheme == "dark")
    box = visit.page.locator(TIMELINE).bounding_box()
    assert box["y"] + box["height"] <= 720  # site, controls and timeline in the first screen
    visit.check()
    found = axe.run(visit.page).response
    assert len(found["passes"]) > 15
    wrong = [
        (each["id"], node["html"][:200]) for each in found["violations"] for node in each["nodes"]
    ]
    assert not wrong, "\n".join(map(str, wrong))
