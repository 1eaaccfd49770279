"""What the page tells about the model: how it works, where it misses, what becomes of a visit."""

from __future__ import annotations

from typing import Final

MINUTE: Final = (
    (
        "A place and a day",
        "A road ends at a gate. Before it lies a fenced strip four meters wide, beside a car lane; "
        "farther out is the column where people wait. A day runs from 05:00 to 03:00. Nothing in "
        "it is scripted: no rule reads the clock; only how many people arrive depends on the hour.",
    ),
    (
        "A number, not a place",
        "Whoever comes is told of the list by those who wait, if they pass near enough for long "
        "enough. They write the next number on the wrist with the marker, which is always with the "
        "last in line. Then they may sit, stand and walk about: the number keeps their place.",
    ),
    (
        "Who is never told",
        "Some meet nobody who tells them, and some tire of waiting for the marker. They go up to "
        "the gate, because that is where a gate is. They do no wrong that they know of.",
    ),
    (
        "When people give up the order",
        "Everybody sees how many press near the gate, and hears of those let in out of turn. When "
        "that passes what they can bear, and waiting lowers what they can bear, they begin to "
        "press, too. Others object to newcomers, and volunteers try to turn people round; both "
        "work best while few press.",
    ),
    (
        "The gate",
        "About once an hour ten people are let in, whoever stands at the gate. In between, papers "
        "are checked and cars pass. Families with children pass beside the line. Behind the gate "
        "is another control, which everybody reaches who is let in.",
    ),
    (
        "Pressing",
        "When somebody ahead moves, those behind push; a push is handed from body to body and adds "
        "up towards the gate. So the crowd surges at each opening. A gate loaded too long gives "
        "way. Forces are also summed for every person, to see who would be in danger.",
    ),
)
"""How it works, in six paragraphs."""

MISSES: Final = (
    "Of those who came between nine and eleven, 7 % are in by 01:00 (between 3 and 19 %, "
    "depending on the seed). Were the next person drawn at random from all who wait, it would be "
    "32 to 47 %. Who gives up the list late stands behind the newcomers.",
    "Those of them who got in after 23:00 spent 3.0 hours within 5 m of the gate (median; 2.1 to "
    "5.1). The witness spent seven.",
    "The hour differs, too: on 30 of 30 days the order broke, between 13:00 and 19:17.",
    "Families come three at a time, so that a day has anything from 0 to 21 people in families, "
    "where the account has eight; on average it is right (8.2).",
)
"""Where the days of the account (seeds 0 to 29, the settings that ship) differ from it."""

PRIVACY: Final = (
    "Nothing is kept about you. The page loads nothing from elsewhere and counts no visits; a "
    "cookie tells your visit from another's and means nothing outside of it. The days you look at "
    "are simulated in this server's memory; some stay there for whoever asks for the same day "
    "next, and a sweep that you start is deleted when you leave. What you take "
    "along, links and files, is yours; a link holds the settings of a day and nothing else."
)
