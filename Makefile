# Communiqué: `make crawl` and `make test` need python3 with venv, and make; nothing else.
PYTHON ?= python3
VENV   ?= .venv
BIN    := $(VENV)/bin
SITE   ?= demo
PIP    := $(BIN)/python -m pip --disable-pip-version-check --quiet

.PHONY: help install crawl serve test lint types imports docs docs-update pytest format bench bench-crash \
	bench-search bench-web screenshots clean

help:
	@echo "make crawl              crawl the demo ministry on localhost into data/demo.db; again: one day later"
	@echo "make crawl SITE=by_mfa  crawl a live ministry into data/archive.db"
	@echo "make serve              the demo's archive as a web page; SITE=by_mfa: data/archive.db"
	@echo "make test               every check: lint, types, imports, documentation, tests"
	@echo "make docs               the documentation as a site, into build/docs; a warning is an error"
	@echo "make docs-update        the sections of docs/ that are made from the code, made anew"
	@echo "make bench              speed, memory and size, as ratios (takes some minutes)"
	@echo "make bench-crash        kill -9 at 200 random instants of a crawl (takes some twenty minutes)"
	@echo "make bench-search       a million articles indexed and searched (takes half an hour and 12 GB)"
	@echo "make bench-web          50 requests a second for a minute while a crawl writes; a million articles"
	@echo "make screenshots        a picture of each page of the demo (needs chromium)"
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

$(VENV)/.installed-web: $(VENV)/.installed
	@echo "Installing the web page (once) ..."
	@$(PIP) install --editable '.[web]'
	@touch $@

serve: $(VENV)/.installed-web
	@test "$(SITE)" != demo || test -e data/demo.db || $(BIN)/communique crawl demo
	@$(BIN)/communique --archive $(if $(filter demo,$(SITE)),data/demo.db,data/archive.db) serve $(ARGS)

crawl: install
	@$(BIN)/communique crawl $(SITE) $(ARGS)

test: lint types imports docs pytest

lint: $(VENV)/.installed-test
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(VENV)/.installed-test
	$(BIN)/mypy

imports: $(VENV)/.installed-test
	$(BIN)/lint-imports

docs: $(VENV)/.installed-test
	$(BIN)/sphinx-build --builder html --nitpicky --fail-on-warning --keep-going --quiet docs build/docs

docs-update: $(VENV)/.installed-test
	$(BIN)/python docs/generate.py

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

bench-web: $(VENV)/.installed-test
	$(BIN)/python -m tests.benchmarks.web $(ARGS)

screenshots: $(VENV)/.installed-test
	$(BIN)/python -m tests.screenshots $(ARGS)

clean:
	rm -rf $(VENV) build .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
