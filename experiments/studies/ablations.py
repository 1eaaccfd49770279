"""What does each rule contribute: the day of the account with one rule at a time switched off.

Design: the account, and the account with one parameter changed that switches one rule off; 10 days
at each point.
Outcomes: differences from the account, day by day with the same random numbers, with 95 %
intervals: how long the order lasts, press share in the morning and in the evening, who slips past
the list, admissions out of turn, peak gate load in the evening, inequality of waits.
Held fixed: everything else. A rule that is off may still have been needed to choose the values of
the others: the differences say what it does here, not whether the account needs it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from ..drawing.differences import draw_differences, name_rows
from ..drawing.panels import outcome_label, page
from ..statistics.comparison import compared, readable
from .study import Point, Study

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.figure import Figure

    from gatecrush.model.scenario.scenario import Scenario

RULE: Final = "rule switched off"
ACCOUNT: Final = "none"
RULES: Final[dict[str, tuple[str, Any]]] = {
    "telling newcomers of the list": ("waiters.telling", 0.0),
    "impatience at the marker": ("waiters.patience", 100_000.0),
    "seeing people press": ("waiters.press_perception", 0.0),
    "news of the gate": ("waiters.skip_perception", 0.0),
    "word of mouth": ("waiters.word_of_mouth", 0.0),
    "tiring": ("waiters.fatigue", 0.0),
    "giving up the order": ("waiters.never_push", 1.0),
    "coming back to the order": ("waiters.return_time", 1e9),
    "thresholds that differ": ("waiters.threshold_spread", 0.0),
    "objecting to intruders": ("waiters.challenge", 0.0),
    "volunteers": ("volunteers.count", 0),
    "guards' shouts": ("guards.shout_load", 0.0),
    "arriving in parties": ("demand.party_size", 1.0),
    "squeezing past": ("movement.squeezing", 0.0),
    "handing on the push": ("movement.drive_handing", 0.0),
    "stepping back": ("movement.step_back", 0.0),
    "friction": ("movement.friction", 0.0),
}
"""Each rule with the one parameter that switches it off."""
OUTCOMES: Final = (
    "order_lasted", "press_share_morning", "press_share_evening", "unintercepted_share",
    "out_of_turn_share", "gate_load_peak_evening", "wait_gini",
)  # fmt: skip


def points(_: Scenario) -> list[Point]:
    """Return the account, and the account without each rule."""
    off = [Point({RULE: rule}, {name: value}) for rule, (name, value) in RULES.items()]
    return [Point({RULE: ACCOUNT}, baseline=True), *off]


def tables(runs: pd.DataFrame) -> tuple[pd.DataFrame, str]:
    """Return the differences from the account."""
    table = compared(runs, [RULE], OUTCOMES)
    setting = {rule: f"{name}={value:g}" for rule, (name, value) in RULES.items()}
    table.insert(1, "setting", table[RULE].map(setting).fillna(""))
    words = readable(table, [RULE, "setting"], differences=True)
    return table, f"first row: the account; the others: differences from it, 95 %\n{words}"


def figure(_: pd.DataFrame, table: pd.DataFrame) -> Figure:
    """Draw the differences with their intervals, a row a rule."""
    rules = [rule for rule in RULES if rule in set(table[RULE])]
    chart, axes = page(
        "What each rule contributes",
        f"The account with one rule off, less the account: mean and 95 % interval over "
        f"{int(table['runs'].max())} days with the same random numbers. "
        "Gray: the interval holds 0. In brackets: the account.",
        1,
        len(OUTCOMES),
        size=(16.0, 8.2),
        sharey=True,
    )
    for axis, name in zip(axes.flat, OUTCOMES, strict=True):
        rows = table[table["outcome"] == name].set_index(RULE)
        draw_differences(axis, rows, rules, baseline=ACCOUNT, title=outcome_label(name))
    name_rows(axes[0, 0], [f"{rule}\n{RULES[rule][0]}={RULES[rule][1]:g}" for rule in rules])
    return chart


STUDY: Final = Study(
    name="ablations",
    question="what does each rule contribute?",
    points=points,
    replications=10,
    tables=tables,
    figure=figure,
)
