#!/usr/bin/env bash
# Create or refresh the virtual environment for `make demo` or `make test`.
# Usage: setup.sh demo|test|teak VENV
#   demo  what a user installs
#   test  everything, with the packages that Open edX Verawood pins
#   teak  the suite, with the packages that Open edX Teak pins
set -euo pipefail
cd "$(dirname "$0")/.."
what=$1
venv=$2

say() { printf '%s\n' "$*" >&2; }

candidates() { # candidates VERSION...: every program that may be one of these Pythons, best first
  local version
  # Whoever names a Python gets it for their own environment; the Teak set says which one it needs.
  [ "$what" = teak ] || printf '%s\n' "${PYTHON:-}"
  for version in "$@"; do
    # A shim of pyenv can be there without its version being active, so pyenv's versions are named as well.
    printf '%s\n' "python$version" "${PYENV_ROOT:-$HOME/.pyenv}/versions/$version".*/bin/python \
      "/usr/local/bin/python$version" "/opt/python$version/bin/python3" "$(uv python find "$version" 2>/dev/null || true)"
  done
  printf 'python3\n'
}

find_python() { # find_python VERSION...: the first that runs and can make environments
  local candidate
  while IFS= read -r candidate; do
    [ -n "$candidate" ] || continue
    if "$candidate" -c 'import sys; sys.exit("{}.{}".format(*sys.version_info) not in sys.argv[1:])' "$@" 2>/dev/null; then
      printf '%s' "$candidate"
      return
    fi
  done < <(candidates "$@")
  say "empower-lms needs Python 3.11 or 3.12, and neither was found."
  say "On Debian: apt-get install python3 python3-venv. Elsewhere set PYTHON=/path/to/python3.12."
  exit 1
}

version_of() { "$1" -c 'import sys; print("{}.{}".format(*sys.version_info))' 2>/dev/null || true; }

install_debian() { # install_debian PACKAGE...: as root, or say what to do
  if [ "$(id -u)" != 0 ] || ! command -v apt-get >/dev/null; then
    return 1
  fi
  say "Installing from Debian: $*"
  apt-get update -qq >/dev/null || true
  DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$@" >/dev/null
}

make_venv() { # make_venv PYTHON
  if [ -x "$venv/bin/python" ] && "$venv/bin/python" -m pip --version >/dev/null 2>&1; then
    # What tests a platform's packages runs on the platform's Python; a user's environment stays as it is.
    [ "$what" = demo ] && return
    [ "$(version_of "$venv/bin/python")" = "$(version_of "$1")" ] && return
  fi
  rm -rf "$venv"
  if ! "$1" -m venv "$venv" 2>/dev/null; then
    rm -rf "$venv"
    install_debian python3-venv || {
      say "Python's venv module is missing. On Debian: apt-get install python3-venv"
      exit 1
    }
    "$1" -m venv "$venv"
  fi
}

case $what in
  demo) versions="3.12 3.11" extras=local pins= ;;
  test) versions="3.12 3.11" extras=local,sdk,test pins=scripts/package-sets/verawood.txt ;;
  teak) versions="3.11 3.12" extras=local,suite pins=scripts/package-sets/teak.txt ;;
esac
# shellcheck disable=SC2086 # a list of words
make_venv "$(find_python $versions)"
found=$(version_of "$venv/bin/python")
if [ "$what" != demo ] && [ "$found" != "${versions%% *}" ]; then
  say "There is no Python ${versions%% *} here, so $pins is tried on Python $found, with the newest packages that run on it."
fi

stamp="$venv/.installed-$what"
# shellcheck disable=SC2086 # no pins, no file
wanted=$(cat setup.cfg pyproject.toml $pins | sha256sum | cut -d' ' -f1)
if [ "$(cat "$stamp" 2>/dev/null)" != "$wanted" ]; then
  say "Installing empower-lms and what it needs for '$what' into $venv (Python $found) …"
  "$venv/bin/python" -m pip install --quiet --disable-pip-version-check ${pins:+--constraint "$pins"} \
    "setuptools<81" -e ".[$extras]"
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
