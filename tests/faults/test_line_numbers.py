"""A message names the line in which a parameter stands, however the file is written."""

from __future__ import annotations

import tomllib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gatecrush.model.scenario.scenario_file import ScenarioFile, statement_lines

CASES = {
    "plain": ("[gate]\nwidth = 2\n", "gate.width", 2),
    "section": ("\n\n[gate]\nwidth = 2\n", "gate", 3),
    "comments": ("# [gate]\n[gate] # here\n# width = 1\nwidth = 2 # width = 3\n", "gate.width", 4),
    "blanks": ("[gate]\n\n   \n\twidth = 2\n", "gate.width", 4),
    "dotted": ("gate.batch_size = 3\ngate.width = 2\n", "gate.width", 2),
    "dotted with blanks": ('gate . "width" = 2\n', "gate.width", 1),
    "inline": ("a = 1\ngate = {batch_size = 1, width = 2}\n", "gate.width", 2),
    "after a list": ("[a]\nb = [\n  1, # [gate]\n\n  2,\n]\n[gate]\nwidth = 2\n", "gate.width", 8),
    "a list": ("[a]\nb = 1\nc = [\n[1],\n[2],\n]\n", "a.c", 3),
    "after a text": ('a = """\n[gate]\nwidth = 1\n"""\n[gate]\nwidth = 2\n', "gate.width", 6),
    "in a literal": ("a = '''\ngate.width = 1\n'''\ngate.width = 2\n", "gate.width", 4),
    "subsection": ("[gate.lock]\nkey = 1\n", "gate.lock", 1),
    "array of tables": ("[[gate]]\nwidth = 1\n[[gate]]\nwidth = 2\n", "gate", 1),
    "in quotes": ('"gate.width" = 1\n[gate]\nwidth = 2\n', '"gate.width"', 1),
    "sections interleaved": ("[a]\nx=1\n[b]\nx=1\n[a.c]\ny=1\n", "a.c", 5),
    "same key elsewhere": ("[a]\nwidth = 1\n[gate]\nwidth = 2\n", "gate.width", 4),
    "last line without break": ("[gate]\nwidth = 2", "gate.width", 2),
}


@pytest.mark.parametrize("case", CASES)
def test_line(case):
    text, key, line = CASES[case]
    assert statement_lines(text)[0][key] == line
    assert ScenarioFile("f", text.replace("\n", "\r\n")).line(key) == line


def test_statement_that_never_ends():
    assert statement_lines("[a]\nb = 1\nc = [\n1,\n")[1] == 3


KEYS = st.sampled_from(["a", "b", "width", '"odd key"', "'x.y'"])
VALUES = st.sampled_from(["1", "true", '"# x"', "[1,\n 2, # c\n 3]", '"""\n[a]\n"""', "{z = 1}"])


@given(
    st.lists(st.tuples(st.sampled_from(["", "s", "t"]), KEYS, VALUES, st.booleans()), max_size=8)
)
@settings(max_examples=100, deadline=None)
def test_lines_of_files_as_they_come(parts):
    """Sections with parameters in random order: the line of each is the one it was put in."""
    text, expected, sections = "", {}, set()
    for section, key, value, comment in sorted(parts, key=lambda part: part[0]):
        if section and section not in sections:
            sections.add(section)
            text += f"[{section}]\n"
        if comment:
            text += "# width = 1\n\n"
        name = key.replace("'", '"') if key != "a" else key
        dotted = f"{section}.{name}" if section else name
        if dotted in expected or dotted in sections:
            continue
        expected[dotted] = text.count("\n") + 1
        text += f"{key} = {value}\n"
    tomllib.loads(text)
    lines = statement_lines(text)[0]
    assert {key: lines[key] for key in expected} == expected
