"""Processes that die at a bad moment: nothing else is lost, and another takes their place."""

from __future__ import annotations

import os
import signal
import time
from typing import Any

import pytest
from pebble.pool.process import PoolManager

from gatecrush.experiments.workers.processes import (
    DiedError,
    TooLongError,
    local_workers,
    result_of,
)

SOON = 60.0
"""Longest wait for what takes a moment, s."""


def ended(call: Any) -> Any:
    """Return the result of a call that must end soon."""
    call.exception(SOON)
    return result_of(call)


@pytest.fixture
def _read_late(monkeypatch: pytest.MonkeyPatch) -> None:
    """What processes say is read late, as it is where more wants to run than there are cores."""
    at_once = PoolManager.process_next_message

    def late(self: PoolManager, timeout: float) -> None:
        time.sleep(0.5)
        at_once(self, timeout)

    monkeypatch.setattr(PoolManager, "process_next_message", late)


def test_one_that_dies_with_nothing_to_do_is_replaced():
    with local_workers(1) as workers:
        first = ended(workers.submit(os.getpid))
        os.kill(first, signal.SIGKILL)
        time.sleep(0.5)
        assert ended(workers.submit(os.getpid)) != first


@pytest.mark.usefixtures("_read_late")
def test_one_that_dies_before_it_was_heard_costs_only_its_call():
    with local_workers(2) as workers:
        long = workers.submit(time.sleep, 3)
        for _ in range(2):
            with pytest.raises(DiedError):
                ended(workers.submit(os._exit, 3))
        assert ended(long) is None
        assert ended(workers.submit(abs, -2)) == 2


def test_all_that_die_at_once_are_replaced():
    with local_workers(3) as workers:
        calls = [workers.submit(os._exit, 3) for _ in range(6)]
        for call in calls:
            with pytest.raises(DiedError):
                ended(call)
        assert [ended(workers.submit(abs, -n)) for n in range(6)] == list(range(6))


def test_too_long_is_not_dead():
    with local_workers(1, time_limit=2.0) as workers:
        with pytest.raises(TooLongError):
            ended(workers.submit(time.sleep, 60))
        assert ended(workers.submit(abs, -2)) == 2
