"""Randomness as an argument: named streams of (seed, replication), and counter-based draws.

Inside the kernels a draw is a 64-bit mix (Stafford's variant 13 of the murmur finalizer, as in
splitmix64) of seed, step, person and purpose: the result does not depend on the visiting order.
"""

from __future__ import annotations

from enum import IntEnum
from typing import Final

import numpy as np

from gatecrush.agents.compiled import inlined


class Stream(IntEnum):
    """Numbers of the streams; never renumber, only add."""

    KERNEL = 0
    PARTIES = 1
    PARTY_SIZES = 2
    FAMILIES = 3
    THRESHOLDS = 4
    NEVER_PUSH = 5
    ASSERTIVENESS = 6
    SPEEDS = 7
    PATIENCE = 8
    INFORMED = 9
    DROP_OFF = 10
    FAR_SIDE = 11
    OFFSETS = 12
    INITIAL_PARTIES = 13
    INITIAL_CROWD = 14
    PRIORITY = 15


def generator(
    seed: int, replication: int, stream: Stream, *, families: bool = False
) -> np.random.Generator:
    """Return the generator of one named stream of one replication; families have their own."""
    key = (replication, int(stream), 1) if families else (replication, int(stream))
    sequence = np.random.SeedSequence(seed, spawn_key=key)
    return np.random.Generator(np.random.PCG64(sequence))


def kernel_seed(seed: int, replication: int) -> np.uint64:
    """Return the 64-bit key of all draws inside the kernels."""
    sequence = np.random.SeedSequence(seed, spawn_key=(replication, int(Stream.KERNEL)))
    return np.uint64(sequence.generate_state(1, np.uint64)[0])


# Purposes of a draw inside the kernels; never renumber, only add.
MOVE: Final = 1
CHOICE: Final = 2
CONFLICT: Final = 3
FRICTION: Final = 4
STEP_BACK: Final = 5
EXCHANGE: Final = 6
EXCHANGE_CONFLICT: Final = 7
WANDER: Final = 8
PLACE: Final = 9
TELLING: Final = 10
WRITING: Final = 11
CYCLE: Final = 12
ADMISSION: Final = 13
TURNED_BACK: Final = 14
CHECK: Final = 15
GIVING_UP: Final = 16
COMING_BACK: Final = 17
CLOSING_NEWS: Final = 18
CHALLENGE: Final = 19
VOLUNTEER: Final = 20
RENEGING: Final = 21
ENTRY: Final = 22
PLACE_ANGLE: Final = 23
STREAM: Final = 24
OWN_PLACE: Final = 25
HANDED_OUT: Final = 26
ANNOUNCEMENT: Final = 27
COMING_AGAIN: Final = 28
ABSENCE: Final = 29
DOOR: Final = 30
ASSIGNMENT: Final = 31
CHANGE_OF_GATE: Final = 32
_STEP = np.uint64(0x9E3779B97F4A7C15)
_PERSON = np.uint64(0xD1B54A32D192ED03)
_PURPOSE = np.uint64(0x8CB92BA72F3D8DD7)
_MIX_1 = np.uint64(0xBF58476D1CE4E5B9)
_MIX_2 = np.uint64(0x94D049BB133111EB)
_TO_UNIT = 1.0 / 9007199254740992.0


@inlined
def draw(seed: np.uint64, step: int, person: int, purpose: int) -> float:
    """Return a uniform number in [0, 1) that depends on nothing but its four arguments."""
    z = seed + np.uint64(step) * _STEP
    z ^= np.uint64(person + 1) * _PERSON + np.uint64(purpose) * _PURPOSE
    z = (z ^ (z >> np.uint64(30))) * _MIX_1
    z = (z ^ (z >> np.uint64(27))) * _MIX_2
    z ^= z >> np.uint64(31)
    return float(z >> np.uint64(11)) * _TO_UNIT
