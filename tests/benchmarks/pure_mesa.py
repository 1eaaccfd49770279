"""The same movement and pushing in pure Mesa 3.5, as somebody who knows Mesa well writes it.

One CellAgent a person on an OrthogonalMooreGrid of capacity 1. The cells are of a class of our own
that carries the floor field and the weights of all steps, prepared once: reading a property layer
cell by cell would be slower. Rules and order of a time step are those of
``gatecrush.model.rules.step``.
"""

from __future__ import annotations

import math
from collections import defaultdict
from typing import Any

import mesa
import numpy as np
from mesa.discrete_space import CellAgent, OrthogonalMooreGrid
from pure_mesa_ground import Ground, Step, density_ahead, prepared_ground
from workloads import FIRST_OPENING, Crowd, Look, look_at, steps_to_looks

TALK, FORCE = 0.9, 3.0
THROAT, CALM, ABREAST, GAMMA = 0.5, 0.1, 2.0, 1.913


class Pedestrian(CellAgent):
    """Somebody who walks to the gate, or presses on it."""

    def __init__(
        self,
        model: PureMesaCrowd,
        cell: Ground,
        row: int,
        assertiveness: float,
        speed: float,
        drive: float,
        presses: bool,
    ) -> None:
        super().__init__(model)
        self.cell = cell
        self.row = row
        self.assertiveness = assertiveness
        self.speed = speed
        self.reach = speed * model.time_step / model.side
        self.drive = drive
        self.since = 0.0
        self.incoming_drive = 0.0
        self.presses = presses
        self.load = 0.0

    def propose(self) -> None:
        """Claim a free cell nearer to the gate, or step back where it is too tight."""
        model, cell, draw = self.model, self.cell, self.model.random.random
        limit, yields = math.inf, False
        if self.presses:
            m = model.movement
            limit = m.comfort + m.comfort_drive * self.assertiveness * self.drive
            if self.drive < CALM and draw() < m.step_back * model.time_step:
                if self.stands_too_tightly(limit):
                    self.step_back()
                    return
            calm = m.yielding * (1.0 - m.yielding_drive * min(1.0, self.drive))
            yields = self.assertiveness < 0.3 + 0.7 * calm
        u = draw()
        if u >= self.reach:
            return
        choices, weights = [None], [1.0]
        for step in cell.steps_in:
            if not step.there.is_empty:
                continue
            if self.presses:
                if step.there.to_gate > THROAT and density_ahead(step) > limit:
                    continue
                if yields and self.leaves(step.there):
                    continue
            choices.append(step)
            weights.append(step.weight)
        if len(choices) == 1:
            return
        chosen = model.random.choices(choices, weights)[0]
        # A diagonal step is longer: it takes its length in time.
        if chosen is not None and u * chosen.length < self.pace(chosen) * model.time_step:
            model.claims[chosen.there].append(self)

    def step_back(self) -> None:
        """Claim a free cell away from the gate."""
        choices, weights = [None], [1.0]
        for there, weight in self.cell.steps_out:
            if there.is_empty:
                choices.append(there)
                weights.append(weight)
        chosen = self.model.random.choices(choices, weights)[0]
        if chosen is not None:
            self.model.claims[chosen].append(self)

    def stands_too_tightly(self, limit: float) -> bool:
        """Tell whether it is denser here than accepted by more than one person."""
        cell = self.cell
        people = 1.0 + cell.walls_close
        for near in cell.close:
            if not near.is_empty:
                people += 1.0
        return people - 1.0 > limit * self.model.close_area

    def leaves(self, there: Ground) -> bool:
        """Tell whether somebody who has pressed for longer waits for a place."""
        mine = (self.since, self.row)
        for behind in there.behind:
            if behind.is_empty:
                continue
            other = behind.agents[0]
            if not other.presses or (other.since, other.row) >= mine:
                continue
            ahead = behind.ahead
            if ahead is there or (ahead is not None and not ahead.is_empty):
                return True
        return False

    def pace(self, step: Step) -> float:
        """Return the speed that the distance to the one ahead allows, m/s."""
        m, free = self.model.movement, self.speed
        time_gap = m.time_gap
        if step.there.ahead is None:
            return free
        if self.presses:
            time_gap += (m.time_gap_pressing - time_gap) * min(1.0, self.drive)
        else:
            free *= self.slowed(step.number)
        ahead, gap = step.there, step.length
        enough = m.standing_gap + free * time_gap
        while gap < enough:
            ahead = ahead.beyond[step.number]
            gap += step.length
            if not ahead.is_ground:
                return free
            if not ahead.is_empty:
                return min(free, max(0.0, gap - m.standing_gap) / time_gap)
        return free

    def slowed(self, number: int) -> float:
        """Return the share of the desired speed that the density in front allows."""
        front = self.cell.in_front[number]
        people = sum(not near.is_empty for near in front)
        if people == 0:
            return 1.0
        density = people / (len(front) * self.model.side**2)
        jam = self.model.movement.jam_density
        return max(0.0, 1.0 - math.exp(-GAMMA * (1.0 / density - 1.0 / jam)))

    def relax(self) -> None:
        """Let the push drive decay, and take in what was handed on."""
        self.drive = max(self.drive * self.model.decay, self.incoming_drive)
        self.incoming_drive = 0.0

    def reach_gate(self) -> None:
        """Begin to press once at the crowd."""
        if not self.presses and self.cell.to_gate <= self.model.stop_distance:
            self.presses = True
            self.since = self.model.now

    def propose_exchange(self) -> None:
        """Squeeze past a less assertive person ahead."""
        if not self.presses or self.drive <= 0.0:
            return
        ahead, model = self.cell.ahead, self.model
        if ahead is None or ahead.is_empty:
            return
        other = ahead.agents[0]
        advantage = self.assertiveness - other.assertiveness
        if advantage <= 0.0:
            return
        rate = model.movement.squeezing * advantage * self.drive
        if model.random.random() < 1.0 - math.exp(-rate * TALK):
            model.exchanges.append((model.random.random(), self, other))

    def own_push(self) -> float:
        """Return the force of a blocked pressing person, N."""
        if not self.presses:
            return 0.0
        here = self.cell
        for step in here.steps_in:
            if step.there.to_gate < here.to_gate and step.there.is_empty:
                return 0.0
        p = self.model.pressure
        return p.push * self.assertiveness * (p.lean + (1.0 - p.lean) * self.drive)


