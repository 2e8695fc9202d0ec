"""Where the local LMS keeps its records: what an operator may write into EMPOWER_DATABASE_URL."""

import pytest
from django.core.exceptions import ImproperlyConfigured

from empower_lms.local.database import VARIABLE, is_in_home, read_database
from empower_lms.local.home import Home
from tests.served import COURSES, run_command


def read(tmp_path, address: str) -> dict[str, object]:
    return read_database(Home(root=tmp_path), {VARIABLE: address} if address else {})


@pytest.mark.parametrize("address", ["", None])
def test_without_an_address_the_records_are_a_file_in_the_home(tmp_path, address):
    found = read(tmp_path, address)
    assert (found["ENGINE"], found["NAME"]) == ("django.db.backends.sqlite3", str(tmp_path / "lms.sqlite3"))
    assert is_in_home({})
    assert not is_in_home({VARIABLE: "postgresql:///empower"})


@pytest.mark.parametrize("scheme", ["mysql", "mariadb", "MySQL"])
def test_mysql_keeps_every_character_and_the_isolation_that_attempts_need(tmp_path, scheme):
    found = read(tmp_path, f"{scheme}://ada:p%40ss%2F@db.example.org:3307/empower?unix_socket=/run/x.sock")
    assert found["ENGINE"] == "django.db.backends.mysql"
    assert [found[name] for name in ("USER", "PASSWORD", "HOST", "PORT", "NAME")] == [
        "ada", "p@ss/", "db.example.org", 3307, "empower",
    ]  # fmt: skip
    assert found["OPTIONS"] == {
        "charset": "utf8mb4",
        "isolation_level": "read committed",
        "init_command": "SET sql_mode='STRICT_TRANS_TABLES'",
        "unix_socket": "/run/x.sock",
    }
    assert found["CONN_HEALTH_CHECKS"]


@pytest.mark.parametrize("scheme", ["postgresql", "postgres"])
def test_postgresql_may_be_reached_by_its_socket(tmp_path, scheme):
    found = read(tmp_path, f"{scheme}://ada@%2Fvar%2Frun%2Fpostgresql/empower")
    assert (found["ENGINE"], found["HOST"]) == ("django.db.backends.postgresql", "/var/run/postgresql")


@pytest.mark.parametrize("address", ["oracle://ada:s3cret@db/empower", "ada:s3cret@db", "sqlite:///s3cret"])
def test_another_address_is_refused_without_repeating_its_password(tmp_path, address):
    with pytest.raises(ImproperlyConfigured) as refused:
        read(tmp_path, address)
    assert "mysql://, mariadb:// and postgresql://" in str(refused.value)
    assert "s3cret" not in str(refused.value)


@pytest.mark.parametrize("command", [("serve", str(COURSES)), ("verify-ledger",)])
def test_a_command_says_in_one_line_what_is_wrong_with_the_setting(tmp_path, command):
    done = run_command(*command, "--home", str(tmp_path / "home"), database_url="oracle://ada:s3cret@db/empower")
    assert done.returncode == 2
    assert done.stderr.startswith("empower-lms: EMPOWER_DATABASE_URL begins with none of")
    assert "Traceback" not in done.stderr
    assert "s3cret" not in done.stdout + done.stderr
