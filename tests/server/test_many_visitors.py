"""Sixty visitors at once: all are served, nobody sees another's day, and they leave no trace."""

from __future__ import annotations

import importlib.util
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import psutil

VISITORS = 60
SETTINGS = "set=run.start=13&set=run.end=15&set=demand.initial_numbered=100"
LEFT_BEHIND = 1.25
"""Memory once sixty have left, relative to that after one: 1.1 was measured."""
GROWTH = 1.1
"""Memory once sixty others have left, relative to that: nothing is lost for good."""
PATIENCE = 240.0
"""Time for sixty days to be watched, and for sixty pages to be forgotten, on a busy machine, s."""


def visitor_class() -> Any:
    place = Path(__file__).with_name("scripted_visitor.py")
    spec = importlib.util.spec_from_file_location("scripted_visitor", place)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module.ScriptedVisitor


def watch_a_day(address: str, seed: int) -> Any:
    visitor = visitor_class()(address, f"/?scenario=account&seed={seed}&{SETTINGS}&at=10")
    visitor.wait_for_the_crowd(PATIENCE)
    visitor.watch(until=11.0, every=24.0, patience=PATIENCE)
    return visitor


def memory(server: Any) -> float:
    """Return the memory of a server and its processes, MB."""
    whole = psutil.Process(server.process.pid)
    everybody = [whole, *whole.children(recursive=True)]
    return sum(process.memory_full_info().uss for process in everybody) / 2**20


def settle(server: Any, most: float, patience: float = 60.0) -> float:
    """Wait until the memory of a server is low again, at most so long; return it."""
    end = time.monotonic() + patience
    while (used := memory(server)) > most and time.monotonic() < end:
        time.sleep(1.0)
    return used


def sixty_visit(server: Any) -> float:
    """Let sixty visitors watch at once and leave; return the most memory, MB."""
    with ThreadPoolExecutor(VISITORS) as threads:
        visits = [threads.submit(watch_a_day, server.address, seed) for seed in range(VISITORS)]
        visitors = [visit.result() for visit in visits]
    assert [visitor.seeds for visitor in visitors] == [{seed} for seed in range(VISITORS)]
    assert all(visitor.states == sorted(visitor.states) for visitor in visitors)
    assert all(visitor.states[-1] > 10.98 for visitor in visitors)
    most = memory(server)
    for visitor in visitors:
        visitor.leave()
    return most


def test_sixty_visitors_are_served_and_leave_nothing(start_server: Callable[..., Any]) -> None:
    server = start_server(SOLARA_KERNEL_CULL_TIMEOUT="1s")
    watch_a_day(server.address, 0).leave()
    before = settle(server, 0.0, patience=8.0)
    most = sixty_visit(server)
    after = settle(server, LEFT_BEHIND * before, patience=PATIENCE)
    print(f"memory {before:.0f} MB, {most:.0f} with {VISITORS}, {after:.0f} once they left,")
    assert after <= LEFT_BEHIND * before
    again = sixty_visit(server)
    at_last = settle(server, GROWTH * after, patience=PATIENCE)
    print(f"{again:.0f} with {VISITORS} others, {at_last:.0f} once those left")
    assert at_last <= GROWTH * after
    watch_a_day(server.address, 1).leave()
