"""The film shows the day, and one evening opening second by second."""

import numba
import numpy as np
import pytest
from click.testing import CliRunner
from PIL import Image

from gatecrush.agents.conduct import HOLDING, PRESSING
from gatecrush.experiments.film import AFTER, BEFORE, film, main, shoot
from gatecrush.experiments.film_frame import Camera, Scene
from gatecrush.model.crossing import BorderCrossing
from gatecrush.model.scenario import Scenario


@pytest.fixture(scope="module")
def scenario():
    if numba.config.DISABLE_JIT:
        pytest.skip("an evening takes minutes without compilation")
    return Scenario.load("account").with_(
        **{"run.start": 19.0, "run.end": 20.8, "demand.initial_numbered": 20}
    )


@pytest.fixture(scope="module")
def scenes(scenario):
    return shoot(BorderCrossing(scenario, rng=1), minutes_per_frame=5.0)


def test_scenes_follow_one_another(scenes):
    seconds = [scene.seconds for scene in scenes]
    assert seconds == sorted(set(seconds))
    assert scenes[0].seconds == 0.0
    assert scenes[-1].hour == pytest.approx(20.8, abs=0.1)


def test_one_opening_is_seen_second_by_second(scenes):
    close = [scene for scene in scenes if scene.close]
    assert len(close) == pytest.approx(BEFORE + AFTER, abs=2)
    assert np.diff([scene.seconds for scene in close]) == pytest.approx(1.0, abs=0.31)
    assert close[0].activity != "admitting"
    assert any(scene.activity == "admitting" for scene in close)


def test_a_person_is_a_dot_of_the_color_of_their_conduct(model):
    def at_work(conduct):
        scene = Scene(
            seconds=0.0,
            hour=9.0,
            x=np.array([0.0]),
            y=np.array([20.0]),
            conduct=np.array([conduct], np.int8),
            load=1.0,
            activity="cars",
            press_share=0.5,
            admitted=3,
            close=False,
        )
        camera = Camera(model.place, title="by hand", scenes=[scene])
        picture = camera.picture(scene).convert("RGB")
        x, y = camera._pixel(0.0, 20.0)
        return picture.getpixel((round(x), round(y)))

    blue, red = at_work(HOLDING), at_work(PRESSING)
    assert blue[2] > blue[0]
    assert red[0] > red[2]


def test_film_is_an_animation(scenario, tmp_path):
    path = tmp_path / "out" / "day.webp"
    short = scenario.with_(**{"run.end": 19.2})
    film(short, path, minutes_per_frame=2.0)
    assert [entry.name for entry in path.parent.iterdir()] == ["day.webp"]
    with Image.open(path) as picture:
        assert picture.n_frames > 3


def test_an_unknown_scenario_is_refused_in_words(tmp_path):
    result = CliRunner().invoke(main, ["no_such_day", "--out", str(tmp_path / "day.webp")])
    assert result.exit_code == 2
    assert "no_such_day" in result.output
    assert not list(tmp_path.iterdir())
