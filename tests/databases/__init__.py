"""Tests of what a database does to our tables: on SQLite everywhere, on the servers by tests/run_databases.sh."""
