"""The map of risk as a figure: the worst place of each map is told and marked."""

import numpy as np

from gatecrush.experiments.drawing.risk import risk_figure, risk_sentences
from gatecrush.experiments.sweeps.risk import Risk

X, Y = (each.ravel() for each in np.meshgrid([-0.5, 0.5], [0.5, 1.5, 2.5]))


def risk(share: list[float], minutes: list[float], force: list[float]) -> Risk:
    """Return the risk of six places."""
    return Risk(30, X, Y, Y + 1.0, *(np.array(each) for each in (share, minutes, force)))


def test_the_worst_place_of_each_map_is_told_and_marked():
    worst = risk([0, 0.4, 0, 0, 0, 0], [0, 0, 12, 0, 0, 0], [0, 0, 0, 0, 0, 300])
    told = risk_sentences(worst)
    assert told == (
        "Share of days with a minute above 4 people per m²: 40%, 2 m to the gate.",
        "Minutes above 4 people per m², mean of days: 12 min, 2 m to the gate.",
        "Largest force on a person of a day, mean of days: 300 N, 4 m to the gate.",
    )
    figure = risk_figure(worst, "account")
    assert "30 days" in figure.texts[1].get_text()
    maps = [axis for axis in figure.axes if axis.get_title(loc="left")]
    for axis, place, value in zip(maps, (1, 2, 5), (0.4, 12, 300), strict=True):
        mark = axis.lines[0]
        assert (mark.get_xdata()[0], mark.get_ydata()[0]) == (Y[place], X[place])
        assert axis.images[0].get_array().max() == value


def test_days_on_which_nothing_happened_are_drawn():
    nothing = risk([0] * 6, [0] * 6, [0] * 6)
    assert all(each.endswith("none anywhere.") for each in risk_sentences(nothing))
    assert not any(axis.lines for axis in risk_figure(nothing, "calm").axes[:3])
