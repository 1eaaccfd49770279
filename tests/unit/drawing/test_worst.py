"""Maps of where it was worst: the worst place and moment are told and marked."""

import numpy as np
import pytest
from PIL import Image

from gatecrush.experiments.drawing.worst import MAPS, worst_figure, worst_maps, worst_of
from gatecrush.model.record.recorder import Record, record_of


def test_the_worst_place_and_moment_of_each_map(model):
    places = record_of(model).arrays("places")
    density, crowded, force = (worst_of(places, each) for each in MAPS)
    gate = model.place.gate_cells[0]
    assert (density.value, density.hour) == (5.0, 5.0 + 13)
    assert (density.x, density.y) == (model.place.x[gate], model.place.y[gate])
    assert (crowded.value, crowded.unit, crowded.hour) == (10.0, "min", None)
    assert (force.value, force.unit, force.hour) == (700.0, "N", 5.0 + 14)
    assert str(density) == "5.0 per m² at 18:00, 0 m to the gate"


def test_far_is_as_people_walk_and_the_lane_is_named(model):
    """Who stands far to the side has a longer way than away from the gate."""
    worst, place = model.situation.worst, model.place
    on_foot = np.flatnonzero((place.walkable == 1) & (place.y > 15.0))
    aside = on_foot[np.abs(place.x[on_foot]).argmax()]
    worst.density[aside], worst.density_at[aside] = 6.0, 0.0
    density = worst_of(record_of(model).arrays("places"), MAPS[0])
    assert density.distance == place.to_gate[aside] > density.y
    lane = np.flatnonzero(place.walkable == 2)[0]
    worst.density[lane], worst.density_at[lane] = 7.0, 0.0
    density = worst_of(record_of(model).arrays("places"), MAPS[0])
    assert str(density).endswith("in the car lane")


def test_each_map_says_it_in_its_title_and_shows_it_in_its_place(model):
    chart = worst_maps(record_of(model))
    titles = [axis.get_title(loc="left") for axis in chart.axes]
    assert [title for title in titles if title] == [
        "Largest density: 5.0 per m² at 18:00, 0 m to the gate",
        "Minutes above 4 people per m²: 10 min, 0 m to the gate",
        "Largest force on a person: 700 N at 19:00, 0 m to the gate",
    ]
    shown = chart.axes[0].images[0]
    grid, (left, _, low, _) = shown.get_array(), shown.get_extent()
    across, away = np.unravel_index(int(grid.filled(0).argmax()), grid.shape)
    gate, cell = model.place.gate_cells[0], model.place.cell
    assert left + (away + 0.5) * cell == pytest.approx(model.place.y[gate])
    assert low + (across + 0.5) * cell == pytest.approx(model.place.x[gate])
    assert (~grid.mask).sum() == (model.place.walkable > 0).sum()


def test_a_day_without_anybody_is_drawn_and_one_without_places(model, tmp_path):
    worst = model.situation.worst
    worst.density[:] = worst.crowded[:] = worst.force[:] = 0.0
    quiet = record_of(model)
    old = Record(quiet.people, quiet.admissions, quiet.series, quiet.row)
    for name, record in (("quiet", quiet), ("old", old)):
        assert all(worst_of(record.arrays("places"), each) is None for each in MAPS)
        worst_figure(record, tmp_path / f"{name}.png")
        with Image.open(tmp_path / f"{name}.png") as picture:
            assert min(picture.size) > 300
