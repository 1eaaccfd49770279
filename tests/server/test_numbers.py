"""The few numbers above the crowd: what the page says is what the day's record says."""

from __future__ import annotations

from typing import Any

import pytest

from gatecrush.experiments import run

pytestmark = pytest.mark.timeout(900)

PATIENCE = 240_000
DAY = {
    "run.start": 13.0, "run.end": 15.0, "demand.initial_numbered": 60, "demand.factor": 2.0,
    "gate.cycle_min": 15.0, "gate.cycle_max": 25.0,
}  # fmt: skip
SEED = 5
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
    words = "Crowd barriers are made to bear 3 to 5 kN/m"
    assert not page.get_by_text(words).is_visible()
    what = page.get_by_role("button", name="what these numbers say")
    assert what.get_attribute("aria-expanded") == "false"
    what.press("Enter")
    assert page.get_by_text(words).is_visible()
    assert what.get_attribute("aria-expanded") == "true"
    what.press("Enter")
    assert not page.get_by_text(words).is_visible()
    assert tab.errors == []
