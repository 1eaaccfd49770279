"""The gate as a queue in Ciw: slotted service of a batch at every opening; nothing of ours."""

from __future__ import annotations

from typing import Any, NamedTuple

import ciw
import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
NEVER = 1e12
"""After the last arrival nobody comes, s."""


class Served(NamedTuple):
    """Whom Ciw has served, by time of arrival."""

    arrivals: Floats
    exits: Floats
    first: NDArray[np.bool_]
    """Who goes before all others."""
    number: float
    """Time mean of the people in the queue, counted by Ciw's own tracker."""


def follow(times: Floats) -> Any:
    """Return arrivals at given times, s, as Ciw takes them."""
    return ciw.dists.Sequential([*np.diff(times, prepend=0.0), NEVER])


def serve(
    arrivals: dict[str, Any], *, batch: int, cycle: float, openings: int, seed: int = 0
) -> Served:
    """Let Ciw serve a batch at every opening, those of the class ``first`` before all others.

    Args:
        arrivals: distribution of the times between arrivals of each class, s.
        batch: people served at one opening.
        cycle: time from opening to opening, s; the first opening is at ``cycle``.
        openings: how many.
        seed: root of Ciw's random numbers.
    """
    return serve_in_slots(arrivals, {cycle: batch}, end=cycle * (openings + 1e-9), seed=seed)


def serve_in_slots(
    arrivals: dict[str, Any], slots: dict[float, int], *, end: float, seed: int = 0
) -> Served:
    """Let Ciw serve as many as a slot holds at its time, again and again until ``end``.

    Args:
        arrivals: distribution of the times between arrivals of each class, s.
        slots: people by time since the last round, s; the last one ends the round.
        end: when to stop, s.
        seed: root of Ciw's random numbers.
    """
    ciw.seed(seed)
    by_rank = sorted(arrivals, key=lambda name: name != "first")
    network = ciw.create_network(
        arrival_distributions={name: [each] for name, each in arrivals.items()},
        service_distributions={name: [ciw.dists.Deterministic(0.0)] for name in arrivals},
        number_of_servers=[ciw.Slotted(slots=list(slots), slot_sizes=list(slots.values()))],
        priority_classes={name: rank for rank, name in enumerate(by_rank)},
    )
    simulation = ciw.Simulation(network, tracker=ciw.trackers.SystemPopulation())
    simulation.simulate_until_max_time(end)
    records = simulation.get_all_records(only=["service"])
    came, went = (
        np.array([getattr(r, name) for r in records]) for name in ("arrival_date", "exit_date")
    )
    first = np.array([r.customer_class == "first" for r in records])
    order = np.argsort(came, kind="stable")
    shares = simulation.statetracker.state_probabilities(observation_period=(0.0, end))
    number = float(sum(n * share for n, share in shares.items()))
    return Served(came[order], went[order], first[order], number)
