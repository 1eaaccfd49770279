"""Stepping back: who presses, is calm, and stands too tightly makes room at a rate."""

from __future__ import annotations

from typing import Final

from gatecrush.agents.compiled import index, inlined

from ..situation import Situation
from .comfort import stands_too_tightly
from .randomness import STEP_BACK, draw
from .standstill import STUCK, TIGHT

CALM: Final = 0.1
"""Push drive below which people who stand too tightly step back."""


@inlined
def would_step_back(s: Situation, person: int) -> bool:
    """Tell whether a person steps back now if they are calm and stand too tightly."""
    u = draw(s.seed, s.crowd.step, person, STEP_BACK)
    return bool(u < s.rules.movement.step_back * s.time_step)


@inlined
def may_move(s: Situation, person: int) -> bool:
    """Tell whether a person need be asked: not who found no step and does not step back now."""
    how = s.standstill[person]
    return how != STUCK and (how != TIGHT or would_step_back(s, person))


@inlined
def steps_back(s: Situation, person: int, limit: float) -> bool:
    """Tell whether a calm pressing person who stands too tightly steps back now."""
    if s.people.drive[person] >= CALM or not would_step_back(s, person):
        return False
    return stands_too_tightly(s, index(s.people.cell[person]), limit)
