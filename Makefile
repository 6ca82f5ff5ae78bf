# Communiqué: `make crawl` and `make test` need python3 with venv, and make; nothing else.
PYTHON ?= python3
VENV   ?= .venv
BIN    := $(VENV)/bin
SITE   ?= demo
PIP    := $(BIN)/python -m pip --disable-pip-version-check --quiet

.PHONY: help install crawl test lint types imports pytest format bench bench-crash bench-search clean

help:
	@echo "make crawl              crawl the demo ministry on localhost into data/demo.db; again: one day later"
	@echo "make crawl SITE=by_mfa  crawl a live ministry into data/archive.db"
	@echo "make test               every check: lint, types, imports, tests"
	@echo "make bench              speed, memory and size, as ratios (takes some minutes)"
	@echo "make bench-crash        kill -9 at 200 random instants of a crawl (takes some twenty minutes)"
	@echo "make bench-search       a million articles indexed and searched (takes half an hour and 12 GB)"
	@echo "make format             rewrite the code in the house style"

$(VENV)/.installed: pyproject.toml
	@echo "Setting up $(VENV) (once) ..."
	@$(PYTHON) -m venv $(VENV)
	@$(PIP) install --editable .
	@touch $@

$(VENV)/.installed-test: $(VENV)/.installed
	@echo "Installing the test tools (once) ..."
	@$(PIP) install --editable '.[test]'
	@touch $@

install: $(VENV)/.installed

crawl: install
	@$(BIN)/communique crawl $(SITE) $(ARGS)

test: lint types imports pytest

lint: $(VENV)/.installed-test
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(VENV)/.installed-test
	$(BIN)/mypy

imports: $(VENV)/.installed-test
	$(BIN)/lint-imports

pytest: $(VENV)/.installed-test
	$(BIN)/python -m pytest -n auto --dist loadfile $(ARGS)

format: $(VENV)/.installed-test
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

bench: $(VENV)/.installed-test
	$(BIN)/python -m tests.benchmarks $(ARGS)

bench-crash: $(VENV)/.installed-test
	$(BIN)/python -m tests.benchmarks.crash $(ARGS)

bench-search: $(VENV)/.installed-test
	$(BIN)/python -m tests.benchmarks.search $(ARGS)

clean:
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
