#!/usr/bin/env bash
# Everything that must hold, in the order in which a fault is cheapest to find. Usage: test.sh VENV
# VENV has the packages of Open edX Verawood, VENV-teak those of Teak: see scripts/setup.sh and scripts/package-sets.
set -euo pipefail
cd "$(dirname "$0")/.."
venv=$1
export EMPOWER_TEAK_PYTHON="$PWD/${venv#"$PWD"/}-teak/bin/python"
scripts/lint.sh "$venv"
"$venv/bin/empower-lms" check courses
"$venv/bin/python" -m pytest -n auto --dist loadfile tests

# What runs inside a platform, and the local LMS, once more with the packages of Teak. Left out is what looks at files of
# the repository or needs the workbench, whose packages exclude Teak's.
echo "The suite with the packages of Open edX Teak:"
"$EMPOWER_TEAK_PYTHON" -m pytest -n auto --dist loadfile \
  tests/domain tests/assessment tests/certification tests/rendering tests/authoring tests/records tests/xblocks \
  tests/plugin tests/databases tests/local tests/packaging/test_platform_install.py \
  --ignore tests/rendering/test_catalogue.py --ignore tests/authoring/test_reference.py \
  --ignore tests/xblocks/test_workbench.py --ignore tests/local/test_load.py --ignore tests/local/test_crash.py

tests/run_databases.sh "$venv/bin/python"

if [ -n "${EMPOWER_EDX_PYTHON:-}" ]; then
  tests/openedx/run.sh "$EMPOWER_EDX_PYTHON"
else
  echo "Open edX is not here, so tests/openedx did not run. EMPOWER_EDX_PYTHON names a Python that has it."
fi
