"""A day at the gate, without Mesa: arrays that compiled kernels step, and what was changed.

``crossing.BorderCrossing`` is the same day as a Mesa model.
"""

from __future__ import annotations

import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np

from gatecrush.agents.people import People

from .beginning import arrivals_of, begin, shut_gates
from .changes import (
    Changes,
    Expected,
    changed,
    planned,
    rates_in_force,
    with_numbers_of,
    with_rates,
)
from .place.site import Place, gate_names
from .record.recorder import Record, record_of
from .rules.step import take_steps
from .scenario.scenario import Scenario
from .situation import Situation


class Day:
    """A day at the gate.

    Example:
        >>> day = Day("calm", seed=7)
        >>> day.run_until(6.0)
        >>> round(day.hour, 2), bool(day.counts.arrived == day.record.summary["arrived"])
        (6.0, True)
    """

    def __init__(
        self,
        scenario: Scenario | str | Path = "account",
        *,
        seed: int = 0,
        replication: int = 0,
        changes: Changes = (),
    ) -> None:
        """Draw everybody who will come and begin the day.

        Args:
            scenario: a scenario, the name of one that ships, or a TOML file.
            seed: root of all random numbers.
            replication: replication under that seed (common random numbers).
            changes: hours with the parameters to change then (``change``).

        Raises:
            ScenarioError: the scenario or a change cannot be used.
        """
        design = scenario if isinstance(scenario, Scenario) else Scenario.load(scenario)
        self._design = self._present = design
        self._changes_to_come = planned(design, changes)
        self.seed, self.replication = seed, replication
        self.cpu_seconds = 0.0
        self._situation = begin(design, seed, replication)
        take_steps(self._situation, 0)  # compiled before the clock of cpu_seconds runs
        self.changes: tuple[tuple[float, Mapping[str, Any]], ...] = ()
        self._expected: Expected | None = None

    @property
    def scenario(self) -> Any:
        """The scenario that the day began with."""
        return self._design

    @property
    def present_scenario(self) -> Scenario:
        """The scenario with the changes so far; ``scenario`` is the one that the day began with."""
        return self._present

    @property
    def situation(self) -> Situation:
        """Everything that changes, as rules see it: what a rule of your own may act on."""
        return self._situation

    @property
    def people(self) -> People:
        """The crowd's arrays, one row a person."""
        return self._situation.people

    @property
    def place(self) -> Place:
        """The site's arrays."""
        return self._situation.place

    @property
    def volunteers(self) -> np.recarray:
        """The volunteers' arrays."""
        return self._situation.volunteers

    @property
    def seconds(self) -> float:
        """Simulated time since the start, s."""
        return float(self._situation.crowd.step * self._situation.time_step)

    @property
    def hour(self) -> float:
        """Hour of the day, may pass 24."""
        return self._design.run.start + self.seconds / 3600

    @property
    def admission_log(self) -> np.recarray:
        """One row an admission (model.situation.Admission)."""
        return self._situation.admission_log

    @property
    def admission_count(self) -> int:
        """Rows of the admission log that are filled."""
        return int(self._situation.crowd.admissions)

    @property
    def minute_log(self) -> np.recarray:
        """One row a minute (model.situation.Minute)."""
        return self._situation.minute_log

    @property
    def minute_count(self) -> int:
        """Rows of the minute log that are filled."""
        return int(self._situation.crowd.minutes)

    @property
    def gate(self) -> Any:
        """State of the gate, of several of the first (model.situation.GATE)."""
        return self._situation.gate

    @property
    def gates(self) -> np.recarray:
        """State of each gate, a row a gate."""
        return self._situation.gates

    @property
    def number_list(self) -> Any:
        """State of the list (model.situation.LIST)."""
        return self._situation.list

    @property
    def counts(self) -> Any:
        """Counters of the crowd (model.situation.CROWD)."""
        return self._situation.crowd

    @property
    def gate_position(self) -> tuple[float, float]:
        """Middle of the cells before the gate, of several before the first, m."""
        cells = self.place.gate_cells[: self.place.gate_ends[1]]
        return float(self.place.x[cells].mean()), float(self.place.y[cells].mean())

    @property
    def guards_activity(self) -> str:
        """What the guards do now: admitting, processing, cars, or closed after the gate failed."""
        if self.gate.failed:
            return "closed"
        if self.gate.is_open:
            return "admitting"
        return "processing" if self.seconds < self.gate.cars_from else "cars"

    @property
    def press_share(self) -> float:
        """Pressing people / people waiting within 15 m of the gate, at the last full minute."""
        waiting, pressing = self._last("waiting_near"), self._last("pressing_near")
        return pressing / waiting if waiting else 0.0

    @property
    def queue_length(self) -> float:
        """People who wait, at the last full minute."""
        return self._last("queue_length")

    @property
    def admitted(self) -> int:
        """People admitted so far."""
        return int(self.counts.admitted)

    @property
    def record(self) -> Record:
        """The record of the day so far."""
        return record_of(self)

    def change(self, **settings: Any) -> None:
        """Change parameters from this moment on, as in ``change(**{"volunteers.count": 5})``.

        Raises:
            ScenarioError: a parameter cannot change during a day, or not to this value.
        """
        design = changed(self._present, settings)
        before, after = self._present.flat() | self._by_rule(), design.flat()
        new = {name: after[name] for name in settings if after[name] != before[name]}
        if not new:
            return
        self._present, self.changes = design, (*self.changes, (self.hour, new))
        s = self._situation
        if s.crowd.step == 0:
            self._situation = begin(design, self.seed, self.replication)
        else:
            self._situation = with_numbers_of(s, design)
            if "gate.shut" in new:
                shut_gates(self._situation, design)
            if "demand.factor" in new:
                self._draw_anew()

    def _by_rule(self) -> dict[str, Any]:
        """Return the parameters that a rule may have given another value since, as they are now."""
        names = gate_names(self._present.site)
        shut = zip(names, self._situation.gates.shut, strict=True)
        return {"gate.shut": tuple(name for name, is_shut in shut if is_shut)}

    def run_until(self, hour: float) -> None:
        """Run until an hour of the day (18.0; 26.5 is half past two at night), or to the end."""
        self._advance((hour - self._design.run.start) * 3600)

    def _advance(self, seconds: float) -> bool:
        """Take the time steps that end by ``seconds`` after the start; tell whether any are left.

        The time step need not divide the run: the end may lie within a step that is not taken.
        """
        began = time.process_time()
        whole = (self._design.run.end - self._design.run.start) * 3600
        last, very_last = (
            int(np.floor(end / self._situation.time_step + 1e-6))
            for end in (min(seconds, whole), whole)
        )
        while self._changes_to_come and self._step_at(self._changes_to_come[0][0]) <= last:
            hour, settings = self._changes_to_come.pop(0)
            self._take_steps_to(self._step_at(hour))
            self.change(**settings)
        self._take_steps_to(last)
        self.cpu_seconds += time.process_time() - began
        return bool(self._situation.crowd.step < very_last)

    def _step_at(self, hour: float) -> int:
        """Return the time step nearest to an hour: hours may have been rounded when written."""
        return round((hour - self._design.run.start) * 3600 / self._situation.time_step)

    def _take_steps_to(self, last: int) -> None:
        """Take the time steps up to one."""
        take_steps(self._situation, max(0, last - int(self._situation.crowd.step)))

    def _draw_anew(self) -> None:
        """Let those who have not come yet come at the rates in force."""
        if self._expected is None:
            began = self._begun_with()
            self._expected = Expected.of(arrivals_of(began, self.seed, self.replication))
        rates = [(self._design.run.start, self._begun_with().demand.factor)]
        for hour, settings in self.changes:
            if "demand.factor" in settings and hour > self._design.run.start:
                rates.append((hour, settings["demand.factor"]))
        self._situation, self._expected = with_rates(
            self._situation,
            self._present,
            self._expected,
            rates_in_force(tuple(rates)),
            seed=self.seed,
            replication=self.replication,
        )

    def _begun_with(self) -> Scenario:
        """Return the scenario with what was changed before the first step."""
        design, start = self._design, self._design.run.start
        for hour, settings in self.changes:
            design = design.with_(**settings) if hour <= start else design
        return design

    def _last(self, column: str) -> float:
        if not self.minute_count:
            return 0.0
        return float(self.minute_log[column][self.minute_count - 1])
