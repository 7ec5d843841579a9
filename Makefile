# The project's commands. `make help` lists them; each makes what it needs first and asks nothing.
.DEFAULT_GOAL := help
MAKEFLAGS += --no-print-directory
PY := .venv/bin/python
PORT ?= 8000
ARGS ?=
export PORT

.PHONY: help demo test check bench bench-reminders bench-lists lock format lint types layers templates migrations

help:  ## show this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-16s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

demo: .venv/base.stamp  ## start the sample Academy at http://localhost:8000 (PORT=8001 for another port)
	@exec $(PY) -m academy.demo

test: .venv/test.stamp  ## run every test on servers of its own (ARGS="tests/rules -k name" for some of them)
	@exec $(PY) -m tests.run $(ARGS)

check: .venv/test.stamp  ## style, types, layers, templates and migrations, side by side
	@$(MAKE) --jobs=4 --keep-going --output-sync=target lint types layers templates migrations && echo "All checks passed."

bench: .venv/test.stamp  ## measure the pages beside bare views
	@exec $(PY) -m tests.bench $(ARGS)

bench-reminders: .venv/test.stamp  ## measure planning and sending ten thousand messages
	@exec $(PY) -m tests.bench.reminders $(ARGS)

bench-lists: .venv/test.stamp  ## measure making the list of 2,000 people by 70 lessons
	@exec $(PY) -m tests.bench.exports

format: .venv/test.stamp  ## put the code into its one style
	@.venv/bin/ruff check --fix --quiet . ; .venv/bin/ruff format .

lock: .venv/base.stamp  ## write the locked requirements anew (ARGS=--upgrade for newer versions)
	@.ci/lock $(ARGS)

# --- the parts of `make check` ---
lint:
	@.venv/bin/ruff check . && .venv/bin/ruff format --check .

types:
	@.venv/bin/mypy

layers:
	@.venv/bin/lint-imports --no-logo

templates:
	@.venv/bin/djlint templates --lint --quiet && .venv/bin/djlint academy/templates --lint --quiet --profile django

migrations:
	@DJANGO_SETTINGS_MODULE=academy.settings.test $(PY) manage.py makemigrations --check --dry-run
	@DJANGO_SETTINGS_MODULE=academy.settings.test $(PY) manage.py check --fail-level WARNING

# --- the virtual environment: made when it is missing, brought up to date when a lock has changed ---
.venv/base.stamp: requirements/base.txt requirements/lock.txt .ci/environment
	@.ci/environment base

.venv/test.stamp: requirements/test.txt .venv/base.stamp
	@.ci/environment test
