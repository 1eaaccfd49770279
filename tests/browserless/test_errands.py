"""What a visitor takes along is the day they saw, with what they changed on the way."""

from __future__ import annotations

import io
import os
import signal
import time

import numba
import pytest

pytest.importorskip("solara", reason="the page needs gatecrush[server]")

from PIL import Image, ImageChops

from gatecrush.experiments.days.planned_run import PlannedRun
from gatecrush.model.scenario.scenario import Scenario
from gatecrush.server.errands.errands import film, report
from gatecrush.server.errands.process import ErrandProcess, FailedErrandError

EVENING = {"run.start": 19.0, "run.end": 19.4, "demand.initial_numbered": 40}


@pytest.fixture(scope="module")
def changed() -> PlannedRun:
    if numba.config.DISABLE_JIT:
        pytest.skip("an evening takes minutes without compilation")
    day = PlannedRun(Scenario.load("account").with_(**EVENING), seed=2, replication=1)
    return day.changed(19.1, {"demand.factor": 6.0, "volunteers.count": 9})


def last_frame(content: bytes) -> Image.Image:
    with Image.open(io.BytesIO(content)) as picture:
        picture.seek(picture.n_frames - 1)
        return picture.convert("RGB")


def test_film_shows_what_was_changed(changed: PlannedRun) -> None:
    ours, others = (last_frame(film(day)) for day in (changed, changed.unchanged()))
    site = (0, 60, ours.width, 300)  # without the title, which names the hour of the change
    assert ImageChops.difference(ours.crop(site), others.crop(site)).getbbox() is not None


def test_report_tells_what_was_changed(changed: PlannedRun) -> None:
    page = report(changed).decode()
    assert "At 19:06: demand.factor = 6, volunteers.count = 9 people" in page
    assert "At 19:06" not in report(changed.unchanged()).decode()


def test_errands_that_fail_say_why_and_leave_the_next_alone() -> None:
    """One kills its process, one takes for ever; a process killed while idle is replaced."""
    process = ErrandProcess(time_limit=3.0)
    with pytest.raises(FailedErrandError, match="memory"):
        process.run(os._exit, 3)
    with pytest.raises(FailedErrandError, match="longer"):
        process.run(time.sleep, 60)
    os.kill(process.run(os.getpid), signal.SIGKILL)
    time.sleep(0.5)
    assert process.run(abs, -2) == 2
