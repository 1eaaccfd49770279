"""Comfort: how dense it is ahead of somebody and around them, and how dense they accept it.

Densities are in people per m^2 of the ground within 0.6 m; a wall counts as a share of a person.
"""

from __future__ import annotations

from gatecrush.agents.compiled import index, inlined

from ..situation import Situation


@inlined
def comfort_limit(comfort: float, tight: float, a: float, drive: float) -> float:
    """Return the largest density ahead that one accepts: c + c_e a e, 1/m^2."""
    return comfort + tight * a * drive


@inlined
def density_ahead(s: Situation, field: int, cell: int, k: int) -> float:
    """Return the density that somebody on ``cell`` would find where step k leads, 1/m^2.

    Of the ground around there what is no farther from the gate than ``cell`` counts, with
    themselves; so much wall counts as a share of a person. Which cells count never changes: it is
    drawn once (place.counted), and distances are not compared again in every look.

    Args:
        s: the situation.
        field: where the field of the gate begins that they go to.
        cell: where they stand.
        k: number of the step.
    """
    place, there = s.place, index(cell + s.place.offsets[k])
    counted, walls = place.counted[index(field + cell), k], place.walls[there]
    people, cells = 1.0, 1.0
    for n in range(place.around.size):
        if (counted >> n) & 1 == 0:
            continue
        cells += 1.0
        if (walls >> n) & 1 == 1:
            people += s.rules.movement.wall_comfort
        elif s.cells.occupant[index(there + place.around[n])] >= 0:
            people += 1.0
    return people / (cells * place.cell * place.cell)


@inlined
def density_around(s: Situation, cell: int) -> float:
    """Return the density around somebody on ``cell``, 1/m^2; walls count as in what is ahead."""
    place, walls, people = s.place, s.place.walls[cell], 1.0
    for n in range(place.around.size):
        if (walls >> n) & 1 == 1:
            people += s.rules.movement.wall_comfort
        elif s.cells.occupant[index(cell + place.around[n])] >= 0:
            people += 1.0
    return people / ((place.around.size + 1.0) * place.cell * place.cell)


@inlined
def stands_too_tightly(s: Situation, cell: int, limit: float) -> bool:
    """Tell whether it is denser around a cell than a limit by more than one person."""
    place = s.place
    more = 1.0 / ((place.around.size + 1.0) * place.cell * place.cell)
    return bool(density_around(s, cell) > limit + more)
