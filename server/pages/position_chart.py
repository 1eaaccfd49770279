"""The picture of a person's position in the fair order, as HTML with a drawing in it.

The drawing stretches with the page and the words beside it do not: it is readable on a phone.
"""

from __future__ import annotations

import math
from html import escape
from typing import Final

import numpy as np
import pandas as pd

from gatecrush.experiments.witness.fair_position import FairPosition
from gatecrush.experiments.witness.story import Story
from gatecrush.experiments.words import clock
from gatecrush.model.arrays import Floats

WIDTH, HEIGHT, STRIP = 1000.0, 300.0, 60.0
"""Size of the drawing and of the strip below it, in its own units."""
MOST_LABELS: Final = 8
STEPS: Final = (1 / 60, 1 / 12, 1 / 6, 0.25, 0.5, 1, 2, 3, 4, 6, 12, 24, 96, 240)
"""Hours from label to label."""


def position_chart(story: Story, series: pd.DataFrame) -> str:
    """Return the picture of a story.

    Args:
        story: of one person.
        series: ``time``, ``press_share``, a row a minute.
    """
    position = story.position
    low, high = float(position.hours[0]), float(position.hours[-1])
    span = max(high - low, 1 / 60)
    top = _round_top(max(int(position.ahead.max()), int(position.passed.max()), 1))
    across = (position.hours - low) / span * WIDTH
    marks = [
        (100 * (line.hour - low) / span, number)
        for number, line in enumerate(story.lines, 1)
        if line.hour <= high + 1e-9
    ]
    drawing = "".join(
        [
            *(_level(HEIGHT * share) for share in (0.0, 0.5)),
            *(_upright(share * WIDTH / 100) for share, _ in marks),
            _steps("ahead", across, HEIGHT * (1 - position.ahead / top)),
            _steps("passed", across, HEIGHT * (1 - position.passed / top)),
        ]
    )
    return (
        '<div class="gc-position">'
        '<p class="gc-key">'
        '<span><i class="gc-swatch-ahead"></i>came before them, still waiting</span>'
        '<span><i class="gc-swatch-passed"></i>came later, already let in</span></p>'
        f'<div class="gc-plot">{_numbers(marks)}<div class="gc-scale-y"><b>{top}</b>'
        f"<b>{top // 2}</b><b>0</b></div>"
        f"{_svg(drawing, HEIGHT, _spoken(position))}</div>"
        f'<p class="gc-strip-title">Of the people near the gate, how many pressed</p>'
        f'<div class="gc-plot gc-strip"><div class="gc-scale-y"><b>all</b><b>none</b></div>'
        f"{_svg(_press_area(series, low, span), STRIP, 'share of people near the gate who press')}"
        f"{_hours(low, high)}</div></div>"
    )


def _svg(drawing: str, height: float, words: str) -> str:
    return (
        f'<svg viewBox="0 0 {WIDTH:g} {height:g}" preserveAspectRatio="none" role="img" '
        f'aria-label="{escape(words)}">{drawing}</svg>'
    )


def _steps(name: str, across: Floats, up: Floats) -> str:
    points = [f"M{across[0]:.1f},{up[0]:.1f}"]
    points += [f"H{x:.1f}V{y:.1f}" for x, y in zip(across[1:], up[1:], strict=True)]
    return f'<path class="gc-line-{name}" d="{"".join(points)}"/>'


def _press_area(series: pd.DataFrame, low: float, span: float) -> str:
    shown = series[series["time"].between(low, low + span)]
    if shown.empty:
        return ""
    thin = shown.iloc[:: max(1, len(shown) // 400)]
    share = thin["press_share"].fillna(0).to_numpy()
    across = (thin["time"].to_numpy() - low) / span * WIDTH
    points = " ".join(f"{x:.1f},{STRIP * (1 - y):.1f}" for x, y in zip(across, share, strict=True))
    return (
        f'<polygon class="gc-area" points="{across[0]:.1f},{STRIP:g} {points} '
        f'{across[-1]:.1f},{STRIP:g}"/>'
    )


def _level(up: float) -> str:
    return f'<line class="gc-grid" x1="0" x2="{WIDTH:g}" y1="{up:g}" y2="{up:g}"/>'


def _upright(across: float) -> str:
    return f'<line class="gc-event" x1="{across:.1f}" x2="{across:.1f}" y1="0" y2="{HEIGHT:g}"/>'


def _numbers(marks: list[tuple[float, int]]) -> str:
    """Return the numbers of the story's lines above the drawing; close ones share a place."""
    places: list[tuple[float, list[int]]] = []
    for share, number in marks:
        if places and share - places[-1][0] < 4:
            places[-1][1].append(number)
        else:
            places.append((share, [number]))
    return "".join(
        f'<span class="gc-mark" style="left:{min(share, 100):.2f}%">{_joined(numbers)}</span>'
        for share, numbers in places
    )


def _joined(numbers: list[int]) -> str:
    return f"{numbers[0]}–{numbers[-1]}" if len(numbers) > 1 else str(numbers[0])


def _hours(low: float, high: float) -> str:
    step = next((each for each in STEPS if (high - low) / each <= MOST_LABELS), 10 * STEPS[-1])
    ticks = np.arange(math.ceil(low / step) * step, high + 1e-9, step)
    words = (
        f'<span style="left:{100 * (tick - low) / max(high - low, 1e-9):.2f}%">'
        f"{clock(float(tick))}</span>"
        for tick in ticks
    )
    return f'<div class="gc-scale-x">{"".join(words)}</div>'


def _round_top(most: int) -> int:
    """Return the smallest even round number that is not smaller."""
    scale = 10 ** max(0, math.floor(math.log10(most)) - 1)
    return 2 * math.ceil(most / (2 * scale)) * scale


def _spoken(position: FairPosition) -> str:
    return (
        f"From {clock(float(position.hours[0]))} to {clock(float(position.hours[-1]))} "
        f"the people who came before them and still wait go from {position.ahead[0]} to "
        f"{position.ahead[-1]}, those who came later and are let in from {position.passed[0]} to "
        f"{position.passed[-1]}."
    )
