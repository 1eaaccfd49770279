"""The crossing as plain Python: people and cells as objects in dictionaries, no arrays.

Everything the kernels keep in arrays is copied out of a situation once; from then on the plain
rules (plain_*.py) and the kernels go their own ways and are compared.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import Any

import numpy as np

from gatecrush.agents import conduct
from gatecrush.agents.people import COLUMNS
from gatecrush.model.place.surroundings import STEPS
from gatecrush.model.rules.randomness import draw
from gatecrush.model.situation import GATE, LIST

Cell = tuple[int, int]
"""Row and column."""

WALL, OPEN, LANE = 0, 1, 2
COUNTERS = (
    "step", "next_arrival", "arrived", "admitted", "families_admitted", "turned_back", "left",
    "challenges", "turned_round", "person_steps",
)  # fmt: skip
LAST_BIT = 1e-9


@dataclass(frozen=True)
class Spot:
    """One cell of the site."""

    x: float
    y: float
    to_gate: float
    to_side: float
    wall_beside: float
    kind: int
    in_strip: int
    is_gate: int
    is_door: int
    forward: tuple[float, ...]


@dataclass
class World:
    """The site, everybody on it, the gate, the list, and what has been counted."""

    seed: np.uint64
    time_step: float
    start: float
    cell: float
    spots: dict[Cell, Spot]
    pieces: list[dict[Cell, float]]
    """Walking distance to each piece of a drawn queue, m; none in a layout."""
    gate_cells: list[Cell]
    drop_off_room: list[Cell]
    lane_room: list[Cell]
    column: list[Cell]
    people: list[SimpleNamespace]
    present: list[int]
    outside: list[int]
    away: list[int]
    arrival_order: list[int]
    standing: dict[Cell, int]
    holder: dict[int, int]
    room_for_numbers: int
    gate: SimpleNamespace
    list: SimpleNamespace
    count: SimpleNamespace
    volunteers: list[SimpleNamespace]
    rules: SimpleNamespace
    closures: list[tuple[float, float]]
    batch: list[int] = field(default_factory=list)
    admissions: list[tuple[float, ...]] = field(default_factory=list)

    def draw(self, person: int, purpose: int) -> float:
        """Return the draw of a person in the present time step."""
        return draw(self.seed, self.count.step, person, purpose)

    def beside(self, cell: Cell) -> list[Cell]:
        """Return the 8 cells around a cell, in the order of STEPS."""
        return [(cell[0] + dr, cell[1] + dc) for dr, dc in STEPS]

    def crowding(self, cell: Cell) -> int:
        """Return how many of the 8 cells around a cell are occupied."""
        return sum(there in self.standing for there in self.beside(cell))

    def around(self, cell: Cell, reach: float) -> list[Cell]:
        """Return the cells with their center within reach of a cell's, on the site or beyond."""
        n = int(reach / self.cell + LAST_BIT)
        near = [(dr, dc) for dr in range(-n, n + 1) for dc in range(-n, n + 1) if dr or dc]
        close = [d for d in near if math.hypot(*d) * self.cell <= reach + LAST_BIT]
        return [(cell[0] + dr, cell[1] + dc) for dr, dc in close]

    def distance(self, here: Cell, there: Cell) -> float:
        """Return the distance between two cell centers, m."""
        a, b = self.spots[here], self.spots[there]
        return apart(a.x - b.x, a.y - b.y)

    def are_within(self, here: Cell, there: Cell, reach: float) -> bool:
        """Tell whether two cells are within reach; on a lattice they often are to the last bit."""
        a, b = self.spots[here], self.spots[there]
        return (a.x - b.x) ** 2 + (a.y - b.y) ** 2 <= reach * reach + LAST_BIT

    def piece_for(self, cell: Cell) -> dict[Cell, float]:
        """Return the distances to the piece of a drawn queue that is nearest to a cell."""
        return min(self.pieces, key=lambda piece: piece[cell])

    def is_near_on_foot(self, here: Cell, home: Cell, reach: float) -> bool:
        """Tell whether no long way round lies between a cell and a place in a drawn queue."""
        if not self.pieces:
            return True
        piece = self.piece_for(home)
        return piece[here] <= piece[home] + reach

    def within(self, cell: Cell, reach: float) -> list[Cell]:
        """Return the occupied cells within reach of a cell, itself included, row by row."""
        return [other for other in sorted(self.standing) if self.are_within(cell, other, reach)]

    def may_step(self, here: Cell, there: Cell, kind: int) -> bool:
        """Tell whether a step stays on one kind of ground and cuts no corner."""
        corners = ((here[0], there[1]), (there[0], here[1]))
        return all(self.spots[cell].kind == kind for cell in (here, there, *corners))

    def enters_pen(self, here: Cell, there: Cell) -> bool:
        """Tell whether a step enters the door of a pen."""
        a, b = self.spots[here], self.spots[there]
        return bool(b.is_door and not a.is_door and b.to_gate < a.to_gate)

    def gain(self, here: Cell, there: Cell, *, through: bool = False) -> float | None:
        """Return the distance to the gate gained by a step, m, or None if a wall forbids it.

        The door of a pen forbids it, too, but to those who are called (through).
        """
        if not self.may_step(here, there, OPEN):
            return None
        if not through and self.enters_pen(here, there):
            return None
        return self.spots[here].to_gate - self.spots[there].to_gate

    def lane_gain(self, here: Cell, there: Cell) -> float | None:
        """Return the distance to the gate along the car lane gained by a step, m, or None."""
        if not self.may_step(here, there, LANE):
            return None
        return self.spots[here].to_side - self.spots[there].to_side

    def party(self, person: int) -> list[int]:
        """Return everybody of a person's party, those not on the site included."""
        mine = self.people[person].party
        return [other for other, someone in enumerate(self.people) if someone.party == mine]


