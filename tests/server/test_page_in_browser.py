"""The page comes up in a browser without anything from elsewhere."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

PATIENCE = 30_000
STUCK = """
import time
import solara

@solara.component
def Page():
    print("begun", flush=True)
    while True:
        time.sleep(0.1)
"""

FAILING = """
import solara
from gatecrush.server.app import Surroundings
from gatecrush.server.pages.part import Part

@solara.component
def Broken():
    raise ValueError("secret-cause")

@solara.component
def Fragile():
    failed, set_failed = solara.use_state(False)
    solara.Button("show", on_click=lambda: set_failed(True))
    solara.Button("press", on_click=lambda: 1 / 0)
    if failed:
        Broken()

@solara.component
def Counter():
    n, set_n = solara.use_state(0)
    solara.Text("another part")
    solara.Button(f"counted {n}" if n else "count", on_click=lambda: set_n(n + 1))

@solara.component
def Page():
    with solara.Div():
        Part(children=[Fragile()])
        Part(children=[Counter()])

routes = [solara.Route("/", component=Page, layout=Surroundings)]
"""
BROKEN = """
import solara
from gatecrush.server.app import Surroundings

@solara.component
def Page():
    raise ValueError("secret-cause")

routes = [solara.Route("/", component=Page, layout=Surroundings)]
"""


@pytest.mark.parametrize(
    ("button", "cause"), [("show", "secret-cause"), ("press", "ZeroDivisionError")]
)
def test_part_that_fails_says_so_where_it_was_and_the_log_has_the_cause(
    start_server: Callable[..., Any], tab: Any, tmp_path: Path, button: str, cause: str
) -> None:
    page = tmp_path / "failing.py"
    page.write_text(FAILING)
    server = start_server(SOLARA_APP=str(page))
    tab.may_fail = True
    tab.page.goto(server.address)
    tab.page.get_by_role("button", name=button).click(timeout=PATIENCE)
    tab.page.get_by_text("Something went wrong here").wait_for(timeout=PATIENCE)
    shown = tab.page.inner_text("body")
    assert all(word not in shown for word in ("Traceback", cause, str(tmp_path)))
    assert cause in server.said()
    assert "Traceback" in server.said()
    assert "another part" in shown
    assert tab.page.get_by_role("link", name="Compare").is_visible()
    tab.page.get_by_role("button", name="count").click()
    tab.page.get_by_role("button", name="counted 1").wait_for(timeout=PATIENCE)
    tab.page.get_by_role("button", name="Try again").click()
    tab.page.get_by_role("button", name=button).wait_for(timeout=PATIENCE)
    assert "Something went wrong" not in tab.page.inner_text("body")


def test_page_that_fails_as_a_whole_keeps_its_head(
    start_server: Callable[..., Any], tab: Any, tmp_path: Path
) -> None:
    page = tmp_path / "broken.py"
    page.write_text(BROKEN)
    server = start_server(SOLARA_APP=str(page))
    tab.may_fail = True
    tab.page.goto(server.address)
    tab.page.get_by_text("Something went wrong here").wait_for(timeout=PATIENCE)
    assert tab.page.get_by_role("link", name="About").is_visible()
    assert "secret-cause" in server.said()


@pytest.mark.parametrize("path", ["/nowhere", "/no/where", "/static/nothing.js"])
def test_unknown_address_is_answered_with_a_way_back(served: Any, tab: Any, path: str) -> None:
    answer = tab.page.goto(served.address + path)
    assert answer.status == 404
    assert "There is nothing here" in tab.page.inner_text("h1")
    tab.page.get_by_role("link", name="About").click()
    tab.page.get_by_text("What this is, and what it cannot know").wait_for(timeout=PATIENCE)


def test_page_comes_up_without_internet(served: Any, tab: Any) -> None:
    tab.page.goto(served.address)
    tab.page.wait_for_function(
        "document.querySelector('#app .v-application--wrap, .solara-content-main')"
        " && document.body.innerText.trim().length > 20",
        timeout=PATIENCE,
    )
    tab.page.wait_for_load_state("networkidle", timeout=PATIENCE)
    assert tab.errors == []
    assert tab.foreign == []


def test_tab_that_reloads_begins_anew(served: Any, tab: Any) -> None:
    sockets: list[str] = []
    tab.page.on("websocket", lambda websocket: sockets.append(websocket.url.split("?")[0]))
    for _ in range(2):
        tab.page.goto(served.address)
        tab.page.wait_for_load_state("networkidle", timeout=PATIENCE)
    assert len(set(sockets)) == 2
    assert tab.errors == []


def test_scripts_of_others_do_not_run(served: Any, tab: Any) -> None:
    tab.page.goto(served.address)
    ran = tab.page.evaluate(
        """() => {
            const script = document.createElement('script');
            script.textContent = 'window.injected = true';
            document.head.append(script);
            return window.injected === true;
        }"""
    )
    assert not ran
    assert any("Content Security Policy" in error for error in tab.errors)


def test_server_ends_though_a_page_is_stuck(
    start_server: Callable[..., Any], tab: Any, tmp_path: Path
) -> None:
    page = tmp_path / "stuck.py"
    page.write_text(STUCK)
    server = start_server(SOLARA_APP=str(page))
    tab.may_fail = True  # it never comes up
    tab.page.goto(server.address)
    for _ in range(100):
        if "begun" in server.said():
            break
        tab.page.wait_for_timeout(100)
    assert "begun" in server.said()
    assert server.stop() == 0
