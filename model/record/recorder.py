"""The record of a run: what the model's arrays say, as tables with names, hours and units.

The model steps, a recorder looks: nothing here changes the model.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property
from importlib.metadata import version
from typing import TYPE_CHECKING, Any, Final

import numpy as np
from numpy.typing import NDArray

from gatecrush.agents.conduct import ADMITTED, EXPECTED, KINDS, LEFT, OUTSIDE, TURNED_BACK

from ..rules.randomness import Stream, generator
from . import columns
from .day_summary import Summary
from .far_side import crossing_times
from .gates import by_gate
from .measures.entrance import density_plateau, flow_through, start_order_tau
from .measures.order import skips_and_slips
from .measures.press import press_share
from .measures.summary import ranks_in_admission_order, summary_of
from .zones import by_zone

if TYPE_CHECKING:
    import pandas as pd

Floats = NDArray[np.float64]
OFFSET: Final = 0.15
"""Largest displacement of a drawn person from the center of their cell, m, either way."""
OUTCOMES: Final = {ADMITTED: "admitted", TURNED_BACK: "turned_back", LEFT: "left"}
"""Name of the outcome of a conduct; any other is present."""


class Record:
    """What happened in a run, as tables and a summary (columns.py says what each column means).

    A table becomes a data frame when it is asked for: who wants numbers alone need not import
    pandas, which takes as long as a small run.
    """

    def __init__(
        self,
        people: dict[str, NDArray[Any]] | pd.DataFrame,
        admissions: dict[str, NDArray[Any]] | pd.DataFrame,
        series: dict[str, NDArray[Any]] | pd.DataFrame,
        row: Mapping[str, Any],
        trajectories: pd.DataFrame | None = None,
        changes: Sequence[tuple[float, dict[str, Any]]] = (),
        places: dict[str, NDArray[Any]] | pd.DataFrame | None = None,
        gates: dict[str, NDArray[Any]] | pd.DataFrame | None = None,
        zones: dict[str, NDArray[Any]] | pd.DataFrame | None = None,
    ) -> None:
        """Hold the tables, each as a data frame or as its columns; numpy masks what is null.

        Args:
            people: a row a person who came (columns.PEOPLE).
            admissions: a row an admission (columns.ADMISSIONS).
            series: a row a minute (columns.SERIES).
            row: the summary as plain values, then the scenario's parameters by dotted name.
            trajectories: a row a person and frame; None: nobody recorded any.
            changes: hours with the parameters changed then; with them the day can be repeated.
            places: a row a cell (columns.PLACES); None: kept before there were any.
            gates: a row a gate (columns.GATES); None likewise.
            zones: a row a zone and window (columns.ZONES); None likewise.
        """
        nowhere, none, unzoned = (
            {name: np.empty(0) for name in columns.names(table)}
            for table in (columns.PLACES, columns.GATES, columns.ZONES)
        )
        self._columns = {
            "people": people,
            "admissions": admissions,
            "series": series,
            "places": nowhere if places is None else places,
            "gates": none if gates is None else gates,
            "zones": unzoned if zones is None else zones,
        }
        self._trajectories = trajectories
        self.row, self.changes = dict(row), tuple(changes)

    @cached_property
    def people(self) -> pd.DataFrame:
        """A row a person who came."""
        return self._frame("people", columns.PEOPLE)

    @cached_property
    def admissions(self) -> pd.DataFrame:
        """A row an admission."""
        return self._frame("admissions", columns.ADMISSIONS)

    @cached_property
    def series(self) -> pd.DataFrame:
        """A row a minute."""
        return self._frame("series", columns.SERIES)

    @cached_property
    def places(self) -> pd.DataFrame:
        """A row a cell on which people can stand: where it was worst; empty in old folders."""
        return self._frame("places", columns.PLACES)

    @cached_property
    def gates(self) -> pd.DataFrame:
        """A row a gate: whom it let in, and how; empty in old folders."""
        return self._frame("gates", columns.GATES)

    @cached_property
    def zones(self) -> pd.DataFrame:
        """A row a zone of the plan and window of the day; empty without zones."""
        return self._frame("zones", columns.ZONES)

    @cached_property
    def summary(self) -> Summary:
        """Outcome by outcome, then the scenario's parameters under their dotted names."""
        return Summary(self.row)

    @cached_property
    def trajectories(self) -> pd.DataFrame:
        """Empty unless asked for; ``attrs``: frames_per_second, start (h), offsets."""
        return Recorder().trajectories() if self._trajectories is None else self._trajectories

    def arrays(self, table: str) -> Mapping[str, NDArray[Any]]:
        """Return the columns of one of these tables as arrays, without pandas.

        What is null in the frame of that name is masked or NaN here.
        """
        values = self._columns[table]
        if isinstance(values, dict):
            return values
        return {name: values[name].to_numpy() for name in values}

    def _frame(self, name: str, table: columns.Table) -> pd.DataFrame:
        values = self._columns[name]
        return columns.frame(table, values) if isinstance(values, dict) else values


