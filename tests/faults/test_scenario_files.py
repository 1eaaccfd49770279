"""Every bad scenario file is answered with one exact line, status 2, and nothing written."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from gatecrush.model.scenario.door import ScenarioError
from gatecrush.model.scenario.scenario import Scenario

HERE = Path(__file__).parent
MESSAGES = tomllib.loads((HERE / "messages.toml").read_text(encoding="utf-8"))
BAD_FILES = sorted(path.stem for path in (HERE / "scenarios").glob("*.toml"))


def test_every_file_has_a_message():
    assert sorted(MESSAGES) == BAD_FILES
    assert len(BAD_FILES) >= 40


@pytest.mark.parametrize("name", BAD_FILES)
def test_message(name, gatecrush, in_scenarios, tmp_path):
    out = tmp_path / "out"
    answer = gatecrush("run", f"{name}.toml", "--out", str(out))
    assert answer == (2, "", f"gatecrush: {MESSAGES[name]}\n")
    assert not out.exists()


ODD_BYTES = {
    "latin_1": (b'name = "K\xf6nig"\n', "f.toml, line 1: is not UTF-8 text"),
    "latin_1_later": (b"[gate]\n\n# \xff\n", "f.toml, line 3: is not UTF-8 text"),
    "utf_16": ("[gate]\n".encode("utf-16"), "f.toml, line 1: is not UTF-8 text"),
    "zip": (b"PK\x03\x04\x14\x00", "f.toml, line 1: not valid TOML: "),
    "zeros": (b"\x00" * 100, "f.toml, line 1: not valid TOML: "),
    "byte_order_mark": (
        b"\xef\xbb\xbf[gate]\nbatch_size = 0\n",
        "f.toml, line 2: gate.batch_size = 0: must be at least 1 (allowed: 1 to 1000 people)",
    ),
    "windows_line_breaks": (
        b"[gate]\r\n# a comment\r\nbatch_size = 0\r\n",
        "f.toml, line 3: gate.batch_size = 0: must be at least 1 (allowed: 1 to 1000 people)",
    ),
    "old_line_breaks": (b"[gate]\rbatch_size = 1\r", "f.toml, line 1: not valid TOML: "),
    "other_line_breaks": (
        "[gate]\n# one\u2028line\x85still\nbatch_size = 0".encode(),
        "f.toml, line 3: gate.batch_size = 0: must be at least 1 (allowed: 1 to 1000 people)",
    ),
    "large": (b"# comment\n" * 200_000, "f.toml: is larger than 1 MB, so not a scenario file"),
    "dotted_deeply": (b"a" + b".a" * 50_000 + b" = 1\n", "f.toml, line 1: too many dots"),
    "dotted": (b"a" + b".a" * 900 + b" = 1\n", "f.toml, line 1: [a.a]: there is no such parameter"),
    "many_faults": (
        b"".join(b"x%d = 1\n" % i for i in range(20_000)),
        "f.toml, line 1: x0 = 1: there is no such parameter (and 19999 more)",
    ),
}


@pytest.mark.parametrize("name", ODD_BYTES)
def test_odd_bytes(name, gatecrush, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    content, message = ODD_BYTES[name]
    Path("f.toml").write_bytes(content)
    answer = gatecrush("run", "f.toml", "--out", "out")
    assert (answer.status, answer.out) == (2, "")
    assert answer.err.startswith(f"gatecrush: {message}")
    assert answer.err.count("\n") == 1
    assert not Path("out").exists()


def test_unreadable_files(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    Path("folder.toml").mkdir()
    Path("loop.toml").symlink_to("loop.toml")
    Path("nowhere.toml").symlink_to("gone.toml")
    faults = {
        "folder.toml": "folder.toml: is a folder, not a scenario file",
        "nowhere.toml": "nowhere.toml: there is no such file, and no such scenario ships",
        "loop.toml": "loop.toml: ",
        "x" * 300 + ".toml": "x",
        "nul\0.toml": "nul\\x00.toml: there is no such file",
        "/dev/zero": "/dev/zero: is larger than 1 MB",
        "bulk-service": "bulk-service: there is no such file, and no such scenario ships; "
        "did you mean bulk_service?",
        "": ".: is a folder, not a scenario file",
    }
    for path, message in faults.items():
        with pytest.raises(ScenarioError) as fault:
            Scenario.load(path)
        assert str(fault.value).startswith(message)
        assert "\n" not in str(fault.value)


def test_no_permission(tmp_path):
    path = tmp_path / "secret.toml"
    path.write_text("")
    path.chmod(0)
    try:
        path.read_bytes()
    except PermissionError:
        with pytest.raises(
            ScenarioError, match=r"secret.toml: cannot be read \(Permission denied\)"
        ):
            Scenario.load(path)
    else:
        pytest.skip("this user may read everything")
