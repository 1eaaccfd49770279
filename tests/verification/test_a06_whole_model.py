"""A6 through the whole model: the scenario bulk_service, with walking, marker and all.

Six times thirty days of 8 people an hour: 4,300 openings, standard error about 1.3 % of the mean.
The expected bias is small and towards fewer people: who comes within a minute of an opening that
has places left still passes.
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest

from gatecrush.agents.conduct import ADMITTED
from gatecrush.model import BorderCrossing

from .gate_alone import number_before_openings
from .queueing import mean_before_opening, mean_wait

Note = Callable[[str, object, str], None]
SEEDS = 6


def thirty_days(seed: int) -> tuple[float, float, float, int]:
    """Return mean number before an opening, mean wait in min, share of full batches, people."""
    model = BorderCrossing("bulk_service", rng=seed, seconds_per_step=60.0)
    first = float(model.gate.next_opening)
    model.run_model()
    people, cycle = model.people, 60.0 * model.scenario.gate.cycle_min
    openings = first + cycle * np.arange(int((model.seconds - first) / cycle) + 1)
    joined = np.isfinite(people.numbered_time)
    entries, exits = people.numbered_time[joined], people.exit_time[joined]
    before = number_before_openings(entries, exits, openings)
    log = model.admission_log[: model.admission_count]
    passed = np.bincount(log.opening, minlength=openings.size + 1)[1 : openings.size]
    due = before[: openings.size - 1] >= model.scenario.gate.batch_size
    full = float((passed[due] == model.scenario.gate.batch_size).mean())
    served = people.conduct == ADMITTED
    wait = (people.exit_time - people.numbered_time)[served].mean() / 60
    assert log.out_of_turn.sum() == 0, "admitted out of turn"
    return float(before.mean()), float(wait), full, people.size


@pytest.mark.standard("scorecard", "A6")
@pytest.mark.standard("scorecard", "A9")
@pytest.mark.verify
def test_a6_through_the_whole_model(figure: Note) -> None:
    with ThreadPoolExecutor(2) as pool:
        before, waits, full, people = zip(*pool.map(thirty_days, range(SEEDS)), strict=True)
    mean, error = np.mean(before), np.std(before, ddof=1) / np.sqrt(SEEDS)
    figure(
        "A6 whole model 8/h",
        f"{mean:.3f} ± {error:.3f} from {sum(people)} people, mean wait {np.mean(waits):.1f} min",
        f"{mean_before_opening(8.0, 10):.3f} ± 6 %; wait {60 * mean_wait(8.0, 1.0, 10):.1f} min",
    )
    figure("A9 bulk service", f"{100 * np.mean(full):.1f} % of batches due are full", "all")
    assert mean == pytest.approx(8.879, rel=0.06)
    assert min(full) == 1.0
