"""What stands on paper only, when the page is printed: the days again, what they cannot tell."""

from __future__ import annotations

import html
import shlex

import solara

from gatecrush.experiments.days.planned_run import PlannedRun
from gatecrush.experiments.glances.glance import DAYS
from gatecrush.experiments.reports.limits import CANNOT_KNOW
from gatecrush.model.scenario.quantities import setting

from ..days.links import as_shipped, link_of
from ..days.own_places import OwnPlace
from ..glances.cards import own_settings
from .sharing import no_link


@solara.component
def OnPaper(day: PlannedRun, own: OwnPlace | None = None) -> None:
    """Where the days come from, how to count them again, and what they cannot tell."""
    limits = "".join(f"<li>{html.escape(each)}</li>" for each in CANNOT_KNOW)
    parts = [
        "<h2>What no run can tell</h2>",
        f"<ul>{limits}</ul>",
        "<h2>These days again</h2>",
        f"<p><code>{html.escape(command_of(day, own))}</code></p>",
        f"<p>This page: <code>{html.escape(link_of(day, own=own))}</code></p>",
        f"<p>{html.escape(no_link(own))}</p>" if own else "",
        "<p>gatecrush, Apache License 2.0; how to cite it stands in CITATION.cff.</p>",
    ]
    solara.HTML(tag="div", unsafe_innerHTML="".join(parts), classes=["gc-on-paper"])


def command_of(day: PlannedRun, own: OwnPlace | None = None) -> str:
    """Return the command that counts the thirty days; what changes on the way is in the link.

    A place of a visitor's own has to be saved first ("Scenario"), with all that was changed.
    """
    changed = {} if own else own_settings(day.scenario, as_shipped(day.scenario.name))
    words = [
        "gatecrush",
        "glance",
        "scenario.toml" if own else day.scenario.name,
        "--days",
        str(DAYS),
        "--seed",
        str(day.seed),
    ]
    for name, value in changed.items():
        words += ["--set", setting(name, value)]
    return shlex.join(words)
