"""One person's day: who they are, what happened to them and when, and the crowd around them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from html import escape
from typing import Any, Final

import solara

from gatecrush.experiments.account.beside_a_day import DIFFERS, FITS, PUT_IN, Compared
from gatecrush.experiments.days.planned_run import PlannedRun
from gatecrush.experiments.witness.choice import PRESETS
from gatecrush.experiments.witness.story import Line, Story, story
from gatecrush.experiments.words import clock
from gatecrush.model.scenario.scenario_file import shipped_scenarios

from ..days.links import LinkError, as_shipped, seed_of
from ..errands.process import FailedErrandError
from ..errands.witness_day import FIRST, TELLINGS, ToldDay, found, link_to, linked
from .address import use_address
from .live import SHIPPED
from .part import Part
from .position_chart import position_chart
from .shown_link import ShownLink
from .watched_crowd import WatchedCrowd, use_shown

BEFORE: Final = 1 / 30
"""How long before they came the crowd is shown from, h."""
VERDICTS: Final = {
    FITS: "fits",
    DIFFERS: "differs",
    PUT_IN: "put in, not found",
}


@dataclass(frozen=True)
class Followed:
    """Whom the page follows, in which day."""

    day: PlannedRun
    choice: str
    moment: float | None = None
    """From when on the crowd is shown, h; None: from when they came."""


@solara.component
def WitnessPage() -> None:
    """Choose a person and follow their day."""
    search = solara.use_router().search
    first, first_wrong = solara.use_memo(lambda: _linked(search), [])
    followed, set_followed = solara.use_state(first)
    wrong, set_wrong = solara.use_state(first_wrong)
    now = solara.use_ref(first)

    def show(other: Followed, wrong: str = "") -> None:
        now.current = other
        set_followed(other)
        set_wrong(wrong)

    write = use_address("/witness", lambda search: show(*_linked(search)))

    def choose(**values: Any) -> None:
        """Follow somebody else, or in another day: from when they came."""
        show(replace(now.current, moment=None, **values))
        write(link_to(now.current.day, now.current.choice))

    day, choice = followed.day, followed.choice
    task = solara.lab.use_task(
        lambda: TELLINGS.have_told(day), dependencies=[day], raise_error=False
    )
    told = task.value if task.finished else TELLINGS.told(day)
    with solara.Div(classes=["gc-main", "gc-witness"]):
        solara.HTML(tag="h1", unsafe_innerHTML="One person's day")
        solara.HTML(
            tag="p",
            unsafe_innerHTML="These people are made up by the model; the day is built on one that "
            "people lived through, some of them afraid for their lives. Choose somebody, and see "
            "what the same hours were for them.",
            classes=["gc-lead"],
        )
        if wrong:
            solara.Error(wrong)
        Part(
            children=[
                Choice(day, choice, lambda other: choose(day=other), lambda key: choose(choice=key))
            ]
        )
        if told is None and task.error:
            why = task.exception if isinstance(task.exception, FailedErrandError) else "it failed"
            solara.Error(f"This day could not be simulated: {why}.")
        elif told is None:
            solara.Text(
                "The whole day is being simulated: some ten seconds, longer while others wait …"
            )
            solara.ProgressLinear(True)
        else:
            Part(children=[Told(day, told, choice, followed.moment)])


def _linked(search: str | None) -> tuple[Followed, str]:
    """Return whom the address follows, and what is wrong with it."""
    try:
        return Followed(*linked(search)), ""
    except LinkError as error:
        day = PlannedRun(as_shipped("account"))
        return Followed(day, FIRST), f"{error} This is the day of the account."


@solara.component
def Choice(
    day: PlannedRun,
    choice: str,
    set_day: Callable[[PlannedRun], None],
    set_choice: Callable[[str], None],
) -> None:
    """Whom to follow, and in which day."""
    with solara.Div(classes=["gc-presets"]):
        for preset in PRESETS.values():
            chosen = choice == preset.key
            solara.Button(
                preset.words,
                on_click=partial(set_choice, preset.key),
                outlined=True,
                classes=["gc-preset", *(["gc-chosen"] if chosen else [])],
                attributes={"aria-pressed": "true" if chosen else "false"},
            )

    def other_person(number: int | None) -> None:
        if number is not None:
            set_choice(str(max(0, number)))

    others = sorted({*SHIPPED, day.scenario.name} & set(shipped_scenarios()))
    with solara.Div(classes=["gc-which"]):
        solara.InputInt(
            "Or any person, by number from 0",
            value=None if choice in PRESETS else int(choice),
            on_value=other_person,
            optional=True,
        )
        solara.Select(
            "Scenario",
            values=others,
            value=day.scenario.name,
            on_value=lambda name: set_day(PlannedRun(as_shipped(name), day.seed)),
        )
        solara.InputInt(
            "Seed: another number, another day",
            value=day.seed,
            on_value=lambda seed: set_day(replace(day, seed=seed_of(seed))),
        )


@solara.component
def Told(day: PlannedRun, told: ToldDay, choice: str, moment: float | None) -> None:
    """The story of whoever was chosen, the crowd around them, and the account beside the day."""
    person, nobody = solara.use_memo(lambda: found(day, told, choice), [id(told), choice])
    asked: solara.Reactive[tuple[int, float]] = solara.use_reactive((0, 0.0))
    its_story = solara.use_memo(
        lambda: None if person is None else story(told.people, told.series, person, day.scenario),
        [id(told), person],
    )
    if its_story is None:
        solara.Info(nobody, classes=["gc-nobody"])
    else:
        with solara.Div(classes=["gc-told"]):
            StoryLines(its_story, lambda hour: asked.set((asked.value[0] + 1, hour)))
            with solara.Div(classes=["gc-told-right"]):
                solara.HTML(tag="h3", unsafe_innerHTML="Their place in the order in which all came")
                solara.HTML(tag="div", unsafe_innerHTML=position_chart(its_story, told.series))
                Totals(its_story)
        Reopen(day, choice)
        solara.HTML(tag="h2", unsafe_innerHTML="The crowd around them")
        solara.Text(
            "A ring marks them; while they stand farther back than is shown, an arrow at the edge "
            "says how far. A time in the story above takes you to that moment.",
            classes=["gc-meaning"],
        )
        Part(children=[FollowedView(day, its_story, asked.value, moment)])
    AccountBeside(told.facts)


@solara.component
def StoryLines(its_story: Story, on_hour: Callable[[float], None]) -> None:
    """What happened, line by line."""
    with solara.Div(classes=["gc-story"], attributes={"data-person": str(its_story.person)}):
        solara.HTML(tag="h2", unsafe_innerHTML=escape(its_story.title))
        solara.HTML(
            tag="p",
            unsafe_innerHTML=f"Person {its_story.person} of this day. What is told is what the "
            "record keeps: when each thing happened to them first.",
            classes=["gc-meaning"],
        )
        for number, line in enumerate(its_story.lines, 1):
            StoryLine(number, line, partial(on_hour, line.hour))


@solara.component
def StoryLine(number: int, line: Line, on_click: Callable[[], None]) -> None:
    """One thing that happened; its time leads to that moment."""
    with solara.Div(
        classes=["gc-story-line"],
        attributes={"data-story": line.key, "data-hour": f"{line.hour:.4f}"},
    ):
        with solara.Div(classes=["gc-when"]):
            solara.HTML(tag="span", unsafe_innerHTML=str(number), classes=["gc-nth"])
            solara.Button(
                clock(line.hour),
                on_click=on_click,
                text=True,
                small=True,
                attributes={"title": "show the crowd at this time"},
            )
        seen = f"<span class='gc-seen'>{escape(line.seen)}</span>" if line.seen else ""
        solara.HTML(tag="div", unsafe_innerHTML=f"{escape(line.words)} {seen}")


@solara.component
def Totals(its_story: Story) -> None:
    """What the day came to."""
    rows = "".join(
        f"<div><dt>{escape(name)}</dt><dd>{escape(value)}</dd></div>"
        for name, value in its_story.totals
    )
    solara.HTML(tag="dl", unsafe_innerHTML=rows, classes=["gc-totals"])


@solara.component
def Reopen(day: PlannedRun, choice: str) -> None:
    """A link to this person's day."""
    ShownLink("Link to this story:", f"/witness{link_to(day, choice)}")


