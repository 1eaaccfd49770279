"""Gates that are shut and rules by density: read, and what names nothing is turned away."""

import pytest

from gatecrush.model.scenario.density_rules import DensityRule, density_rules
from gatecrush.model.scenario.door import ScenarioError
from gatecrush.model.scenario.scenario import Scenario

from ..place.plan.places_by_hand import area
from ..rules.two_gates import square

ZONES = [
    area("zone", 10, 10, 12, 12, name="the hall"),
    area("zone", 20, 10, 22, 12),
    area("zone", 30, 10, 32, 12, name="the hall"),
]


def test_rules_are_read():
    lines = ("the hall above 4: open east", " 7 below 0.5:shut south ")
    scenario = square(zones=ZONES, **{"gate.by_density": lines})
    assert density_rules(scenario.site, scenario.gate) == (
        DensityRule(zone=0, limit=4.0, is_above=True, gate=1, shuts=False),
        DensityRule(zone=1, limit=0.5, is_above=False, gate=0, shuts=True),
    )


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("hall", "'hall' must be as 'hall above 4: open east': zone, people per m^2, open or shut"),
        ("the hall over 4: open east", "must be as"),
        ("the hall above x: open east", "must be as"),
        ("the hall above 4: close east", "must be as"),
        ("the hall above 0: open east", "people per m^2 must be above 0 and at most 12"),
        ("the hall above 40: open east", "people per m^2 must be above 0 and at most 12"),
        ("the hal above 4: open east", "there is no zone 'the hal'; did you mean 'the hall'?"),
        ("roof above 4: open east", "there is no zone 'roof'; there are: the hall, 7"),
        ("the hall above 4: open est", "there is no gate 'est'; did you mean 'east'?"),
        ("the hall above 4: open 1", "there is no gate '1'; there are: south, east"),
    ],
)
def test_a_rule_that_names_nothing_is_turned_away(line, words):
    with pytest.raises(ScenarioError, match=r"gate\.by_density") as caught:
        square(zones=ZONES, **{"gate.by_density": [line]})
    assert words in str(caught.value)
    assert "\n" not in str(caught.value)


def test_without_a_plan_there_is_one_gate_and_no_zone():
    assert Scenario().with_(**{"gate.shut": ["1"]}).gate.shut == ("1",)
    with pytest.raises(ScenarioError, match="there is no gate '2'; there are: 1"):
        Scenario().with_(**{"gate.shut": ["2"]})
    with pytest.raises(ScenarioError, match="no zone 'hall'; the plan has none: draw an area"):
        Scenario().with_(**{"gate.by_density": ["hall above 4: open 1"]})


def test_a_change_that_names_no_gate_is_turned_away():
    with pytest.raises(ScenarioError, match="there is no gate 'est'; did you mean 'east'"):
        square(**{"run.changes": ['15 gate.shut=["est"]']})
