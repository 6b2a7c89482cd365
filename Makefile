# Everything sets itself up in .venv with nothing but Python >= 3.11 and make.
.DEFAULT_GOAL := help
.PHONY: help setup demo run test reliability check bench format lock clean

VENV := .venv
BIN := $(VENV)/bin
# The first interpreter on the machine that is new enough; PYTHON=… overrides it.
PYTHON ?= $(firstword $(foreach python,python3 python3.14 python3.13 python3.12 python3.11 python,$(shell \
	$(python) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $(python))))
PIP_INSTALL := $(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps
# Three for each core: half of the tests' time is waiting for processes, deadlines and the browser.
WORKERS ?= $(shell $(PYTHON) -c 'import os; print(3 * (os.cpu_count() or 1))')
# Modules are compiled once for all workers and for the many processes that tests start, also where the environment says
# that nothing compiled is to be kept.
COMPILED := env -u PYTHONDONTWRITEBYTECODE
HOUSES := bot cogs community arena storage sandbox

help: ## say what there is
	@sed -n 's/^\([a-z]*\):.*## \(.*\)/make \1\t\2/p' $(MAKEFILE_LIST) | expand -t 14

setup: $(VENV)/.installed-dev ## install everything, for work on the project

demo: $(VENV)/.installed ## try the bot in your browser, without an account or a key
	$(BIN)/blindbout demo

run: $(VENV)/.installed ## run the bot (DISCORD_TOKEN in .env)
	$(BIN)/blindbout run

test: $(VENV)/.installed-dev ## run every test
	$(BIN)/python -m tests.support.browser
	$(COMPILED) $(BIN)/python -m pytest -n $(WORKERS) --dist loadfile --no-loadscope-reorder

reliability: $(VENV)/.installed-dev ## the properties with thousands of examples, then the flows ten times (an hour)
	$(COMPILED) $(BIN)/python -m pytest -n $(WORKERS) -m hypothesis --hypothesis-profile thorough --timeout 1800
	for round in 1 2 3 4 5 6 7 8 9 10; do \
		$(COMPILED) $(BIN)/python -m pytest -n $(WORKERS) --dist loadfile --no-loadscope-reorder tests/flows || exit 1; done

check: $(VENV)/.installed-dev ## lint, format, types, directions between the houses
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-cache

bench: $(VENV)/.installed-dev ## measure what the docs claim, one benchmark after the other (a quarter of an hour)
	for name in ratings_speed ratings_why ratings_pairs ratings_coverage arena_http fights judging sandbox_load crowd boards; do \
		PYTHONPATH=. $(BIN)/python benchmarks/$$name.py || exit 1; done

format: $(VENV)/.installed-dev ## let ruff write the code's form
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

lock: ## choose versions anew and write both lock files (needs uv)
	uv lock --upgrade
	uv export --frozen --no-header --no-annotate --no-emit-project --extra sandbox --extra local --no-default-groups \
		--group weights --group build --quiet --output-file requirements.lock
	uv export --frozen --no-header --no-annotate --no-emit-project --all-extras --all-groups \
		--quiet --output-file requirements-dev.lock

clean: ## remove what make made
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .hypothesis .coverage

$(BIN)/python:
	@test -n "$(PYTHON)" || { echo "Blindbout needs Python 3.11 or newer; none was found."; exit 1; }
	$(PYTHON) -m venv $(VENV)

$(VENV)/.installed: requirements.lock pyproject.toml | $(BIN)/python
	@echo "Installing (once, about a minute) ..."
	$(PIP_INSTALL) --require-hashes --requirement requirements.lock
	$(PIP_INSTALL) --no-build-isolation --editable .
	@touch $@

$(VENV)/.installed-dev: requirements-dev.lock $(VENV)/.installed
	@echo "Installing what the tests need ..."
	$(PIP_INSTALL) --require-hashes --requirement requirements-dev.lock
	@touch $@
