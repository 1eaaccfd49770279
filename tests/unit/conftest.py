"""Days short enough for tests, with every rule at work; much shorter when kernels are not compiled.

With ``NUMBA_DISABLE_JIT=1`` kernels are plain Python, some thousand times slower: the same tests
then look at a minute and a half instead of half an hour.
"""

from __future__ import annotations

from typing import Any

import numba
import pytest
from hypothesis import settings

from gatecrush.model.scenario.scenario import Scenario

from .day_by_hand import model
from .days_made_up import account, made_up_day, out
from .glances_made_up import made_up_glances

__all__ = ["account", "made_up_day", "made_up_glances", "model", "out"]
COMPILED = not numba.config.DISABLE_JIT
LIVELY = {
    "run.start": 5.0,
    "run.end": 5.5 if COMPILED else 5.025,
    "site.length": 30.0,
    "site.strip_length": 6.0,
    "site.strip_width": 2.4,
    "site.drop_off_near": 8.0,
    "site.drop_off_far": 16.0,
    "demand.initial_numbered": 20 if COMPILED else 12,
    "demand.profile": ((5.0, 8.0, 300.0),),
    "demand.informed": 0.3,
    "families.count": 36.0,
    "families.size": 2,
    "list.writing_min": 5.0,
    "list.writing_max": 10.0,
    "gate.batch_size": 4,
    "gate.cycle_min": 1.0,
    "gate.cycle_max": 2.0,
    "gate.admission_interval": 1.5,
    "gate.closing_after": 10.0,
    "gate.wear_load": 90.0,
    "gate.strength": 100.0,
    "guards.turned_back": 0.1,
    "guards.shout_load": 0.1,
    "waiters.telling": 0.02,
    "waiters.patience": 1.0,
    "waiters.threshold_mean": 0.2,
    "waiters.fatigue": 1.0,
    "waiters.give_up_time": 1.0,
    "waiters.return_time": 1.0,
    "waiters.word_of_mouth": 0.3,
    "waiters.witness_gain": 0.1,
    "waiters.challenge": 0.1,
    "waiters.challenge_reach": 1.3,
    "waiters.reneging": 0.5,
    "movement.squeezing": 1.0,
    "volunteers.start": 0.0,
    "volunteers.success": 0.2,
}


# The first call of a rule compiles it; how long that takes says nothing about the rule.
settings.register_profile("kernels", deadline=None)
settings.load_profile("kernels")


def pytest_configure(config: pytest.Config) -> None:
    """Let draws overflow silently: in plain Python numpy warns where machine words wrap round."""
    if not COMPILED:
        ignored = "ignore:overflow encountered in scalar:RuntimeWarning"
        config.addinivalue_line("filterwarnings", ignored)


@pytest.fixture(scope="session")
def compiled() -> bool:
    """Whether the kernels are compiled, so that a test can afford a day that is worth the name."""
    return COMPILED


@pytest.fixture(scope="session")
def lively() -> Scenario:
    """A short crowded day on a small site: all that can happen, happens."""
    return Scenario().with_(**LIVELY)


@pytest.fixture(scope="session")
def orderly() -> Scenario:
    """A day on a small site on which everybody knows of the list and nobody ever leaves it."""
    changes: dict[str, Any] = {
        "waiters.threshold_mean": 10.0,
        "waiters.threshold_spread": 0.0,
        "waiters.fatigue": 0.0,
        "waiters.patience": 100_000.0,
        "waiters.reneging": 0.0,
        "demand.informed": 1.0,
        "families.count": 0.0,
        "guards.turned_back": 0.0,
        "gate.cycle_min": 5.0,
        "gate.cycle_max": 5.0,
    }
    return Scenario().with_(**LIVELY | changes)
