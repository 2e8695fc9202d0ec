#!/usr/bin/env bash
# Style, types and layers. Usage: lint.sh VENV
set -euo pipefail
cd "$(dirname "$0")/.."
bin=$1/bin
"$bin/ruff" check .
"$bin/ruff" format --check .
"$bin/lint-imports" --no-cache
"$bin/mypy"
