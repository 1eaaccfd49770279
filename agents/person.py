"""A person at the crossing as a Mesa agent: a thin window on one row of the crowd's arrays."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import mesa

from .conduct import CONDUCTS, KINDS

if TYPE_CHECKING:
    from .people import People


class Person(mesa.Agent):
    """One row of the crowd; nothing is stored here, everything is read from the shared arrays."""

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
    def party(self) -> int:
        """The party the person came with."""
        return int(self.people.party[self.person])

    @property
    def perceived_disorder(self) -> float:
        """D, in [0, 1]."""
        people = self.people
        waiters = self.model.present_scenario.waiters  # type: ignore[attr-defined]
        seen = min(1.0, waiters.press_perception * float(people.seen[self.person]))
        return 0.5 * (seen + float(people.news[self.person]))

    @property
    def contact_force(self) -> float:
        """Load the person bears now, N."""
        return float(self.people.load[self.person])
