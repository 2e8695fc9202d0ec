# `make demo` shows the main job, `make test` proves it. Both set up what they need.

VENV ?= .venv
PORT ?= 8000
HOME_DIR ?= .empower

.PHONY: demo test lint packages clean help

help:
	@echo "make demo    build the shipped courses and serve them on http://127.0.0.1:$(PORT)"
	@echo "make test    run every check: tests, browser, packaging, layers, types, lint"
	@echo "make clean   remove the environment and build results; the demo's records in $(HOME_DIR) stay"

demo:
	@scripts/setup.sh demo $(VENV)
	@exec $(VENV)/bin/empower-lms serve courses --home $(HOME_DIR) --port $(PORT) --demo

test:
	@scripts/setup.sh test $(VENV)
	@scripts/setup.sh teak $(VENV)-teak
	@scripts/test.sh $(VENV)

lint:
	@scripts/setup.sh test $(VENV)
	@scripts/lint.sh $(VENV)

clean:
	rm -rf $(VENV) $(VENV)-teak $(VENV)-tutor-* build dist *.egg-info .mypy_cache .pytest_cache .ruff_cache .import_linter_cache .hypothesis
