"""Changes during a day: parameters that take another value from a moment on.

Rules read their numbers anew at each step, so most changes are numbers written into place. Another
arrival rate lets those who have not come yet come as if the cumulative rate had been the old one
until now and the new one from now on: Lambda(t) = old before, new after, with the same draws.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from gatecrush.agents.people import empty_people

from .arrays import declared, grown
from .beginning import by_gate, draw_people, let_stand, most_at_once
from .counts import counts_at_rates
from .demand import Arrivals, DemandParameters, Profile, draw_arrivals
from .scenario.door import ScenarioError
from .scenario.quantities import number
from .scenario.scenario import Scenario
from .scenario.timetable import check_changeable
from .situation import Situation

LATE_PARTY: Final = 1_000_000
"""Parties in rows added by a change are numbered from here on."""

ROUNDED: Final = 1e-6
"""Hours may have been rounded by so much when they were written, h."""

Changes = Sequence[tuple[float, Mapping[str, Any]]]
"""Hours of the day with the parameters that change then."""

Rates = tuple[tuple[float, float], ...]
"""Hours with the demand factor from then on."""
Rows = NDArray[np.int64]


def changed(scenario: Scenario, settings: Mapping[str, Any]) -> Scenario:
    """Return the scenario with parameters changed during a day.

    Raises:
        ScenarioError: one cannot change then, or not to this value.
    """
    check_changeable(settings, Scenario.quantities())
    return scenario.with_(**settings)


def planned(scenario: Scenario, changes: Changes) -> list[tuple[float, Mapping[str, Any]]]:
    """Return changes by hour, those of the scenario first, checked as they will follow one another.

    Raises:
        ScenarioError: one cannot be made, or comes before the start or after the end of the run.
    """
    start, end = scenario.run.start, scenario.run.end
    for hour, _ in changes:
        if not start - ROUNDED <= hour <= end + ROUNDED:
            raise ScenarioError(
                f"changes: hour {hour} must lie from run.start ({number(start)} h) "
                f"to run.end ({number(end)} h)"
            )
    ordered = sorted([*scenario.timetable(), *changes], key=lambda each: each[0])
    for _, settings in ordered:
        scenario = changed(scenario, settings)
    return ordered


def rates_in_force(stated: Rates) -> Rates:
    """Return the rates without those replaced at the same hour, or equal to the one before.

    So raising and lowering at one moment leaves no trace, not even in the last bit of a time.
    """
    kept: Rates = ()
    for hour, factor in stated:
        kept = tuple(each for each in kept if each[0] < hour)
        if not kept or kept[-1][1] != factor:
            kept = (*kept, (hour, factor))
    return kept


@dataclass(frozen=True)
class Expected:
    """The rows of everybody who may come, by the order in which they are drawn."""

    newcomers: Rows
    families: Rows
    begun: int
    """Rows at the beginning; those of people added by a change follow."""

    @classmethod
    def of(cls, arrivals: Arrivals) -> Expected:
        """Return the rows of people who were drawn at the beginning."""
        families = np.flatnonzero(arrivals.family)
        return cls(arrivals.newcomers, families, len(arrivals))

    def for_draw(self, arrivals: Arrivals, rows: int) -> Expected:
        """Return the rows of another draw: the same people keep theirs, others are added.

        Args:
            arrivals: the other draw.
            rows: rows taken so far.
        """
        more = np.arange(rows, rows + max(0, len(arrivals.newcomers) - len(self.newcomers)))
        return replace(self, newcomers=np.concatenate([self.newcomers, more]))


def with_numbers_of(situation: Situation, scenario: Scenario) -> Situation:
    """Return the situation with the numbers of another scenario written into it."""
    gates = by_gate(scenario)
    roomy = grown(situation, places=most_at_once(gates["gate_rules"]))
    staff = declared(Situation)["volunteers"].made(scenario.volunteers.count)
    let_stand(staff, situation.place)
    kept = min(staff.size, situation.volunteers.size)
    staff[:kept] = situation.volunteers[:kept]
    return roomy._replace(volunteers=staff, **gates)


def with_rates(
    situation: Situation,
    scenario: Scenario,
    expected: Expected,
    rates: Rates,
    *,
    seed: int,
    replication: int,
) -> tuple[Situation, Expected]:
    """Return the situation in which those not yet come are drawn anew, and everybody's rows.

    Args:
        situation: the situation now.
        scenario: the scenario.
        expected: rows of those who were to come.
        rates: hours with the demand factor from then on; the last one is now.
        seed: root seed.
        replication: replication under that seed.
    """
    run = scenario.run
    demand = scenario.demand.model_copy(
        update=_demand_at_rates(scenario.demand, rates, run.start, run.end)
    )
    arrivals = draw_arrivals(
        demand, scenario.families, run.start, run.end, seed=seed, replication=replication
    )
    drawn = draw_people(scenario, arrivals, situation.place, seed, replication)
    old = situation.people
    rows = expected.for_draw(arrivals, len(old))
    now = float(situation.crowd.step * situation.time_step)
    # Who found the site full and waits outside has come, too.
    due = old.arrival_time[situation.arrival_order]
    came = situation.arrival_order[: np.searchsorted(due, now, side="right")]
    newcomers = rows.newcomers[: len(arrivals.newcomers)]
    people = empty_people(max(len(old), 1 + int(rows.newcomers.max(initial=-1))))
    people[: len(old)] = old
    to_come = np.setdiff1d(newcomers, came, assume_unique=True)
    place = np.searchsorted(newcomers, to_come)
    late = to_come >= rows.begun
    people[to_come] = drawn[arrivals.newcomers[place]]
    people.party[to_come[late]] += LATE_PARTY
    people.arrival_time[to_come] = np.maximum(people.arrival_time[to_come], now)
    waiting = np.concatenate([to_come, np.setdiff1d(rows.families, came)])
    order = waiting[np.argsort(people.arrival_time[waiting], kind="stable")]
    roomy = grown(situation, people=len(people), numbers=len(people) + 1)
    return roomy._replace(
        people=people,
        arrival_order=np.concatenate([came, order]),
        work=grown(situation.work, people=len(people)),
    ), rows


def _demand_at_rates(
    demand: DemandParameters, rates: Rates, start: float, end: float
) -> dict[str, Any]:
    """Return what of a demand is another where each factor is multiplied in while in force."""
    as_it_is = {"factor": 1.0, "repeat_daily": False, "tickets": 0}
    if demand.keeps_counts:
        return as_it_is | {"arrivals": counts_at_rates(demand.counted_between(start, end), rates)}
    profile = _profile(demand.periods(start, end), rates, start, end)
    return as_it_is | {"arrivals": (), "profile": profile}


def _profile(profile: Profile, rates: Rates, start: float, end: float) -> Profile:
    """Return the profile with each factor multiplied in while it is in force."""
    until = [hour for hour, _ in rates[1:]] + [max(end, profile[-1][1] if profile else end)]
    pieces = []
    for (since, factor), stop in zip(rates, until, strict=True):
        for low, high, rate in profile:
            begin, finish = max(low, since, start), min(high, stop)
            if begin < finish:
                pieces.append((begin, finish, rate * factor))
    return tuple(pieces)
