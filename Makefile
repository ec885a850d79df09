# Everything is set up by the targets themselves: a bare clone needs Python 3.11 or later, make and a package manager.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PORT ?= 8000

.PHONY: serve build test lint types contracts tests browser format lock clean

serve: $(VENV)/runtime  ## build the demo site and preview it
	$(BIN)/site-builder build
	$(BIN)/site-builder serve --port $(PORT)

build: $(VENV)/runtime  ## build the demo site into build/
	$(BIN)/site-builder build

test: lint types contracts tests  ## everything that CI runs

lint: $(VENV)/development
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(VENV)/development
	$(BIN)/mypy

contracts: $(VENV)/development
	$(BIN)/lint-imports

tests: $(VENV)/development browser
	$(BIN)/pytest -n 2

format: $(VENV)/development
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

browser:  ## the system's Chromium and Firefox, and fonts for Chinese, for the tests in real browsers
	tools/install-browser

lock: $(VENV)/development  ## choose newer versions of the dependencies
	$(BIN)/python -m pip install --quiet uv
	$(BIN)/uv pip compile pyproject.toml --universal --python-version 3.11 --generate-hashes --no-header --upgrade -q -o requirements.lock
	$(BIN)/uv pip compile pyproject.toml --group dev --universal --python-version 3.11 --generate-hashes --no-header --upgrade -q -o requirements-dev.lock

clean:
	rm -rf $(VENV) build .site-builder .mypy_cache .pytest_cache .ruff_cache .hypothesis

$(VENV)/bin/python:
	tools/make-venv $(PYTHON) $(VENV)

$(VENV)/runtime: $(VENV)/bin/python requirements.lock pyproject.toml
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps -e .
	touch $@

$(VENV)/development: $(VENV)/runtime requirements-dev.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.lock
	touch $@
