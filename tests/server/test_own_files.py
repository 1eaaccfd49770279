"""A file of a visitor's own: chosen or dropped, refused in words, shown, reopened, forgotten."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from .looks_at_a_page import DRAWS_SELDOM, OWN_FILE

pytestmark = pytest.mark.timeout(1200)

PATIENCE = 240_000
SAID = "document.querySelector('.gc-file-said')"
DAY = "/?scenario=account&seed=3&set=run.start=13&set=run.end=14&at=13.2"
DROP = """(file) => {
  const data = new DataTransfer();
  data.items.add(new File([file.text], file.name));
  const place = document.querySelector(".gc-main");
  const how = { dataTransfer: data, bubbles: true, cancelable: true };
  place.dispatchEvent(new DragEvent("drop", how));
}"""


def file(name: str, text: str) -> dict[str, Any]:
    return {"name": name, "mimeType": "text/plain", "buffer": text.encode()}


def wait(page: Any, condition: str) -> None:
    page.wait_for_function(condition, timeout=PATIENCE)


@pytest.fixture
def page(served: Any, new_tab: Callable[..., Any]) -> Any:
    """The first page, as a new visitor has it; nothing may go wrong on it."""
    tab = new_tab()
    tab.page.add_init_script(DRAWS_SELDOM)
    tab.page.goto(served.address + DAY)
    wait(
        tab.page,
        "window.__gate && window.__gate.people[0] > 0 && document.querySelector('.gc-file')",
    )
    yield tab.page
    assert tab.errors == []
    assert tab.foreign == []


def choose(page: Any, *files: Any) -> None:
    page.get_by_label("choose a file of your own").set_input_files(list(files))


def test_a_scenario_is_shown_reopened_and_forgotten_with_the_visit(page: Any, served: Any) -> None:
    assert page.evaluate(f"{SAID}.textContent") == ""
    choose(page, OWN_FILE)
    wait(page, f"{SAID}.textContent.includes('mine.toml is shown.')")
    wait(page, "location.search.includes('own=') && window.__gate.people[0] > 0")
    own = page.url
    card = page.locator("[data-card=volunteers] .gc-take")
    card.click()
    wait(page, "location.search.includes('volunteers.count=10')")
    changed = page.evaluate("location.search")
    assert "gate.batch_size" not in changed  # it is the file's
    page.get_by_role("button", name="Link to this moment").click()
    page.locator(".gc-link", has_text="A link cannot hold your file").wait_for(timeout=PATIENCE)
    page.go_back()
    wait(page, "!location.search.includes('volunteers.count')")
    page.go_back()
    wait(page, "!location.search.includes('own=')")
    page.get_by_role("button", name="show mine.toml again").click()
    wait(page, "location.search.includes('own=') && window.__gate.people[0] > 0")
    page.goto(served.address + "/" + changed)  # another visit: nothing is known of the file
    page.get_by_text("This address shows a place from a visitor's own file").wait_for()
    assert page.get_by_role("button", name="show mine.toml again").count() == 0
    choose(page, OWN_FILE)
    wait(page, "document.querySelector('[data-card=volunteers] .gc-take').ariaPressed === 'true'")
    assert own != page.url


def test_what_cannot_be_used_is_said_word_for_word_and_the_day_goes_on(page: Any) -> None:
    hour = page.evaluate("window.__gate.hour")
    for name, text, words in (
        (
            "bad.toml",
            "[gate]\nbatch_size = -1\n",
            "bad.toml, line 2: gate.batch_size = -1: must be",
        ),
        ("far.toml", '[site]\nplan = "/etc/hostname"\n', "no other file can be read here"),
        ("a.csv", "time,people\n6:00,1\n5:00,2\n", "a.csv, line 3, column 1"),
        ("a.exe", "x", "its name must end in"),
    ):
        choose(page, file(name, text))
        wait(page, f"{SAID}.textContent.includes({words!r}) && {SAID}.dataset.kind === 'wrong'")
        assert "own=" not in page.url
    choose(page, file("large.csv", "x" * 2_000_001))
    wait(page, f"{SAID}.textContent.includes('is larger than 2 MB')")
    wait(page, f"window.__gate.hour > {hour} || window.__gate.over")


def test_a_table_is_dropped_anywhere_and_goes_with_what_is_shown(page: Any) -> None:
    table = {"name": "arrivals.csv", "text": "time,people\n12:00,40\n13:00,60\n"}
    page.evaluate(DROP, {"name": "empty.csv", "text": ""})
    wait(page, f"{SAID}.textContent.includes('empty.csv is empty')")
    page.evaluate(DROP, table)
    wait(page, f"{SAID}.textContent.includes('arrivals.csv is shown.')")
    page.evaluate(DROP, table)  # once more, in the midst of it
    wait(page, f"{SAID}.textContent.includes('arrivals.csv is shown.')")
    wait(page, "location.search.includes('own=') && window.__gate.people[0] > 0")
    again = page.get_by_role("button", name="show arrivals.csv again")
    again.first.wait_for(timeout=PATIENCE)
    assert again.count() == 1
