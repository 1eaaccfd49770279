"""The ensemble that is asked for on the command line, and how many of its members."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from .cli import say, unusable
from .ensemble_options import DRAWN, SHIPPED

if TYPE_CHECKING:
    from gatecrush.model.scenario import Scenario

    from .ensemble_table import Ensemble


def ensemble_from_words(
    word: str | None, scenario: Scenario, stated: Iterable[str]
) -> Ensemble | None:
    """Return the ensemble asked for as it varies a scenario, or end with status 2.

    Says which of its parameters stay as they are stated.

    Args:
        word: what follows ``--ensemble``; None: it is not there.
        scenario: what the members change.
        stated: names of parameters stated on the command line or in a plan.
    """
    if word is None:
        return None
    from .ensemble_table import load

    with clear_words():
        found = load(SHIPPED if is_count(word) else word).for_scenario(scenario, set(stated))
    if found.fixed:
        listed = ", ".join(found.fixed)
        say(f"{listed}: as stated, not as in the ensemble, whose other parameters vary")
    return found


def number_of_members(word: str | None, members: int | None, ensemble: Ensemble) -> int:
    """Return how many members are to be drawn, or end with status 2."""
    number = int(word) if word is not None and is_count(word) else None
    if number is not None and members is not None and number != members:
        unusable(f"--ensemble {number} --members {members}: are two numbers of members")
    wanted = number if number is not None else members
    with clear_words():
        if wanted is None:
            return min(DRAWN, len(ensemble))
        ensemble.check_number(wanted)
    return wanted


def names_set(settings: Iterable[str]) -> list[str]:
    """Return the names in texts ``key=value``."""
    return [text.partition("=")[0].strip() for text in settings]


def refuse_members_alone(words: Mapping[str, Any]) -> None:
    """End with status 2 if ``--members`` stands there without ``--ensemble``."""
    if words["members"] is not None and words["ensemble"] is None:
        unusable("--members: needs --ensemble")


def is_count(word: str) -> bool:
    """Tell whether ``--ensemble`` is followed by a number of members."""
    return word.lstrip("+-").isdigit()


@contextmanager
def clear_words() -> Iterator[None]:
    """Turn what is wrong with an ensemble into one line and status 2."""
    from .ensemble_table import EnsembleError

    try:
        yield
    except EnsembleError as error:
        unusable(f"--ensemble {error}")
