"""Rows of differences: named from above, gray where nothing is known to differ."""

from __future__ import annotations

import pandas as pd
import pytest
from matplotlib.colors import to_rgba
from matplotlib.figure import Figure

from gatecrush.experiments.drawing.differences import draw_differences, name_rows
from gatecrush.experiments.drawing.panels import BLUE, FAINT, RED

ROWS = pd.DataFrame(
    {
        "mean": [0.5, 0.9, 0.1, 0.5],
        "difference": [0.0, 0.4, -0.4, 0.0],
        "difference_low": [0.0, 0.3, -0.5, -0.1],
        "difference_high": [0.0, 0.5, -0.3, 0.1],
    },
    index=["nothing", "more", "less", "as before"],
)


@pytest.fixture
def drawn():
    axis = Figure().add_subplot()
    draw_differences(
        axis, ROWS, ["more", "less", "as before"], baseline="nothing", title="share of all days"
    )
    name_rows(axis, ["more", "less", "as before"])
    return axis


def test_color_says_which_way_and_whether_it_is_known(drawn):
    dots = [line for line in drawn.lines if line.get_marker() == "o"]
    assert [dot.get_xdata()[0] for dot in dots] == [0.4, -0.4, 0.0]
    assert [to_rgba(dot.get_color()) for dot in dots] == [to_rgba(c) for c in (RED, BLUE, FAINT)]


def test_title_gives_what_it_differs_from(drawn):
    assert drawn.get_title() == "share of\nall days\n(0.5)"


def test_first_row_is_on_top(drawn):
    assert [words.get_text() for words in drawn.get_yticklabels()] == ["more", "less", "as before"]
    low, high = drawn.get_ylim()
    assert low > high