def record_of(model: Any) -> Record:
    """Return the record of a model as far as it has run."""
    start, now = model.scenario.run.start, model.scenario.run.start + model.seconds / 3600
    people = _people(model, start)
    admissions = _admissions(model, start)
    people |= _order(people, admissions, start)
    series = _series(model, start)
    summary = summary_of(
        people=people,
        admissions=admissions,
        series=series,
        identity={
            "scenario": model.scenario.name,
            "seed": int(model.seed),
            "replication": int(model.replication),
            "version": version("gatecrush"),
        },
        start=start,
        now=now,
        outside=int((model.people.conduct == OUTSIDE).sum()),
        gate_failed=bool(model.gates.failed.any()),
        dangerous_time=model.scenario.pressure.dangerous_time,
        cpu_seconds=float(getattr(model, "cpu_seconds", np.nan)),
        entrance=_entrance(model),
    )
    summary |= {key: value for key, value in model.scenario.flat().items() if "." in key}
    recorder = getattr(model, "recorder", None)
    trajectories = None if recorder is None else recorder.trajectories()
    changes = tuple((hour, dict(settings)) for hour, settings in getattr(model, "changes", ()))
    return Record(
        people, admissions, series, summary, trajectories, changes,
        places=_places(model, start), gates=by_gate(model, people, admissions),
        zones=by_zone(model, start),
    )  # fmt: skip


def _people(model: Any, start: float) -> dict[str, NDArray[Any]]:
    """Return the columns of the people's table but for skips and slips, in order of rows."""
    crowd = model.people
    came = np.flatnonzero(crowd.conduct != EXPECTED)

    def hour(seconds: Floats) -> Floats:
        return start + seconds[came] / 3600

    admitted = crowd.conduct[came] == ADMITTED
    admission = np.where(admitted, crowd.exit_time[came], np.nan)
    number = crowd.number[came]
    crossed = _crossed(model, came, admission)
    outcome = [OUTCOMES.get(int(conduct), "present") for conduct in crowd.conduct[came]]
    return {
        "person": came,
        "kind": np.array(KINDS)[crowd.kind[came]],
        "number": np.ma.masked_array(number, number == 0),
        "party": crowd.party[came],
        "arrival_time": hour(crowd.arrival_time),
        "numbered_time": hour(crowd.numbered_time),
        "reached_time": hour(crowd.reached_time),
        "pressing_time": hour(crowd.pressing_time),
        "pays_then": crowd.pays_then[came],
        "passed_over_then": crowd.passed_over_then[came],
        "evening_distance": crowd.noted_distance[came],
        "admission_time": start + admission / 3600,
        "exit_time": hour(crowd.exit_time),
        "crossed_time": start + crossed / 3600,
        "outcome": np.array(outcome, str),
        "out_of_turn": np.ma.masked_array(crowd.out_of_turn[came] > 0, ~admitted),
        "time_within_5_m": crowd.time_near[came] / 3600,
        "force_dose": crowd.dose[came],
        "time_in_danger": crowd.time_in_danger[came],
        "informed": crowd.informed[came] > 0,
        "pays": crowd.pays[came],
        "passed_over": crowd.passed_over[came],
        "threshold": crowd.threshold[came],
        "assertiveness": crowd.assertiveness[came],
    }


def _crossed(model: Any, came: NDArray[np.int64], admission: Floats) -> Floats:
    """Return when each person is through the far side, s; every person has their own control."""
    control = model.scenario.far_side
    draws = generator(model.seed, model.replication, Stream.FAR_SIDE).random(len(model.people.kind))
    service = 60.0 * (control.time_min + draws[came] * (control.time_max - control.time_min))
    crossed = np.full(len(came), np.nan)
    passed = np.isfinite(admission)
    crossed[passed] = crossing_times(admission[passed], control.capacity, service[passed])
    return crossed


def _admissions(model: Any, start: float) -> dict[str, NDArray[Any]]:
    log = model.admission_log[: model.admission_count].copy()
    return {
        "time": start + log["time"] / 3600,
        "opening": log["opening"],
        "person": log["person"],
        "number": np.ma.masked_array(log["number"], log["number"] == 0),
        "out_of_turn": log["out_of_turn"] > 0,
        "family": log["family"] > 0,
    }


def _order(
    people: dict[str, NDArray[Any]], admissions: dict[str, NDArray[Any]], start: float
) -> dict[str, NDArray[Any]]:
    """Return the skips and slips of those admitted, null for all others."""
    admitted = admissions["person"]
    rows = np.searchsorted(people["person"], admitted)
    counted = skips_and_slips(ranks_in_admission_order(people, admitted, start))
    order: dict[str, NDArray[Any]] = {}
    for name, counts in zip(("skips", "slips"), counted, strict=True):
        order[name] = np.ma.masked_all(len(people["person"]), np.int64)
        order[name][rows] = counts
    return order


def _series(model: Any, start: float) -> dict[str, NDArray[Any]]:
    log = model.minute_log[: model.minute_count].copy()
    values = {name: log[name] for name in log.dtype.names}
    values["time"] = start + values["time"] / 3600
    values["press_share"] = press_share(values["pressing_near"], values["waiting_near"])
    for name in ("mean", "peak", "surge", "rest"):
        values[f"gate_load_{name}"] = values[f"gate_load_{name}"] / 1000
    return values


