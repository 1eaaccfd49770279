"""The unit tests mirror the rooms: tests/unit/ROOM/test_FILE.py is about ROOM/FILE.py."""

from __future__ import annotations

import ast
import subprocess
from pathlib import Path

import pytest

from .changed import PACKAGES, UNIT, changed_files, named_after, room_of

OF_A_WHOLE_ROOM = {
    "commands/test_start_up.py",  # what the command line imports before it answers
    "model/test_crowd_at_the_start.py",  # from scenario to summary
    "model/test_invariants.py",
    "model/test_own_rules.py",
    "model/test_several_gates.py",
    "model/test_shortened_run.py",
    "model/test_switches.py",
    "model/test_work_space.py",
    "sweeps/test_not_known.py",  # outcomes that no day knows, from plan to figure
}
"""Tests of what no file has alone. Whatever one file is answerable for is tested under its name."""
KERNEL = {"compiled", "inlined", "njit"}


def has_kernel(file: Path) -> bool:
    """Tell whether a file holds a function that is compiled."""
    names = {
        node.id if isinstance(node, ast.Name) else getattr(node, "attr", "")
        for function in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
        if isinstance(function, ast.FunctionDef)
        for decorator in function.decorator_list
        for node in ast.walk(decorator)
    }
    return bool(names & KERNEL)


def modules_of(house: Path) -> list[Path]:
    """Return every file of the four packages."""
    return [file for name in PACKAGES for file in sorted((house / name).rglob("*.py"))]


def out_of_place(house: Path, of_a_whole_room: set[str]) -> list[str]:
    """Return what is wrong with the unit tests of a house, a line each."""
    unit, modules = house / UNIT, modules_of(house)
    named = {file: room_of(file.relative_to(house)) / f"test_{file.name}" for file in modules}
    rooms, files = {test.parent for test in named.values()}, set(named.values())
    tests = {file.relative_to(unit) for file in unit.rglob("test_*.py")}
    wrong = [
        f"no room of that name: tests/unit/{test}" for test in tests if test.parent not in rooms
    ]
    wrong += [
        f"no such file in that room: tests/unit/{test}"
        for test in tests - files
        if test.parent in rooms and test.as_posix() not in of_a_whole_room
    ]
    wrong += [
        f"is not there: tests/unit/{name}" for name in of_a_whole_room if Path(name) not in tests
    ]
    wrong += [
        f"its kernels have no tests/unit/{test}: {file.relative_to(house)}"
        for file, test in named.items()
        if has_kernel(file) and test not in tests
    ]
    return sorted(wrong)


def test_unit_tests_mirror_the_rooms(repository: Path) -> None:
    assert out_of_place(repository, OF_A_WHOLE_ROOM) == []


def test_rooms_of_one_name_are_one_room_to_the_tests(repository: Path) -> None:
    """Two rooms of a name share a folder of tests: no two of their files may have one name."""
    places = [room_of(file.relative_to(repository)) / file.name for file in modules_of(repository)]
    twice = {str(place) for place in places if places.count(place) > 1}
    assert {name for name in twice if not name.endswith("__init__.py")} == set()


@pytest.mark.parametrize(
    ("renamed", "to", "told"),
    [
        ("tests/unit/rules/test_gate.py", "tests/unit/rules/test_door.py", "no such file"),
        ("tests/unit/rules/test_gate.py", "tests/unit/place/test_gate.py", "no such file"),
        ("tests/unit/rules/test_gate.py", "tests/unit/gates/test_gate.py", "no room"),
        ("tests/unit/rules/test_gate.py", "tests/unit/rules/gates.py", "its kernels have no"),
        ("model/rules/gate.py", "model/rules/door.py", "its kernels have no"),
    ],
)
def test_what_is_out_of_place_is_told(tmp_path: Path, renamed: str, to: str, told: str) -> None:
    for name in ("model/rules/gate.py", "model/place/site.py"):
        (tmp_path / name).parent.mkdir(parents=True)
        (tmp_path / name).write_text("@compiled\ndef open_gate(s):\n    pass\n" * ("gate" in name))
    test = tmp_path / "tests/unit/rules/test_gate.py"
    test.parent.mkdir(parents=True)
    test.write_text("")
    assert out_of_place(tmp_path, set()) == []
    (tmp_path / to).parent.mkdir(exist_ok=True)
    (tmp_path / renamed).rename(tmp_path / to)
    assert [line for line in out_of_place(tmp_path, set()) if line.startswith(told)]


def test_check_runs_what_is_named_after_what_was_changed(repository: Path) -> None:
    changed = (
        "model/rules/gate.py",
        "agents/waiter.py",
        "model/record/measures/order.py",
        "experiments/words.py",  # has no test of its own
        "README.md",
        "tests/unit/rules/test_gate.py",
        "tests/server/test_front_door.py",  # a browser's tests are none of a quick look
    )
    assert [test.as_posix() for test in named_after(map(Path, changed), repository)] == [
        "tests/unit/agents/test_waiter.py",
        "tests/unit/record/measures/test_order.py",
        "tests/unit/rules/test_gate.py",
    ]


def test_changed_is_what_is_not_recorded_or_what_the_branch_adds(tmp_path: Path) -> None:
    def git(*words: str) -> None:
        who = ("-c", "user.name=a", "-c", "user.email=a@example.org")
        subprocess.run(["git", *who, *words], cwd=tmp_path, check=True, capture_output=True)

    git("init", "-b", "main")
    for name in ("one.py", "two.py", "three.py"):
        (tmp_path / name).write_text("")
        git("add", name)
        git("commit", "-m", name)
        if name == "one.py":
            git("checkout", "-b", "mine")
    assert changed_files(tmp_path) == [Path("three.py"), Path("two.py")]
    (tmp_path / "one.py").write_text("changed = True\n")
    (tmp_path / "new.py").write_text("")
    assert changed_files(tmp_path) == [Path("one.py"), Path("new.py")]
