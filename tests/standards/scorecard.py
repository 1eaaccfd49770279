"""The scorecard: what every landing should keep true of this model, A1 to A37."""

from __future__ import annotations

from .listed import Listed

NAME = "scorecard"
CITATION = "The project's own scorecard; sources stand at each check"
SOURCE = "own checks"

LISTED = tuple(
    Listed(NAME, number, title, asks)
    for number, title, asks in (
        ("A1", "One person walks 40 m", "26 to 34 s (RiMEA 1)."),
        ("A2", "Nobody overlaps", "One person a cell, none in a wall, books balance; exact."),
        ("A3", "Same seed, same day", "To the bit, alone or among others."),
        ("A4", "The scene turned by 90°", "KS p > 0.01 on every outcome, 50 seeds; a way "
         "turned by 45° takes as long within 15 %."),
        ("A5", "Periodic batch, order kept", "With 250 ahead one leaves at the 26th opening."),
        ("A6", "Bulk service, mean number", "8.879, 12.101, 17.452 at 8, 9, 9.5/h, ± 3 %; whole "
         "model ± 6 % (Bailey 1954)."),
        ("A6b", "Bulk service, mean wait", "26.6, 28.4, 39.1 min at 6, 8, 10/h, ± 3 %; with 20 % "
         "going first 26.2 and 43.5 min ± 5 %."),
        ("A7", "Little's law", "± 1 % in every regime."),
        ("A8", "Everybody informed", "No admission out of turn in the orderly limit."),
        ("A9", "Full batches", "An orderly opening admits a full batch whenever one waits."),
        ("A10", "Arrivals and fluid curve", "Within one Poisson standard deviation (Newell)."),
        ("A11", "Skips, slips, inversions", "Their sums are equal (Gordon 1987)."),
        ("A12", "Speed at a density", "± 20 % of Weidmann 1993 at 0.5 to 3 per m²."),
        ("A13", "Flow through a gate", "1.2 to 2.5 per m and s, linear in width, R² > 0.95."),
        ("A14", "Thresholds alone", "σ = 0.120 under 5 %, σ = 0.125 over 99 % (Granovetter 1978)."),
        ("A15", "One intruder in a line", "54 ± 8 %, two 91 ± 6 %, buffers at most 15 %, most "
         "objections from behind (Milgram 1986)."),
        ("A16", "Account: the morning", "Press share 09 to 13 h under 5 %."),
        ("A17", "Account: onset", "Median 13 to 19 h."),
        ("A18", "Account: the evening", "Press share 19 to 21 h over 70 %."),
        ("A19", "Account: admissions", "10 ± 1 an hour."),
        ("A20", "Account: families", "8 ± 2 people a day; 1 to 2 turned back."),
        ("A21", "Account: gate load", "Morning peak < 0.75 kN/m, evening peak 3 to 6 kN/m."),
        ("A22", "Account: surges", "Load within a minute of an opening at least twice the rest."),
        ("A23", "Arrival rate", "Collapse rises with it; < 0.2 at x0.25, > 0.8 at x1.25."),
        ("A24", "Account: danger", "At most 1 % bear more than 1112 N for 240 s."),
        ("A25", "Forces balance", "At every body; n f at the wall without loss; exact."),
        ("A26", "The gate's strength", "It fails at it, never under it; flow bounded by width."),
        ("A27", "An idle intervention", "The same day to the bit."),
        ("A28", "Guards honour numbers", "At most 35 % of days collapse if they ask everybody and "
         "lead aside whom they refuse."),
        ("A29", "Account: places are kept", "Tau of distance at 19:00 and entry until 01:00, among "
         "those pressing, 0.6 to 0.9 (Adrian 2020)."),
        ("A30", "Account: order of the evening", "Evening tau of admissions -0.2 to 0.2."),
        ("A31", "Account: the last stand", "Those in after 23:00: 4 to 9 h within 5 m."),
        ("A32", "Account: the witness", "0.10 to 0.38 of those who came 09 to 11 h in by 01:00."),
        ("A33", "Account: volunteers", "At most 10 people turned round on average."),
        ("A37", "Even arrivals", "At the account's mean at least half of the days collapse; the "
         "onset falls as the rate rises."),
    )
)  # fmt: skip
