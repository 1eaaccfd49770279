"""The report of one day: what happened, how hard it was, and why one day proves nothing."""

from __future__ import annotations

import shlex
from collections.abc import Iterator
from typing import Final

from gatecrush.model.record.columns import PLACES, SERIES, column
from gatecrush.model.scenario.scenario import Scenario

from ..account.beside_a_day import DIFFERS, FITS, NO_NUMBER, PUT_IN, account_beside_model
from ..drawing.day import day_panels
from ..drawing.style import CONDUCT_COLORS
from ..drawing.svg import inline_drawing
from ..drawing.worst import MAPS, worst_maps, worst_of
from ..storage.day_folder import StoredDay
from ..words import hour
from .day_sentences import day_sentences, order_sentence
from .limits import DAYS_ENOUGH
from .numbers import full_site, numbers_table
from .page import Cell, Page, PageTable, Picture, Row, Section, Warned
from .parts import bands_section, limits_section, repeat_section, sources_section
from .settings import scenario_in_words, settings_section

CAPTIONS: Final = {
    "press": "Of those waiting within 15 m of the gate, the share that presses. Above the dashed "
    "line most of them do: a crowd, no queue. Disorder is what people perceive of it.",
    "waiting": "Everybody on the site, by what they do. "
    + "; ".join(
        f"{name}: {column(SERIES, name).meaning[0].lower()}{column(SERIES, name).meaning[1:]}"
        for name in CONDUCT_COLORS
    )
    + ".",
    "order": "The farther right of the gray curve of arrivals a dot lies, the longer that person "
    "had waited. In perfect order all dots would lie on one line.",
    "load": "Force per meter of the gate's width. Dashed: bands for orientation, read in "
    "secondary sources.",
}
"""Panels of the report with what they show."""
WORST_CAPTION: Final = (
    "The ground seen from above, the gate at the left. Density is counted on squares of 2 m at the "
    "end of each minute; the circle marks the worst place."
)
VERDICTS: Final = {
    FITS: "as told",
    DIFFERS: "differs",
    PUT_IN: "put in",
    NO_NUMBER: "no number to judge by",
}
FACTS_NOTE: Final = (
    "“Put in”: the fact was given to the model and says nothing for it. The account is one "
    "person's, told afterwards; its facts are given in our own words."
)


def day_page(day: StoredDay) -> Page:
    """Return the report of a day."""
    summary, scenario = day.summary, day.scenario
    answer = Section(
        "In short",
        warnings=(*_overlooked(day), _one_day(day)),
        paragraphs=day_sentences(summary, scenario),
        is_short=True,
    )
    heads = (f"This day (seed {summary['seed']})",)
    numbers = Section(
        "The numbers that matter",
        tables=(numbers_table("Numbers of this day.", heads, [summary]),),
    )
    return Page(
        title=f"A day at the gate: {scenario.name}",
        asked=_asked(day),
        sections=(
            answer,
            numbers,
            Section("How the day went", pictures=tuple(_pictures(day))),
            *_worst(day),
            bands_section(summary["gate_density_evening"], summary["gate_load_peak_evening"]),
            *_beside_account(day),
            settings_section(scenario, day.run.changes),
            limits_section(),
            repeat_section(_repeat_words(day), repeat_commands(day), day.made_with),
            sources_section(),
        ),
    )


def _asked(day: StoredDay) -> str:
    run = day.scenario.run
    changed = ", and settings changed on the way" if day.run.changes else ""
    return (
        f"Asked: what happens on one day of {scenario_in_words(day.scenario)}{changed}, "
        f"from {hour(run.start)} to {hour(run.end)}?"
    )


def _one_day(day: StoredDay) -> Warned:
    without = " (without what was changed on the way)" if day.run.changes else ""
    words = (
        "One day is an anecdote. Other random numbers with the very same settings give another "
        "day, and the hour at which the order breaks varies widely. To learn how often it comes "
        f"out so, simulate {DAYS_ENOUGH} days{without} and report those:"
    )
    return Warned((words,), tuple(sweep_commands(day)))


def _overlooked(day: StoredDay) -> Iterator[Warned]:
    """Yield what a reader would not think of: a full site, hours in which nobody comes."""
    series = day.record.arrays("series")
    full = full_site(series["time"], series["outside"])
    for words in (full, *day.scenario.remarks()):
        if words:
            yield Warned((f"{words[0].upper()}{words[1:]}.",))


def sweep_commands(day: StoredDay) -> Iterator[str]:
    """Yield what repeats the settings of a day many times."""
    file, days = shlex.quote(f"{day.name}/scenario.toml"), shlex.quote(f"{day.name}-days")
    yield f"gatecrush sweep {file} --replications {DAYS_ENOUGH} --out {days}"
    yield f"gatecrush report {days}"


def repeat_commands(day: StoredDay) -> list[str]:
    """Return what repeats a day to the bit."""
    file = shlex.quote(f"{day.name}/scenario.toml")
    if day.run.replication or day.run.changes:
        return [
            "from gatecrush.experiments import run",
            f"run({day.name + '/scenario.toml'!r}, {day.run.arguments})",
        ]
    return [f"gatecrush run {file} --seed {day.run.seed} --out {shlex.quote(day.name + '-again')}"]


def _repeat_words(day: StoredDay) -> tuple[str, ...]:
    way = "In Python, the" if day.run.changes or day.run.replication else "The"
    return (f"{way} same version, settings and seed give the same day, to the bit:",)


def _pictures(day: StoredDay) -> Iterator[Picture]:
    said = order_sentence(day.summary, day.scenario)
    for name, (title, figure) in zip(CAPTIONS, day_panels(day.record, list(CAPTIONS)), strict=True):
        alt = f"{title}, from {hour(day.scenario.run.start)} on. {said} {CAPTIONS[name]}"
        yield Picture(title, CAPTIONS[name], inline_drawing(figure, alt, name=name))


def _worst(day: StoredDay) -> Iterator[Section]:
    """Yield where the day was worst; nothing of a day kept before that was noted."""
    places = day.record.arrays("places")
    if not len(places["x"]):
        return
    found = [(column(PLACES, each.quantity).words, worst_of(places, each)) for each in MAPS]
    told = tuple(f"{words}: {worst if worst else 'nowhere'}." for words, worst in found)
    drawing = inline_drawing(
        worst_maps(day.record), f"{WORST_CAPTION} {' '.join(told)}", name="worst"
    )
    picture = Picture("Worst places of this day", WORST_CAPTION, drawing)
    yield Section("Where it was worst", paragraphs=told, pictures=(picture,))


def _beside_account(day: StoredDay) -> Iterator[Section]:
    """Yield the account beside the day, if the day is meant to be that of the account."""
    if day.run.changes or day.scenario.flat() != Scenario.load("account").flat():
        return
    rows = tuple(
        Row(
            (
                Cell(each.words),
                Cell(each.account),
                Cell(each.model),
                Cell(VERDICTS[each.verdict]),
            ),
            each.verdict == DIFFERS,
        )
        for each in account_beside_model(day.record, day.scenario)
    )
    heads = ("Fact", "In the account", "On this day", "Judged")
    yield Section(
        "Beside the account",
        tables=(PageTable("Facts told by the witness. Marked: differs.", heads, rows, FACTS_NOTE),),
    )
