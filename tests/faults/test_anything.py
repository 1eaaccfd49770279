"""Whatever is thrown at the door: a scenario, or one clear line, status 2 and nothing written."""

from __future__ import annotations

import contextlib
import math
from pathlib import Path

from click.testing import CliRunner
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from gatecrush.experiments.commands.main import main
from gatecrush.model.scenario.door import LONGEST_SHOWN, ScenarioError
from gatecrush.model.scenario.scenario import Scenario

NAMES = sorted(Scenario.quantities())
THROWN = settings(
    max_examples=150,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)

words = st.one_of(st.sampled_from(NAMES), st.text(max_size=30))
numbers = st.one_of(st.integers(), st.floats(), st.integers(-3, 30), st.floats(0, 30))
values = st.recursive(
    st.one_of(numbers, st.booleans(), st.text(max_size=20), st.none(), st.binary(max_size=3)),
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=5), inner, max_size=3)
    ),
    max_leaves=8,
)
toml_pieces = st.one_of(
    st.sampled_from(["[", "]", "{", "}", "=", ",", ".", '"', "'", '"""', "#", "\\", "\n", "\r\n"]),
    st.sampled_from(["1", "-0", "nan", "1e999", "0x", "true", "2022-09-25", "gate", "width", "é"]),
    st.sampled_from(["[gate]\n", "width = ", "extends = ", " "]),
)
toml_texts = st.one_of(
    st.lists(toml_pieces, max_size=25).map("".join),
    st.text(max_size=60),
    st.lists(
        st.tuples(st.sampled_from(NAMES), st.one_of(toml_pieces, numbers.map(repr))), max_size=4
    ).map(lambda lines: "\n".join(f"{key} = {value}" for key, value in lines)),
)
written_settings = st.one_of(
    st.text(max_size=30), st.tuples(words, st.text(max_size=20)).map("=".join)
)
command_words = st.sampled_from(["run", "account", "--set", "--seed", "--out", "-x"])


def assert_one_clear_line(message: str) -> None:
    assert message
    assert message.isprintable()
    assert len(message) < 6 * LONGEST_SHOWN + 500


@given(toml_texts)
@THROWN
def test_any_file(tmp_path, text):
    path = tmp_path / "any.toml"
    path.write_bytes(text.encode("utf-8", "surrogatepass"))
    with contextlib.suppress(ScenarioError):
        loaded = Scenario.load(path)
        path.write_text(loaded.to_toml(), encoding="utf-8")
        assert Scenario.load(path) == loaded
        return
    _assert_turned_away(["run", str(path), "--out", str(tmp_path / "out")])
    assert not (tmp_path / "out").exists()


@given(st.binary(max_size=80))
@THROWN
def test_any_bytes(tmp_path, content):
    path = tmp_path / "any.toml"
    path.write_bytes(content)
    try:
        Scenario.load(path)
    except ScenarioError as fault:
        assert_one_clear_line(str(fault))


@given(words, values)
@example("gate.batch_size", 10**5000)
@example("gate.width", 16**5000)
@example("", {})
@example("demand.profile", [])
@example("demand.profile", [[5, 27, 1e308]])
@example("name", "\ud800")
@THROWN
def test_any_setting_from_python(key, value):
    try:
        changed = Scenario().with_(**{key: value})
    except ScenarioError as fault:
        assert_one_clear_line(str(fault))
    else:
        stored = changed.flat()[key]
        assert not isinstance(stored, float) or math.isfinite(stored)
        assert type(stored) is type(Scenario().flat()[key])


@given(st.lists(written_settings, min_size=1, max_size=3))
@THROWN
def test_any_setting_on_the_command_line(texts):
    try:
        Scenario.load("account", texts)
    except ScenarioError as fault:
        assert_one_clear_line(str(fault))


@given(st.lists(st.one_of(words, command_words), max_size=5))
@THROWN
def test_any_words(tmp_path, words):
    """A run that would be valid is made invalid by its last word, so that none is simulated."""
    with contextlib.chdir(tmp_path):
        if words[:1] in (["parameters"], ["scenarios"]) or {"-h", "--help"} & set(words):
            return
        _assert_turned_away([*words, "--set", "no.such=1"])
        assert not list(Path().iterdir())


def _assert_turned_away(words: list[str]) -> None:
    result = CliRunner().invoke(main, words)
    assert isinstance(result.exception, SystemExit)
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.startswith("gatecrush: ")
    assert result.stderr.count("\n") == 1
    assert_one_clear_line(result.stderr.strip())
