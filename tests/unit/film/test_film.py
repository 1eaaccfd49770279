"""The film shows the day, and one evening opening second by second."""

import shutil
import weakref

import numba
import numpy as np
import pytest
from click.testing import CliRunner
from PIL import Image

from gatecrush.agents.conduct import HOLDING, PRESSING
from gatecrush.experiments import run
from gatecrush.experiments.commands.main import main
from gatecrush.experiments.film.file import ENDINGS, write_film
from gatecrush.experiments.film.film import AFTER, BEFORE, LAST_FRAME, QUICK_FRAME, film, shoot
from gatecrush.experiments.film.frame import Camera, Scene
from gatecrush.experiments.storage.run_folder import write_run
from gatecrush.model.crossing import BorderCrossing
from gatecrush.model.scenario.scenario import Scenario


@pytest.fixture(scope="module")
def scenario():
    if numba.config.DISABLE_JIT:
        pytest.skip("an evening takes minutes without compilation")
    return Scenario.load("account").with_(
        **{"run.start": 19.0, "run.end": 20.8, "demand.initial_numbered": 20}
    )


@pytest.fixture(scope="module")
def scenes(scenario):
    return list(shoot(BorderCrossing(scenario, rng=1), minutes_per_frame=5.0))


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
        camera = Camera(model.place, title="by hand", span=(9.0, 9.0))
        picture = camera.picture(scene).convert("RGB")
        x, y = camera._pixel(0.0, 20.0)
        return picture.getpixel((round(x), round(y)))

    blue, red = at_work(HOLDING), at_work(PRESSING)
    assert blue[2] > blue[0]
    assert red[0] > red[2]


def test_clock_tells_the_second_of_each_scene(scenes, model, monkeypatch):
    """The last time step may end a little before it: an hour is not shown as a minute to it."""
    camera, shown = Camera(model.place, title="by hand", span=(19.0, 20.8)), []
    monkeypatch.setattr(camera, "_text", lambda _, at, text, *size, **style: shown.append(text))
    for scene in scenes:
        camera._draw_clock(None, scene)
    clocks, notes = shown[0::3], shown[1::3]
    quick = [clock for clock, note in zip(clocks, notes, strict=True) if not note]
    assert set(quick) <= {f"{19 + n // 60}:{n % 60:02d}" for n in range(0, 109, 5)} | {"20:48"}
    assert quick[0] == "19:00"
    seconds = [int(note.rpartition(":")[2]) for note in notes if note]
    assert len(seconds) > AFTER
    assert set(np.diff(seconds) % 60) == {1}


def read_back(path):
    """Return how many frames a film has, and how long it lasts, s."""
    if path.suffix == ".mp4":
        import av

        with av.open(str(path)) as movie:
            return sum(1 for _ in movie.decode(video=0)), movie.duration / 1e6
    with Image.open(path) as picture:
        lasting = 0
        for number in range(picture.n_frames):
            picture.seek(number)
            picture.load()
            lasting += picture.info["duration"]
        return picture.n_frames, lasting / 1000


@pytest.mark.parametrize("ending", ENDINGS)
def test_film_is_read_back_whole(scenario, tmp_path, ending):
    path = tmp_path / "out" / f"day{ending}"
    short = scenario.with_(**{"run.end": 19.2})
    frames = film(short, path, minutes_per_frame=2.0)
    assert [entry.name for entry in path.parent.iterdir()] == [path.name]
    assert frames == 7  # 12 min, both ends included
    lasting = ((frames - 1) * QUICK_FRAME + LAST_FRAME) / 1000
    assert read_back(path) == (frames, pytest.approx(lasting))


@pytest.mark.parametrize("ending", ENDINGS)
def test_frames_are_shown_for_as_long_as_they_are_told(tmp_path, ending):
    path = tmp_path / f"colors{ending}"
    colors = ["red", "green", "blue", "white"]
    pictures = [Image.new("RGB", (33, 21), color).convert("P") for color in colors]
    write_film(path, zip(pictures, [60, 100, 40, 700], strict=True))
    assert read_back(path) == (4, pytest.approx(0.9))


