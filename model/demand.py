"""Demand: people arrive in parties, by the rates of a daily profile, or as they were counted.

Parties come at Lambda^-1(E_1 + ... + E_k), with unit exponentials E and the cumulative party rate
Lambda; the same draws serve every factor and profile (common random numbers), and who comes by an
hour does not depend on when the run ends. Only this module depends on the hour of the day.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray
from pydantic import field_validator, model_validator

from gatecrush.agents.quantity import Parameters, as_tuples, quantity

from .arrival_times import DAY, Profile, cumulative_arrivals, poisson_times, repeated
from .counts import Counts, check_counts, counted_parties, counts_of_event, people_in, rates_of
from .families import FamilyParameters
from .party_sizes import mean_party_size, parties_of, party_size_weights, party_sizes
from .rules.randomness import Stream, generator

FloatArray = NDArray[np.float64]
IntArray = NDArray[np.int64]
Positions = tuple[tuple[float, float], ...]
"""m across from the middle of the gate, and away from it."""


class DemandParameters(Parameters):
    """Who comes, when, and in what company."""

    profile: Profile = quantity(
        ((5.0, 13.0, 30.0), (13.0, 15.0, 90.0), (15.0, 19.0, 45.0), (19.0, 27.0, 12.0)),
        "h, h, 1/h",
        "Arrival rate of people by periods: from, to (hours of the day, may pass 24), rate",
        "account (250 in line in the morning; the surge after lunch), assumed",
    )
    arrivals: Counts = quantity(
        (),
        "h, h, people",
        "People who came, in place of demand.profile: from, to (hours of the day, may pass 24), "
        "how many; a table beside the scenario (time, people) may say it",
        "a count",
    )
    counts: Literal["observed", "rates"] = quantity(
        "observed",
        "-",
        "What demand.arrivals and demand.tickets mean: exactly so many come, or so many on average "
        "(Poisson)",
        "Kim & Whitt 2014",
    )
    tickets: int = quantity(
        0,
        "people",
        "People who come to an event, in place of demand.profile (0: it is none)",
        "assumed",
        low=0,
        high=100_000,
    )
    doors: float = quantity(
        19.0, "h", "Hour at which the doors of the event open", "assumed", low=0, high=1000
    )
    early_share: float = quantity(
        0.5,
        "-",
        "Share of demand.tickets that comes before, evenly; the others come evenly after",
        "evenly: Jain, Juneja & Shimkin 2011; the share is assumed",
        low=0,
        high=1,
    )
    early_time: float = quantity(
        1.0, "h", "Time before the doors open at which the first come", "assumed", low=0.01, high=48
    )
    late_time: float = quantity(
        1.0, "h", "Time after the doors open until which people come", "assumed", low=0.01, high=48
    )
    repeat_daily: bool = quantity(
        False,
        "-",
        "Repeat the arrival profile every 24 hours; otherwise nobody comes after its end",
        "assumed",
    )
    factor: float = quantity(
        1.0,
        "-",
        "Multiplies the whole arrival profile",
        "assumed, 0-4",
        low=0,
        high=20,
        changeable=True,
    )
    party_size: float = quantity(
        2.0,
        "people",
        "Mean size of a party (geometric, truncated)",
        "account: came as one of two",
        low=1,
        high=4,
    )
    party_max: int = quantity(6, "people", "Largest party", "assumed", low=1, high=20)
    initial_numbered: int = quantity(
        140,
        "people",
        "People who hold numbers at the start",
        "account: about number 140",
        low=0,
        high=5000,
    )
    initial_crowd: int = quantity(
        0,
        "people",
        "People who stand before the gate at the start and go for it, without numbers",
        "assumed; 75 in Adrian, Seyfried & Sieben 2020",
        low=0,
        high=5000,
    )
    initial_density: float = quantity(
        2.2,
        "1/m^2",
        "People of the initial crowd per area on which they stand at the start",
        "Adrian, Seyfried & Sieben 2020: 75 people on 5.6 m by 6 m",
        low=0.1,
        high=10,
    )
    initial_positions: Positions = quantity(
        (),
        "m, m",
        "Where the initial crowd stands instead, from a file beside the scenario: across from the "
        "middle of the gate, away from it",
        "a trajectory's first frame",
    )
    limit: int = quantity(
        0,
        "people",
        "People who wait, from which on whoever would arrive turns away (0: no limit)",
        "assumed",
        low=0,
        high=200_000,
        changeable=True,
    )
    informed: float = quantity(
        0.0, "-", "Share of parties that know of the list on arrival", "assumed", low=0, high=1
    )

    _lists = field_validator("profile", "arrivals", "initial_positions", mode="before")(as_tuples)

    @model_validator(mode="after")
    def _check(self) -> DemandParameters:
        end = -np.inf
        for start, stop, rate in self.profile:
            if not (start < stop and start >= end):
                raise ValueError("demand.profile: periods must follow one another, each from < to")
            if not 0 <= rate <= 10_000:
                raise ValueError("demand.profile: rates must lie in 0 to 10000 per hour")
            end = stop
        check_counts(self.arrivals, are_rates=self.counts == "rates")
        if self.arrivals and self.tickets:
            raise ValueError("demand.tickets must be 0 where demand.arrivals says who comes")
        if self.repeat_daily and self.span[1] - self.span[0] > DAY:
            raise ValueError(f"demand.repeat_daily needs a {self.says} of at most 24 hours")
        if self.party_size > self.party_max:
            raise ValueError("demand.party_size must not exceed demand.party_max")
        return self

    @property
    def crowd_size(self) -> int:
        """People who stand before the gate at the start."""
        return len(self.initial_positions) or self.initial_crowd

    @property
    def people_at_start(self) -> int:
        """People who are there at the start, with numbers or without."""
        return self.initial_numbered + self.crowd_size

    @property
    def says(self) -> str:
        """The parameter that says who comes."""
        table = "demand.arrivals" if self.arrivals else "demand.profile"
        return "demand.tickets" if self.tickets else table

    @property
    def counted(self) -> Counts:
        """Who comes in place of the profile: as counted, or with tickets; empty: the profile."""
        spans = self.early_share, self.early_time, self.late_time
        return counts_of_event(self.tickets, self.doors, *spans) if self.tickets else self.arrivals

    @property
    def keeps_counts(self) -> bool:
        """Whether exactly those counted come."""
        return self.counts == "observed" and bool(self.counted)

    @property
    def party_weights(self) -> FloatArray:
        """Probabilities of party sizes 1, 2, ..."""
        return party_size_weights(self.party_size, self.party_max)

    @property
    def span(self) -> tuple[float, float]:
        """From when to when people come, h; twice the same hour if nobody does."""
        stated = self.counted or self.profile
        return (stated[0][0], stated[-1][1]) if stated else (0.0, 0.0)

    def periods(self, start: float, end: float) -> Profile:
        """Return the periods of the profile, repeated if they are to be, that touch a span.

        Args:
            start: begin of the span, h.
            end: end of the span, h.
        """
        profile = rates_of(self.counted) or self.profile
        return repeated(profile, start, end) if self.repeat_daily else profile

    def counted_between(self, start: float, end: float) -> Counts:
        """Return the counts, repeated if they are to be, that touch a span."""
        return repeated(self.counted, start, end) if self.repeat_daily else self.counted

    def family_periods(self, people: float, start: float, end: float) -> Profile:
        """Return the same for people in families, who come evenly from its first to its last hour.

        Args:
            people: how many of them come in the course of the profile.
            start: begin of the span, h.
            end: end of the span, h.
        """
        first, last = self.span
        if first == last:
            return ()
        evenly = ((first, last, people / (last - first)),)
        return repeated(evenly, start, end) if self.repeat_daily else evenly

    def people_between(self, begin: float, end: float) -> float:
        """Return how many people are to be expected between two hours, at a factor of 1."""
        if self.counted:
            return people_in(self.counted_between(begin, end), begin, end)
        return sum(
            rate * max(0.0, min(stop, end) - max(start, begin))
            for start, stop, rate in self.periods(begin, end)
        )


@dataclass(frozen=True)
class Arrivals:
    """Everyone who will ever come, one row a person by time, parties in consecutive rows."""

    time: FloatArray
    """s since the start."""
    party: IntArray
    """Number of their party: those on foot from 0 on, families from -1 down."""
    family: NDArray[np.bool_]
    initial: NDArray[np.bool_]
    """Holds a number at the start."""
    crowd: NDArray[np.bool_]
    """Stands before the gate at the start, without a number."""
    informed: NDArray[np.bool_]

    @property
    def newcomers(self) -> IntArray:
        """Rows of those who come on foot after the start."""
        return np.flatnonzero(~self.family & ~self.initial & ~self.crowd)

    def __len__(self) -> int:
        """Return how many people come."""
        return self.time.size


def _newcomers(
    demand: DemandParameters, start: float, end: float, *, seed: int, replication: int
) -> tuple[FloatArray, IntArray]:
    """Draw when parties come on foot, s since the start, and of how many people each is."""
    until, weights = (end - start) * 3600, demand.party_weights
    if demand.keeps_counts:
        counts = demand.counted_between(start, end)
        hours, sizes = counted_parties(
            counts, demand.factor, weights, seed=seed, replication=replication
        )
        times = (hours - start) * 3600
        come = (times >= 0) & (times < until)
        return times[come], sizes[come]
    knots, expected = cumulative_arrivals(demand.periods(start, end), demand.factor, start)
    parties = expected / mean_party_size(weights)
    times = poisson_times(knots, parties, generator(seed, replication, Stream.PARTIES), until=until)
    sizes = party_sizes(times.size, weights, generator(seed, replication, Stream.PARTY_SIZES))
    return times, sizes


def draw_arrivals(
    demand: DemandParameters,
    families: FamilyParameters,
    start: float,
    end: float,
    *,
    seed: int,
    replication: int,
) -> Arrivals:
    """Draw everyone who comes between start and end.

    Args:
        demand: arrival parameters.
        families: parameters of families with children.
        start: start of the run, h.
        end: end of the run, h.
        seed: root seed.
        replication: replication under that seed.

    Returns:
        Arrivals: the initial holders of numbers first, then the crowd, then all others by time.
    """

    def stream(name: Stream) -> np.random.Generator:
        return generator(seed, replication, name)

    initial = parties_of(
        demand.initial_numbered, demand.party_weights, stream(Stream.INITIAL_PARTIES)
    )
    until = (end - start) * 3600
    newcomers, together = _newcomers(demand, start, end, seed=seed, replication=replication)
    there = initial.size + demand.crowd_size
    on_foot = there + newcomers.size
    evenly = demand.family_periods(families.count, start, end)
    knots, expected = cumulative_arrivals(evenly, 1 / families.size, start)
    family_times = poisson_times(knots, expected, stream(Stream.FAMILIES), until=until)
    sizes = np.concatenate(
        [
            initial,
            np.ones(demand.crowd_size, np.int64),
            together,
            np.full(family_times.size, families.size),
        ]
    )
    times = np.concatenate([np.zeros(there), newcomers, family_times])
    informed = np.zeros(sizes.size, bool)
    informed[:on_foot] = stream(Stream.INFORMED).random(on_foot) < demand.informed
    informed[initial.size : there] = False
    by_time = np.argsort(times, kind="stable")
    party = np.repeat(by_time, sizes[by_time])
    family = party >= on_foot
    return Arrivals(
        time=times[party],
        party=np.where(family, on_foot - 1 - party, party),
        family=family,
        initial=party < initial.size,
        crowd=(party >= initial.size) & (party < there),
        informed=informed[party],
    )
