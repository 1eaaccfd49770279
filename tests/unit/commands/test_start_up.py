"""Start-up: a day that nobody looks at needs neither Mesa nor data frames nor a compiler."""

import subprocess
import sys

HEAVY = ("mesa", "networkx", "pandas", "pyarrow", "scipy.linalg", "scipy.spatial", "matplotlib")


def imported_by(words: list[str]) -> set[str]:
    """Return which of the heavy modules a command imports."""
    code = (
        "import sys\nfrom gatecrush.experiments.commands.main import main\n"
        f"try: main({words})\nexcept SystemExit: pass\n"
        f"print(*sorted(set({HEAVY}) & set(sys.modules)), file=sys.stderr)"
    )
    command = [sys.executable, "-W", "ignore", "-c", code]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    return set(done.stderr.split())


def test_a_run_imports_only_what_it_needs():
    run = ["run", "account", "--set", "run.end=5.005", "--quiet"]
    imported_by(run)  # compiles the kernels if nobody did before
    assert imported_by(run) == set()
    assert imported_by([*run, "--json"]) == set()
