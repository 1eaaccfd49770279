"""Comfort: how dense it is ahead of somebody and around them, and how dense they accept it.

Densities are in people per m^2 of the ground within 0.6 m; a wall counts as a share of a person.
"""

from __future__ import annotations

from gatecrush.agents.compiled import index, inlined

from ..situation import Situation
from .occupancy import LAST_BIT


@inlined
def comfort_limit(comfort: float, tight: float, a: float, drive: float) -> float:
    """Return the largest density ahead that one accepts: c + c_e a e, 1/m^2."""
    return comfort + tight * a * drive


@inlined
def density_ahead(s: Situation, field: int, cell: int, there: int) -> float:
    """Return the density that somebody on ``cell`` would find on ``there``, 1/m^2.

    Of the ground around ``there`` what is no farther from the gate than ``cell`` counts, with
    themselves; so much wall counts as a share of a person.

    Args:
        s: the situation.
        field: where the field of the gate begins that they go to.
        cell: where they stand.
        there: where they would step.
    """
    place, approach = s.place, s.place.approach
    here = approach.to_gate[index(field + cell)] + LAST_BIT
    people, cells = 1.0, 1.0
    for k in range(place.around.size):
        other = int(there) + place.around[k]
        if other < 0 or other >= s.cells.size or other == cell:
            continue
        there_on = index(field + other)
        if approach.walkable[there_on] == 0:
            if approach.is_gate[there_on] == 0:
                people += s.rules.movement.wall_comfort
                cells += 1.0
        elif approach.to_gate[there_on] <= here:
            people += 1.0 if s.cells.occupant[other] >= 0 else 0.0
            cells += 1.0
    return people / (cells * place.cell * place.cell)


@inlined
def density_around(s: Situation, cell: int) -> float:
    """Return the density around somebody on ``cell``, 1/m^2; walls count as in what is ahead."""
    place, people = s.place, 1.0
    for k in range(place.around.size):
        other = int(cell) + place.around[k]
        if other < 0 or other >= s.cells.size or place.ground.walkable[other] == 0:
            people += s.rules.movement.wall_comfort
        else:
            people += 1.0 if s.cells.occupant[other] >= 0 else 0.0
    return people / ((place.around.size + 1.0) * place.cell * place.cell)


@inlined
def stands_too_tightly(s: Situation, cell: int, limit: float) -> bool:
    """Tell whether it is denser around a cell than a limit by more than one person."""
    place = s.place
    more = 1.0 / ((place.around.size + 1.0) * place.cell * place.cell)
    return bool(density_around(s, cell) > limit + more)
