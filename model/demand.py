"""Demand: people arrive in parties, as a Poisson process whose rate follows a daily profile.

Parties come at Lambda^-1(E_1 + ... + E_k), with unit exponentials E and the cumulative party rate
Lambda; the same draws serve every factor and profile (common random numbers). Only this module
depends on the hour of the day.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from pydantic import field_validator, model_validator

from gatecrush.agents.quantity import Parameters, quantity

from .randomness import Stream, generator

FloatArray = NDArray[np.float64]
IntArray = NDArray[np.int64]


class DemandParameters(Parameters):
    """Who comes, when, and in what company."""

    profile: tuple[tuple[float, float, float], ...] = quantity(
        ((5.0, 13.0, 37.0), (13.0, 19.0, 60.0), (19.0, 27.0, 12.0)),
        "h, h, 1/h",
        "Arrival rate of people by periods: from, to (hours of the day, may pass 24), rate",
        "account (250 in line in the morning; the surge after lunch), assumed",
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
    informed: float = quantity(
        0.0, "-", "Share of parties that know of the list on arrival", "assumed", low=0, high=1
    )

    @field_validator("profile", mode="before")
    @classmethod
    def _lists_as_tuples(cls, value: object) -> object:
        """Take the lists of a scenario file; immutable, a scenario can be compared and hashed."""
        if not isinstance(value, list | tuple):
            return value
        return tuple(tuple(period) if isinstance(period, list) else period for period in value)

    @model_validator(mode="after")
    def _check(self) -> DemandParameters:
        end = -np.inf
        for start, stop, rate in self.profile:
            if not (start < stop and start >= end):
                raise ValueError("demand.profile: periods must follow one another, each from < to")
            if not 0 <= rate <= 10_000:
                raise ValueError("demand.profile: rates must lie in 0 to 10000 per hour")
            end = stop
        if self.party_size > self.party_max:
            raise ValueError("demand.party_size must not exceed demand.party_max")
        return self

    def people_between(self, begin: float, end: float) -> float:
        """Return how many people the profile lets expect between two hours, at a factor of 1."""
        return sum(
            rate * max(0.0, min(stop, end) - max(start, begin))
            for start, stop, rate in self.profile
        )


class FamilyParameters(Parameters):
    """Families with children, who pass beside the line."""

    count: float = quantity(
        8.0,
        "people",
        "People in families who come in the course of the run, on average",
        "account",
        low=0,
        high=1000,
    )
    size: int = quantity(3, "people", "People in a family", "assumed", low=1, high=10)


def party_size_weights(mean: float, largest: int) -> FloatArray:
    """Return the probabilities of party sizes 1 to ``largest``: geometric, truncated, given mean.

    p_k ~ r^k, with r such that the mean of the truncated distribution is exact.

    Args:
        mean: mean party size, people, within 1 to ``largest``.
        largest: largest party, people.

    Returns:
        Probabilities, shape (largest,).
    """
    sizes = np.arange(1, largest + 1)
    if mean <= 1 or largest == 1:
        return (sizes == 1).astype(float)
    if mean >= largest:
        return (sizes == largest).astype(float)
    # sum (k - mean) r^k = 0: the signs change once, so there is one positive root (Descartes).
    roots = np.roots((sizes - mean)[::-1])
    ratio = float(roots[(roots.real > 0) & (np.abs(roots.imag) < 1e-9)].real[0])
    weights = ratio ** (sizes - (0 if ratio < 1 else largest))
    return np.asarray(weights / weights.sum())


def cumulative_arrivals(
    profile: tuple[tuple[float, float, float], ...], factor: float, start: float, end: float
) -> tuple[FloatArray, FloatArray]:
    """Return the knots of the cumulative expected arrivals Lambda(t) between start and end.

    Args:
        profile: periods (from h, to h, people per hour).
        factor: multiplies the rates.
        start: start of the run, h.
        end: end of the run, h.

    Returns:
        Times, s since the start, and expected people by then, both shape (knots,).
    """
    times, people = [0.0], [0.0]
    for period_start, period_end, rate in profile:
        begin, stop = max(period_start, start), min(period_end, end)
        if stop <= begin:
            continue
        times += [(begin - start) * 3600, (stop - start) * 3600]
        people += [people[-1], people[-1] + rate * factor * (stop - begin)]
    return np.array(times), np.array(people)


def poisson_times(knots: FloatArray, expected: FloatArray, rng: np.random.Generator) -> FloatArray:
    """Return the events of a Poisson process by inversion of its cumulative rate, s.

    Args:
        knots: times, s, shape (k,).
        expected: cumulative expected events at the knots, shape (k,).
        rng: stream of unit exponentials; the same draws serve every rate.
    """
    total = float(expected[-1])
    sums: FloatArray = np.zeros(0)
    while sums.size == 0 or sums[-1] < total:
        last = sums[-1] if sums.size else 0.0
        sums = np.concatenate([sums, last + np.cumsum(rng.standard_exponential(256))])
    sums = sums[sums < total]
    # Where the rate is 0 nobody comes: of such knots keep those that bound a period with arrivals.
    rising = np.concatenate([[True], np.diff(expected) > 0])
    rising[:-1] |= np.diff(expected) > 0
    return np.interp(sums, expected[rising], knots[rising])


@dataclass(frozen=True)
class Arrivals:
    """Everyone who will ever come, one row a person, parties in consecutive rows."""

    time: FloatArray
    """s since the start."""
    party: IntArray
    family: NDArray[np.bool_]
    initial: NDArray[np.bool_]
    """Holds a number at the start."""
    informed: NDArray[np.bool_]

    def __len__(self) -> int:
        """Return how many people come."""
        return self.time.size


def _sizes(number: int, demand: DemandParameters, rng: np.random.Generator) -> IntArray:
    weights = party_size_weights(demand.party_size, demand.party_max)
    return 1 + np.searchsorted(np.cumsum(weights)[:-1], rng.random(number), side="right")


def _initial_parties(demand: DemandParameters, rng: np.random.Generator) -> IntArray:
    sizes = _sizes(demand.initial_numbered, demand, rng)
    sizes = sizes[: np.searchsorted(np.cumsum(sizes), demand.initial_numbered) + 1]
    if sizes.size:
        sizes[-1] -= sizes.sum() - demand.initial_numbered
    return sizes


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
        Arrivals: the initial holders of numbers first, then newcomers by time, then families.
    """

    def stream(name: Stream) -> np.random.Generator:
        return generator(seed, replication, name)

    size_rng = stream(Stream.PARTY_SIZES)
    initial = _initial_parties(demand, stream(Stream.INITIAL_PARTIES))
    knots, expected = cumulative_arrivals(demand.profile, demand.factor, start, end)
    mean_size = party_size_weights(demand.party_size, demand.party_max) @ np.arange(
        1, demand.party_max + 1
    )
    newcomers = poisson_times(knots, expected / mean_size, stream(Stream.PARTIES))
    sizes = _sizes(newcomers.size, demand, size_rng)
    day = np.array([0.0, (end - start) * 3600])
    expected_families = np.array([0.0, families.count / families.size])
    family_times = poisson_times(day, expected_families, stream(Stream.FAMILIES))
    all_sizes = np.concatenate([initial, sizes, np.full(family_times.size, families.size)])
    all_times = np.concatenate([np.zeros(initial.size), newcomers, family_times])
    informed = stream(Stream.INFORMED).random(all_sizes.size) < demand.informed
    party = np.repeat(np.arange(all_sizes.size), all_sizes)
    return Arrivals(
        time=all_times[party],
        party=party,
        family=party >= initial.size + newcomers.size,
        initial=party < initial.size,
        informed=informed[party],
    )
