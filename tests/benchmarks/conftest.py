"""The benchmarks are scripts beside each other: tests import them as such."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