@solara.component
def FollowedView(
    day: PlannedRun, its_story: Story, asked: tuple[int, float], moment: float | None
) -> None:
    """The crowd from the time when they came, with a ring around them.

    Args:
        day: which day.
        its_story: of whoever is followed.
        asked: how often a moment was asked for, and the last one, h.
        moment: from when on instead, h.
    """
    came = max(day.scenario.run.start, its_story.lines[0].hour - BEFORE)
    shown = use_shown("/witness", speed=1.0)

    def jump() -> None:
        if asked[0]:
            shown.view.jump(asked[1])

    WatchedCrowd(
        shown, [day], which=(day, its_story.person, moment),
        hour=came if moment is None else moment, followed=its_story.person,
    )  # fmt: skip
    solara.use_effect(jump, [asked])


@solara.component
def AccountBeside(facts: tuple[Compared, ...]) -> None:
    """The account's timeline beside the model's."""
    solara.HTML(tag="h2", unsafe_innerHTML="The account's day beside this one")
    solara.HTML(
        tag="p",
        unsafe_innerHTML="The model was written from one eyewitness account, told here in our own "
        "words. One simulated day is an anecdote too: what differs may be chance, or a miss of the "
        "model. Two misses are known and do not go away with the seed: too few of those who came "
        "with the witness are in by 01:00, and they stand near the gate for less long.",
        classes=["gc-lead"],
    )
    rows = "".join(_fact_row(fact) for fact in facts)
    heads = "".join(
        f"<th>{head}</th>"
        for head in (
            "What is told",
            "In the account",
            "How sure",
            "In this day",
            "Beside each other",
        )
    )
    solara.HTML(
        tag="table",
        unsafe_innerHTML=f"<thead><tr>{heads}</tr></thead><tbody>{rows}</tbody>",
        classes=["gc-table", "gc-facts"],
    )


def _fact_row(fact: Compared) -> str:
    verdict = VERDICTS.get(fact.verdict, "nothing to judge by")
    cells = (
        ("", fact.words),
        ("Account: ", fact.account),
        ("How sure: ", fact.certainty),
        ("This day: ", fact.model),
    )
    return (
        f"<tr data-fact='{fact.number}' data-verdict='{fact.verdict.replace(' ', '-')}'>"
        + "".join(f"<td data-head='{head}'>{escape(words)}</td>" for head, words in cells)
        + f"<td><span class='gc-verdict'>{verdict}</span></td></tr>"
    )
