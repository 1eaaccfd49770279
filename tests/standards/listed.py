"""One test of a standard, as the registry lists it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Listed:
    """A test that a standard or the scorecard asks for."""

    standard: str
    number: str
    title: str
    asks: str
    """What it asks, in our words."""
    not_ours: str = ""
    """Why it does not apply; empty if it applies."""
    differs: str = ""
    """How what is run here differs from what the standard describes."""

    @property
    def key(self) -> tuple[str, str]:
        """Name by which markers refer to it."""
        return self.standard, self.number

    @property
    def applies(self) -> bool:
        """Whether it asks for something that the model has."""
        return not self.not_ours


STAIRS = "The site is flat: no stairs, ramps or floors."
NO_FOLLOWING = (
    "Of several gates people choose by the way and by the queues in sight: nobody follows others, "
    "and no gate is more familiar than another."
)
NO_CHOICES = (
    "No data on the choice of gates or ways by people who wait in a crowd were found to compare "
    "with; the numbers of the rule are assumed."
)
NO_ALARM = (
    "Nobody responds to an alarm: people come by a rate of arrivals, wait for hours, and start "
    "when the gate opens. There is no pre-movement time to assign."
)
NO_SMOKE = "Open air: no smoke, no toxic gas, no lighting, no visibility."
NO_LIFT = "No lifts."
