# The few commands a person needs. `make` alone lists them.
SHELL := /bin/bash
.DEFAULT_GOAL := help
export HOST ?= 127.0.0.1
export PORT ?= 8000
EXTRAS ?=
PYTHON := .venv/bin/python

.PHONY: help env run install test lint bench bench-failover failover chaos screenshots messages requirements

help: ## this list
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## (.*)/  make \1|\2/' | column -t -s '|'

env: ## the Python environment in .venv; EXTRAS=mysql adds the MySQL and MariaDB driver, s3 object storage
	@scripts/env base $(EXTRAS)

run: env ## the help desk with its demo company, on HOST and PORT
	@scripts/run demo

install: env ## an empty desk without demo data; then: manage.py serve
	@scripts/run install

test: ## every test, on SQLite, PostgreSQL and MariaDB as far as they are installed
	@scripts/env base dev mysql?
	@$(PYTHON) scripts/test.py $(ARGS)

lint: ## style, types, import contracts, templates, migrations, translations
	@scripts/env base dev
	@scripts/lint

bench: ## requests a second and waiting times of the installed product
	@scripts/env base dev
	@$(PYTHON) -m bench $(ARGS)

bench-failover: ## seconds without service when a node fails; BENCH_ROUNDS, KINDS and DATABASES narrow it
	@scripts/env base dev mysql?
	@$(PYTHON) -m bench.failover

failover: ## the active node broken in seven ways on PostgreSQL and MariaDB: never two act, nothing is lost
	@scripts/env base dev mysql?
	@$(PYTHON) -m pytest tests/failover -q -m failover -p no:xdist --show-capture=no $(ARGS)

chaos: ## hundreds of crashes: nothing acknowledged may be lost or doubled
	@scripts/env base dev mysql?
	@$(PYTHON) -m pytest tests -m chaos -p no:xdist $(ARGS)

screenshots: ## pictures of the pages into docs/screenshots
	@scripts/env base dev
	@$(PYTHON) scripts/screenshots.py $(ARGS)

messages: ## collect and compile the translations
	@scripts/env base dev
	@$(PYTHON) scripts/make_messages.py

requirements: ## write the pinned, hashed requirement files anew (needs uv)
	@for name in base s3 dev mysql; do uv pip compile -q --generate-hashes --universal --python-version 3.11 \
	  --no-header requirements/$$name.in -o requirements/$$name.txt || exit 1; done
