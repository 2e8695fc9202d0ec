#!/usr/bin/env bash
# The integration suite, inside a Python that has Open edX. Usage: run.sh PYTHON [pytest options]
# With --bench instead of options it prints the figures of benchmarks/bench_openedx.py. EMPOWER_LMS_SETTINGS names other
# settings of the LMS than its own for tests, such as lms_on_mariadb of this folder; then Studio is left out.
set -euo pipefail
suite=$(cd "$(dirname "$0")" && pwd)
python=$1
shift
platform=$("$python" -c 'import pathlib, lms; print(pathlib.Path(next(iter(lms.__path__))).parent)')
# The platform's settings name folders relative to its own root.
cd "$platform"
export PYTHONPATH="$suite/settings${PYTHONPATH:+:$PYTHONPATH}"
test_in() { "$python" -m pytest -c "$suite/pytest.ini" --rootdir "$suite" --ds "$1" "${@:2}"; }
if [ "${1:-}" = --bench ]; then
  test_in "${EMPOWER_LMS_SETTINGS:-lms.envs.test}" -s -q "$suite/../../benchmarks/bench_openedx.py"
  exit
fi
test_in "${EMPOWER_LMS_SETTINGS:-lms.envs.test}" --ignore "$suite/studio" "$suite" "$@"
[ -n "${EMPOWER_LMS_SETTINGS:-}" ] || test_in cms.envs.test "$suite/studio" "$@"