def _places(model: Any, start: float) -> dict[str, NDArray[Any]]:
    worst = model.situation.worst
    cells = np.flatnonzero(worst.room > 0)
    there, on_foot = worst[cells], model.place.walkable[cells] == 1
    return {
        "x": model.place.x[cells],
        "y": model.place.y[cells],
        "distance": np.where(on_foot, model.place.to_gate[cells], np.nan),
        "density_peak": there.density,
        "density_peak_time": start + there.density_at / 3600,
        "crowded": there.crowded / 60,
        "force_peak": there.force,
        "force_peak_time": start + there.force_at / 3600,
    }


def _entrance(model: Any) -> dict[str, float]:
    """Return the measures of the crowd that stood before the gate at the start, NaN without one."""
    demand, place, log = model.scenario.demand, model.place, model.situation.second_log
    crowd = model.people[demand.initial_numbered :][: demand.crowd_size]
    through = crowd[crowd.conduct == ADMITTED]
    area = place.half_disc.size * place.cell**2
    density = log[: model.counts.seconds] / area if demand.crowd_size else np.empty(0)
    start = np.hypot(place.x[through.entry], place.y[through.entry])
    return {
        "flow": flow_through(through.exit_time, len(crowd)),
        "gate_density_peak": float(density.max()) if density.size else np.nan,
        "gate_density_plateau": density_plateau(density, through.exit_time, len(crowd)),
        "start_order_tau": start_order_tau(start, through.exit_time),
    }


class Recorder:
    """Collects trajectories while the model steps, at a constant rate.

    Centers of cells are collinear, which breaks Voronoi cells: each person is drawn beside the
    center of their cell by an offset of their own, the same for the whole run.
    """

    def __init__(
        self, *, frame_seconds: float = 1.0, hours: tuple[float, float] | None = None
    ) -> None:
        """Take one frame every ``frame_seconds`` s, in a span of hours of the day or all along."""
        self.frame_seconds, self.hours = frame_seconds, hours
        self.taken = 0
        """Frames taken so far."""
        self._frames: list[dict[str, NDArray[Any]]] = []
        self._begin = 0.0
        self._start = np.nan
        self._offsets = np.empty((0, 2))

    def look(self, model: Any) -> None:
        """Take a frame if one is due; call it at the start and after each step.

        Raises:
            ValueError: the model steps longer than the time from frame to frame.
        """
        # The model stands at the last of its time steps that fits into a second.
        early = 1e-6 - model.scenario.run.time_step
        now = model.scenario.run.start * 3600 + model.seconds
        begin, end = (0.0, np.inf) if self.hours is None else (3600 * h for h in self.hours)
        if now <= begin + early or now > end + 1e-6:
            return
        if not self.taken:
            self._open(model)
        ahead = model.seconds - self._begin - self.taken * self.frame_seconds
        if ahead <= early:
            return
        if ahead > self.frame_seconds:
            raise ValueError(f"the model's steps are longer than frames of {self.frame_seconds} s")
        if len(model.people) > len(self._offsets):  # more are to come than when it began
            self._draw_offsets(model)
        person = np.flatnonzero(model.people.cell >= 0)
        cell = model.people.cell[person]
        self._keep(
            {
                "frame": np.full(len(person), self.taken, np.int32),
                "id": person.astype(np.int32),
                "x": (model.place.x[cell] + self._offsets[person, 0]).astype(np.float32),
                "y": (model.place.y[cell] + self._offsets[person, 1]).astype(np.float32),
                "conduct": model.people.conduct[person].astype(np.int8),
            }
        )
        self.taken += 1

    def _keep(self, frame: dict[str, NDArray[Any]]) -> None:
        self._frames.append(frame)

    def _open(self, model: Any) -> None:
        self._begin = model.seconds
        self._start = model.scenario.run.start + model.seconds / 3600
        self._draw_offsets(model)

    def _draw_offsets(self, model: Any) -> None:
        stream = generator(model.seed, model.replication, Stream.OFFSETS)
        self._offsets = stream.uniform(-OFFSET, OFFSET, (len(model.people.cell), 2))

    def trajectories(self) -> pd.DataFrame:
        """Return the frames taken so far as one table."""
        table = columns.TRAJECTORIES
        empty: list[NDArray[Any]] = [np.empty(0)]
        parts = {
            name: [each[name] for each in self._frames] or empty for name in columns.names(table)
        }
        frame = columns.frame(table, {name: np.concatenate(part) for name, part in parts.items()})
        frame.attrs = self.about()
        return frame

    def about(self) -> dict[str, Any]:
        """Return what the frames are: their rate (1/s) and number, the first's hour, offsets."""
        return {
            "frames_per_second": 1 / self.frame_seconds,
            "frames": len(self._frames),
            "start": float(self._start),
            "offsets": f"fixed per person, uniform within {OFFSET} m of the cell's center",
        }
