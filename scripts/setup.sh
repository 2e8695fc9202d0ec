#!/usr/bin/env bash
# Create or refresh the virtual environment for `make demo` or `make test`.
# Usage: setup.sh demo|test VENV
set -euo pipefail
cd "$(dirname "$0")/.."
what=$1
venv=$2

say() { printf '%s\n' "$*" >&2; }

find_python() {
  for candidate in "${PYTHON:-}" python3.12 python3.11 python3; do
    [ -n "$candidate" ] || continue
    if "$candidate" -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] < (3, 13))' 2>/dev/null; then
      printf '%s' "$candidate"
      return
    fi
  done
  say "empower-lms needs Python 3.11 or 3.12, and neither was found."
  say "On Debian: apt-get install python3 python3-venv. Elsewhere set PYTHON=/path/to/python3.12."
  exit 1
}

install_debian() { # install_debian PACKAGE...: as root, or say what to do
  if [ "$(id -u)" != 0 ] || ! command -v apt-get >/dev/null; then
    return 1
  fi
  say "Installing from Debian: $*"
  apt-get update -qq >/dev/null || true
  DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$@" >/dev/null
}

make_venv() {
  [ -x "$venv/bin/python" ] && "$venv/bin/python" -m pip --version >/dev/null 2>&1 && return
  local python
  python=$(find_python)
  rm -rf "$venv"
  if ! "$python" -m venv "$venv" 2>/dev/null; then
    rm -rf "$venv"
    install_debian python3-venv || {
      say "Python's venv module is missing. On Debian: apt-get install python3-venv"
      exit 1
    }
    "$python" -m venv "$venv"
  fi
}

make_venv
stamp="$venv/.installed-$what"
wanted=$(cat setup.cfg pyproject.toml | sha256sum | cut -d' ' -f1)
if [ "$(cat "$stamp" 2>/dev/null)" != "$wanted" ]; then
  say "Installing empower-lms and what it needs for '$what' into $venv …"
  extras=local
  [ "$what" = test ] && extras=local,sdk,test
  "$venv/bin/python" -m pip install --quiet --disable-pip-version-check -e ".[$extras]"
  printf '%s' "$wanted" >"$stamp"
fi

[ "$what" = test ] || exit 0

# A real browser for the browser tests.
if ! command -v chromium >/dev/null && ! command -v google-chrome >/dev/null \
  && ! "$venv/bin/python" -c 'import sys; from playwright.sync_api import sync_playwright as p
with p() as pw: sys.exit(not __import__("os").path.exists(pw.chromium.executable_path))' 2>/dev/null; then
  install_debian chromium || "$venv/bin/python" -m playwright install chromium || {
    say "The browser tests need Chromium, and it could not be installed. On Debian: apt-get install chromium"
    exit 1
  }
fi

# Real database servers for the records tests; each test run starts private instances.
command -v mariadbd >/dev/null || [ -x /usr/sbin/mariadbd ] || install_debian mariadb-server || {
  say "The database tests need MariaDB. On Debian: apt-get install mariadb-server"
  exit 1
}
ls /usr/lib/postgresql/*/bin/postgres >/dev/null 2>&1 || install_debian postgresql || {
  say "The database tests need PostgreSQL. On Debian: apt-get install postgresql"
  exit 1
}
