"""The page on a phone, and where the system forces its colors: all in reach, and told apart."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

import pytest
from PIL import Image

pytestmark = pytest.mark.timeout(900)

PATIENCE = 240_000
DAY = "/?seed=3&set=run.start=13&set=run.end=14&set=demand.initial_numbered=60&at=13.5"
CROWD = "window.__gate && window.__gate.people[0] > 0 && !window.__gate.jumping"
PHONE = {"viewport": {"width": 390, "height": 844}, "is_mobile": True, "has_touch": True}
HEIGHT = 844


def visited(tab: Any, address: str) -> Any:
    tab.page.goto(address + DAY)
    tab.page.wait_for_function(
        f"{CROWD} && document.querySelectorAll('.gc-tile').length === 30", timeout=PATIENCE
    )
    return tab.page


def bottom(page: Any, part: str) -> float:
    box = page.locator(part).first.bounding_box()
    return float(box["y"] + box["height"])


def test_controls_and_timeline_stay_in_sight_and_tiles_stand_in_three_rows(
    served: Any, new_tab: Callable[..., Any]
) -> None:
    page = visited(new_tab(**PHONE), served.address)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    assert page.locator(".gc-site").bounding_box()["height"] <= 0.6 * HEIGHT + 1
    for scrolled in (0, 120):
        page.evaluate(f"scrollTo(0, {scrolled})")
        page.wait_for_timeout(200)
        for part in (".gc-play", ".gc-curves"):
            assert 0.8 * HEIGHT < bottom(page, part) <= HEIGHT, (scrolled, part)
    boxes = page.evaluate(
        "[...document.querySelectorAll('.gc-tile')].map((tile) => tile.getBoundingClientRect())"
        ".map(({ x, y, width }) => ({ x, y, width }))"
    )
    assert len({round(box["x"]) for box in boxes}) == 10
    assert len({round(box["y"]) for box in boxes}) == 3
    assert min(box["width"] for box in boxes) >= 24
    hour = page.get_by_label("go to hour")
    assert not hour.is_visible()
    page.get_by_role("button", name="more controls").tap()
    hour.fill("13:10")
    page.wait_for_function("window.__gate.hour < 13.4", timeout=PATIENCE)


def luminance(color: tuple[int, ...]) -> float:
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4
              for c in (each / 255 for each in color[:3])]  # fmt: skip
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: tuple[int, ...], other: tuple[int, ...]) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def picture(locator: Any) -> Any:
    return Image.open(io.BytesIO(locator.screenshot())).convert("RGB")


@pytest.mark.parametrize("is_other", [False, True], ids=["as the system", "the other one"])
def test_where_colors_are_forced_chart_tiles_and_legend_can_be_told_apart(
    served: Any, new_tab: Callable[..., Any], is_other: bool
) -> None:
    """Also where the visitor has chosen the page dark on a light system."""
    page = visited(
        new_tab(forced_colors="active", color_scheme="light", reduced_motion="reduce"),
        served.address,
    )
    if is_other:
        page.get_by_role("button", name="light or dark").click()
        page.wait_for_selector(".v-application.theme--dark")
    page.wait_for_timeout(1000)
    chart = picture(page.locator(".gc-curves"))
    ground = chart.getpixel((1, 1))
    rows = [chart.getpixel((x, chart.height // 2)) for x in range(50, chart.width - 10)]
    assert max(contrast(color, ground) for color in rows) > 3, "the hour's line is not seen"
    chips = []
    for chip in page.locator(".gc-chip").all():
        shown = picture(chip)
        chips.append(shown.getpixel((shown.width // 4 + 1, shown.height // 2)))
    assert len(set(chips)) >= 7, "people of the legend have one color"
    page.wait_for_function("document.querySelector('.gc-tile[data-ended=broke], "
                           ".gc-tile[data-ended=kept]')", timeout=PATIENCE)  # fmt: skip
    tile = picture(page.locator(".gc-tile").first)
    assert len(tile.getcolors(10_000)) > 3
