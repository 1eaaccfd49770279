"""What two days are compared in, and links that reopen it: to and fro gives the same."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gatecrush.model.scenario.scenario import Scenario
from gatecrush.server.days.links import LinkError
from gatecrush.server.days.two_days import IDEAS, Attempt, Comparison, ideas_for, link_to, linked

OWN = st.fixed_dictionaries(
    {},
    optional={
        "demand.factor": st.floats(0.1, 2.0),
        "volunteers.count": st.integers(0, 40),
        "gate.batch_size": st.integers(1, 60),
        "site.layout": st.sampled_from(["strip", "open_area"]),
    },
)
ATTEMPTS = st.builds(lambda idea, own: Attempt(idea).with_own(own), st.sampled_from(IDEAS), OWN)


@settings(deadline=None, max_examples=60)
@given(
    name=st.sampled_from(["account", "calm"]),
    seed=st.integers(0, 2**53),
    replication=st.integers(0, 1000),
    sides=st.tuples(ATTEMPTS, ATTEMPTS),
    hour=st.none() | st.floats(5.0, 27.0),
)
def test_link_reopens_the_same_two_days(
    name: str,
    seed: int,
    replication: int,
    sides: tuple[Attempt, Attempt],
    hour: float | None,
) -> None:
    compared = Comparison(Scenario.load(name), seed, replication, sides)
    again, moment = linked(link_to(compared, hour))
    assert again.days() == compared.days()
    assert moment == (None if hour is None else pytest.approx(hour, abs=1e-4))


@pytest.mark.parametrize("idea", IDEAS)
def test_link_to_an_idea_is_called_by_its_name(idea: object) -> None:
    compared = Comparison(Scenario.load("account"), 3, 0, (Attempt(IDEAS[0]), Attempt(idea)))
    again, _ = linked(link_to(compared))
    assert again == compared


def test_link_that_names_no_side_begins_as_the_page_does() -> None:
    compared, moment = linked("?scenario=calm&seed=5&at=19.5")
    assert compared == Comparison(Scenario.load("calm"), 5)
    assert moment == 19.5
    assert linked(None)[0] == Comparison(Scenario.load("account"))


def test_side_that_a_link_leaves_out_is_the_day_as_it_was() -> None:
    compared, _ = linked("?B=gate.batch_size=20")
    assert [each.title for each in compared.sides] == ["the day as it was", IDEAS[6].words]


STRIP = next(idea for idea in IDEAS if "strip" in idea.words)
AT_OPENINGS = [idea for idea in IDEAS if any(key.startswith("gate.") for key, _ in idea.settings)]


@pytest.mark.parametrize("name", ["open_area", "account_plan", "open_square"])
def test_no_strip_is_offered_where_there_is_none(name: str) -> None:
    assert STRIP in ideas_for(Scenario.load("account"))
    assert ideas_for(Scenario.load("account")) == IDEAS
    assert ideas_for(Scenario.load(name)) == tuple(idea for idea in IDEAS if idea != STRIP)


def test_nothing_is_offered_of_openings_where_the_gate_is_always_open() -> None:
    offered = ideas_for(Scenario.load("account").with_(**{"gate.always_open": True}))
    assert not set(offered) & set(AT_OPENINGS)
    assert len(AT_OPENINGS) == 2


def test_what_a_scenario_has_already_is_not_offered() -> None:
    told = next(idea for idea in IDEAS if "told" in idea.words)
    assert told not in ideas_for(Scenario.load("account").with_(**dict(told.settings)))


def test_for_another_scenario_only_what_does_something_there_is_kept() -> None:
    own = {"site.strip_width": 6.0, "gate.batch_size": 5}
    compared = Comparison(
        Scenario.load("account"), 3, 1, (Attempt(STRIP), Attempt(IDEAS[1]).with_own(own))
    )
    other = compared.of(Scenario.load("open_area"))
    assert other.sides == (Attempt(IDEAS[0]), Attempt(IDEAS[1]).with_own({"gate.batch_size": 5}))
    assert (other.seed, other.replication) == (3, 1)
    assert len({day.scenario for day in other.days()}) == 2
    assert compared.of(Scenario.load("calm")).sides == compared.sides


def test_own_settings_go_before_those_of_the_idea() -> None:
    attempt = Attempt(IDEAS[1]).with_own({"demand.factor": 0.9}).with_own({"gate.batch_size": 5})
    assert attempt.settings == {"demand.factor": 0.9, "gate.batch_size": 5}
    assert "gate.batch_size = 5" in attempt.title


@pytest.mark.parametrize(
    ("link", "words"),
    [
        ("?A=gate.batch_sise=20", "gate.batch_size"),
        ("?B=gate.batch_size=-3", "gate.batch_size"),
        ("?B=gate.batch_size", "="),
        ("?scenario=../../etc/passwd&A=", "does not exist"),
        ("?A=" + "x" * 5000, "too long"),
    ],
)
def test_link_that_leads_nowhere_says_why(link: str, words: str) -> None:
    with pytest.raises(LinkError, match=words):
        linked(link)
