"""The gate in plain Python: who comes onto the site, whom the guards take, when the gate fails."""

from __future__ import annotations

from gatecrush.agents.conduct import (
    ADMITTED,
    ARRIVING,
    BESIDE,
    EXPECTED,
    FAMILY,
    HOLDING,
    LEFT,
    OUTSIDE,
    SEEKING,
    TURNED_BACK,
)
from gatecrush.agents.guard import shout_relief
from gatecrush.model.rules.randomness import ADMISSION, CHECK, CYCLE, STREAM, draw
from gatecrush.model.rules.randomness import TURNED_BACK as TURNED_BACK_DRAW

from .plain_list import is_in_turn, update_ranks
from .plain_norms import learn_from_admission, learn_from_closing, send_to_list
from .plain_pushing import hand_drive
from .plain_world import Cell, World, added, leave_site

CALL_DISTANCE = 4.0
EARSHOT = 15.0


def free_cell_in(world: World, room: list[Cell], cell: Cell) -> Cell | None:
    """Return the first free cell of some in growing squares around a cell, or None."""
    free = [
        (max(abs(there[0] - cell[0]), abs(there[1] - cell[1])), there)
        for there in room
        if there not in world.standing
    ]
    return min(free)[1] if free else None


def let_arrive(world: World, now: float) -> list[int]:
    """Let everybody come whose time it is; who finds no room waits outside, first come first."""
    before = len(world.present)
    full = 0 < world.rules.demand.limit <= len(world.present) + len(world.outside)
    for person in world.arrival_order[world.count.next_arrival :]:
        someone = world.people[person]
        if someone.arrival_time > now or someone.conduct != EXPECTED:
            break
        if full:
            someone.conduct, someone.exit_time = LEFT, now
            world.count.left += 1
        else:
            someone.conduct = OUTSIDE
            world.outside.append(person)
        world.count.arrived += 1
        world.count.next_arrival += 1
    for person in list(world.outside):
        someone = world.people[person]
        is_family = someone.kind == FAMILY
        room = world.lane_room if is_family else world.drop_off_room
        cell = free_cell_in(world, room, someone.entry)
        if cell is None:
            continue
        world.outside.remove(person)
        on_foot = HOLDING if someone.number else SEEKING if someone.informed else ARRIVING
        someone.conduct = BESIDE if is_family else on_foot
        someone.cell, someone.since = cell, now
        someone.nearest, someone.progress_time = world.spots[cell].to_gate, now
        world.standing[cell] = person
        world.present.append(person)
    return world.present[before:]


def work_gate(world: World, now: float) -> None:
    """Let the guards work for one time step."""
    gate, rules = world.gate, world.rules.gate
    if rules.always_open or gate.failed:
        if rules.always_open or now < gate.failed_at + rules.failed_time:
            stream_through(world, now)
        return
    if not gate.is_open and now >= gate.next_opening:
        ends = [end for begin, end in world.closures if begin <= now < end]
        if ends:
            gate.next_opening = ends[0]
        else:
            open_gate(world, now)
    if not gate.is_open and gate.opening and now >= gate.cars_from:
        gate.cars_time += world.time_step
    while gate.is_open and now >= gate.last_admission + rules.admission_interval:
        person = next_person(world, now)
        if person is None:
            if now >= max(gate.last_admission, gate.opened_at) + rules.closing_after:
                close_gate(world)
            return
        take_in(world, person, now)
        gate.last_admission = now
        gate.places_left -= 1
        if gate.places_left == 0:
            close_gate(world)
        if rules.admission_interval > 0.0:
            return


def open_gate(world: World, now: float) -> None:
    """Begin an opening and draw when the next one comes."""
    gate, rules = world.gate, world.rules.gate
    gate.opening += 1
    gate.is_open, gate.opened_at = 1, now
    gate.places_left, gate.batch_passed = int(rules.batch_size), 0
    world.batch = []
    gate.last_admission = now - rules.admission_interval
    u = draw(world.seed, gate.opening, 0, CYCLE)
    cycle = rules.cycle_min + u * (rules.cycle_max - rules.cycle_min)
    gate.next_opening += cycle
    gate.cars_from = now + rules.processing_share * cycle
    update_ranks(world, now)


def close_gate(world: World) -> None:
    """End an opening; everybody near learns who passed."""
    world.gate.is_open = 0
    learn_from_closing(world)


def next_person(world: World, now: float) -> int | None:
    """Return whom the guards take next, families first."""
    family = next_family(world)
    return next_at_gate(world, now) if family is None else family


