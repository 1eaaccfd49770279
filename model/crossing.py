"""The border crossing as a Mesa model: a facade over arrays that compiled kernels step.

One ``step()`` is one unit of Mesa time, ``seconds_per_step`` of simulated time (1 s unless
said otherwise), with as many time steps of the kernel as fall into it. How many seconds a step
takes changes nothing about the day.
"""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import mesa
import numpy as np

from gatecrush.agents.conduct import LINE_JUMPER
from gatecrush.agents.guard import BorderGuard
from gatecrush.agents.line_jumper import LineJumper
from gatecrush.agents.people import People
from gatecrush.agents.person import Person
from gatecrush.agents.volunteer import Volunteer
from gatecrush.agents.waiter import Waiter

from .beginning import arrivals_of, begin
from .changes import (
    Changes,
    Expected,
    changed,
    planned,
    rates_in_force,
    with_numbers_of,
    with_rates,
)
from .minutes import MINUTE_INDEX
from .recorder import Record, Recorder, record_of
from .scenario import Scenario
from .site import Place
from .situation import Situation
from .step import MINUTE, take_steps

Rule = Callable[["BorderCrossing"], object]
"""A rule of your own: called with the model at each full minute, between two time steps."""


class BorderCrossing(mesa.Model):
    """A day at the gate.

    Example:
        >>> model = BorderCrossing("account", rng=7)  # doctest: +SKIP
        >>> model.run_until(18.0)  # doctest: +SKIP
    """

    def __init__(
        self,
        scenario: Scenario | str | Path = "account",
        *,
        rng: Any = None,
        replication: int = 0,
        seconds_per_step: float = 1.0,
        recorder: Recorder | None = None,
        changes: Changes = (),
        rules: Sequence[Rule] = (),
        **settings: Any,
    ) -> None:
        """Draw everybody who will come and begin the day.

        Args:
            scenario: a scenario, the name of one that ships, or a TOML file.
            rng: root seed: an integer, SeedSequence or Generator; None takes fresh entropy.
            replication: replication under that seed (common random numbers).
            seconds_per_step: simulated time of one ``step()``, s.
            recorder: collects trajectories while the model steps.
            changes: hours with the parameters to change then (``change``).
            rules: rules of your own, called with the model at each full minute, in this order.
            settings: parameters by dotted name, as in ``**{"volunteers.count": 5}``.

        Raises:
            ScenarioError: the scenario, a setting or a change cannot be used.
        """
        seed = _root_seed(rng)
        super().__init__(rng=seed)
        design = getattr(scenario, "design", scenario)
        if not isinstance(design, Scenario):
            design = Scenario.load(design)
        self._design = self._present = design.with_(**settings) if settings else design
        self._changes_to_come = planned(self._design, changes)
        mesa_scenario: Any = super().scenario
        self.scenario = _for_mesa(self._design, type(mesa_scenario))
        self.seed, self.replication = seed, replication
        self.seconds_per_step = seconds_per_step
        self.recorder, self.rules = recorder, tuple(rules)
        self.cpu_seconds = 0.0
        self._situation = begin(self._design, seed, replication)
        take_steps(self._situation, 0)  # compiled before the clock of cpu_seconds runs
        self.changes: tuple[tuple[float, Mapping[str, Any]], ...] = ()
        self._expected: Expected | None = None
        self._windows: dict[int, Person] = {}
        self._changes_seen = -1
        for _ in range(self._design.guards.count):
            BorderGuard(self)
        self._meet_volunteers()
        self._meet()
        self.datacollector = mesa.DataCollector(
            model_reporters={
                "hour": "hour",
                "press_share": "press_share",
                "queue_length": "queue_length",
                "admitted": "admitted",
            }
        )
        if recorder is not None:
            recorder.look(self)

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
    def admission_log(self) -> np.ndarray:
        """One row an admission: time (s), opening, person, number, out of turn, family."""
        return self._situation.admission_log

    @property
    def admission_count(self) -> int:
        """Rows of the admission log that are filled."""
        return int(self._situation.crowd.admissions)

    @property
    def minute_log(self) -> np.ndarray:
        """One row a minute; columns as in MINUTE_COLUMNS."""
        return self._situation.minute_log

    @property
    def minute_count(self) -> int:
        """Rows of the minute log that are filled."""
        return int(self._situation.crowd.minutes)

    @property
    def gate(self) -> Any:
        """State of the gate (model.situation.GATE)."""
        return self._situation.gate

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
        """Middle of the cells before the gate, m."""
        cells = self.place.gate_cells
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
        before, after = self._present.flat(), design.flat()
        new = {name: after[name] for name in settings if after[name] != before[name]}
        if not new:
            return
        self._present, self.changes = design, (*self.changes, (self.hour, new))
        s = self._situation
        if s.crowd.step == 0:
            self._situation = begin(design, self.seed, self.replication)
        else:
            self._situation = with_numbers_of(s, design)
            if "demand.factor" in new:
                self._draw_anew()
        self._meet_volunteers()
        self._meet()

    def step(self) -> None:
        """Advance by ``seconds_per_step`` of simulated time."""
        self._advance((self.time - 1.0) * self.seconds_per_step + self.seconds_per_step)

    def run_until(self, hour: float) -> None:  # type: ignore[override]
        """Run until an hour of the day (18.0; 26.5 is half past two at night).

        Events scheduled with Mesa and a DataCollector work as ever: Mesa's clock runs along.
        """
        end = min(hour, self._design.run.end)
        steps = int(np.floor((end - self._design.run.start) * 3600 / self.seconds_per_step + 1e-9))
        if steps > self.time:
            super().run_until(steps)

    def run_model(self) -> None:
        """Run to the end of the scenario."""
        self.run_until(self._design.run.end)

    def _advance(self, seconds: float) -> None:
        """Take the time steps that end by ``seconds`` after the start."""
        began = time.process_time()
        whole = (self._design.run.end - self._design.run.start) * 3600
        minutes = self.minute_count
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
        self._meet()
        if self.minute_count > minutes:
            self.datacollector.collect(self)
        if self.recorder is not None:
            self.recorder.look(self)
        # The time step need not divide the run: the end may lie within a step that is not taken.
        self.running = bool(self._situation.crowd.step < very_last)

    def _step_at(self, hour: float) -> int:
        """Return the time step nearest to an hour: hours may have been rounded when written."""
        return round((hour - self._design.run.start) * 3600 / self._situation.time_step)

    def _take_steps_to(self, last: int) -> None:
        """Take the time steps up to one; rules of your own act at the full minutes on the way."""
        step, length = int(self._situation.crowd.step), self._situation.time_step
        while self.rules:
            minute = int((step * length + 1e-6) / MINUTE) + 1
            due = math.ceil(minute * MINUTE / length - 1e-6)
            if due > last:
                break
            take_steps(self._situation, due - step)
            step = due
            self._meet()
            for rule in self.rules:
                rule(self)
        take_steps(self._situation, max(0, last - step))

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

    def _meet_volunteers(self) -> None:
        """Open a window for each volunteer, close those of who is not there any more."""
        known = [agent for agent in self.agents if isinstance(agent, Volunteer)]
        for agent in known[self.volunteers.size :]:
            agent.remove()
        for row in range(len(known), self.volunteers.size):
            Volunteer(self, row)

    def _meet(self) -> None:
        """Open a window for everybody who came, close those of everybody who went."""
        changes = int(self._situation.crowd.changed)
        if changes == self._changes_seen:
            return
        self._changes_seen = changes
        here = self._situation.active[: self._situation.crowd.active]
        present = set(here.tolist())
        for person in [person for person in self._windows if person not in present]:
            self._windows.pop(person).remove()
        kinds = self.people.kind
        for person in sorted(present):
            role = LineJumper if kinds[person] == LINE_JUMPER else Waiter
            window = self._windows.get(person)
            if type(window) is role:
                continue
            if window is not None:
                window.remove()
            self._windows[person] = role(self, person)

    def _last(self, column: str) -> float:
        if not self.minute_count:
            return 0.0
        return float(self.minute_log[self.minute_count - 1, MINUTE_INDEX[column]])


def _for_mesa(design: Scenario, kind: type) -> Any:
    """Return a scenario of Mesa's kind that answers for ours: SolaraViz accepts no other."""
    answer = {"design": design, "__getattr__": lambda _, name: getattr(design, name)}
    return type("DayScenario", (kind,), answer)()


def _root_seed(rng: Any) -> int:
    """Return the integer at the root of all streams."""
    if rng is None:
        return int(np.random.SeedSequence().generate_state(1, np.uint32)[0])
    if isinstance(rng, int | np.integer):
        return int(rng)
    if isinstance(rng, np.random.SeedSequence):
        return int(rng.generate_state(1, np.uint32)[0])
    return int(np.random.default_rng(rng).integers(2**32))
