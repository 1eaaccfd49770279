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
from gatecrush.model.rules.yielding import LEAST


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
        subprocess.run(
            ["gcc", *options, "-o", library, source, "-lm"], check=True, capture_output=True
        )
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
        site, people = site_in_c(s, crowd), crowd_in_c(s, crowd)
        n, cells = crowd.cell.size, s.cells.size
        work = (
            np.empty(n, np.int32),
            np.empty(n),
            np.empty(n, np.int32),
            np.full(cells, -1.0),
            np.zeros(cells, np.int32),
        )
        numbers = (
            ctypes.c_int64(steps),
            ctypes.c_uint64(int(s.seed)),
            ctypes.c_double(m.friction),
            ctypes.c_double(s.time_step),
            ctypes.c_int32(everybody),
        )
        structs = ctypes.byref(site.value), ctypes.byref(people.value)
        began = time.process_time()
        self.walk(*numbers, *structs, *(ctypes.c_void_p(array.ctypes.data) for array in work))
        return time.process_time() - began, people.arrays[0]


class InC:
    """A structure of C: numbers, then pointers to arrays, which live as long as it does."""

    def __init__(self, numbers: list[Any], arrays: list[np.ndarray]) -> None:
        """Lay out numbers of C, then pointers."""
        self.arrays = [np.ascontiguousarray(array) for array in arrays]
        given = [*numbers, *(ctypes.c_void_p(array.ctypes.data) for array in self.arrays)]
        fields = [(f"field_{k}", type(each)) for k, each in enumerate(given)]
        self.value = type("Struct", (ctypes.Structure,), {"_fields_": fields})(*given)


def site_in_c(s: Any, crowd: Crowd) -> InC:
    """Return the site as step.c wants it."""
    place, m = crowd.place, crowd.scenario.movement
    front = place.in_front.shape[1]
    sizes = (place.stride, s.cells.size, place.around.size, place.reach, front)
    lengths = (place.cell, m.standing_gap, m.wall_comfort, m.comfort, m.jam_density)
    return InC(
        [*map(ctypes.c_int32, sizes), *map(ctypes.c_double, lengths)],
        [
            place.offsets.astype(np.int32),
            place.around.astype(np.int32),
            place.in_front.astype(np.int32),
            place.ahead.astype(np.int32),
            place.ground.walkable.astype(np.int8),
            place.ground.is_gate.astype(np.int8),
            place.lengths,
            place.ground.to_gate,
            s.gate_weight,
        ],
    )


def crowd_in_c(s: Any, crowd: Crowd) -> InC:
    """Return the people as step.c wants them; where they stand is the first array."""
    m, a, drive = crowd.scenario.movement, crowd.assertiveness, np.minimum(1.0, crowd.drive)
    pressing_gap = m.time_gap + (m.time_gap_pressing - m.time_gap) * drive
    calmness = m.yielding * (1.0 - m.yielding_drive * drive)
    return InC(
        [ctypes.c_int64(crowd.cell.size)],
        [
            crowd.cell.astype(np.int32),
            s.cells.occupant.astype(np.int32),
            crowd.speed,
            np.where(crowd.presses, pressing_gap, m.time_gap),
            s.people.pressing_since,
            m.comfort + m.comfort_drive * a * crowd.drive,
            crowd.presses.astype(np.int8),
            (a < LEAST + (1.0 - LEAST) * calmness).astype(np.int8),
            np.zeros(crowd.cell.size, np.int8),
            s.cells.neighbors.astype(np.int8),
        ],
    )


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