def next_family(world: World) -> int | None:
    """Return the next of a family that stands ready and for whom there is room, or None."""
    ready = [
        person
        for person in world.present
        if world.people[person].conduct == BESIDE
        and world.spots[world.people[person].cell].to_side <= CALL_DISTANCE
    ]
    if not ready:
        return None
    mine = world.people[min(ready)].party
    together = sum(world.people[person].party == mine for person in world.present)
    size = world.rules.gate.batch_size
    fits = together <= world.gate.places_left or together > size
    goes_on = bool(world.batch) and world.batch[-1] == -1
    return min(ready) if fits or goes_on else None


def next_at_gate(world: World, now: float) -> int | None:
    """Return whoever stands at the gate and is not refused, the best of equal draws, or None."""
    guards, candidates = world.rules.guards, []
    for cell in world.gate_cells:
        if cell not in world.standing:
            continue
        person = world.standing[cell]
        asked = draw(world.seed, world.gate.opening, person, CHECK) < guards.number_check
        if asked and not is_in_turn(world, person):
            if guards.clear_refused:
                send_to_list(world, person, now)
            continue
        candidates.append(person)
    return max(candidates, key=lambda person: world.draw(person, ADMISSION), default=None)


def take_in(world: World, person: int, now: float) -> None:
    """Take a person: admit or turn them back; who pressed beside them pushes on."""
    someone, gate = world.people[person], world.gate
    cell, is_family = someone.cell, someone.kind == FAMILY
    u = draw(world.seed, 0, person, TURNED_BACK_DRAW)
    if u < world.rules.guards.turned_back and not is_family and not gate.failed:
        leave_site(world, person, TURNED_BACK, now)
    else:
        someone.out_of_turn = int(not is_family and not is_in_turn(world, person))
        opening = -1 if gate.failed else 0 if world.rules.gate.always_open else gate.opening
        row = (now, opening, person, someone.number, someone.out_of_turn, is_family, 0)
        world.admissions.append(tuple(map(float, row)))
        leave_site(world, person, ADMITTED, now)
        if not is_family:
            learn_from_admission(world, someone.number)
    world.batch.append(-1 if is_family else someone.number)
    gate.batch_passed += 1
    if not is_family:
        hand_drive(world, cell, world.rules.movement.motivation)


def stream_through(world: World, now: float) -> None:
    """Let those directly before an open or failed gate walk through, as its width allows."""
    gate, rules, cells = world.gate, world.rules.gate, world.gate_cells
    there = [world.people[world.standing[cell]] for cell in cells if cell in world.standing]
    drive = added(min(1.0, someone.drive) for someone in there) / max(1, len(there))
    flow = rules.specific_flow + rules.specific_flow_drive * drive
    rate = flow * (rules.width + rules.shoulder)
    gate.allowance = min(2.0, gate.allowance) + rate * world.time_step
    first = int(world.draw(0, STREAM) * len(cells))
    for cell in cells[first:] + cells[:first]:
        if cell in world.standing and gate.allowance >= 1.0:
            person = world.standing[cell]
            chance = world.people[person].speed * world.time_step / world.cell
            if world.draw(person, ADMISSION) < chance:
                take_in(world, person, now)
                gate.allowance -= 1.0


def strain_gate(world: World, force: float, elapsed: float, now: float) -> None:
    """Load the gate with a force, N: it wears, fails, and the guards shout."""
    gate, rules, guards = world.gate, world.rules.gate, world.rules.guards
    gate.load = force / (len(world.gate_cells) * world.cell)
    gate.load_peak = max(gate.load_peak, gate.load)
    if gate.failed or rules.always_open:
        return
    if gate.load > rules.wear_load and rules.endurance > 0.0:
        gate.wear += (gate.load - rules.wear_load) * elapsed / rules.endurance
    if gate.wear >= 1.0 or gate.load >= rules.strength:
        gate.failed, gate.failed_at, gate.is_open = 1, now, 0
        return
    is_loud = 0.0 < guards.shout_load < gate.load
    if not is_loud or now < gate.last_shout + guards.shout_pause:
        return
    relief = shout_relief(guards.shout_effect, guards.shout_wear, gate.shouts)
    gate.shouts += 1
    gate.last_shout = now
    for person in world.present:
        if world.spots[world.people[person].cell].to_gate <= EARSHOT:
            world.people[person].drive *= 1.0 - relief
