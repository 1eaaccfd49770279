"""What a Mesa user expects of the model: agents by type, a DataCollector, scheduled events."""

import mesa
import numpy as np
import pytest

from gatecrush.agents.conduct import CONDUCTS, LINE_JUMPER
from gatecrush.agents.windows import BorderGuard, LineJumper, Volunteer, Waiter
from gatecrush.model import BorderCrossing

PEOPLE = (Waiter, LineJumper)


@pytest.fixture(scope="module")
def told_nobody(lively):
    """The lively day on which nobody hears of the list: newcomers become line-jumpers."""
    changes = {"waiters.telling": 0.0, "demand.informed": 0.0, "line_jumpers.stop_distance": 15.0}
    return lively.with_(**changes)


@pytest.fixture(scope="module")
def model(told_nobody):
    """A day that has run to its end."""
    model = BorderCrossing(told_nobody, rng=4)
    model.run_until(told_nobody.run.end)
    return model


def people_of(model):
    """The agents that are people, by row."""
    return {agent.person: agent for agent in model.agents if isinstance(agent, PEOPLE)}


def test_it_is_a_mesa_model_with_every_role(model):
    assert isinstance(model, mesa.Model)
    assert set(model.agents_by_type) == {Waiter, LineJumper, BorderGuard, Volunteer}
    assert len(model.agents_by_type[BorderGuard]) == model.scenario.guards.count
    assert len(model.agents_by_type[Volunteer]) == model.scenario.volunteers.count
    assert all(isinstance(agent, mesa.Agent) for agent in model.agents)


def test_everybody_on_the_site_is_an_agent_and_nobody_else(model):
    people = people_of(model)
    assert sorted(people) == np.flatnonzero(model.people.cell >= 0).tolist()
    assert model.counts.admitted > 0
    assert not {agent.conduct for agent in people.values()} & {"admitted", "left", "turned_back"}
    for person, agent in people.items():
        is_jumper = model.people.kind[person] == LINE_JUMPER
        assert type(agent) is (LineJumper if is_jumper else Waiter)
        assert agent.kind == ("line_jumper" if is_jumper else agent.kind)


def test_an_agent_is_a_window_on_its_row(model):
    for person, agent in people_of(model).items():
        row = model.people[person]
        assert agent.number == (row.number or None)
        assert agent.party == row.party
        assert agent.contact_force == row.load
        assert 0.0 <= agent.perceived_disorder <= 1.0
        assert agent.position == (model.place.x[row.cell], model.place.y[row.cell])
    family = [a for a in people_of(model).values() if isinstance(a, Waiter) and a.is_family]
    assert all(agent.conduct == "beside" for agent in family)


def test_guards_and_volunteers_have_a_place(model):
    assert len(model.agents_by_type[BorderGuard]) > 0
    assert len(model.agents_by_type[Volunteer]) == model.scenario.volunteers.count > 0
    for guard in model.agents_by_type[BorderGuard]:
        assert guard.position == model.gate_position
        assert guard.activity in ("admitting", "processing", "cars", "closed")
    for volunteer in model.agents_by_type[Volunteer]:
        assert np.isfinite(volunteer.position).all()


def test_agents_leave_with_the_people(lively):
    model = BorderCrossing(lively, rng=4)
    first = people_of(model)
    model.run_until(lively.run.end)
    last = people_of(model)
    gone = set(np.flatnonzero(model.people.conduct >= 7)) & set(first)
    assert gone
    assert not gone & set(last)
    assert all(first[person] not in model.agents for person in gone)
    # Who stayed and did not change roles is the same agent still.
    same = [p for p in set(first) & set(last) if type(first[p]) is type(last[p])]
    assert all(first[person] is last[person] for person in same)


def test_agent_sets_select_and_aggregate(model):
    waiting = model.agents.select(lambda agent: isinstance(agent, PEOPLE))
    assert len(waiting) == model.counts.active
    pressing = waiting.select(lambda agent: agent.conduct == "pressing")
    assert 0 < len(pressing) <= len(waiting)
    forces = waiting.get("contact_force")
    assert sum(forces) == pytest.approx(model.people.load[model.people.cell >= 0].sum())


def test_the_models_own_collector_has_a_row_a_minute(model):
    table = model.datacollector.get_model_vars_dataframe()
    assert len(table) == model.minute_count
    assert set(table.columns) == {"hour", "press_share", "queue_length", "admitted"}
    assert table.hour.is_monotonic_increasing
    assert table.admitted.iloc[-1] <= model.admitted
    assert model.queue_length == table.queue_length.iloc[-1]
    assert 0.0 <= table.press_share.min() <= table.press_share.max() <= 1.0