def apart(dx: float, dy: float) -> float:
    """Return the length of a vector."""
    return math.sqrt(dx * dx + dy * dy)


def added(numbers: Iterable[float]) -> float:
    """Return a sum as a loop makes it (the built-in sum corrects its rounding)."""
    total = 0.0
    for number in numbers:
        total += number
    return total


def happens(rate: float, elapsed: float, u: float) -> bool:
    """Tell whether something that happens at a rate happens within the time elapsed."""
    return u < 1.0 - math.exp(-rate * elapsed)


def copy_of(s: Any) -> World:
    """Return a situation as a plain world."""
    stride = s.place.stride

    def at(cell: int) -> Cell:
        return int(cell) // stride, int(cell) % stride

    numbers = range(1, int(s.list.last_number) + 1)
    return World(
        seed=s.seed,
        time_step=s.time_step,
        start=s.start,
        cell=s.place.cell,
        spots=_spots(s.place, at),
        pieces=[
            {at(cell): away for cell, away in enumerate(piece.tolist())} for piece in s.place.guides
        ],
        gate_cells=[at(cell) for cell in s.place.gate_cells],
        drop_off_room=[at(cell) for cell in s.place.drop_off_room],
        lane_room=[at(cell) for cell in s.place.lane_room],
        column=[at(cell) for cell in s.place.column],
        people=[_person(s.people.dtype.names, row, at) for row in s.people.tolist()],
        present=s.active[: s.crowd.active].tolist(),
        outside=s.outside[: s.crowd.outside].tolist(),
        away=s.away[: s.crowd.away].tolist(),
        arrival_order=s.arrival_order.tolist(),
        standing={at(c): int(s.cells.occupant[c]) for c in np.flatnonzero(s.cells.occupant >= 0)},
        holder={number: int(s.holder[number]) for number in numbers},
        room_for_numbers=s.holder.size - 1,
        gate=SimpleNamespace(**{name: s.gate[name].item() for name in GATE.names}),
        list=SimpleNamespace(**{name: s.list[name].item() for name in LIST.names}),
        count=SimpleNamespace(**{name: s.crowd[name].item() for name in COUNTERS}),
        volunteers=[SimpleNamespace(x=float(v.x), y=float(v.y), person=-1) for v in s.volunteers],
        rules=SimpleNamespace(
            **{name: _section(record) for name, record in s.rules._asdict().items()}
        ),
        closures=[(begin, end) for begin, end in s.closures[0].tolist()],
        batch=s.batch[: s.gate.batch_passed].tolist(),
        admissions=[tuple(row) for row in s.admission_log[: s.crowd.admissions].tolist()],
    )


