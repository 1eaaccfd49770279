"""Settings that give the day of the account, drawn round by round (population Monte Carlo).

The account is one day, so one simulated day is its likelihood: a setting is accepted if its own day
lies within the tolerance of the account (approximate Bayesian computation). Each setting has random
numbers of its own, drawn with it.

Round 0 fills the prior evenly (scrambled Sobol points). Each later round draws near what was within
the tolerance so far; the tolerance is the distance of the NEAREST-th nearest day, so that it falls
from round to round, at last to 0: every fact of the day met. A day is cut short once it is certain
to be farther off than its round's tolerance, as no later one accepts it either.

What is tried follows from the root seed and the distances of earlier rounds, so that neither the
number of processes nor an interruption changes it; what was begun of a round counts as far as it is
finished without a gap.

Sources: Beaumont et al. 2009, Toni et al. 2009 (population Monte Carlo); Lenormand et al. 2013
(tolerance by rank, earlier rounds kept).
"""

from __future__ import annotations

import math
from collections.abc import Callable, Generator, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING, Any, Final

import numpy as np
from numpy.typing import NDArray
from scipy.stats import qmc

from gatecrush.model.arrays import Floats

from ..days.planned_run import PlannedRun
from ..sweeps.factors import Factor
from ..sweeps.plan import Plan, planned
from ..sweeps.sweep import Batch, Carrying, carry_out_sweep
from ..sweeps.terms import ROUNDS
from ..workers.pool import Simulate
from .distance import distance, quantities_of, shortfalls
from .hopeless_day import HOPELESS, abandoned_at, day_or_part, is_hopeless
from .proposal import Proposal, mixture_weights, proposal_from, scores, shares
from .ranges import RANGES, Range

if TYPE_CHECKING:
    from gatecrush.model.scenario.scenario import Scenario

    from ..storage.run_store import RunStore
    from ..sweeps.folder import SweepFolder

FIRST: Final = 128
"""Days of the first round, from the prior; a power of two fills it best."""
NEXT: Final = 64
"""Days of each later round."""
NEAREST: Final = 64
"""Days near which the next ones are tried."""
SEEDS: Final = 2**32
LATER: Final = 1
"""Stream of random numbers for later rounds; the days' seeds have stream 0."""
Distance = Callable[[Mapping[str, Any]], float]
"""Distance of a finished day from what is to be met, from what is kept of it."""


def day_distance(row: Mapping[str, Any]) -> float:
    """Return how far a day is from the facts of the account.

    Infinite for a day that was cut short.
    """
    if math.isfinite(abandoned_at(row)):
        return math.inf
    return distance(shortfalls(quantities_of(row)).values())


@dataclass
class Round:
    """What is tried in a round, and what came of it."""

    tolerance: float
    """Distance up to which days were accepted of those before it; infinite in the first round."""
    proposal: Proposal | None
    """What it draws from; None: the prior."""
    scores: Floats
    """Normal scores of its settings, shape (n, d)."""
    runs: list[PlannedRun]
    distances: list[float] = field(default_factory=list)
    """Of its first days, as many as are finished without a gap."""

    @property
    def tried(self) -> int:
        """Days that count."""
        return len(self.distances)


