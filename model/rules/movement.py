"""Movement on the floor field: all propose from one occupancy, conflicts with friction, moves.

A person chooses among free neighbors j and staying with weight exp(k_S dS_j cell/l_j): dS is the
distance gained, l the length of the step, so that what counts is how fast a step brings one closer.
The step is taken with probability v dt/l, v the speed that the distance to the one ahead allows.
Those who press step only where it is not too dense ahead, and leave places to who was there before.
"""

from __future__ import annotations

from gatecrush.agents.compiled import compiled, index, inlined
from gatecrush.agents.conduct import CALLED, PRESSING
from gatecrush.agents.quantity import Parameters, quantity

from ..situation import Situation
from .approach import field_of
from .comfort import comfort_limit
from .finding_steps import accepts, finds_step
from .goals import OUTWARD, STAY, TO_GATE, goal_of
from .headway import pace_behind
from .kept_weights import weigh_steps
from .occupancy import occupy, vacate
from .randomness import CHOICE, CONFLICT, FRICTION, MOVE, draw
from .standstill import come_loose
from .stepping_back import may_move, steps_back


class MovementParameters(Parameters):
    """How people step, stand and squeeze."""

    sharpness: float = quantity(
        30.0,
        "1/m",
        "Weight k_S of the distance gained in the choice of a step",
        "Burstedde 2001; assumed, 20-40: people walk straight",
        low=0,
        high=100,
    )
    friction: float = quantity(
        0.3,
        "-",
        "Probability that nobody enters a cell that several people want",
        "Kirchner, Nishinari & Schadschneider 2003; 0-0.6",
        low=0,
        high=1,
    )
    free_speed: float = quantity(
        1.34, "m/s", "Mean desired walking speed", "Weidmann 1993", low=0.1, high=3
    )
    speed_spread: float = quantity(
        0.26,
        "m/s",
        "Standard deviation of the desired walking speed",
        "Weidmann 1993",
        low=0,
        high=0.5,
    )
    standing_gap: float = quantity(
        0.36,
        "m",
        "Distance to the one ahead, center to center, at which people stand",
        "Seyfried et al. 2005",
        low=0.1,
        high=1,
    )
    time_gap: float = quantity(
        1.06,
        "s",
        "Added to it per speed: those who walk keep so long a time behind the one ahead",
        "Seyfried et al. 2005",
        low=0.1,
        high=5,
    )
    jam_density: float = quantity(
        5.4, "1/m^2", "Density in front at which nobody walks", "Weidmann 1993", low=1, high=12
    )
    time_gap_pressing: float = quantity(
        0.4,
        "s",
        "The same at full push drive",
        "calibrated on CrowdQueue (Adrian 2020), 0.3-0.6",
        low=0.1,
        high=5,
    )
    motivation: float = quantity(
        1.0,
        "-",
        "Push drive that an admission gives those pressing behind: 0 low, 1 high",
        "Adrian, Seyfried & Sieben 2020: low and baseline motivation",
        low=0,
        high=2,
    )
    comfort: float = quantity(
        4.8,
        "1/m^2",
        "Largest density ahead into which a pressing person steps when calm",
        "calibrated on CrowdQueue (Adrian 2020), 4.5-5.5",
        low=0.5,
        high=12,
    )
    comfort_drive: float = quantity(
        4.0,
        "1/m^2",
        "Added to it per assertiveness times push drive",
        "calibrated on CrowdQueue (Adrian 2020), 3.5-6",
        low=0,
        high=20,
    )
    wall_comfort: float = quantity(
        0.6,
        "-",
        "Share of a person that as much wall counts for in that density",
        "calibrated on corridor widths (Adrian 2020), 0.5-1",
        low=0,
        high=1,
    )
    yielding: float = quantity(
        0.95,
        "-",
        "Share of those in a crowd who, when calm, leave a free place to who was there before them",
        "calibrated on CrowdQueue (Adrian 2020), 0.9-1",
        low=0,
        high=1,
    )
    yielding_drive: float = quantity(
        0.5,
        "-",
        "How far full push drive undoes that",
        "calibrated on CrowdQueue (Adrian 2020), 0.4-0.8",
        low=0,
        high=1,
    )
    party_distance: float = quantity(
        2.0,
        "m",
        "How far ahead of the last of their party people on the way walk before they wait",
        "assumed, 1-4",
        low=0.5,
        high=1000,
    )
    step_back: float = quantity(
        0.1,
        "1/s",
        "Rate at which calm people who stand too tightly step back",
        "assumed",
        low=0,
        high=3,
    )
    squeezing: float = quantity(
        0.02,
        "1/s",
        "Rate of squeezing past per difference in assertiveness at full push drive",
        "assumed",
        low=0,
        high=3,
    )
    threading: float = quantity(
        0.7,
        "1/s",
        "Rate at which a walker threads past a person who stands about",
        "assumed",
        low=0,
        high=3,
    )
    drive_handing: float = quantity(
        0.97,
        "-",
        "Share of the push drive that whoever moves hands to those pressing behind",
        "assumed",
        low=0,
        high=1,
    )
    drive_decay: float = quantity(
        40.0, "s", "Time in which the push drive relaxes", "calibrated", low=1, high=3600
    )


