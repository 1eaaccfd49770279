"""The report of days compared: what differs between them, in plain words, a table and curves."""

from __future__ import annotations

import shlex
from collections.abc import Iterator, Sequence
from typing import Final

from gatecrush.model.record.columns import SERIES, column

from ..drawing.svg import inline_drawing
from ..storage.day_folder import StoredDay
from ..words import counted
from .day import repeat_commands
from .day_sentences import order_sentence
from .days_compared import (
    COURSES,
    course_figure,
    differences_in_words,
    have_common_numbers,
    have_same_people,
    letter,
)
from .limits import DAYS_ENOUGH
from .numbers import numbers_table
from .page import Cell, Page, PageTable, Picture, Row, Section, Warned
from .parts import bands_section, limits_section, repeat_section, sources_section
from .settings import scenario_in_words, settings_apart

CAPTIONS: Final = {
    "press_share": (
        "Of those waiting within 15 m of the gate, the share that presses: running mean of 15 "
        "minutes. Above the dashed line most of them do."
    ),
    "holding": "They have a number and hold their place in the list by it.",
    "gate_load_peak": "Peaks of 15 minutes, force per meter of the gate's width.",
}


def comparison_page(days: Sequence[StoredDay]) -> Page:
    """Return the report of two or more days; the others are compared with the first."""
    names = [letter(number) for number in range(len(days))]
    summaries = [day.summary for day in days]
    heads = [f"Day {name}" for name in names]
    return Page(
        title=f"{len(days)} days at the gate, compared",
        asked="Asked: what differs between these days? "
        + " ".join(f"{name}: {_what(day)}." for name, day in zip(names, days, strict=True)),
        sections=(
            Section(
                "In short",
                warnings=(_few_days(days),),
                paragraphs=(_numbers_in_common(days),),
                is_short=True,
            ),
            *_differences(days, names),
            Section(
                "The numbers that matter",
                tables=(numbers_table("Numbers of these days.", heads, summaries),),
            ),
            Section("How the days went", pictures=tuple(_pictures(days, names))),
            _settings(days, names),
            bands_section(),
            limits_section(
                ("Whether a difference between two days comes from what was changed or from "
                 "chance: only many days of each tell.",)
            ),
            *(_repeat(day, name) for name, day in zip(names, days, strict=True)),
            sources_section(),
        ),
    )  # fmt: skip


def _what(day: StoredDay) -> str:
    changed = ", changed on the way" if day.run.changes else ""
    return f"{scenario_in_words(day.scenario)}{changed}, seed {day.run.seed}"


def _few_days(days: Sequence[StoredDay]) -> Warned:
    """Return why this proves nothing, and what would."""
    commands = []
    for day in days:
        file, out = shlex.quote(f"{day.name}/scenario.toml"), shlex.quote(f"{day.name}-days")
        commands.append(f"gatecrush sweep {file} --replications {DAYS_ENOUGH} --out {out}")
    words = (
        "One day of each kind is an example, not a proof: another seed may turn it round. To "
        f"learn how often it comes out so, simulate {DAYS_ENOUGH} days of each with the same "
        "random numbers and report both:"
    )
    return Warned((words,), tuple(dict.fromkeys(commands)))


def _numbers_in_common(days: Sequence[StoredDay]) -> str:
    if not have_common_numbers(days):
        return (
            "These days do not have the same random numbers: other people came at other moments, "
            "so part of every difference is chance."
        )
    if all(have_same_people(days[0], day) for day in days[1:]):
        return (
            "All days have the same random numbers, and the same people came at the same moments: "
            "what differs is what was changed, and what followed from it."
        )
    return (
        "All days have the same random numbers, as far as the settings allow; but not the same "
        "people came at the same moments, since the settings change who comes."
    )


def _differences(days: Sequence[StoredDay], names: Sequence[str]) -> Iterator[Section]:
    for name, day in zip(names[1:], days[1:], strict=True):
        yield Section(
            f"What differs between {names[0]} and {name}",
            points=differences_in_words(days[0], day, names[0], name),
        )


def _pictures(days: Sequence[StoredDay], names: Sequence[str]) -> Iterator[Picture]:
    said = " ".join(
        f"Day {name}: {order_sentence(day.summary, day.scenario)}"
        for name, day in zip(names, days, strict=True)
    )
    for name in COURSES:
        title, caption = column(SERIES, name).words, CAPTIONS[name]
        alt = f"{title}, a line a day. {said} {caption}"
        yield Picture(title, caption, inline_drawing(course_figure(days, name), alt, name=name))


def _settings(days: Sequence[StoredDay], names: Sequence[str]) -> Section:
    apart = settings_apart([day.scenario for day in days])
    heads = ("Setting", *(f"Day {name}" for name in names), "What it means")
    rows = tuple(
        Row((Cell("", each.name), *(Cell(value) for value in each.values), Cell(each.meaning)))
        for each in apart
    )
    table = PageTable("Settings that differ between these days.", heads, rows)
    alike = "All settings are alike: the days differ in chance, or in what was changed on the way."
    return Section(
        "What was changed",
        paragraphs=() if apart else (alike,),
        points=[
            f"Day {name} was changed on the way, {counted(len(day.run.changes), 'time')}."
            for name, day in zip(names, days, strict=True)
            if day.run.changes
        ],
        tables=(table,) if apart else (),
    )


def _repeat(day: StoredDay, name: str) -> Section:
    found = repeat_section((), repeat_commands(day), day.made_with)
    return Section(f"How to repeat day {name}", commands=found.commands, tables=found.tables)
