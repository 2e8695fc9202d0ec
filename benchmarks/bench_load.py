"""Many learners at once on one SQLite file: 400 answers and 50 hand-ins, with 8 threads and with 2 processes.

    python benchmarks/bench_load.py

Says how many were acknowledged, stored, stored twice or answered with an error. The same check, smaller,
is a test (tests/local/test_load.py).
"""

import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))

from tests.local.crowd import Outcome, run_crowd
from tests.served import start_server

LEARNERS = 50
ANSWERS = 8


def main() -> None:
    for workers in (1, 2):
        with tempfile.TemporaryDirectory() as scratch:
            served = start_server(Path(scratch) / "home", workers=workers)
            try:
                outcome: Outcome = run_crowd(served, learners=LEARNERS, answers=ANSWERS)
            finally:
                served.stop()
        print(f"{workers} process(es) × 8 threads: {outcome}")


if __name__ == "__main__":
    main()
