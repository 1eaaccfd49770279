"""Start-up: a day that nobody looks at needs no data frames, and help no more than the words."""

import subprocess
import sys

HEAVY = (
    "mesa",
    "networkx",
    "pandas",
    "pyarrow",
    "scipy.linalg",
    "scipy.spatial",
    "matplotlib",
    "coverage",
)
OF_WORK = (
    "numpy",
    "pydantic",
    "filelock",
    "json",
    "logging",
    "multiprocessing",
    "socket",
    "subprocess",
)
"""What it takes to do what a command is for, and not to say what that is."""


def imported_by(words: list[str], watched: tuple[str, ...] = HEAVY) -> set[str]:
    """Return which of some modules a command imports."""
    code = (
        "import sys\nfrom gatecrush.experiments.commands.main import main\n"
        f"try: main({words})\nexcept SystemExit: pass\n"
        f"print(*(each for each in {watched} if sys.modules.get(each)), file=sys.stderr)"
    )
    command = [sys.executable, "-W", "ignore", "-c", code]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    return set(done.stderr.split())


def test_a_run_imports_only_what_it_needs():
    run = ["run", "account", "--set", "run.end=5.005", "--quiet"]
    imported_by(run)  # compiles the kernels if nobody did before
    assert imported_by(run) == set()
    assert imported_by([*run, "--json"]) == set()


def test_help_imports_nothing_that_commands_work_with():
    assert imported_by(["--help"], OF_WORK) == set()
    assert imported_by(["parameters"], OF_WORK) >= {"numpy", "pydantic"}
