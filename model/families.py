"""Families with children, who pass beside the line."""

from __future__ import annotations

from gatecrush.agents.quantity import Parameters, quantity


class FamilyParameters(Parameters):
    """Families with children, who pass beside the line."""

    count: float = quantity(
        8.0,
        "people",
        "People in families who come from the first to the last hour of demand.profile (or of what "
        "stands in its place), on average",
        "account",
        low=0,
        high=1000,
    )
    size: int = quantity(3, "people", "People in a family", "assumed", low=1, high=10)
    priority: float = quantity(
        0.0,
        "-",
        "Share of the parties who come on foot that may pass beside the line as families do",
        "account: only some families",
        low=0,
        high=1,
    )
