# Communiqué: `make crawl` and `make test` need python3 with venv, and make; nothing else.
PYTHON ?= python3
VENV   ?= .venv
BIN    := $(VENV)/bin
SITE   ?= demo
# The versions that the tests passed with; CONSTRAINTS= takes the newest that pyproject.toml allows.
CONSTRAINTS ?= constraints.txt
PIP    := $(BIN)/python -m pip --disable-pip-version-check --quiet
PINNED := $(if $(CONSTRAINTS),--constraint $(CONSTRAINTS))

.PHONY: help install crawl serve test test-pythons fuzz lint types imports docs docs-update pytest format constraints \
	bench bench-crash bench-search bench-scale bench-truth bench-web screenshots clean

help:
	@echo "make crawl              crawl the demo ministry on localhost into data/demo.db; again: one day later"
	@echo "make crawl SITE=by_mfa  crawl a live ministry into data/archive.db"
	@echo "make serve              the demo's archive as a web page; SITE=by_mfa: data/archive.db"
	@echo "make test               every check: lint, types, imports, documentation, tests"
	@echo "make docs               the documentation as a site, into build/docs; a warning is an error"
	@echo "make docs-update        the sections of docs/ that are made from the code, made anew"
	@echo "make test-pythons       the tests on every Python of this machine; QUICK=1: the wheel, tried in three minutes"
	@echo "make fuzz               2,000 new random examples for each property test (takes half an hour)"
	@echo "make constraints        constraints.txt anew: the newest versions that pyproject.toml allows"
	@echo "make bench              speed, memory and size, as ratios (takes some minutes)"
	@echo "make bench-crash        kill -9 at 200 random instants of a crawl (takes some twenty minutes)"
	@echo "make bench-search       a million articles indexed and searched (takes half an hour and 12 GB)"
	@echo "make bench-scale        300 MB of pages imported, 16,000 redirects, a long sitemap (takes ten minutes)"
	@echo "make bench-truth        real pages with labels, beside other readers (takes half an hour; needs the corpus)"
	@echo "make bench-web          50 requests a second for a minute while a crawl writes; a million articles"
	@echo "make screenshots        a picture of each page of the demo (needs chromium)"
	@echo "make format             rewrite the code in the house style"

$(VENV)/.installed: pyproject.toml $(CONSTRAINTS)
	@echo "Setting up $(VENV) (once) ..."
	@$(PYTHON) -m venv $(VENV)
	@$(PIP) install $(PINNED) --editable .
	@touch $@

$(VENV)/.installed-test: $(VENV)/.installed
	@echo "Installing the test tools (once) ..."
	@$(PIP) install $(PINNED) --editable '.[test]'
	@touch $@

install: $(VENV)/.installed

$(VENV)/.installed-web: $(VENV)/.installed
	@echo "Installing the web page (once) ..."
	@$(PIP) install $(PINNED) --editable '.[web]'
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
	$(BIN)/python -m pytest -n auto --dist loadfile -rs $(ARGS)

# Not a part of `test`, which has the suite on one Python. QUICK=1 takes some 100 s of one core for each Python.
test-pythons: $(VENV)/.installed-test
	$(BIN)/python -m tests.pythons $(if $(QUICK),--quick) --constraints '$(CONSTRAINTS)' -- $(ARGS)

# `test` has the same examples each time; here they are new ones. What is found becomes an @example of its test.
fuzz: $(VENV)/.installed-test
	$(BIN)/python -m pytest -n auto -m hypothesis --hypothesis-profile fuzz $(ARGS)

# Everything is installed into an empty venv of the oldest Python, and what pip chose is written down. Where a package
# is needed by a newer Python alone, or a newer Python needs another version, add its line with a marker by hand; then
# `make test-pythons` says whether all can be installed everywhere.
OLDEST ?= python3.11
constraints:
	rm -rf build/constraints
	$(OLDEST) -m venv build/constraints
	build/constraints/bin/python -m pip --disable-pip-version-check --quiet install --editable '.[test,web,notify,parquet,docs,bench]'
	{ sed -n '/^#/p' constraints.txt; build/constraints/bin/python -m pip freeze --exclude-editable | LC_ALL=C sort -f; } \
		> build/constraints.txt
	mv build/constraints.txt constraints.txt
	rm -rf build/constraints

format: $(VENV)/.installed-test
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

bench: $(VENV)/.installed-test
	$(BIN)/python -m tests.benchmarks $(ARGS)

bench-crash: $(VENV)/.installed-test
	$(BIN)/python -m tests.benchmarks.crash $(ARGS)

bench-search: $(VENV)/.installed-test
	$(BIN)/python -m tests.benchmarks.search $(ARGS)

bench-scale: $(VENV)/.installed-test
	$(BIN)/python -m tests.benchmarks.scale $(ARGS)

# A pip before 24 cannot resolve lxml[html-clean], which a peer needs.
$(VENV)/.installed-bench: $(VENV)/.installed-test
	@echo "Installing the peers (once) ..."
	@$(PIP) install --upgrade 'pip>=24'
	@$(PIP) install $(PINNED) --editable '.[bench]' || echo "The peers cannot be installed; they are skipped."
	@touch $@

bench-truth: $(VENV)/.installed-bench
	$(BIN)/python -m tests.benchmarks.truth $(ARGS)

bench-web: $(VENV)/.installed-test
	$(BIN)/python -m tests.benchmarks.web $(ARGS)

screenshots: $(VENV)/.installed-test
	$(BIN)/python -m tests.screenshots $(ARGS)

clean:
	rm -rf $(VENV) build .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
