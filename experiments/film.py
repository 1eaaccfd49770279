"""The day as a film: the site near the gate in quick motion, and one evening opening close up.

Run it as ``python -m gatecrush.experiments.film account --out out/day.webp``.
"""

from __future__ import annotations

import os
import sys
from collections import deque
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click
import numpy as np
from numpy.typing import NDArray

from gatecrush.model.minutes import MINUTE_INDEX
from gatecrush.model.recorder import OFFSET
from gatecrush.model.scenario import Scenario

from .film_frame import Camera, Scene

if TYPE_CHECKING:
    from PIL import Image

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

Progress = Callable[[float, float], object]


def film(
    scenario: Scenario | str | Path,
    path: Path | str,
    *,
    seed: int = 0,
    minutes_per_frame: float = 2.0,
    progress: Progress | None = None,
) -> int:
    """Run a day and write it as an animated WebP.

    Args:
        scenario: a scenario, the name of one that ships, or the path of a scenario file.
        path: the file to write.
        seed: root of all random numbers.
        minutes_per_frame: time from frame to frame in quick motion, min.
        progress: called with hours done and hours in all.

    Returns:
        Number of frames.

    Raises:
        ScenarioError: the scenario cannot be used.
    """
    from gatecrush.model.crossing import BorderCrossing

    model = BorderCrossing(scenario, rng=seed)
    scenes = shoot(model, minutes_per_frame=minutes_per_frame, progress=progress)
    camera = Camera(model.place, title=f"{model.scenario.name}, seed {seed}", scenes=scenes)
    pictures = [camera.picture(scene) for scene in scenes]
    durations = [SLOW_FRAME if scene.close else QUICK_FRAME for scene in scenes]
    durations[-1] = 2500
    _write(pictures, durations, Path(path))
    return len(pictures)


def shoot(model: Any, *, minutes_per_frame: float, progress: Progress | None = None) -> list[Scene]:
    """Run a model to its end and return the scenes, in order of time.

    Args:
        model: a BorderCrossing that steps one second at a time.
        minutes_per_frame: time between scenes in quick motion, min.
        progress: called with hours done and hours in all.
    """
    run = model.scenario.run
    offsets = np.random.default_rng(0).uniform(-OFFSET, OFFSET, (len(model.people.cell), 2))
    scenes: dict[float, Scene] = {}
    last_seconds: deque[Scene] = deque(maxlen=round(BEFORE))
    opened: float | None = None
    next_quick = 0.0
    while True:
        watching = model.hour >= CLOSE_LOOK_FROM and opened is None
        close = opened is not None and model.seconds <= opened + AFTER
        if watching or close:
            scene = scene_of(model, offsets, close=True)
            if close:
                scenes[scene.seconds] = scene
            elif model.gate.is_open and last_seconds:
                opened = model.seconds
                scenes |= {each.seconds: each for each in (*last_seconds, scene)}
            else:
                last_seconds.append(scene)
        if model.seconds >= next_quick - 1e-6:
            next_quick += 60 * minutes_per_frame
            if not close:
                scenes.setdefault(model.seconds, scene_of(model, offsets, close=False))
            if progress is not None:
                progress(model.hour - run.start, run.end - run.start)
        if not model.running:
            return [scenes[seconds] for seconds in sorted(scenes)]
        model.step()


def scene_of(model: Any, offsets: NDArray[np.float64], *, close: bool) -> Scene:
    """Return what there is to see now.

    Args:
        model: a BorderCrossing.
        offsets: displacement of each person from the center of their cell, shape (people, 2), m.
        close: whether it belongs to the close look.
    """
    here = np.flatnonzero(model.people.cell >= 0)
    cell = model.people.cell[here]
    last = model.minute_log[max(0, model.minute_count - 1)]
    peak = float(np.nan_to_num(last[MINUTE_INDEX["gate_load_peak"]])) if model.minute_count else 0.0
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


def _write(pictures: list[Image.Image], durations: list[int], path: Path) -> None:
    """Write the film beside its place and put it there when it is complete."""
    path.parent.mkdir(parents=True, exist_ok=True)
    unfinished = path.with_name(f".{path.name}.{os.getpid()}.partial")
    try:
        with unfinished.open("wb") as file:
            pictures[0].save(
                file,
                format="WEBP",
                save_all=True,
                append_images=pictures[1:],
                duration=durations,
                loop=0,
                lossless=True,
                quality=60,
                method=4,
            )
        unfinished.replace(path)
    finally:
        unfinished.unlink(missing_ok=True)


@click.command()
@click.argument("scenario")
@click.option("--out", default="out/day.webp", show_default=True, help="File to write.")
@click.option("--seed", default=0, show_default=True, help="Root of all random numbers.")
@click.option("--minutes-per-frame", default=2.0, show_default=True, help="Quick motion, min.")
def main(scenario: str, out: str, seed: int, minutes_per_frame: float) -> None:
    """Film a day of SCENARIO: its name, or a TOML file."""
    from tqdm import tqdm

    from gatecrush.model.door import ScenarioError

    try:
        day = Scenario.load(scenario)
    except ScenarioError as error:
        click.echo(f"gatecrush: {error}", err=True)
        sys.exit(2)
    hours = day.run.end - day.run.start
    shape = "{l_bar}{bar}| {n:.1f}/{total:.1f} h [{remaining}]"
    with tqdm(total=hours, bar_format=shape) as bar:
        frames = film(
            day,
            out,
            seed=seed,
            minutes_per_frame=minutes_per_frame,
            progress=lambda done, _: bar.update(done - bar.n),
        )
    click.echo(f"{out}: {frames} frames, {Path(out).stat().st_size / 1e6:.1f} MB")


if __name__ == "__main__":
    main()
