"""Many learners at once: answers and hand-ins, then a count of what is there.

    python benchmarks/bench_load.py                                            # 50 learners on one SQLite file
    SUITES=load DATABASES=mariadb tests/run_databases.sh .venv/bin/python      # 200 learners, 4 processes, on MariaDB

Says how many were acknowledged, stored, stored twice or answered with an error. The same check, smaller,
is a test (tests/local/test_load.py).
"""

import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))

from tests.databases.servers import KIND, fresh_database
from tests.local.crowd import Outcome, run_crowd
from tests.served import start_server

LEARNERS, ANSWERS, WORKERS = (50, 8, (1, 2)) if KIND == "sqlite" else (200, 2, (4,))


def main() -> None:
    for workers in WORKERS:
        with tempfile.TemporaryDirectory() as scratch, fresh_database() as database_url:
            served = start_server(Path(scratch) / "home", workers=workers, database_url=database_url)
            try:
                outcome: Outcome = run_crowd(served, learners=LEARNERS, answers=ANSWERS)
            finally:
                served.stop()
        print(f"{KIND}, {LEARNERS} learners, {workers} process(es) × 8 threads: {outcome}")


if __name__ == "__main__":
    main()