class Rounds:
    """The search: rounds so far, and which comes next."""

    def __init__(
        self,
        scenario: Scenario,
        folder: SweepFolder,
        *,
        seed: int,
        ranges: Sequence[Range] = RANGES,
        distance_of: Distance = day_distance,
        simulate: Callable[..., dict[str, Any]] = day_or_part,
        first: int = FIRST,
        each: int = NEXT,
        nearest: int = NEAREST,
    ) -> None:
        """Begin.

        Args:
            scenario: what the settings change.
            folder: where finished days are kept.
            seed: root of all random numbers.
            ranges: the prior.
            distance_of: how far a day is from what is to be met.
            simulate: runs a day, or the part of it that is not ``hopeless``.
            first: days of the first round.
            each: days of each later round.
            nearest: days near which the next ones are tried.
        """
        self.scenario, self.folder, self.seed = scenario, folder, seed
        self.ranges, self.distance_of, self.simulate = tuple(ranges), distance_of, simulate
        self.first, self.each, self.nearest = first, each, nearest
        self.rounds: list[Round] = []

    # What has been found

    @property
    def store(self) -> RunStore:
        """Where the days are."""
        return self.folder.store

    @property
    def tried(self) -> int:
        """Days that count so far."""
        return sum(each.tried for each in self.rounds)

    @property
    def distances(self) -> Floats:
        """Distance of each day that counts, in the order in which they were drawn."""
        return np.array([far for each in self.rounds for far in each.distances])

    @property
    def runs(self) -> list[PlannedRun]:
        """The days that count."""
        return [run for each in self.rounds for run in each.runs[: each.tried]]

    @property
    def drawn(self) -> Floats:
        """Normal scores of the days that count, shape (n, d)."""
        parts = [each.scores[: each.tried] for each in self.rounds]
        return np.concatenate(parts) if parts else np.empty((0, len(self.ranges)))

    @property
    def failed(self) -> int:
        """Days that count though they failed."""
        return sum(self.store.failure(run.key).exists() for run in self.runs)

    def tolerance(self) -> float:
        """Return the distance within which enough days are: 0 if so many met every fact."""
        near = np.sort(self.distances)
        near = near[np.isfinite(near)][: self.nearest]
        return float(near[-1]) if len(near) else math.inf

    def accepted(self) -> tuple[NDArray[np.int64], Floats]:
        """Return which days are within the tolerance, and their weights, which sum to 1."""
        chosen = np.flatnonzero(self.distances <= min(self.tolerance(), HOPELESS))
        return chosen, mixture_weights(
            self.drawn[chosen],
            [each.proposal for each in self.rounds],
            [each.tried for each in self.rounds],
        )

    def met(self) -> int:
        """Return how many days met every fact."""
        return int((self.distances == 0).sum())

    # What comes next

    def go_on(
        self,
        *,
        budget: int,
        members: int,
        how: Carrying,
        made_with: Mapping[str, Any],
        told: Callable[[Rounds], object] = lambda _: None,
    ) -> None:
        """Run round after round.

        Args:
            budget: days at most.
            members: days that meet every fact; the round that reaches as many is the last.
            how: with how many processes, and so on.
            made_with: where the search comes from, for the manifest.
            told: called after each round.

        Raises:
            KeyboardInterrupt: interrupted; what was finished counts.
            Exception: as for ``carry_out_sweep``.
        """
        carry_out_sweep(
            self._plan(budget),
            self.folder,
            how,
            made_with=made_with,
            batches=self._batches(budget, members, told),
        )

    def _plan(self, budget: int) -> Plan:
        """Return what a search may run, as the folder holds it."""
        names = (each.parameter for each in self.ranges)
        factors = (Factor(each.parameter, (), each.low, each.high) for each in self.ranges)
        return planned(
            self.scenario, dict(zip(names, factors, strict=True)), design=ROUNDS, samples=budget,
            seed=self.seed, is_independent=True,
        )  # fmt: skip

    def _batches(
        self, budget: int, members: int, told: Callable[[Rounds], object]
    ) -> Generator[Batch]:
        """Yield the days of each round that are not there yet."""
        while self.tried < budget and self.met() < members:
            upcoming = self._next(budget - self.tried)
            cut = min(HOPELESS, math.nextafter(upcoming.tolerance, math.inf))
            self._forget_wrongly_cut(upcoming, cut)
            missing = self.store.missing(upcoming.runs)
            there = self.tried + len(upcoming.runs) - len(missing)
            simulate: Simulate = partial(self.simulate, hopeless=cut)
            self.rounds.append(upcoming)
            try:
                if missing:
                    yield Batch(missing, {0: budget - there}, there, simulate)
            finally:
                upcoming.distances = list(self._finished(upcoming))
            told(self)

    def _next(self, most: int) -> Round:
        number = len(self.rounds)
        if number == 0:
            z = scores(_filling(len(self.ranges), self.first, self.seed)[:most])
            return Round(math.inf, None, z, self._planned(z))
        tolerance, (chosen, weights) = self.tolerance(), self.accepted()
        if len(chosen):
            proposal = proposal_from(self.drawn[chosen], weights)
        else:
            proposal = proposal_from(np.zeros((1, len(self.ranges))), np.ones(1))
        rng = np.random.default_rng(np.random.SeedSequence(self.seed, spawn_key=(LATER, number)))
        z = proposal.draw(rng, self.each)[:most]  # so that a shorter round begins like a whole one
        return Round(tolerance, proposal, z, self._planned(z))

    def _planned(self, z: Floats) -> list[PlannedRun]:
        """Return a day for each setting, with random numbers of its own."""
        begun = self.tried
        return [
            PlannedRun(self.scenario.with_(**self.setting(row)), self._seed(begun + n), 0)
            for n, row in enumerate(z)
        ]

    def _seed(self, number: int) -> int:
        sequence = np.random.SeedSequence(self.seed, spawn_key=(0, number))
        return int(sequence.generate_state(1, np.uint32)[0])

    def setting(self, row: Floats) -> dict[str, float]:
        """Return a setting from its normal scores, cut to four digits so that it can be told."""
        values = {}
        for each, share in zip(self.ranges, shares(row), strict=True):
            value = float(f"{float(each.at(float(share))):.4g}")
            values[each.parameter] = min(each.high, max(each.low, value))
        return values

    def _forget_wrongly_cut(self, upcoming: Round, cut: float) -> None:
        """Forget stored days that were cut short for targets that have changed since."""
        for run in upcoming.runs:
            if self.store.has(run):
                row = self.store.row(run.key)
                if math.isfinite(abandoned_at(row)) and not is_hopeless(row, cut):
                    self.store.forget(run.key)

    def _finished(self, upcoming: Round) -> Iterator[float]:
        """Yield the distances of the days finished without a gap; one that failed is far off."""
        for run in upcoming.runs:
            if self.store.has(run):
                yield self.distance_of(self.store.row(run.key))
            elif self.store.failure(run.key).exists():
                yield math.inf
            else:
                return


def _filling(dimensions: int, count: int, seed: int) -> Floats:
    """Return points that fill the unit cube evenly, shape (count, dimensions)."""
    sampler = qmc.Sobol(dimensions, rng=seed)
    return np.asarray(sampler.random_base2(max(0, (count - 1).bit_length()))[:count])
