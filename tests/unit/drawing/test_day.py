"""The figure of the day is drawn from any record, the empty one included."""

import pytest
from PIL import Image

from gatecrush.experiments.drawing.day import PANELS, day_figure, day_panels
from gatecrush.experiments.words import clock
from gatecrush.model.place.raster import ground_raster
from gatecrush.model.record.recorder import record_of


def test_day_figure_is_a_picture(model, tmp_path):
    path = tmp_path / "day.png"
    day_figure(record_of(model), path)
    with Image.open(path) as picture:
        assert min(picture.size) > 800


LABELS = (
    "people on the site",
    "share",  # which has no unit
    "place in the order of arrival",
    "gate load (kN/m)",
    "density (1/m²)",
)
"""What each panel says along its axis, from top to bottom."""


@pytest.mark.parametrize("begun", [True, False])
def test_every_axis_is_labeled_with_its_unit(model, begun):
    if not begun:
        model.seconds, model.minute_count, model.admission_count = 0.0, 0, 0
        model.people.conduct[:] = 0
    panels = list(day_panels(record_of(model), [name for name, _ in PANELS]))
    for label, (title, figure) in zip(LABELS, panels, strict=True):
        (axis,) = figure.axes
        assert (axis.get_ylabel(), axis.get_xlabel()) == (label, "hour of the day")
        assert title


def test_the_densest_crowd_that_cells_hold_is_within_the_axis(model):
    densest = model.place.cell**-2
    model.minute_log["gate_density"] = densest
    ((title, figure),) = day_panels(record_of(model), ["density"])
    (axis,) = figure.axes
    assert axis.get_ylim()[0] == 0.0
    assert densest < axis.get_ylim()[1] < 1.1 * densest
    assert f"at most {densest:.2g} per m²" in title


def test_a_run_that_has_not_begun_can_be_drawn(model, tmp_path):
    model.seconds, model.minute_count, model.admission_count = 0.0, 0, 0
    model.people.conduct[:] = 0
    day_figure(record_of(model), tmp_path / "empty.png")
    with Image.open(tmp_path / "empty.png") as picture:
        assert min(picture.size) > 800


def test_ground_raster_covers_strip_and_lane(model):
    ground = ground_raster(model.place, 45.0)
    cell = model.place.cell
    assert ground.kinds.shape[1] == round(45 / cell)
    assert ground.reach == pytest.approx(45.0, abs=cell)
    ((left, right),) = ground.gate
    assert right - left == pytest.approx(round(1.6 / cell) * cell)


@pytest.mark.parametrize(("hour", "shown"), [(5.0, "05:00"), (14.999, "15:00"), (25.5, "01:30")])
def test_clock(hour, shown):
    assert clock(hour) == shown
