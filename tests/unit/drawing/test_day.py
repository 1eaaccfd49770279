"""The figure of the day is drawn from any record, the empty one included."""

import pytest
from PIL import Image

from gatecrush.experiments.drawing.day import day_figure
from gatecrush.experiments.drawing.style import ground_raster
from gatecrush.experiments.words import clock
from gatecrush.model.record.recorder import record_of


def test_day_figure_is_a_picture(model, tmp_path):
    path = tmp_path / "day.png"
    day_figure(record_of(model), path)
    with Image.open(path) as picture:
        assert min(picture.size) > 800


def test_a_run_that_has_not_begun_can_be_drawn(model, tmp_path):
    model.seconds, model.minute_count, model.admission_count = 0.0, 0, 0
    model.people.conduct[:] = 0
    day_figure(record_of(model), tmp_path / "empty.png")


def test_ground_raster_covers_strip_and_lane(model):
    ground = ground_raster(model.place, 45.0)
    assert ground.colors.shape[1] == round(45 / 0.4)
    assert ground.reach == pytest.approx(45.0, abs=0.4)
    assert ground.gate[1] - ground.gate[0] == pytest.approx(1.6)


@pytest.mark.parametrize(("hour", "shown"), [(5.0, "05:00"), (14.999, "15:00"), (25.5, "01:30")])
def test_clock(hour, shown):
    assert clock(hour) == shown
