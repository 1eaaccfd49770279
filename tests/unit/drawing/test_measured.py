"""The figure of measured crowds: a column for each, density only where it was measured."""

import numpy as np

from gatecrush.experiments.drawing.measured import Curves, measured_figure

TIMES = np.array([1.0, 2.0, 4.0])


def test_each_crowd_has_a_column_and_every_day_a_line():
    with_density = Curves("one", TIMES, (TIMES, TIMES + 1), np.full(5, 3.0), (np.full(9, 2.0),) * 2)
    without = Curves("two", TIMES, (TIMES,), np.empty(0), (np.empty(0),))
    chart = measured_figure([with_density, without])
    through_one, through_two, below_one, below_two = chart.axes
    assert [axis.get_title(loc="left") for axis in (through_one, through_two)] == ["one", "two"]
    assert [len(axis.lines) for axis in (through_one, through_two, below_one)] == [3, 2, 3]
    measured = through_one.lines[-1]
    assert measured.get_xdata().tolist() == TIMES.tolist()
    assert measured.get_ydata().tolist() == [1, 2, 3]
    assert not below_two.axison
    assert "no comparison" in below_two.texts[0].get_text()