@pytest.mark.parametrize("ending", [".webp", ".gif"])
def test_frames_are_read_back_as_they_were_drawn(tmp_path, ending):
    """Also where only a corner, an odd pixel or nothing changes."""
    pictures = [Image.new("P", (33, 21), 0)]
    pictures[0].putpalette([part for n in range(256) for part in (n, 255 - n, n // 2)])
    for box in ((5, 7, 20, 9), (32, 20, 33, 21), (0, 0, 0, 0), (0, 0, 33, 21), (1, 1, 2, 2)):
        pictures.append(pictures[-1].copy())
        pictures[-1].paste(len(pictures) * 40, box)
    path = tmp_path / f"changes{ending}"
    write_film(path, ((picture, 50) for picture in pictures))
    with Image.open(path) as film:
        assert film.info["loop"] == 0
        for number, picture in enumerate(pictures):
            film.seek(number)
            assert film.convert("RGB").tobytes() == picture.convert("RGB").tobytes()


@pytest.mark.parametrize("ending", ENDINGS)
def test_frames_are_written_as_they_are_drawn(tmp_path, ending):
    """A month of frames must never be in memory."""
    alive, most = [], 0

    def drawn():
        nonlocal most
        for number in range(120):
            picture = Image.new("P", (64, 48), number)
            alive.append(weakref.ref(picture))
            most = max(most, sum(each() is not None for each in alive))
            yield picture, 60

    write_film(tmp_path / f"long{ending}", drawn())
    assert most < 5


def test_scenes_are_given_as_they_are_seen(scenario):
    """The line of the day, too, is no finer than the picture."""
    model = BorderCrossing(scenario.with_(**{"run.end": 24.0}), rng=1)
    seen = [model.seconds - scene.seconds for scene in shoot(model, minutes_per_frame=2.0)]
    assert len(seen) > 150
    assert max(seen) < 2 * BEFORE + 121


@pytest.fixture(scope="module")
def changed_day(scenario, tmp_path_factory):
    """The folder of a run in which many more come from the middle on, so that rows are added."""
    short = scenario.with_(**{"run.end": 19.3})
    changes = ((19.1, {"demand.factor": 6.0}),)
    folder = tmp_path_factory.mktemp("changed") / "day"
    record = run(short, seed=3, replication=2, changes=changes)
    assert record.changes
    write_run(folder, record, short, {})
    return folder


def gatecrush(*words):
    result = CliRunner().invoke(main, ["film", *words, "--quiet"])
    return result.exit_code, result.output


def test_run_folder_is_filmed_as_it_was(changed_day):
    status, said = gatecrush(str(changed_day))
    assert (status, said.count("\n")) == (0, 1), said
    assert (changed_day / "film.webp").exists()


def test_day_that_comes_out_otherwise_is_told(changed_day, tmp_path):
    copy = tmp_path / "copy"
    shutil.copytree(changed_day, copy)
    for name in ("changes.json", "digests.json"):  # as if it had been kept without
        (copy / name).unlink()
    status, said = gatecrush(str(copy), "--out", str(tmp_path / "day.gif"))
    assert status == 1
    assert "the film shows the day as it comes out now" in said


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["no_such_day"], "no_such_day: there is no such file"),
        (["account", "--out", "day.avi"], "--out day.avi: must end in .webp, .gif or .mp4"),
        (["account", "--out", "day"], "--out day: must end in"),
        (["empty"], "empty: holds no run (there is no summary.json)"),
        (["account", "--set", "gate.width=wide"], "--set gate.width=wide: must be a number"),
    ],
)
def test_unusable_words_write_nothing(tmp_path, monkeypatch, words, message):
    (tmp_path / "empty").mkdir()
    monkeypatch.chdir(tmp_path)
    status, said = gatecrush(*words)
    assert status == 2
    assert message in said
    assert said.count("\n") == 1
    assert [path.name for path in tmp_path.rglob("*")] == ["empty"]


def test_name_of_a_scenario_is_no_folder(tmp_path, monkeypatch):
    (tmp_path / "account").mkdir()
    monkeypatch.chdir(tmp_path)
    status, said = gatecrush("account", "--set", "run.end=5.1", "--out", "day.gif")
    assert (status, said[:8]) == (0, "day.gif:")


def test_seed_of_a_stored_run_is_its_own(changed_day):
    status, said = gatecrush(str(changed_day), "--seed", "1")
    assert status == 2
    assert "--seed and --set change it" in said


def test_missing_package_is_named(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("gatecrush.experiments.film.file.find_spec", lambda _: None)
    status, said = gatecrush("account", "--out", "day.mp4")
    assert status == 2
    assert "gatecrush[film]" in said
    assert list(tmp_path.iterdir()) == []
