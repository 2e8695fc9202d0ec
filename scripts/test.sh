#!/usr/bin/env bash
# Everything that must hold, in the order in which a fault is cheapest to find. Usage: test.sh VENV
set -euo pipefail
cd "$(dirname "$0")/.."
venv=$1
scripts/lint.sh "$venv"
"$venv/bin/empower-lms" check courses
"$venv/bin/python" -m pytest -n auto --dist loadfile tests
tests/run_databases.sh "$venv/bin/python"
if [ -n "${EMPOWER_EDX_PYTHON:-}" ]; then
  tests/openedx/run.sh "$EMPOWER_EDX_PYTHON"
else
  echo "Open edX is not here, so tests/openedx did not run. EMPOWER_EDX_PYTHON names a Python that has it."
fi
