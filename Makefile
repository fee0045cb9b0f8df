# Jalon: `make demo` to see it, `make test` to try it. Every step is done once and again when its source changes.
# Works with GNU make 3.81 (macOS) and any /bin/sh.

PYTHON := .venv/bin/python
PIP := $(PYTHON) -m pip install --quiet --disable-pip-version-check --require-hashes --only-binary :all:
BASE := .venv/.base
TEST := .venv/.test
NODE := .venv/.node
FRONT := src/jalon/base/static/dist/.built
FRONT_SOURCES := $(shell find frontend -type f 2>/dev/null) package.json tsconfig.json
OURS := src tests benchmarks tools
# Files keep their order, so that journeys come last; measurements are for `make bench`.
PARALLEL := -n auto --maxprocesses 4 --dist loadgroup --no-loadscope-reorder -p no:benchmark

.DEFAULT_GOAL := help
.PHONY: help demo serve setup test check test-long bench lock check-locks messages screenshots clean front

help: ## this list
	@awk -f tools/help.awk $(MAKEFILE_LIST)

## Use

demo: setup ## the invented territory, complete, on this machine (Ctrl-C ends it)
	@./jalon demo

serve: setup ## site and background tasks of a real territory
	@./jalon serve

setup: $(BASE) $(FRONT) ## environment, locked packages, built front end

## Test

test: check ## everything a change must pass; pytest last
	$(PYTHON) -m pytest -m "not long" $(PARALLEL)

check: $(TEST) $(FRONT) ## format, lint, types, floors, templates, front end
	$(PYTHON) -m ruff format --check $(OURS)
	$(PYTHON) -m ruff check $(OURS)
	$(PYTHON) -m mypy
	.venv/bin/lint-imports --no-cache
	.venv/bin/djlint --quiet --lint src
	@tools/npm run --silent check
	@tools/npm run --silent test

test-long: $(TEST) $(FRONT) ## minutes: kills, load, real data at full size
	$(PYTHON) -m pytest -m long

bench: $(TEST) $(FRONT) ## measurements at real size, with peers in the same run
	$(PYTHON) -m pytest benchmarks -p no:randomly --override-ini python_files="*.py"

## Keep house

lock: $(TEST) ## compile requirements/*.txt and package-lock.json anew
	@sh tools/lock

check-locks: $(TEST) ## each lock installs from wheels alone on each Python and platform
	$(PYTHON) -m pip install --quiet --disable-pip-version-check uv
	$(PYTHON) tools/check_locks.py

messages: $(TEST) ## gather and compile the English of the public pages (needs GNU gettext)
	@sh tools/prepare-system gettext
	PYTHONPATH=src $(PYTHON) tools/messages.py

screenshots: $(TEST) $(FRONT) ## the pictures of the documentation
	$(PYTHON) tools/screenshots.py

clean: ## remove what was built; databases and uploads in var/ stay
	rm -rf .venv node_modules src/jalon/base/static/dist .mypy_cache .ruff_cache .pytest_cache .import_linter_cache
	find src tests benchmarks -name __pycache__ -type d -prune -exec rm -rf {} +

.venv/.made: tools/find-python tools/prepare-system
	@sh tools/prepare-system python
	@sh tools/make-venv
	@touch $@

$(BASE): .venv/.made requirements/base.txt
	$(PIP) -r requirements/base.txt
	@touch $@

$(TEST): $(BASE) requirements/test.txt
	@sh tools/prepare-system browser
	$(PIP) -r requirements/test.txt
	@touch $@

$(NODE): .venv/.made requirements/node.txt package.json
	@tools/find-node >/dev/null 2>&1 || $(PIP) -r requirements/node.txt
	@touch $@

node_modules/.installed: $(NODE) package.json package-lock.json
	@tools/npm ci --silent
	@touch $@

front: $(FRONT)
$(FRONT): node_modules/.installed $(FRONT_SOURCES)
	@tools/npm run --silent build
	@touch $@
