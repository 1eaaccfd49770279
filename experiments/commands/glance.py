"""The command ``glance``: on how many of many days the order breaks."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import click

from .main import print_json
from .messages import Number, Seed, check_places, clear_errors, load, say, unusable
from .options import LONGEST, ONE_SCENARIO, with_options

if TYPE_CHECKING:
    from gatecrush.model.scenario.scenario import Scenario

    from ..glances.outcome import Glance
    from ..glances.paired_days import PairedDays, Progress

OPTIONS = (
    click.option("--days", metavar="N", type=click.IntRange(1, 10_000), default=30,
                 show_default=True, help="Days, each with other random numbers."),
    click.option("--set", "settings", multiple=True, metavar="KEY=VALUE",
                 help="Change a parameter, and compare with the days as they were; may be "
                 "repeated."),
    click.option("--seed", type=Seed(), default=0, metavar="ROOT", show_default=True,
                 help="Root of random numbers."),
    click.option("--until", metavar="HOUR", type=Number(0, LONGEST),
                 help="Hour at which to stop a day that keeps its order.  [default: 21]"),
    click.option("--jobs", metavar="J", type=click.IntRange(0, 1024), default=os.cpu_count() or 1,
                 show_default=True, help="Processes side by side; 0: this one."),
    click.option("--json", "as_json", is_flag=True, help="Print a JSON object."),
    click.option("--out", metavar="DIR",
                 help="Folder to keep the days in.  [default: the user's cache]"),
    click.option("--quiet", is_flag=True, help="Show no progress."),
)  # fmt: skip


@click.command()
@ONE_SCENARIO
@with_options(*OPTIONS)
def glance(
    scenario: str, days: int, settings: tuple[str, ...], seed: int, until: float | None,
    jobs: int, as_json: bool, out: str | None, quiet: bool,
) -> None:  # fmt: skip
    """Say on how many days of SCENARIO the order breaks; one day is no answer.

    Each day is stopped as soon as its order breaks. With --set it is compared with the same day
    without it: how many are saved, how many are lost. What is known is not simulated again.
    """
    changed = load(scenario, settings)
    was = _as_it_was(scenario) if settings else changed
    plan = _planned(changed, was, days, seed, until)
    check_places(out)
    found = _carried_out(plan, out, jobs=jobs, quiet=quiet)
    if as_json:
        print_json(found.row())
        return
    click.echo(in_words(found, changed, was, seed=seed, until=plan.until))


def _as_it_was(scenario: str) -> Scenario:
    """Return the scenario without settings; what it may hide has been said."""
    from gatecrush.model.scenario.door import ScenarioError
    from gatecrush.model.scenario.scenario import Scenario

    try:
        return Scenario.load(scenario)
    except ScenarioError as error:
        unusable(str(error))


def _planned(
    changed: Scenario, was: Scenario, days: int, seed: int, until: float | None
) -> PairedDays:
    from ..glances.glance import last_hour
    from ..glances.paired_days import PairedDays

    try:
        return PairedDays(changed, was, days, seed, last_hour(changed, until))
    except ValueError as error:
        unusable(f"--until {error}")


def _carried_out(plan: PairedDays, out: str | None, *, jobs: int, quiet: bool) -> Glance:
    """Carry out the days; of what is interrupted it is said how far it came."""
    from pathlib import Path

    from ..glances.paired_days import DayFailedError

    over: dict[int, float | None] = {}

    def tell(what: Progress) -> None:
        if what.found is not None and not what.is_as_it_was:
            over[what.day] = what.found.onset

    try:
        with clear_errors():
            place = None if out is None else Path(out)
            return plan.carried_out(place, jobs=jobs, tell=tell, quiet=quiet)
    except DayFailedError as error:
        raise click.ClickException(f"{error}; those that did not are kept") from None
    except KeyboardInterrupt:
        from ..statistics.verdict import verdict

        broke = sum(onset is not None for onset in over.values())
        say(f"{verdict(broke, len(over), asked=len(plan.sides[0]))}; the same command goes on")
        raise


def in_words(found: Glance, changed: Scenario, was: Scenario, *, seed: int, until: float) -> str:
    """Return what the days say, for people."""
    from ..reports.settings import settings_apart
    from ..words import clock, counted, hour

    apart = [f"{each.name} {each.values[1]}" for each in settings_apart([was, changed])]
    with_changes = f" with {', '.join(apart)}" if apart else ""
    days = f"{counted(len(found.days), 'day')} until {hour(until)}, seed {seed}"
    lines = [f"{changed.name}{with_changes}: {days}", found.verdict("on day 1")]
    if found.verdict_as_it_was is not None:
        lines.append(f"without the changes: {found.verdict_as_it_was}")
    each = ["-" if onset is None else clock(onset) for onset in found.onsets]
    lines.append(f"when it broke, day by day: {' '.join(each)}")
    return "\n".join(lines)
