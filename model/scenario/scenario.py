"""A scenario: everything a day depends on except the seed, validated once at the door."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, Self

from pydantic import Field, field_validator, model_validator

from gatecrush.agents.guard import GuardParameters
from gatecrush.agents.line_jumper import LineJumperParameters
from gatecrush.agents.quantity import Parameters, as_tuples, quantity
from gatecrush.agents.volunteer import VolunteerParameters
from gatecrush.agents.waiter import WaiterParameters

from ..demand import DemandParameters, Positions
from ..families import FamilyParameters
from ..place.layout import SiteParameters
from ..record.far_side import FarSideParameters
from ..rules.gate import GateParameters
from ..rules.movement import MovementParameters
from ..rules.number_list import NumberListParameters
from ..rules.pressure import PressureParameters
from .density_rules import broken_names
from .door import ScenarioError, Source, admit
from .plan_file import broken_on_plan, check_layout_unstated
from .quantities import Quantity, number, quantities
from .scenario_file import read, read_alone
from .settings import Settings, WrittenSettings
from .table_file import LAST_HOUR
from .timetable import Timetable, timed_settings

MOST_PEOPLE = 200_000
"""People a run can hold in memory with ease."""


class RunParameters(Parameters):
    """The span of time simulated."""

    start: float = quantity(
        5.0, "h", "Hour of the day at which the run starts", "account", low=0, high=24
    )
    end: float = quantity(
        27.0, "h", "Hour at which it ends (may pass 24)", "account", low=0, high=10_000
    )
    time_step: float = quantity(
        0.175, "s", "Time step", "a cell of 0.35 m at 2 m/s", low=0.05, high=0.5
    )
    changes: tuple[str, ...] = quantity(
        (),
        "-",
        "What changes during the day, as with a new shift of staff: an hour and a setting each, "
        "such as '15.5 gate.batch_size=5'",
        "assumed",
    )

    staff: tuple[str, ...] = quantity(
        (),
        "-",
        "The same from a table of staff (staff = 'staff.csv' in a scenario file): what is said for "
        "hours before the start holds from the start on",
        "a rota",
    )

    _lists = field_validator("changes", "staff", mode="before")(as_tuples)

    @model_validator(mode="after")
    def _check(self) -> RunParameters:
        if self.end <= self.start:
            raise ValueError("run.end must be later than run.start")
        return self


class Scenario(Parameters):
    """All parameters of a day, by section."""

    name: str = quantity("unnamed", "-", "Name of the scenario", "-")
    run: RunParameters = Field(default_factory=RunParameters)
    site: SiteParameters = Field(default_factory=SiteParameters)
    demand: DemandParameters = Field(default_factory=DemandParameters)
    families: FamilyParameters = Field(default_factory=FamilyParameters)
    list: NumberListParameters = Field(default_factory=NumberListParameters)
    gate: GateParameters = Field(default_factory=GateParameters)
    far_side: FarSideParameters = Field(default_factory=FarSideParameters)
    guards: GuardParameters = Field(default_factory=GuardParameters)
    waiters: WaiterParameters = Field(default_factory=WaiterParameters)
    line_jumpers: LineJumperParameters = Field(default_factory=LineJumperParameters)
    volunteers: VolunteerParameters = Field(default_factory=VolunteerParameters)
    movement: MovementParameters = Field(default_factory=MovementParameters)
    pressure: PressureParameters = Field(default_factory=PressureParameters)

    @classmethod
    def load(cls, name_or_path: str | Path, settings: Sequence[str] = ()) -> Self:
        """Read a scenario.

        Args:
            name_or_path: name of a scenario that ships, or path of a TOML file.
            settings: texts ``key=value`` as on the command line; they override the file.

        Raises:
            ScenarioError: file or setting cannot be used; says where, what, and what is allowed.
        """
        files = read(name_or_path, cls.quantities())
        written = WrittenSettings(settings, cls.quantities())
        loaded = admit(cls, [*files, written])
        if loaded.site.plan:
            check_layout_unstated(written)
        return loaded._named_after(name_or_path, files[-1], written)

    @classmethod
    def from_text(cls, label: str, text: str) -> Self:
        """Read a scenario from the text of a file alone; it opens no file of this machine.

        Args:
            label: name of the file, as messages call it.
            text: what it holds.

        Raises:
            ScenarioError: it cannot be used, or names another file.
        """
        files = read_alone(label, text, cls.quantities())
        return admit(cls, files)._named_after(label, files[-1])

    def _named_after(self, file: str | Path, *sources: Source) -> Self:
        """Return the scenario named after its file, if no source gives it another name."""
        stem = Path(file).stem
        is_named = any("name" in source.values for source in sources)
        return self if is_named or not _is_name(stem) else self.with_(name=stem)

    def with_(self, **settings: Any) -> Self:
        """Return the scenario with some parameters changed.

        Args:
            settings: values by dotted name: ``with_(**{"volunteers.count": 5})``.

        Raises:
            ScenarioError: a name or value cannot be used.
        """
        return admit(type(self), [Settings(self.flat()), Settings(settings)])

    def flat(self) -> dict[str, Any]:
        """Return all values by dotted name, in order of declaration."""
        values = {}
        for name in quantities(type(self)):
            section, _, key = name.rpartition(".")
            values[name] = getattr(getattr(self, section) if section else self, key)
        return values

    def remarks(self) -> tuple[str, ...]:
        """Return what a scenario may hold and those who run it should know, a line each."""
        says, (_, last) = self.demand.says, self.demand.span
        if not (self.demand.counted or self.demand.profile):
            is_empty = not self.demand.crowd_size
            return (f"{says} is empty: nobody comes",) if is_empty else ()
        if self.demand.repeat_daily or self.demand.tickets or self.run.end <= last:
            return ()
        return (
            f"{says} ends at {number(last)} h: nobody comes from then until run.end "
            f"({number(self.run.end)} h); demand.repeat_daily=true repeats it every 24 hours",
        )

    def timetable(self) -> Timetable:
        """Return what ``run.staff`` and ``run.changes`` say, by hour; the latter overrides.

        Raises:
            ScenarioError: a line cannot be read, or made.
        """
        run, known = self.run, self.quantities()
        staff = timed_settings(run.staff, known, start=0.0, end=LAST_HOUR)
        changes = timed_settings(run.changes, known, start=run.start, end=run.end)
        found: dict[float, dict[str, Any]] = {}
        for hour, settings in [*staff, *changes]:
            if hour <= run.end:
                found.setdefault(max(hour, run.start), {}).update(settings)
        return tuple(sorted(found.items()))

    @property
    def mean_rate(self) -> float:
        """Arrivals per hour at a factor of 1, averaged over the run."""
        begin, end = self.run.start, self.run.end
        return self.demand.people_between(begin, end) / (end - begin)

    def to_toml(self) -> str:
        """Return the whole scenario as a scenario file, with units and meanings as comments."""
        lines: list[str] = []
        last_section = ""
        for name, value in self.flat().items():
            section, _, key = name.rpartition(".")
            if section != last_section:
                lines += ["", f"[{section}]"]
                last_section = section
            declared = quantities(type(self))[name]
            unit = "" if declared.unit == "-" else f"{declared.unit}: "
            lines.append(f"{key} = {_as_toml(value)}  # {unit}{declared.meaning}")
        return "\n".join(lines) + "\n"

    @classmethod
    def quantities(cls) -> dict[str, Quantity]:
        """Return what is declared of each parameter, by dotted name, in order of declaration."""
        return quantities(cls)

    @field_validator("name")
    @classmethod
    def _check_name(cls, name: str) -> str:
        if not _is_name(name):
            raise ValueError("must be a text of 1 to 100 printable characters")
        return name

    @model_validator(mode="after")
    def _check(self) -> Self:
        broken = [*_broken_on_site(self), *_broken_elsewhere(self)]
        # Names can be looked up on a plan that can be used.
        broken = broken or [*broken_names(self.site, self.gate)]
        if broken:
            raise ValueError("\n".join(broken))
        if self.run.changes or self.run.staff:
            self._try_changes()
        return self

    def _try_changes(self) -> None:
        """Make sure that the changes of the timetable can be made one after another."""
        lines = name = "run.changes" if self.run.changes else "run.staff"
        then = self.with_(**{"run.changes": (), "run.staff": ()})
        try:
            for hour, settings in self.timetable():
                lines = f"{name}: from {number(hour)} h on"
                then = then.with_(**settings)
        except ScenarioError as error:
            raise ValueError(f"{lines}: {error}") from None


def _columns(positions: Positions) -> tuple[tuple[float, ...], tuple[float, ...]]:
    """Return the numbers across and those away from the gate."""
    return tuple(x for x, _ in positions), tuple(y for _, y in positions)


def _is_name(text: str) -> bool:
    return 1 <= len(text) <= 100 and text.isprintable()


def _as_toml(value: Any) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, str):
        return json.dumps(value, ensure_ascii=False)
    if isinstance(value, tuple):
        return "[" + ", ".join(_as_toml(each) for each in value) + "]"
    return repr(value)


def _broken_on_site(scenario: Scenario) -> Iterator[str]:
    """Yield each rule between measures of the site that a scenario breaks."""
    site = scenario.site
    if site.plan:
        density = scenario.waiters.density
        yield from broken_on_plan(site, scenario.demand, scenario.families, density)
    else:
        yield from _broken_in_layout(scenario)
    if scenario.waiters.density * site.cell**2 > 1:
        yield "waiters.density must not exceed one person per site.cell squared"
    if scenario.demand.initial_density * site.cell**2 > 1:
        yield "demand.initial_density must not exceed one person per site.cell squared"


def _broken_in_layout(scenario: Scenario) -> Iterator[str]:
    """Yield each rule between measures of a strip or an open area that a scenario breaks."""
    site, gate = scenario.site, scenario.gate
    if site.strip_length >= site.length:
        yield "site.strip_length must be less than site.length"
    if site.pen_length > 0 and site.layout != "strip":
        yield "site.pen_length needs site.layout = 'strip'"
    if site.pen_length > 0 and site.pen_length + 2 * site.cell > site.strip_length:
        yield "site.pen_length must leave two of site.cell of site.strip_length"
    if site.drop_off_near > site.drop_off_far:
        yield "site.drop_off_near must not exceed site.drop_off_far"
    if site.drop_off_far > site.length:
        yield "site.drop_off_far must not exceed site.length"
    if site.layout == "strip" and gate.width > site.strip_width:
        yield "gate.width must not exceed site.strip_width"
    if site.layout == "open_area" and gate.width > site.open_width:
        yield "gate.width must not exceed site.open_width"
    if gate.width < site.cell:
        yield "gate.width must be at least site.cell"
    width, length = site.open_width, site.length
    words = "site.open_width by site.length"
    if site.layout == "strip":
        width, length = site.column_width, max(0.0, site.length - site.strip_length)
        words = "site.column_width by site.length less site.strip_length"
    if length and scenario.demand.initial_numbered > width * length * scenario.waiters.density:
        yield f"demand.initial_numbered must fit {words} at waiters.density"
    x, y = (list(each) or [0.0] for each in _columns(scenario.demand.initial_positions))
    wide = 0.5 * (site.strip_width if site.layout == "strip" else site.open_width) + site.cell
    if max(map(abs, x)) > wide or min(y) < 0 or max(y) > site.length:
        yield (
            "demand.initial_positions must lie before the gate, within site.length and half of "
            + ("site.strip_width" if site.layout == "strip" else "site.open_width")
            + " to either side"
        )


def _broken_elsewhere(scenario: Scenario) -> Iterator[str]:
    """Yield each other rule between sections that a scenario breaks."""
    run, demand = scenario.run, scenario.demand
    if scenario.movement.free_speed * run.time_step > scenario.site.cell * (1 + 1e-9):
        yield (
            "run.time_step must not exceed site.cell divided by movement.free_speed: "
            "nobody steps farther than one cell at a time"
        )
    if demand.factor * demand.people_between(run.start, run.end) > MOST_PEOPLE:
        yield (
            f"demand.factor times {demand.says} must not let more than {MOST_PEOPLE} people "
            "be expected from run.start to run.end"
        )