def _person(names: tuple[str, ...], row: tuple[Any, ...], at: Any) -> SimpleNamespace:
    values = dict(zip(names, row, strict=True))
    values["cell"] = at(values["cell"]) if values["cell"] >= 0 else None
    values["target"], values["entry"] = at(values["target"]), at(values["entry"])
    return SimpleNamespace(**values)


def _spots(place: Any, at: Any) -> dict[Cell, Spot]:
    ground, forward = place.ground.tolist(), place.forward.tolist()
    names = place.ground.dtype.names
    spots = {}
    for cell, (values, shares) in enumerate(zip(ground, forward, strict=True)):
        known = dict(zip(names, values, strict=True))
        known["kind"] = known.pop("walkable")
        spots[at(cell)] = Spot(**known, forward=tuple(shares))
    return spots


def _section(record: Any) -> SimpleNamespace:
    return SimpleNamespace(**{name: float(record[name]) for name in record.dtype.names})


def assert_equal(world: World, s: Any) -> None:
    """Assert that a plain world and a situation are equal, every number to the last bit."""
    stride = s.place.stride

    def index(cell: Cell | None) -> int:
        return -1 if cell is None else cell[0] * stride + cell[1]

    for name in COLUMNS:
        plain = [getattr(person, name) for person in world.people]
        if name in ("cell", "target", "entry"):
            plain = [index(cell) for cell in plain]
        np.testing.assert_array_equal(s.people[name], plain, err_msg=f"people.{name}")
    for name in GATE.names:
        np.testing.assert_equal(s.gate[name], getattr(world.gate, name), f"gate.{name}")
    for name in LIST.names:
        np.testing.assert_equal(s.list[name], getattr(world.list, name), f"list.{name}")
    for name in COUNTERS:
        assert s.crowd[name] == getattr(world.count, name), name
    occupied = {int(c): int(s.cells.occupant[c]) for c in np.flatnonzero(s.cells.occupant >= 0)}
    assert occupied == {index(cell): person for cell, person in world.standing.items()}
    assert sorted(s.active[: s.crowd.active]) == sorted(world.present)
    assert s.outside[: s.crowd.outside].tolist() == world.outside
    assert s.away[: s.crowd.away].tolist() == world.away
    assert world.batch[: s.batch.size] == s.batch[: min(s.batch.size, s.gate.batch_passed)].tolist()
    assert world.admissions == [tuple(r) for r in s.admission_log[: s.crowd.admissions].tolist()]
    for plain, fast in zip(world.volunteers, s.volunteers, strict=True):
        assert (plain.x, plain.y, plain.person) == (fast.x, fast.y, fast.person)


def leave_site(world: World, person: int, outcome: int, now: float) -> None:
    """Take a person off the site for good and count them."""
    someone, count = world.people[person], world.count
    del world.standing[someone.cell]
    someone.cell = None
    world.present.remove(person)
    someone.conduct, someone.exit_time = outcome, now
    count.admitted += outcome == conduct.ADMITTED
    count.families_admitted += outcome == conduct.ADMITTED and someone.kind == conduct.FAMILY
    count.turned_back += outcome == conduct.TURNED_BACK
    count.left += outcome == conduct.LEFT


def waits_with_number(person: SimpleNamespace) -> bool:
    """Tell whether a person waits with a number: holding, called or pressing."""
    waiting = (conduct.HOLDING, conduct.CALLED, conduct.PRESSING)
    return person.number > 0 and person.conduct in waiting
