"""Everybody at the crossing as Mesa agents: thin windows on the rows of the arrays.

Nothing is stored here; the rules of each role stand in the file named after it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import mesa

from .conduct import CONDUCTS, KINDS
from .waiter import case_for_pressing, perceived_disorder

if TYPE_CHECKING:
    from .people import People


class Window(mesa.Agent):
    """Anybody at the crossing: asked for what only another role has, the answer is None.

    So a DataCollector can ask all agents the same (``agent_reporters={"conduct": "conduct"}``).
    """

    @property
    def conduct(self) -> str | None:
        """What a person does now."""
        return None

    @property
    def kind(self) -> str | None:
        """How a person came."""
        return None

    @property
    def number(self) -> int | None:
        """Number on a person's wrist."""
        return None

    @property
    def party(self) -> int | None:
        """The party a person came with."""
        return None

    @property
    def perceived_disorder(self) -> float | None:
        """D of a person, in [0, 1]."""
        return None

    @property
    def contact_force(self) -> float | None:
        """Load a person bears now, N."""
        return None

    @property
    def is_family(self) -> bool | None:
        """Whether the guards let a waiter pass beside the line."""
        return None

    @property
    def activity(self) -> str | None:
        """What a guard does now."""
        return None


class Person(Window):
    """One row of the crowd."""

    def __init__(self, model: Any, person: int) -> None:
        """Open a window on row ``person`` of ``model.people``."""
        super().__init__(model)
        self.person = person

    @property
    def people(self) -> People:
        """The crowd's arrays."""
        return self.model.people  # type: ignore[no-any-return,attr-defined]

    @property
    def conduct(self) -> str:
        """What the person does now."""
        return CONDUCTS[self.people.conduct[self.person]]

    @property
    def kind(self) -> str:
        """How the person came: waiter, line_jumper or family."""
        return KINDS[self.people.kind[self.person]]

    @property
    def position(self) -> tuple[float, float]:
        """Position of the person's cell, m: (across, away from the gate)."""
        place, cell = self.model.place, self.people.cell[self.person]  # type: ignore[attr-defined]
        return float(place.x[cell]), float(place.y[cell])

    @property
    def number(self) -> int | None:
        """Number on the wrist, or None."""
        number = int(self.people.number[self.person])
        return number or None

    @property
    def party(self) -> int:
        """The party the person came with."""
        return int(self.people.party[self.person])

    @property
    def perceived_disorder(self) -> float:
        """D, in [0, 1]."""
        people = self.people
        waiters = self.model.present_scenario.waiters  # type: ignore[attr-defined]
        seen = min(1.0, waiters.press_perception * float(people.seen[self.person]))
        case = case_for_pressing(people.pays[self.person], people.passed_over[self.person])
        return float(perceived_disorder(seen, case))

    @property
    def contact_force(self) -> float:
        """Load the person bears now, N."""
        return float(self.people.load[self.person])


class Waiter(Person):
    """A person who keeps, or may still keep, to the list."""

    @property
    def is_family(self) -> bool:
        """Whether the guards let this person pass beside the line."""
        return self.kind == "family"


class LineJumper(Person):
    """A person who reached the crowd at the gate without a number; they may take one later."""


class BorderGuard(Window):
    """A guard at the gate; all guards share the state of the gate."""

    @property
    def activity(self) -> str:
        """What the guards do now: admitting, processing, cars, or closed after the gate failed."""
        return str(self.model.guards_activity)  # type: ignore[attr-defined]

    @property
    def position(self) -> tuple[float, float]:
        """Position of the gate, m."""
        return self.model.gate_position  # type: ignore[no-any-return,attr-defined]


class Volunteer(Window):
    """A volunteer; they walk among people and take no room of their own."""

    def __init__(self, model: object, row: int) -> None:
        """Open a window on row ``row`` of ``model.volunteers``."""
        super().__init__(model)
        self.row = row

    @property
    def position(self) -> tuple[float, float]:
        """Position, m."""
        staff = self.model.volunteers  # type: ignore[attr-defined]
        return float(staff.x[self.row]), float(staff.y[self.row])
