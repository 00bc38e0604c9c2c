# Everything that is done in this folder, from an empty machine on: needs Python 3.11 or later, make, and a package index.

PYTHON ?= python3
WORKERS ?= 2
PYTEST_ARGS ?=
BENCH_ARGS ?=
ADDRESS ?= http://127.0.0.1:8000
AUDIT_ARGS ?=

VENV := .venv
BIN := $(VENV)/bin
# What pip of any age understands: the locks name every package with its hashes, the project itself is linked, not copied.
INSTALL := $(BIN)/python -m pip install --quiet --disable-pip-version-check
LINK := $(INSTALL) --no-deps --no-build-isolation -e .
COMPILE := $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
	--no-emit-find-links --no-header --no-annotate

# What marks a text for the catalogue, beside gettext: N_ and _, and the refusals of tracker/errors.py and tracker/intake/errors.py.
TEXTS := N_ _ lazy_gettext NP_:1c,2 pgettext:1c,2 InvalidInput NotAllowed NotFound Conflict IntakeError:2

.DEFAULT_GOAL := help
.PHONY: help demo test e2e audit setup serve lint bench bench-hostile bench-reminders bench-reports bench-search lock messages clean

help: ## List these targets
	@awk -F ':.*## ' '/^[a-z0-9-]+:.*## / {printf "make %-15s %s\n", $$1, $$2}' Makefile

demo: $(VENV)/.base ## Install, play ten months of an invented county, then serve it and print the accounts
	TRACKER_DATA_DIR="$${TRACKER_DATA_DIR:-data/demo}" $(BIN)/tracker demo

test: $(VENV)/.dev lint ## Install, then run every check and every test, on SQLite and PostgreSQL
	$(BIN)/python -m pytest -n $(WORKERS) $(PYTEST_ARGS)

e2e: $(VENV)/.dev ## Walk the pages in the system's Chromium (part of `make test`; skips, saying so, where there is none)
	$(BIN)/python -m pytest tests/e2e $(PYTEST_ARGS)

audit: $(VENV)/.dev ## Look at every page of the demonstration at ADDRESS: errors, size, shifts, WCAG 2.1 AA (an hour; AUDIT_ARGS=--quick: half)
	$(BIN)/python -m tests.e2e.audit $(ADDRESS) $(AUDIT_ARGS)

setup: $(VENV)/.base ## Make .venv and install what the product needs
	@echo "Ready: $(BIN)/tracker --help"

serve: $(VENV)/.base ## Serve the web application on the data folder
	$(BIN)/tracker serve

lint: $(VENV)/.dev ## Check style, types and the direction of imports
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-cache

bench: $(VENV)/.dev ## Measure how fast plans are read, how time and memory grow; print it, write build/bench.json
	$(BIN)/python -m tests.bench.speed $(BENCH_ARGS)

bench-hostile: $(VENV)/.dev ## Read 10,000 mutated and hostile documents; print how each ended, write build/hostile.json
	$(BIN)/python -m tests.bench.hostile --workers $(WORKERS) $(BENCH_ARGS)

bench-reports: $(VENV)/.dev ## Measure what a report costs, and whether it costs more the more plans there are
	$(BIN)/python -m tests.bench.reports $(BENCH_ARGS)

bench-reminders: $(VENV)/.dev ## Let 1,000 working days of reminders pass, with schedulers killed at every step; write build/sim.json
	$(BIN)/python -m tests.bench.sim $(BENCH_ARGS)

bench-search: $(VENV)/.dev ## Measure how fast a million shares are searched, beside a bare LIKE
	$(BIN)/python -m tests.bench.search $(BENCH_ARGS)

lock: $(VENV)/.dev ## Compile requirements/*.txt anew from pyproject.toml (needs the network)
	$(INSTALL) uv
	$(COMPILE) -o requirements/base.txt pyproject.toml requirements/build.in
	$(COMPILE) -o requirements/dev.txt --extra dev pyproject.toml requirements/build.in

messages: $(VENV)/.dev ## Collect every text of the pages into the message catalogue
	$(BIN)/pybabel -q extract -F pyproject.toml $(addprefix -k ,$(TEXTS)) --no-location --sort-output --omit-header \
		-o tracker/translations/messages.pot .
	$(BIN)/pybabel -q update -l en -i tracker/translations/messages.pot -o tracker/translations/en.po \
		--no-fuzzy-matching --ignore-obsolete --omit-header

clean: ## Remove .venv and what was built or cached; the data folder stays
	rm -rf $(VENV) build dist .mypy_cache .ruff_cache .import_linter_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

# The files below are stamps: a second run installs nothing unless a lock or the project file has changed.

$(VENV)/.made:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
		echo "需要 Python 3.11 或更高版本；可用 PYTHON=… 指定，例如：make demo PYTHON=python3.12"; \
		echo "Python 3.11 or later is needed; name one with PYTHON=…, as in: make demo PYTHON=python3.12"; exit 1; }
	$(PYTHON) -m venv $(VENV) || { rm -rf $(VENV); exit 1; }
	@touch $@

$(VENV)/.base: requirements/base.txt pyproject.toml $(VENV)/.made
	$(INSTALL) --require-hashes -r requirements/base.txt
	$(LINK)
	@touch $@

$(VENV)/.dev: requirements/dev.txt pyproject.toml $(VENV)/.made
	$(INSTALL) --require-hashes -r requirements/dev.txt
	$(LINK)
	@touch $@ $(VENV)/.base