def test_a_collector_of_ones_own(told_nobody):
    model = BorderCrossing(told_nobody, rng=4)
    collector = mesa.DataCollector(
        model_reporters={"present": lambda m: m.counts.active, "admitted": "admitted"},
        agenttype_reporters={Waiter: {"conduct": "conduct", "number": "number"}},
    )
    for _ in range(3):
        for _ in range(10):
            model.step()
        collector.collect(model)
    assert len(collector.get_model_vars_dataframe()) == 3
    waiters = collector.get_agenttype_vars_dataframe(Waiter)
    assert set(waiters.conduct) <= set(CONDUCTS[1:7])
    assert set(waiters.index.get_level_values(0)) == {10, 20, 30}


class Notebook:
    """Somebody who notes the time when an event comes."""

    def __init__(self, model):
        self.model, self.noted = model, []

    def note(self):
        self.noted.append((self.model.time, self.model.seconds))


@pytest.mark.parametrize("seconds", [1.0, 10.0])
def test_scheduled_events_come_at_their_time(lively, seconds):
    model = BorderCrossing(lively, rng=4, seconds_per_step=seconds)
    notebook = Notebook(model)
    model.schedule_event(notebook.note, at=2)
    model.schedule_event(notebook.note, after=4)
    model.run_until(5.0 + 6 * seconds / 3600.0)
    assert [time for time, _ in notebook.noted] == [2.0, 4.0]
    for time, now in notebook.noted:
        assert (time - 1) * seconds - lively.run.time_step <= now <= time * seconds + 1e-9
    assert model.time == 6.0


def last_step_by(seconds, scenario):
    """When the last time step ends that fits into so many seconds: it need not divide them."""
    step = scenario.run.time_step
    return int(seconds / step + 1e-6) * step


@pytest.mark.parametrize("time_step", [0.175, 0.1])
def test_time_runs_with_the_steps(lively, time_step):
    lively = lively.with_(**{"run.time_step": time_step})
    model = BorderCrossing(lively, rng=4, seconds_per_step=3.0)
    assert (model.time, model.seconds, model.hour) == (0.0, 0.0, 5.0)
    for _ in range(4):
        model.step()
    assert model.time == 4.0
    assert model.seconds == pytest.approx(last_step_by(12.0, lively))
    assert model.hour == pytest.approx(5.0 + model.seconds / 3600.0, abs=1e-9)


def test_the_day_ends(model):
    people = model.people.copy()
    assert not model.running
    whole = (model.scenario.run.end - model.scenario.run.start) * 3600
    assert model.seconds == pytest.approx(last_step_by(whole, model.scenario))
    model.run_model()
    model.step()
    np.testing.assert_array_equal(model.people.cell, people.cell)
    assert model.seconds == pytest.approx(last_step_by(whole, model.scenario))


def test_two_models_do_not_mix(lively):
    one, other = BorderCrossing(lively, rng=1), BorderCrossing(lively, rng=2)
    before = other.people.copy()
    one.run_until(5.01)
    for name in before.dtype.names:
        np.testing.assert_array_equal(other.people[name], before[name])
    assert other.seconds == 0.0
    assert all(agent.model is one for agent in one.agents)
    assert all(agent.model is other for agent in other.agents)
    assert not set(one.agents) & set(other.agents)


def test_seeds_come_in_every_form(lively):
    def first(rng):
        return BorderCrossing(lively, rng=rng).people.arrival_time.tobytes()

    assert first(3) == first(np.int64(3))
    assert first(np.random.SeedSequence(3)) == first(np.random.SeedSequence(3))
    assert first(np.random.default_rng(3)) == first(np.random.default_rng(3))
    assert first(None) != first(None)


def test_settings_change_the_scenario_they_are_given_with(lively):
    model = BorderCrossing(lively, rng=1, **{"volunteers.count": 5})
    assert len(model.agents_by_type[Volunteer]) == 5
    assert model.scenario.volunteers.count == 5
    assert lively.volunteers.count != 5


ASKED = ("conduct", "kind", "number", "party", "perceived_disorder", "contact_force", "activity")


def test_a_collector_asks_every_agent_whatever_any_role_has(told_nobody):
    """Guards and volunteers hold no number and do not wait: their answer is that there is none."""
    model = BorderCrossing(told_nobody, rng=4)
    model.run_until(told_nobody.run.start + 0.1)
    asked = {
        name
        for role in (Waiter, LineJumper, BorderGuard, Volunteer)
        for name in vars(role) | vars(role.__mro__[1])
        if isinstance(getattr(role, name), property) and name != "people"
    }
    assert asked >= set(ASKED)
    collector = mesa.DataCollector(agent_reporters={name: name for name in asked})
    collector.collect(model)
    found = collector.get_agent_vars_dataframe()
    assert len(found) == len(model.agents)
    guards = [agent.unique_id for agent in model.agents_by_type[BorderGuard]]
    rows = found[found.index.get_level_values("AgentID").isin(guards)]
    assert rows["conduct"].isna().all()
    assert rows["activity"].notna().all()
    assert set(found["conduct"].dropna()) <= set(CONDUCTS)
