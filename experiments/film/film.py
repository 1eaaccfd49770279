"""The day as a film: the site near the gate in quick motion, and one evening opening close up."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import numpy as np
from numpy.typing import NDArray

from gatecrush.model.record.recorder import OFFSET

from ..words import clock
from .file import check_ending, write_film
from .frame import Camera, Scene

if TYPE_CHECKING:
    from PIL import Image

    from gatecrush.model.changes import Changes
    from gatecrush.model.scenario.scenario import Scenario

BEFORE: Final = 20.0
"""Time before the opening at which the close look begins, s."""
AFTER: Final = 100.0
"""Time after the opening for which it lasts, s."""
CLOSE_LOOK_FROM: Final = 19.5
"""The first opening after this hour is shown close up, h."""
QUICK_FRAME: Final = 60
"""Time for which a frame of the day is shown, ms."""
SLOW_FRAME: Final = 100
"""Time for which a frame of the close look, one second of the day, is shown, ms."""
LAST_FRAME: Final = 2500
"""Time for which the last frame is shown, ms."""
Progress = Callable[[float, float], object]


def film(
    scenario: Scenario | str | Path,
    path: Path | str,
    *,
    seed: int = 0,
    replication: int = 0,
    changes: Changes = (),
    minutes_per_frame: float = 2.0,
) -> int:
    """Run a day and write it as a film.

    Args:
        scenario: a scenario, the name of one that ships, or the path of a scenario file.
        path: the file to write: .webp, .gif or .mp4.
        seed: root of all random numbers.
        replication: which repetition under that seed.
        changes: hours with the parameters to change then.
        minutes_per_frame: time from frame to frame in quick motion, min.

    Returns:
        Number of frames.

    Raises:
        ScenarioError: the scenario or a change cannot be used.
        UnusableFilmError: there is no such kind of film, or a package is missing.
    """
    from gatecrush.model.crossing import BorderCrossing

    check_ending(Path(path))
    model = BorderCrossing(scenario, rng=seed, replication=replication, changes=changes)
    return film_of(model, Path(path), minutes_per_frame=minutes_per_frame)


def film_of(
    model: Any,
    path: Path,
    *,
    minutes_per_frame: float,
    progress: Progress | None = None,
) -> int:
    """Run a model to its end and write the film of it; return the number of frames.

    Each frame goes to the file as soon as it is drawn: a month needs no more memory than a day.

    Args:
        model: a BorderCrossing that steps one second at a time.
        path: the file to write.
        minutes_per_frame: time from frame to frame in quick motion, min.
        progress: called with hours done and hours in all.
    """
    run = model.scenario.run
    camera = Camera(model.place, title=_title(model), span=(run.start, run.end))
    scenes = shoot(model, minutes_per_frame=minutes_per_frame, progress=progress)
    return write_film(path, _frames(camera, scenes))


def _title(model: Any) -> str:
    again = f", replication {model.replication}" if model.replication else ""
    hours = " and ".join(dict.fromkeys(clock(hour) for hour, _ in model.changes))
    changed = f", changed at {hours}" if hours else ""
    return f"{model.scenario.name}, seed {model.seed}{again}{changed}"


def _frames(camera: Camera, scenes: Iterator[Scene]) -> Iterator[tuple[Image.Image, int]]:
    """Yield the frames one by one, each with the time for which it is shown, ms."""
    before = next(scenes)
    for scene in scenes:
        yield camera.picture(before), SLOW_FRAME if before.close else QUICK_FRAME
        before = scene
    yield camera.picture(before), LAST_FRAME


def shoot(
    model: Any, *, minutes_per_frame: float, progress: Progress | None = None
) -> Iterator[Scene]:
    """Run a model to its end and yield the scenes, in order of time.

    Args:
        model: a BorderCrossing that steps one second at a time.
        minutes_per_frame: time between scenes in quick motion, min.
        progress: called with hours done and hours in all.
    """
    run = model.scenario.run
    early = 1e-6 - run.time_step  # the model stands at the last time step that fits into a second
    scenes: dict[float, Scene] = {}
    last_seconds: deque[Scene] = deque(maxlen=round(BEFORE))
    opened: float | None = None
    next_quick = 0.0
    while True:
        now = run.start * 3600 + model.seconds
        watching = now > CLOSE_LOOK_FROM * 3600 + early and opened is None
        close = opened is not None and model.seconds <= opened + AFTER
        if watching or close:
            scene = scene_of(model, close=True)
            if close:
                scenes[scene.seconds] = scene
            elif model.gate.is_open and last_seconds:
                opened = model.seconds
                scenes |= {each.seconds: each for each in (*last_seconds, scene)}
            else:
                last_seconds.append(scene)
        if model.seconds > next_quick + early:
            next_quick += 60 * minutes_per_frame
            if not close:
                scenes.setdefault(model.seconds, scene_of(model, close=False))
            if progress is not None:
                progress(model.hour - run.start, run.end - run.start)
        if not model.running:
            yield from (scenes[seconds] for seconds in sorted(scenes))
            return
        # The close look may still put scenes before the latest ones.
        for seconds in sorted(each for each in scenes if each < model.seconds - 2 * BEFORE):
            yield scenes.pop(seconds)
        if not (watching or close):  # nothing to see until the next frame
            soon = run.start + (next_quick - 1) / 3600
            model.run_until(min(soon, CLOSE_LOOK_FROM) if opened is None else soon)
        model.step()


def scene_of(model: Any, *, close: bool) -> Scene:
    """Return what there is to see now.

    Args:
        model: a BorderCrossing.
        close: whether it belongs to the close look.
    """
    here = np.flatnonzero(model.people.cell >= 0)
    cell = model.people.cell[here]
    offsets = _offsets(len(model.people))
    last = model.minute_log[max(0, model.minute_count - 1)]
    peak = float(np.nan_to_num(last["gate_load_peak"])) if model.minute_count else 0.0
    return Scene(
        seconds=model.seconds,
        hour=model.hour,
        x=model.place.x[cell] + offsets[here, 0],
        y=model.place.y[cell] + offsets[here, 1],
        conduct=model.people.conduct[here].copy(),
        load=(float(model.gate.load) if close else peak) / 1000,
        activity=model.guards_activity,
        press_share=float(model.press_share),
        admitted=int(model.admitted),
        close=close,
    )


@lru_cache(maxsize=2)
def _offsets(people: int) -> NDArray[np.float64]:
    """Return the displacement of each person from the center of their cell, shape (people, 2), m.

    If more are to come than when the day began, everybody keeps theirs.
    """
    return np.random.default_rng(0).uniform(-OFFSET, OFFSET, (people, 2))
