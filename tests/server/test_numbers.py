"""The few numbers above the crowd: what the page says is what the day's record says."""

from __future__ import annotations

import re
from typing import Any

import numpy as np
import pytest

from gatecrush.experiments import run
from gatecrush.experiments.glances.glance import glance

pytestmark = pytest.mark.timeout(1200)

PATIENCE = 240_000
DAY = {
    "run.start": 13.0, "run.end": 15.0, "demand.initial_numbered": 60, "demand.factor": 2.0,
    "gate.cycle_min": 15.0, "gate.cycle_max": 25.0,
}  # fmt: skip
SEED = 5
EXPLAINED = {
    "waiting": "Everybody on the site who wants to get in",
    "let in": "Out of turn: before somebody with a smaller number",
    "of those near the gate press": "within 15 m of the gate",
    "load": "Crowd barriers are made to bear 3 to 5 kN/m",
}
FULL = 6.0
"""Load at the end of the bar, kN/m."""


def go_to(page: Any, clock: str) -> float:
    """Go to an hour, and return the one that is shown."""
    hours, minutes = map(int, clock.split(":"))
    hour = hours + minutes / 60
    page.get_by_label("go to hour").fill(clock)
    page.wait_for_function(f"Math.abs(window.__gate.hour - {hour}) < 0.0005", timeout=PATIENCE)
    return hour


def test_load_is_the_worst_of_the_last_hour_and_is_explained_when_asked(
    served: Any, tab: Any
) -> None:
    series = run("account", seed=SEED, settings=DAY).series
    page = tab.page
    settings = "&".join(f"set={name}={value}" for name, value in DAY.items())
    page.goto(f"{served.address}/?scenario=account&seed={SEED}&{settings}")
    page.wait_for_function("window.__gate && window.__gate.people[0] > 0", timeout=PATIENCE)
    page.get_by_role("button", name="Pause").click()
    number = page.locator("[data-number=gate_load]")
    told = []
    for clock in ("14:55", "13:50"):  # the second one looking back
        hour = go_to(page, clock)
        last_hour = series[(series["time"] > hour - 1) & (series["time"] <= hour + 1e-9)]
        worst = last_hour["gate_load_peak"].max()
        now = last_hour["gate_load_peak"].iloc[-1]
        assert worst > now + 0.1, "no hour to tell the worst from the present"
        page.wait_for_function(
            f"document.querySelector('[data-number=gate_load]').textContent === '{worst:.1f}'",
            timeout=10_000,
        )
        bar = page.evaluate("document.querySelector('.gc-load-fill').style.width")
        assert float(bar.rstrip("%")) == pytest.approx(100 * worst / FULL, abs=1.0)
        told.append(number.inner_text())
    assert told[0] != told[1]
    explained = page.locator(".gc-explained")
    for name, words in EXPLAINED.items():
        what = page.get_by_role("button", name=f"{name}: what is this?")
        assert words not in explained.inner_text()
        assert what.get_attribute("aria-expanded") == "false"
        what.press("Enter")
        assert words in explained.inner_text()
        assert what.get_attribute("aria-expanded") == "true"
    what.press("Enter")
    assert not explained.is_visible()
    assert tab.errors == []


def test_a_number_tells_how_it_spreads_over_the_thirty_days(served: Any, tab: Any) -> None:
    page = tab.page
    settings = "&".join(f"set={name}={value}" for name, value in DAY.items())
    page.goto(f"{served.address}/?scenario=account&seed={SEED}&{settings}&at=13.2")
    page.wait_for_function("window.__gate && window.__gate.people[0] > 0", timeout=PATIENCE)
    page.get_by_role("button", name="Pause").click()
    page.get_by_role("button", name="waiting: what is this?").click()
    spread = page.locator(".gc-spread")
    over = page.evaluate(
        "document.querySelectorAll('[data-ended=kept], [data-ended=broke]').length"
    )
    assert over >= 10 or "too early to say" in spread.inner_text()
    page.wait_for_function("document.querySelector('.gc-so-far.gc-all')", timeout=3 * PATIENCE)
    hour = go_to(page, "13:50")
    told = page.wait_for_function(
        "(words => /^At 13:45, in .*30 days/.test(words) && words)"
        "(document.querySelector('.gc-spread').textContent)",
        timeout=PATIENCE,
    ).json_value()
    found = glance("account", DAY, seed=SEED).days
    values = sorted(
        quarter.waiting for day in found for quarter in day.quarters if quarter.hour == 13.75
    )
    least, most = (int(each) for each in re.findall(r"all of them (\d+) to (\d+)\.", told)[0])
    assert (least, most) == (values[0], values[-1])
    assert f"(median {np.median(values):.0f})" in told
    assert hour == pytest.approx(13 + 5 / 6)
    assert page.locator(".gc-of-days-half").is_visible()
    page.get_by_role("button", name="waiting: what is this?").click()
    assert not spread.is_visible()
    assert tab.errors == []