class PureMesaCrowd(mesa.Model):
    """A crowd before the gate; one ``step()`` is one time step."""

    def __init__(self, crowd: Crowd, *, rng: int) -> None:
        super().__init__(rng=rng)
        scenario, self.place = crowd.scenario, crowd.place
        self.movement, self.pressure, self.gate = (
            scenario.movement,
            scenario.pressure,
            scenario.gate,
        )
        self.time_step, self.side = scenario.run.time_step, crowd.place.cell
        self.now, self.allowance = 0.0, 0.0
        self.stop_distance = scenario.line_jumpers.stop_distance
        self.decay = math.exp(-self.time_step / self.movement.drive_decay)
        self.grid = OrthogonalMooreGrid(
            (crowd.place.x.size // crowd.place.stride, crowd.place.stride),
            capacity=1,
            random=self.random,
            cell_klass=Ground,
        )
        cells = prepared_ground(self.grid, self.place, self.movement)
        self.close_area = (len(self.place.around) + 1) * self.place.cell**2
        self.gate_cells = [cells[k] for k in crowd.place.gate_cells]
        self.claims: dict[Ground, list[Pedestrian]] = defaultdict(list)
        self.exchanges: list[tuple[float, Pedestrian, Pedestrian]] = []
        self.next_opening, self.places_left, self.last_admission = FIRST_OPENING, 0, 0.0
        self.gate_load = 0.0
        self.person_steps = 0
        Pedestrian.create_agents(
            self,
            crowd.cell.size,
            [cells[k] for k in crowd.cell],
            list(range(crowd.cell.size)),
            crowd.assertiveness.tolist(),
            crowd.speed.tolist(),
            crowd.drive.tolist(),
            crowd.presses.tolist(),
        )

    def step(self) -> None:
        """Take one time step, in the order of the kernel."""
        self.now = now = self.time * self.time_step
        if self.is_due(TALK):
            self.agents.do("reach_gate")
        self.work_gate(now)
        self.agents.do("propose")
        self.carry_out_steps()
        self.agents.do("relax")
        if self.is_due(TALK):
            self.squeeze()
        if self.is_due(FORCE):
            self.pass_force()
        self.person_steps += len(self.agents)

    def is_due(self, interval: float) -> bool:
        """Tell whether something that happens every ``interval`` s happens in this time step."""
        before = self.now - 1e-6 * self.time_step
        return int((before + self.time_step) / interval) > int(before / interval)

    def work_gate(self, now: float) -> None:
        """Open, take in one of those who stand at the gate, close."""
        if self.gate.always_open:
            there = [person for cell in self.gate_cells for person in cell.agents]
            drive = sum(min(1.0, person.drive) for person in there) / max(1, len(there))
            flow = self.gate.specific_flow + self.gate.specific_flow_drive * drive
            rate = flow * (self.gate.width + self.gate.shoulder)
            self.allowance = min(ABREAST, self.allowance) + rate * self.time_step
            for cell in self.random.sample(self.gate_cells, len(self.gate_cells)):
                for person in cell.agents:
                    if self.allowance >= 1.0 and self.random.random() < person.reach:
                        self.admit(person)
                        self.allowance -= 1.0
            return
        if now >= self.next_opening - 1e-6:
            self.places_left = self.gate.batch_size
            self.next_opening += self.gate.cycle_min * 60.0
            self.last_admission = now - self.gate.admission_interval
        ready = now >= self.last_admission + self.gate.admission_interval - 1e-6
        if self.places_left > 0 and ready:
            waiting = [person for cell in self.gate_cells for person in cell.agents]
            if waiting:
                self.admit(self.random.choice(waiting))
                self.places_left -= 1
                self.last_admission = now

    def admit(self, person: Pedestrian) -> None:
        """Let a person in; those behind the freed place push forward."""
        left = person.cell
        person.remove()
        self.hand_drive(left, self.movement.motivation)

    def hand_drive(self, left: Ground, drive: float) -> None:
        """Hand push drive to everybody who presses behind a cell just left."""
        for near in left.around:
            if near.to_gate >= left.to_gate:
                for person in near.agents:
                    if person.presses and person.incoming_drive < drive:
                        person.incoming_drive = drive

    def carry_out_steps(self) -> None:
        """Resolve the conflicts with friction, move, and let those behind follow up."""
        moved = []
        for cell, claimants in self.claims.items():
            if len(claimants) == 1:
                person = claimants[0]
            elif self.random.random() < self.movement.friction:
                continue
            else:
                person = self.random.choice(claimants)
            moved.append((person, person.cell))
            person.move_to(cell)
        self.claims.clear()
        for person, left in moved:
            if person.presses and person.drive > 0.0:
                self.hand_drive(left, self.movement.drive_handing * person.drive)

    def squeeze(self) -> None:
        """Carry out the exchanges that are the best draw of both."""
        self.agents.do("propose_exchange")
        best: dict[Pedestrian, float] = defaultdict(float)
        for u, *both in self.exchanges:
            for person in both:
                best[person] = max(best[person], u)
        for u, person, other in self.exchanges:
            if u == best[person] == best[other]:
                here, there = person.cell, other.cell
                other.cell = None
                person.move_to(there)
                other.move_to(here)
        self.exchanges.clear()

    def pass_force(self) -> None:
        """Pass contact force from far to near, down to the gate."""
        p, on_gate = self.pressure, 0.0
        self.agents.set("load", 0.0)
        for person in sorted(self.agents, key=lambda person: -person.cell.to_gate):
            cell = person.cell
            out = p.transmission * person.load * (1.0 - p.wall_loss * cell.wall_beside)
            out += person.own_push()
            if out <= 0.0:
                continue
            if cell.to_gate < 0.75 * self.side:
                on_gate += out
                continue
            ahead = [(there.agents[0], w) for there, w in cell.forward if not there.is_empty]
            total = sum(w for _, w in ahead)
            for other, w in ahead:
                other.load += out * w / total
        self.gate_load = on_gate / (len(self.gate_cells) * self.side)

    def look(self, people: int, before: np.ndarray) -> tuple[Look, np.ndarray]:
        """Return what the crowd looks like and where everybody stands."""
        cell, drive = np.full(people, -1), np.zeros(people)
        for person in self.agents:
            cell[person.row], drive[person.row] = person.cell.index, person.drive
        return look_at(self.place, cell, drive, self.gate_load, before), cell


def run_pure_mesa(crowd: Crowd, seed: int, clock: Any) -> tuple[float, int, list[Look]]:
    """Run a crowd in pure Mesa.

    Args:
        crowd: the crowd.
        seed: seed of Mesa's generators.
        clock: function that returns the CPU time, s.

    Returns:
        CPU time of the steps alone, s; person-steps; what it looked like every 3 s.
    """
    model, looks, before, spent = PureMesaCrowd(crowd, rng=seed), [], crowd.cell, 0.0
    for steps in steps_to_looks(crowd):
        began = clock()
        for _ in range(steps):
            model.step()
        spent += clock() - began
        look, before = model.look(crowd.cell.size, before)
        looks.append(look)
    return spent, model.person_steps, looks
