"""How near the kernel is to a loop in C: the plain movement step alone, the same in both."""

from __future__ import annotations

import ctypes
import shutil
import subprocess
import time
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
from workloads import Crowd, situation_of

from gatecrush.agents.compiled import compiled
from gatecrush.model.rules.movement import carry_out_steps, propose_steps


@compiled
def walk(s: Any, steps: int) -> int:
    """Take the plain movement step so many times; return how often somebody moved."""
    moved = 0
    for _ in range(steps):
        moved += carry_out_steps(s, propose_steps(s))
        s.crowd.step += 1
    return moved


class LoopInC:
    """The loop of step.c, compiled into a temporary folder; a context."""

    def __enter__(self) -> LoopInC:
        """Compile."""
        self.folder = TemporaryDirectory()
        library = Path(self.folder.name) / "step.so"
        source = Path(__file__).with_name("step.c")
        options = ["-O3", "-march=native", "-ffp-contract=off", "-shared", "-fPIC"]
        subprocess.run(["gcc", *options, "-o", library, source], check=True, capture_output=True)
        self.walk = ctypes.CDLL(str(library)).walk
        self.walk.restype = ctypes.c_int64
        return self

    def __exit__(self, *_: object) -> None:
        self.folder.cleanup()

    def run(
        self, crowd: Crowd, seed: int, steps: int, *, everybody: bool
    ) -> tuple[float, np.ndarray]:
        """Return the CPU time, s, and where everybody stands then."""
        s, m = situation_of(crowd, seed), crowd.scenario.movement
        n, place = crowd.cell.size, crowd.place
        at_rest = m.comfort + m.comfort_assertive * (crowd.assertiveness > 0.65)
        limit = at_rest + m.comfort_drive * crowd.assertiveness * crowd.drive
        cell, cells = crowd.cell.astype(np.int32), place.x.size
        arrays = (
            crowd.speed * crowd.scenario.run.time_step / place.cell,
            np.where(crowd.presses, limit, 8.0),
            at_rest,
            crowd.presses.astype(np.int8),
            np.zeros(n, np.int8),
            np.empty(n, np.int32),
            np.empty(n),
            np.empty(n, np.int32),
            s.cells.occupant.astype(np.int32),
            s.cells.neighbors.astype(np.int8),
            np.full(cells, -1.0),
            np.zeros(cells, np.int32),
            s.gate_weight,
            place.offsets.astype(np.int32),
            place.lengths / place.cell,
        )
        pointers = [array.ctypes.data_as(ctypes.c_void_p) for array in (cell, *arrays)]
        head = ctypes.c_int64(steps), ctypes.c_uint64(int(s.seed)), ctypes.c_double(m.friction)
        began = time.process_time()
        sizes = [ctypes.c_int32(size) for size in (everybody, n, place.stride, cells)]
        self.walk(*head, *sizes, *pointers)
        return time.process_time() - began, cell


def run_kernel(crowd: Crowd, seed: int, steps: int) -> tuple[float, np.ndarray]:
    """Return the CPU time of the same in the kernel, s, and where everybody stands then."""
    s = situation_of(crowd, seed)
    began = time.process_time()
    walk(s, steps)
    return time.process_time() - began, s.people.cell


def compare_with_c(crowd: Crowd, repetitions: int) -> dict[str, Any] | None:
    """Return nanoseconds for a person and a step in both, or None where there is no gcc.

    Args:
        crowd: the crowd; the gate stays closed, nobody steps back.
        repetitions: how often, kernel and C in turn.
    """
    if shutil.which("gcc") is None:
        return None
    crowd = crowd._replace(scenario=crowd.scenario.with_(**{"movement.step_back": 0.0}))
    kernel, plain, c, same = [], [], [], True
    run_kernel(crowd, 0, 2)
    with LoopInC() as loop:
        for seed in range(repetitions):
            ours, cells = run_kernel(crowd, seed, crowd.steps)
            kernel.append(1e9 * ours / crowd.steps / crowd.cell.size)
            for everybody, times in ((True, plain), (False, c)):
                theirs, there = loop.run(crowd, seed, crowd.steps, everybody=everybody)
                times.append(1e9 * theirs / crowd.steps / crowd.cell.size)
                same &= bool(np.array_equal(cells, there))
    return {"kernel_ns": kernel, "plain_c_ns": plain, "c_ns": c, "same_to_the_bit": same}
