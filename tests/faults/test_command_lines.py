"""Every unusable command line is answered with one exact line, status 2, and nothing written."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

BAD_WORDS = {
    "": "which command? gatecrush --help lists them",
    "rum account": "rum: there is no such command; did you mean run?",
    "parameter": "parameter: there is no such command; did you mean parameters?",
    "xyzzy": "xyzzy: there is no such command; gatecrush --help lists them",
    "--quite": "--quite: there is no such option",
    "ensemble": "which command? gatecrush ensemble --help lists them",
    "ensemble serach": "serach: there is no such command; did you mean search?",
    "ensemble xyzzy": "xyzzy: there is no such command; gatecrush ensemble --help lists them",
    "ensemble checks --members 9999": "--ensemble account: has 207 members, not 9999",
    "studies nothing": "nothing: there is no such study; there are account_day, transition, "
    "early_signs, flat_demand, ablations, interventions, volunteers, guards, strip_width, "
    "batch_size, hysteresis",
    "run": "Missing argument 'SCENARIO'.",
    "run acount": "acount: there is no such file, and no such scenario ships; "
    "did you mean account?",
    "run Account": "Account: there is no such file, and no such scenario ships; "
    "did you mean account?",
    "run nothing.toml": "nothing.toml: there is no such file, and no such scenario ships; "
    "shipped are account, account_plan, bottleneck, bulk_service, calm, distribution, "
    "distribution_pen, entrance, fan_line, fan_line_ignored, open_area, open_square, "
    "san_ysidro, stadium, two_gates, vigil, winding_queue",
    "run account calm": "Got unexpected extra argument (calm)",
    "run account --sed 3": "--sed: there is no such option; did you mean --seed?",
    "run account --trajectory f": "--trajectory: there is no such option; "
    "did you mean --trajectories?",
    "run account --seed": "Option '--seed' requires an argument.",
    "run account --seed many": "--seed many: must be a whole number, 0 to 9223372036854775807",
    "run account --seed -1": "--seed -1: must be a whole number, 0 to 9223372036854775807",
    "run account --seed 1.5": "--seed 1.5: must be a whole number, 0 to 9223372036854775807",
    "run account --seed 9223372036854775808": "--seed 9223372036854775808: "
    "must be a whole number, 0 to 9223372036854775807",
    "run account --trajectories f --every nan": "Invalid value for '--every': nan is no number.",
    "film account --minutes-per-frame nan": "Invalid value for '--minutes-per-frame': "
    "nan is no number.",
    "sweep account --vary demand.factor=1 --out out --time-limit nan": "Invalid value for "
    "'--time-limit': nan is no number.",
    "transition account --vary demand.factor=1:2 --out out --half-width nan": "Invalid value for "
    "'--half-width': nan is no number.",
    "run account --set": "Option '--set' requires an argument.",
    "run account --set gate.width": "--set gate.width: must be key=value, such as gate.width=1.6",
    "run account --set site.layout": "--set site.layout: must be key=value, "
    "such as site.layout=strip",
    "run account --set gate.width=": "--set gate.width=: must be a number, 0.4 to 20 m",
    "run account --set =2": "--set =2: there is no such parameter",
    "run account --set gate.width=wide": "--set gate.width=wide: must be a number, 0.4 to 20 m",
    "run account --set gate.width=99": "--set gate.width=99: must be at most 20 "
    "(allowed: 0.4 to 20 m)",
    "run account --set gate.width=nan": "--set gate.width=nan: must be a finite number "
    "(allowed: 0.4 to 20 m)",
    "run account --set gate.width=1,6": "--set gate.width=1,6: must be a number, 0.4 to 20 m",
    "run account --set gate=2": "--set gate=2: is a section; "
    "state its parameters one by one, such as gate.choice",
    "run account --set volunteers.cuont=5": "--set volunteers.cuont=5: "
    "there is no such parameter; did you mean volunteers.count?",
    "run account --set count=5": "--set count=5: there is no such parameter; "
    "did you mean families.count?",
    "run account --set volunteers.count=2.5": "--set volunteers.count=2.5: "
    "must be a whole number, 0 to 100 people",
    "run account --set guards.clear_refused=yes": "--set guards.clear_refused=yes: "
    "must be true or false",
    "run account --set gate.always_open=True": "--set gate.always_open=True: must be true or false",
    "run account --set site.layout=street": "--set site.layout=street: must be strip or open_area",
    "run account --set demand.profile=[[9,8,7]]": "--set demand.profile=[[9,8,7]]: "
    "periods must follow one another, each from < to",
    "run account --set run.end=4": "--set run.end=4: must be later than run.start (5 h)",
    "run account --set gate.cycle_max=40": "--set gate.cycle_max=40: "
    "gate.cycle_min (45 min) must not exceed gate.cycle_max",
    "run account --set site.cell=0.3 --set a.b=1 --set gate.width=0": "--set a.b=1: "
    "there is no such parameter (and 1 more)",
    "run account --set run.time_step=0.25 --set site.cell=0.3": "--set site.cell=0.3: "
    "run.time_step (0.25 s) must not exceed site.cell divided by movement.free_speed (1.34 m/s): "
    "nobody steps farther than one cell at a time",
    "run account --set extends=calm": "--set extends=calm: there is no such parameter",
    "run account --out": "Option '--out' requires an argument.",
    "run account --out file.txt": "--out file.txt: is a file, not a folder",
    "run account --out file.txt/day": "--out file.txt/day: file.txt is a file, not a folder",
    "run account --out /proc/day": "--out /proc/day: cannot be written (No such file or directory)",
    "run account --trajectories folder": "--trajectories folder: is a folder, not a file",
    "run account --trajectories file.txt/a": "--trajectories file.txt/a: "
    "file.txt is a file, not a folder",
    "run account --out day --trajectories day": "--trajectories day: "
    "is needed as a folder by --out day",
    "run account --out a/b --trajectories a": "--trajectories a: "
    "is needed as a folder by --out a/b",
    "run account --set demand.initial_positions=f.csv": "--set demand.initial_positions=f.csv: "
    "must be a list of lists of numbers (m, m), such as [[0.5, 1]]",
    "run account --set demand.arrivals=/etc/passwd": "--set demand.arrivals=/etc/passwd: "
    "must be a list of lists of numbers (h, h, people), such as [[0.5, 1, 30]]",
    "run account --set run.staff=staff.csv": "--set run.staff=staff.csv: "
    "must be a list of texts in quotes",
    "run account --set staff=staff.csv": "--set staff=staff.csv: there is no such parameter; "
    "did you mean run.staff?",
    "glanec account": "glanec: there is no such command; did you mean glance?",
    "glance": "Missing argument 'SCENARIO'.",
    "glance acount": "acount: there is no such file, and no such scenario ships; "
    "did you mean account?",
    "glance account --set gate.width": "--set gate.width: must be key=value, "
    "such as gate.width=1.6",
    "glance account --set volunteers.cuont=5": "--set volunteers.cuont=5: "
    "there is no such parameter; did you mean volunteers.count?",
    "glance account --until 4": "--until 4: must be later than run.start (5 h) "
    "and at most run.end (27 h)",
    "glance account --until nan": "Invalid value for '--until': nan is no number.",
    "glance account --seed many": "--seed many: must be a whole number, 0 to 9223372036854775807",
    "glance account --out file.txt": "--out file.txt: is a file, not a folder",
    "validate --set gate.width": "--set gate.width: must be key=value, such as gate.width=1.6",
    "validate --set gate.widht=2": "--set gate.widht=2: there is no such parameter; "
    "did you mean gate.width?",
    "validate account": "Got unexpected extra argument (account)",
    "parameters account": "Got unexpected extra argument (account)",
    "parameters --jsn": "--jsn: there is no such option; did you mean --json?",
    "scenarios --jsno": "--jsno: there is no such option; did you mean --json?",
}


@pytest.fixture(autouse=True)
def _somewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "file.txt").write_text("kept")
    (tmp_path / "folder").mkdir()
    monkeypatch.chdir(tmp_path)


@pytest.mark.parametrize("words", BAD_WORDS)
def test_message(words, gatecrush):
    answer = gatecrush(*words.split())
    assert answer == (2, "", f"gatecrush: {BAD_WORDS[words]}\n")
    assert sorted(path.name for path in Path().iterdir()) == ["file.txt", "folder"]
    assert Path("file.txt").read_text() == "kept"


@pytest.mark.parametrize("option", ["--out", "--trajectories"])
@pytest.mark.parametrize("place", ["", " ", "x" * 300, "nul\0"])
def test_places_that_cannot_be(option, place, gatecrush):
    answer = gatecrush("run", "account", option, place)
    assert (answer.status, answer.out) == (2, "")
    assert answer.err.startswith(f"gatecrush: {option} ")
    assert answer.err.count("\n") == 1


def test_settings_of_several_lines(gatecrush):
    answer = gatecrush("run", "account", "--set", "gate.width=2\n[site]\nlayout='strip'")
    message = "--set gate.width=2\\n[site]\\nlayout='strip': must be a number, 0.4 to 20 m"
    assert answer == (2, "", f"gatecrush: {message}\n")


def test_help_and_lists(gatecrush):
    for words in (["--help"], ["run", "--help"], ["parameters"], ["scenarios"], ["--version"]):
        answer = gatecrush(*words)
        assert (answer.status, answer.err) == (0, "")
        assert answer.out.strip()


def test_lists_as_json(gatecrush):
    parameters = json.loads(gatecrush("parameters", "--json").out)
    width = next(each for each in parameters if each["name"] == "gate.width")
    assert (width["default"], width["unit"], width["low"], width["high"]) == (1.6, "m", 0.4, 20)
    assert all(each["meaning"] and each["source"] for each in parameters)
    scenarios = json.loads(gatecrush("scenarios", "--json").out)
    assert scenarios[0]["name"] == "account"
    calm = next(each for each in scenarios if each["name"] == "calm")
    assert calm["settings"] == {"demand.factor": 0.25}


def test_real_process(process):
    running = process(["run", "account", "--set", "gate.width=wide"])
    out, err = running.communicate(timeout=120)
    message = "gatecrush: --set gate.width=wide: must be a number, 0.4 to 20 m\n"
    assert (running.returncode, out, err) == (2, "", message)