@inlined
def is_in_crowd(conduct: int) -> bool:
    """Tell whether somebody goes for the gate on their own or called: the crowd holds both up."""
    return conduct == PRESSING or conduct == CALLED


@inlined
def choose_step(s: Situation, person: int, goal: int, target: int, limit: float, u: float) -> int:
    """Choose among the free neighbors and staying with weight exp(k_S pace); -1 is staying.

    The choice is made in one pass: each candidate replaces the last with probability weight/sum so
    far, and the draw is stretched so that it stays uniform.

    Args:
        s: the situation.
        person: who steps.
        goal: where to.
        target: cell to walk to, for goals that need one.
        limit: largest density ahead that one accepts, 1/m^2; below 0: one does not ask.
        u: uniform draw.
    """
    cell, field, place = index(s.people.cell[person]), field_of(s, person), s.place
    total, chosen = 1.0, -1
    if goal != TO_GATE:
        weigh_steps(s, person, goal, target)
    for k in range(8):
        there = index(cell + place.offsets[k])
        if s.cells.occupant[there] >= 0:
            continue
        if goal == TO_GATE:
            weight = s.gate_weight[index(field + cell), k]
        else:
            weight = s.work.weights[person, k]
        if weight <= 0.0 or (limit >= 0.0 and not accepts(s, person, k, limit)):
            continue
        total += weight
        share = weight / total
        if u < share:
            chosen, u = k, u / share
        else:
            u = (u - share) / (1.0 - share)
    return chosen


@inlined
def proposed_step(s: Situation, person: int) -> int:
    """Return the cell a person proposes to enter in this time step, or -1."""
    people, place, m, step = s.people, s.place, s.rules.movement, s.crowd.step
    cell = index(people.cell[person])
    if s.cells.neighbors[cell] == 8:
        return -1
    limit, back = -1.0, False
    if is_in_crowd(people.conduct[person]):
        limit = comfort_limit(
            m.comfort, m.comfort_drive, people.assertiveness[person], people.drive[person]
        )
        back = people.conduct[person] == PRESSING and steps_back(s, person, limit)
        through_door = people.conduct[person] == CALLED and place.door_cells.size > 0
        if not back and not through_door and not finds_step(s, person, limit):
            return -1
    u = draw(s.seed, step, person, MOVE)
    if u * place.cell >= people.speed[person] * s.time_step and not back:
        return -1  # too late for any step, however free
    goal, target = goal_of(s, person)
    if goal == STAY:
        return -1
    if back:
        goal, limit = OUTWARD, -1.0
    choice = draw(s.seed, step, person, CHOICE)
    if goal == TO_GATE and limit >= 0.0 and choice >= s.leaving[person]:
        return -1
    k = choose_step(s, person, goal, target, limit, choice)
    if k < 0:
        come_loose(s, person)  # somebody took the step they had found: they look again
        return -1
    there = index(cell + place.offsets[k])
    # A diagonal step is longer: it takes its length in time.
    if not back and u * place.lengths[k] >= pace_behind(s, person, there, k) * s.time_step:
        return -1
    return there


@compiled
def propose_steps(s: Situation) -> int:
    """Let everybody propose a step from the same occupancy; return how many do.

    Changes: work.steps.person, work.steps.cell, work.steps.draw, work.best_claim, cells.claims.
    """
    steps, cells, count = s.work.steps, s.cells, 0
    for n in range(s.crowd.restless):
        person = s.restless[n]
        there = proposed_step(s, person) if may_move(s, person) else -1
        if there < 0:
            continue
        u = draw(s.seed, s.crowd.step, person, CONFLICT)
        steps.person[count], steps.cell[count], steps.draw[count] = person, there, u
        best = s.work.best_claim[there] if cells.claims[there] > 0 else 0.0
        s.work.best_claim[there] = max(best, u)
        cells.claims[there] += 1
        count += 1
    return count


@compiled
def carry_out_steps(s: Situation, count: int) -> int:
    """Resolve the conflicts and move; return how many moved (they lead ``work.steps``).

    Of several who want a cell the best draw wins, and with the probability of friction nobody.

    Changes: work.steps.left, people.cell, cells.claims, work.steps.person.
    """
    people, cells, steps, moved = s.people, s.cells, s.work.steps, 0
    for n in range(count):
        person, there = index(steps.person[n]), index(steps.cell[n])
        steps.left[n] = -1
        if steps.draw[n] != s.work.best_claim[there]:
            continue
        contested = cells.claims[there] > 1
        if contested and draw(s.seed, s.crowd.step, there, FRICTION) < s.rules.movement.friction:
            continue
        come_loose(s, person)
        steps.left[n] = people.cell[person]
        vacate(s, index(people.cell[person]))
        occupy(s, there, person)
        people.cell[person] = there
    for n in range(count):
        cells.claims[index(steps.cell[n])] = 0
        if steps.left[n] >= 0:
            steps.person[moved], steps.left[moved] = steps.person[n], steps.left[n]
            moved += 1
    return moved
