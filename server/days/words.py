"""Words of the page that more than one place needs: what its four numbers say."""

from __future__ import annotations

from typing import Final

NUMBERS: Final = {
    "waiting": {
        "words": "waiting",
        "top": 800,
        "explained": "Everybody on the site who wants to get in.",
    },
    "admitted": {
        "words": "let in",
        "further": "of them out of turn",
        "top": 400,
        "explained": "Everybody let in since the day began. Out of turn: before somebody with a "
        "smaller number, families aside.",
    },
    "press_share": {
        "words": "of those near the gate press",
        "top": 1,
        "percent": True,
        "explained": "Of all who wait within 15 m of the gate, those who go for it instead of "
        "waiting to be called. Here the last minute; in the thirty days a quarter of an hour.",
    },
    "gate_load": {
        "words": "kN/m, worst load of the last hour; barriers bear {low} to {high}",
        "name": "load",
        "top": 6,
        "decimals": 1,
        "explained": "People lean on the gate for about a minute after each opening, so the "
        "present moment says little; this is the worst of the last hour, on a bar from 0 to "
        "{top} kN/m. Crowd barriers are made to bear {low} to {high} kN/m (shaded); above {wear} "
        "this gate wears, at {strength} it gives way.",
    },
}
"""The four numbers over the day that plays: what each is called, and says when it is asked."""
SPREAD: Final = {
    "told": "At {hour}, in {days}: half of them {low} to {high} (median {median}), all of them "
    "{least} to {most}.",
    "all": "the {of} days that are over",
    "left": "those {days} of {of} days whose order had not broken yet (a day is stopped then)",
    "early": "How it was in the thirty days: too early to say.",
    "few": "At {hour} the order had broken in all but a few of the {of} days, and those are "
    "stopped: too few to say how they spread.",
    "late": "The {of} days were stopped at {until}.",
}
"""How a number spreads over the days that are over."""
OWN_FILE: Final = {
    "heading": "Your own place",
    "drop": "Drop a file here: a scenario (.toml), a plan (.geojson, .wkt, ...) or a table of "
    "arrivals (.csv), 2 MB at most. A plan or a table goes with the scenario that is shown. It is "
    "kept for this visit only.",
    "choose": "choose a file of your own",
    "one": "One file at a time, please: a scenario first, then a plan or a table for it.",
    "large": "is larger than 2 MB; the command line has no such limit.",
    "unreadable": "cannot be read by this browser.",
    "reading": "{name} is being read ...",
    "shown": "{name} is shown.",
    "no_link": "A link cannot hold your file: it opens this day only for who chooses {name} first.",
    "unknown": "This address shows a place from a visitor's own file. Such a file is kept for the "
    "visit only and is in no link: choose it again, and this address shows the same.",
}
"""What is said of files of a visitor's own."""
