"""What the model assumes and what it cannot know, with its sources."""

from __future__ import annotations

from html import escape
from importlib.metadata import version
from itertools import groupby

import solara

from gatecrush.experiments.model_limits import CANNOT_KNOW, RESPECT, SOURCES
from gatecrush.model.quantities import Quantity, listed, section_types
from gatecrush.model.scenario import Scenario

from .about_words import MINUTE, MISSES, PRIVACY

KINDS = {
    "account": "told in the account",
    "calibrated": "chosen so that days resemble the account",
    "literature": "measured by others",
    "assumed": "nobody knows",
}
"""Where a parameter's default comes from, as a first word says it."""


@solara.component
def AboutPage() -> None:
    """The page."""
    with solara.Div(classes=["gc-main", "gc-about"]):
        _html("h1", "What this is, and what it cannot know")
        _html("p", RESPECT)
        _html("h2", "The model in a minute")
        parts = (f"<div><h3>{escape(t)}</h3><p>{escape(words)}</p></div>" for t, words in MINUTE)
        _html("div", "".join(parts), "gc-minute")
        _html("h2", "What it cannot know")
        _list(CANNOT_KNOW)
        _html("h2", "Where it misses the account, and how much days differ")
        _html("p", "Over thirty days of the account, seeds 0 to 29, with the settings that ship:")
        _list(MISSES)
        _html("h2", "Sources")
        _list(SOURCES)
        _html("h2", "Citing, license")
        _html("p", _citing())
        _html("h2", "Your visit")
        _html("p", PRIVACY)
        _html("h2", "Every parameter")
        _html("p", _count_words())
        _html("div", _kinds(), "gc-kinds")
        _html("table", parameter_rows_as_html(), "gc-table gc-parameters")


def kind_of(quantity: Quantity) -> str:
    """Return where a default comes from, a key of KINDS."""
    words = quantity.source.lower()
    return next(
        (kind for kind in ("assumed", "calibrated", "account") if kind in words), "literature"
    )


def parameter_rows_as_html() -> str:
    """Return the table of all parameters, by section."""
    sections = section_types(Scenario)
    quantities = [each for each in Scenario.quantities().values() if each.name != "name"]
    rows = []
    for section, members in groupby(quantities, lambda each: each.name.rpartition(".")[0]):
        about = escape(sections[section].__doc__ or section)
        rows.append(f"<tr class='gc-section'><td colspan='4'>{about}</td></tr>")
        rows += [_parameter_row(each) for each in members]
    heads = ("Name", "Default", "Meaning", "Source")
    head = "".join(f"<th>{words}</th>" for words in heads)
    return f"<thead><tr>{head}</tr></thead><tbody>{''.join(rows)}</tbody>"


def _parameter_row(quantity: Quantity) -> str:
    unit = f" {quantity.unit}" if "," in quantity.unit else quantity.unit_spoken
    kind = kind_of(quantity)
    cells = (
        f"<td><code>{escape(quantity.name)}</code></td>"
        f"<td data-head='Default: '>{escape(listed(_short(quantity.default)) + unit)}</td>"
        f"<td>{escape(quantity.meaning)}</td>"
        f"<td data-head='Source: '><span class='gc-kind gc-kind-{kind}'>{kind}</span> "
        f"{escape(quantity.source if quantity.source != kind else '')}</td>"
    )
    return f"<tr data-parameter='{escape(quantity.name)}'>{cells}</tr>"


def _short(value: object) -> object:
    return float(f"{value:.4g}") if isinstance(value, float) else value


def _kinds() -> str:
    return "".join(
        f"<span><span class='gc-kind gc-kind-{kind}'>{kind}</span> {words}</span>"
        for kind, words in KINDS.items()
    )


def _count_words() -> str:
    found = [kind_of(each) for each in Scenario.quantities().values() if each.name != "name"]
    counts = ", ".join(f"{found.count(kind)} {kind}" for kind in KINDS)
    return (
        f"{len(found)} parameters, each declared once in the code with unit, meaning and source: "
        f"{counts}. A parameter with two sources counts where it is less certain."
    )


def _citing() -> str:
    return (
        f"The gatecrush authors: gatecrush, version {escape(version('gatecrush'))}. Please give "
        "the version and the scenario you used; CITATION.cff in the repository holds the "
        "reference. "
        "The license is Apache-2.0."
    )


def _list(lines: tuple[str, ...]) -> None:
    _html("ul", "".join(f"<li>{escape(line)}</li>" for line in lines))


def _html(tag: str, inner: str, classes: str = "") -> None:
    solara.HTML(tag=tag, unsafe_innerHTML=inner, classes=classes.split())
