"""The zip of JuPedSim's web application: ground, exits, distributions; bombs and damage refused."""

from __future__ import annotations

import io
import json
import zipfile
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gatecrush.model.place.plan.geojson import REMARKS
from gatecrush.model.place.plan.jupedsim import LARGEST_MEMBER, MOST_MEMBERS, from_jupedsim
from gatecrush.model.place.plan.shapes import PlanError

from .places_by_hand import TERMS, box, examined

HALL = "POLYGON ((0 0, 20 0, 20 10, 0 10, 0 0))"
CONFIG: dict[str, Any] = {
    "exits": {"east": {"coordinates": box(19, 4, 20, 6)[0]}},
    "distributions": {
        "a": {"coordinates": box(0, 0, 3, 3)[0], "parameters": {"number": 30}},
        "b": {"coordinates": box(0, 6, 3, 9)[0], "parameters": {"number": 90}},
    },
    "waypoints": {"half": {"center": [10, 5], "radius": 2}},
    "journeys": {"j": 1},
}


def packed(config: Any = CONFIG, ground: str = HALL, **others: str) -> bytes:
    """Return a zip as the web application writes it, with other files beside."""
    made = io.BytesIO()
    texts = {"geometry.wkt": ground, "config.json": json.dumps(config), **others}
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in texts.items():
            archive.writestr(name, text)
    return made.getvalue()


def refusal(content: bytes) -> str:
    """Return in what words a zip is refused."""
    with pytest.raises(PlanError) as caught:
        from_jupedsim(content)
    assert "\n" not in str(caught.value)
    return str(caught.value)


def test_a_scenario_is_a_plan_that_can_be_used() -> None:
    found = examined(from_jupedsim(packed()), TERMS)
    assert found.is_usable
    assert found.plan is not None
    assert found.survey is not None
    assert [(each.name, each.width) for each in found.survey.gates] == [("east", 2)]
    assert [(each.name, each.share) for each in found.plan.of("entry")] == [("a", 30), ("b", 90)]
    (half,) = found.plan.of("zone")
    assert half.geometry.area == pytest.approx(3.14159 * 4, rel=0.01)


def test_what_is_ignored_is_said() -> None:
    said = [each.words for each in from_jupedsim(packed(**{"a/notes.txt": ""}))[REMARKS]]
    assert 'its zip also holds "notes.txt" (1): ignored' in said
    assert 'its config.json also holds "journeys" (1): ignored' in said


def test_a_scale_comes_before_exits_are_looked_for() -> None:
    small = json.loads(json.dumps(CONFIG).replace(" 19", " 1.9"))
    small["exits"] = {"east": {"coordinates": box(1.9, 0.4, 2.0, 0.6)[0]}}
    ground = "POLYGON ((0 0, 2 0, 2 1, 0 1, 0 0))"
    gate, *_ = (
        each
        for each in from_jupedsim(packed(small, ground), 10)["features"]
        if each["properties"]["kind"] == "gate"
    )
    assert sorted(gate["geometry"]["coordinates"]) == [[20, 4], [20, 6]]


def test_lists_instead_of_objects_and_a_ground_within_the_configuration() -> None:
    listed = {"exits": [{"id": "east", **CONFIG["exits"]["east"]}], "walkable_area_wkt": HALL}
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        archive.writestr("folder/config.json", json.dumps(listed))
    ground, gate = from_jupedsim(made.getvalue())["features"]
    assert (ground["properties"]["kind"], gate["properties"]["name"]) == ("walkable", "east")


def test_without_a_configuration_there_is_ground_and_a_warning() -> None:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        archive.writestr("geometry.wkt", HALL)
    found = from_jupedsim(made.getvalue())
    assert len(found["features"]) == 1
    assert found[REMARKS][0].words == "holds no config.json, so no exits and distributions"


def test_a_bomb_is_not_unpacked() -> None:
    bomb = packed(ground="0" * (LARGEST_MEMBER + 1))
    assert len(bomb) < 10_000
    words = "its geometry.wkt unpacks to more than 5 MB, so is no plan"
    assert refusal(bomb) == words
    # The same bomb with a size of its own making in its directory.
    true, told = (LARGEST_MEMBER + 1).to_bytes(4, "little"), (100).to_bytes(4, "little")
    assert "is not a zip that can be read" in refusal(bomb.replace(true, told))


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "is not a zip that can be read: File is not a zip file"),
        (packed()[:-30], "is not a zip that can be read: File is not a zip file"),
        (packed([]), "its config.json must be an object: {...}"),
        (packed(ground="LINESTRING (0 0, 1 1)"), "its geometry.wkt holds a LineString; "),
        (packed(**{"../up.txt": ""}), 'holds a file outside of its folder, "../up.txt"'),
        (packed(**{"C:/up.txt": ""}), 'holds a file outside of its folder, "C:/up.txt"'),
        (packed(**{"a/geometry.wkt": HALL}), "holds geometry.wkt twice; keep one"),
        (packed(**{str(i): "" for i in range(MOST_MEMBERS)}), "holds 102 files; a zip of JuPedSim"),
        (packed({"exits": [{}] * 51}), "holds 51 exits; keep those that are gates"),
        (packed({"zones": [{}] * 2001}), "holds more than 2000 areas; a plan has fewer"),
    ],
)
def test_message(content: bytes, words: str) -> None:
    assert refusal(content).startswith(words)


JSON = st.recursive(
    st.none() | st.booleans() | st.floats() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=3), inner),
    max_leaves=8,
)


@settings(max_examples=60, deadline=None)
@given(
    st.dictionaries(st.sampled_from(["exits", "distributions", "zones", "waypoints"]),
                    JSON | st.dictionaries(st.text(max_size=3), st.fixed_dictionaries(
                        {}, optional={"coordinates": JSON, "center": JSON, "radius": JSON,
                                      "parameters": JSON}))),
)  # fmt: skip
def test_any_configuration_is_a_collection_or_refused(config: Any) -> None:
    try:
        assert examined(from_jupedsim(packed(config)), TERMS).problems
    except PlanError as error:
        assert "\n" not in str(error)  # noqa: PT017


@settings(max_examples=60, deadline=None)
@given(st.integers(0, len(packed()) - 1), st.binary(max_size=8))
def test_any_damage_is_a_collection_or_refused(at: int, noise: bytes) -> None:
    content = packed()
    try:
        from_jupedsim(content[:at] + noise + content[at + len(noise) :])
    except PlanError as error:
        assert "\n" not in str(error)  # noqa: PT017
