#!/usr/bin/env bash
# The integration suite, inside a Python that has Open edX. Usage: run.sh PYTHON [pytest options]
# With --bench instead of options it prints the figures of benchmarks/bench_openedx.py.
set -euo pipefail
suite=$(cd "$(dirname "$0")" && pwd)
python=$1
shift
platform=$("$python" -c 'import pathlib, lms; print(pathlib.Path(next(iter(lms.__path__))).parent)')
# The platform's settings name folders relative to its own root.
cd "$platform"
test_in() { "$python" -m pytest -c "$suite/pytest.ini" --rootdir "$suite" --ds "$1.envs.test" "${@:2}"; }
if [ "${1:-}" = --bench ]; then
  test_in lms -s -q "$suite/../../benchmarks/bench_openedx.py"
  exit
fi
test_in lms --ignore "$suite/studio" "$suite" "$@"
test_in cms "$suite/studio" "$@"
