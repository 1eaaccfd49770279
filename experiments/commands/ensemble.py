"""The commands that make, check and describe an ensemble; its use is in run, sweep, transition."""

from __future__ import annotations

import click

from .main import Group

LATER = {
    "search": "gatecrush.experiments.commands.ensemble_search:ensemble_search",
    "checks": "gatecrush.experiments.commands.ensemble_checks:ensemble_checks",
    "report": "gatecrush.experiments.commands.ensemble_report:ensemble_report",
}
"""Module in which each command lives."""


@click.group(cls=Group, later=LATER)
def ensemble() -> None:
    """Make settings that are all consistent with the account, and see what they tell."""
