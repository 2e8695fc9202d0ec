#!/usr/bin/env bash
# Run the tests that a database can break on private MariaDB and PostgreSQL servers. They live in a temporary folder,
# listen on a Unix socket only, keep another time than UTC and are stopped at the end.
# Usage: run_databases.sh PYTHON [PYTEST-ARGUMENT...]
# `DATABASES="mariadb"` runs one of them; `SUITES="records races"` runs some of the suites below. The servers have to be
# installed (Debian: mariadb-server, postgresql). EMPOWER_TEAK_PYTHON names a Python with the packages of Teak, which has
# to read and write MariaDB as well. `SUITES=load` runs the benchmark of a crowd instead of tests,
# `DATABASES=mariadb SUITES=platform` the suite inside the LMS of EMPOWER_EDX_PYTHON, which then keeps all its rows there.
set -euo pipefail
cd "$(dirname "$0")/.."
python=$1
shift

say() { printf '%s\n' "$*" >&2; }

find_program() { # find_program NAME FOLDER...: print where a server program is
  local name=$1 folder
  shift
  command -v "$name" && return
  for folder in "$@"; do
    [ -x "$folder/$name" ] && printf '%s\n' "$folder/$name" && return
  done
  say "$name was not found. On Debian: apt-get install mariadb-server postgresql"
  return 1
}

# Neither server runs as root, so root lends its rights to an account that has none.
as_server=()
work=$(mktemp -d "${TMPDIR:-/tmp}/empower-db.XXXXXX")
if [ "$(id -u)" = 0 ]; then
  as_server=(setpriv --reuid=nobody --regid=nogroup --clear-groups env "HOME=$work")
  chown nobody:nogroup "$work"
  chmod 755 "$work"
fi
servers=()

stop_servers() {
  for pid in "${servers[@]}"; do
    kill -INT "$pid" 2>/dev/null || true
    kill -TERM "$pid" 2>/dev/null || true
  done
  wait || true
  rm -rf "$work"
}
trap stop_servers EXIT

wait_for() { # wait_for SOCKET LOG: until the server answers
  for _ in $(seq 150); do
    [ -S "$1" ] && return
    sleep 0.2
  done
  say "The server did not start:"
  cat "$2" >&2
  return 1
}

start_mariadb() {
  local install server
  install=$(find_program mariadb-install-db /usr/bin /usr/local/bin)
  server=$(find_program mariadbd /usr/sbin /usr/local/sbin /usr/libexec)
  "${as_server[@]}" mkdir -p "$work/mariadb"
  "${as_server[@]}" "$install" --no-defaults --datadir="$work/mariadb" --auth-root-authentication-method=normal \
    --skip-test-db >"$work/mariadb.log" 2>&1
  "${as_server[@]}" "$server" --no-defaults --datadir="$work/mariadb" --socket="$work/mariadb.sock" --skip-networking \
    --pid-file="$work/mariadb.pid" --innodb-flush-log-at-trx-commit=0 --max-connections=400 \
    --default-time-zone=+05:30 >>"$work/mariadb.log" 2>&1 &
  servers+=($!)
  wait_for "$work/mariadb.sock" "$work/mariadb.log"
  export EMPOWER_TEST_SOCKET="$work/mariadb.sock"
}

start_postgresql() {
  local initdb server
  initdb=$(find_program initdb /usr/lib/postgresql/*/bin)
  server=$(find_program postgres "$(dirname "$initdb")" /usr/lib/postgresql/*/bin)
  "${as_server[@]}" "$initdb" -D "$work/postgresql" -U postgres --auth=trust --encoding=UTF8 --no-sync \
    >"$work/postgresql.log" 2>&1
  "${as_server[@]}" "$server" -D "$work/postgresql" -k "$work" -c listen_addresses= -c fsync=off \
    -c max_connections=400 -c timezone=Asia/Kolkata >>"$work/postgresql.log" 2>&1 &
  servers+=($!)
  wait_for "$work/.s.PGSQL.5432" "$work/postgresql.log"
  export EMPOWER_TEST_SOCKET="$work"
}

is_wanted() { case " ${SUITES:-records collations races teak served} " in *" $1 "*) ;; *) return 1 ;; esac; }

run() { # run TITLE PYTEST-ARGUMENT...
  say "$1"
  shift
  "$python" -m pytest -q -n auto --dist loadfile "$@"
}

for database in ${DATABASES:-mariadb postgresql}; do
  "start_$database"
  export EMPOWER_TEST_DATABASE=$database
  if is_wanted records; then run "records on $database" tests/records tests/databases "$@"; fi
  if [ "$database" = mariadb ]; then
    # MySQL 8 compares by utf8mb4_0900_ai_ci, in which blanks at the end count; older platforms by general_ci.
    if is_wanted collations; then
      for collation in utf8mb4_general_ci utf8mb4_uca1400_nopad_ai_ci; do
        EMPOWER_TEST_COLLATION=$collation run "text compared by $collation" tests/databases/test_text.py \
          tests/databases/test_columns.py "$@"
      done
    fi
    if is_wanted races; then
      EMPOWER_TEST_ISOLATION="repeatable read" run "races at repeatable read" tests/databases/test_isolation.py "$@"
    fi
    if is_wanted teak && [ -n "${EMPOWER_TEAK_PYTHON:-}" ]; then
      python=$EMPOWER_TEAK_PYTHON run "records on $database with the packages of Teak" tests/databases \
        tests/records/test_races.py tests/records/test_attempts.py tests/records/test_ledger.py "$@"
    fi
    if is_wanted platform; then
      EMPOWER_LMS_SETTINGS=lms_on_mariadb tests/openedx/run.sh "$EMPOWER_EDX_PYTHON" "$@"
    fi
  fi
  if is_wanted served; then run "the local LMS on $database" tests/local/test_load.py tests/local/test_one_learner.py "$@"; fi
  if is_wanted load; then "$python" benchmarks/bench_load.py; fi
done
