# Everything runs in an environment of its own; nothing is installed beside it, and nothing is made twice.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
MADE := $(VENV)/.made

# Tests sync thousands of small files to disk; in memory they take a third of the time. Programs must be able to run there.
SHM := $(shell f=$$(mktemp -p /dev/shm 2>/dev/null) && chmod +x $$f && $$f 2>/dev/null && echo /dev/shm; rm -f $$f)
IN_MEMORY := $(if $(SHM),TMPDIR=$(SHM))

COVERAGE := --cov=apjournal.format --cov=apjournal.analysis --cov=apjournal.gitrepo --cov-branch \
	--cov-report=term-missing:skip-covered --cov-fail-under=100

.PHONY: demo test lint docs golden example bench build clean

demo: $(MADE)  ## the main job, on a journal of two example partners
	@rm -rf demo
	@$(BIN)/apj demo demo
	@echo; echo '$$ apj status'
	@$(BIN)/apj -C demo/ana status
	@echo; echo '$$ apj review'
	@$(BIN)/apj -C demo/ana review --no-keep
	@echo; echo 'To go on: cd demo/ana, then ../../$(BIN)/apj --help'

test: $(MADE)  ## all tests; with COVER=1 the core has to be covered in full
	$(IN_MEMORY) $(BIN)/pytest -n auto -q $(if $(COVER),$(COVERAGE))

lint: $(MADE)  ## style, types, who may import whom
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

docs: $(MADE)  ## write the generated pages anew
	$(BIN)/python -m tests.helpers.generate_docs

golden: $(MADE)  ## write the expected screens anew; look at the difference before it is committed
	UPDATE_GOLDEN=1 $(BIN)/pytest -q tests/render

example: $(MADE)  ## write the example journal anew from its story
	rm -rf demo
	APJ_NOW=2026-11-25T10:00+01:00 $(BIN)/apj -q demo demo
	rm -rf example-journal demo/ana/.git
	mv demo/ana example-journal
	rm -rf demo

bench: $(MADE)  ## speed and memory, held against what is promised
	$(BIN)/python bench/bench.py

build: $(MADE)  ## the wheel, in dist/
	rm -rf dist
	$(BIN)/pip wheel --quiet --no-deps --wheel-dir dist .

$(MADE): pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(BIN)/pip install --quiet --disable-pip-version-check --editable '.[dev]'
	@touch $@

clean:  ## remove all that was made
	rm -rf $(VENV) demo dist build .coverage .hypothesis .mypy_cache .pytest_cache .ruff_cache .import_linter_cache
