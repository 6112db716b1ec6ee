# Everything is set up on first use; a machine needs Python ≥ 3.11, git and make.
.DEFAULT_GOAL := help
.PHONY: help setup web run ingest test lint types lock data docs gains bench bench-lock conformance fuzz screens lighthouse contract clean

PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed

STORE ?= var/store
HOST ?= 127.0.0.1
PORT ?= 8000
PLANS ?=
TESTS ?= tests
WORKERS ?= auto
BENCHES ?= extraction reading checking serving ingestion
PEERS := .venv-bench
SECONDS ?= 60
SUITES ?=
TARGETS ?= text extract html docx package pdf
WEB := service/web
SOURCES := $(wildcard ../shared/plans)

help:  ## list the targets
	@sed -n 's/^\([a-z]*\):.*## \(.*\)/  make \1\t\2/p' Makefile | expand -t 16

# where Python may write no bytecode, each start would compile the program anew; where this may not either, it does
setup: $(STAMP) web  ## make .venv with everything at the locked versions, and the scripts that pages use
	@$(BIN)/python -m compileall -qq service/cancu || true

$(STAMP): requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
	  || { echo "cancu needs Python 3.11 or newer; name it with: make PYTHON=/path/to/python3"; exit 1; }
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV) \
	  || { rm -rf $(VENV); echo "python3 -m venv failed; on Debian: apt-get install python3-venv"; exit 1; }
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@

web: $(WEB)/node_modules/.bundled

# pages work without these scripts: where npm cannot be had, it is said, and tried again the next time
$(WEB)/node_modules/.bundled: $(WEB)/package-lock.json $(WEB)/build.mjs $(WEB)/node.txt $(wildcard $(WEB)/src/*.js)
	@PYTHON=$(PYTHON) $(WEB)/node.sh 18 npm ci --prefix $(WEB) --ignore-scripts --no-audit --no-fund --loglevel error \
	  && PYTHON=$(PYTHON) $(WEB)/node.sh 18 npm run build --prefix $(WEB) --silent && touch $@ \
	  || echo "no npm packages: the graph and the SPARQL editor do without scripts, tests that need them skip"

ingest: setup  ## build the store from data/, or from the documents in PLANS=DIR, and check it
	$(BIN)/cancu ingest --only --store $(STORE) $(if $(PLANS),"$(PLANS)")

run: ingest  ## build the store, check it and serve it (HOST=, PORT=, PLANS=DIR)
	$(BIN)/cancu serve --store $(STORE) --host $(HOST) --port $(PORT)

test: lint types  ## all checks: lint, format, types, tests (TESTS=tests/link for a part)
	$(BIN)/python -m pytest -n $(WORKERS) $(TESTS)

lint: setup  ## ruff, rules and format
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: setup  ## mypy, strict
	$(BIN)/mypy

lock: setup  ## pin the newest versions that pyproject.toml allows, with the hashes of the published files
	$(BIN)/python -m pip install --quiet --disable-pip-version-check uv
	$(BIN)/uv pip compile pyproject.toml --universal --extra dev --upgrade --generate-hashes --no-header --no-annotate \
	  --no-emit-index-url --no-emit-find-links --quiet --output-file requirements.lock

data: setup  ## derive data/plans again from the plans' texts (PLANS=DIR, by default ../shared/plans)
	CANCU_REGISTRY=none $(BIN)/cancu extract $(or $(PLANS),$(SOURCES)) --format trig --out data/plans

docs: setup  ## write docs/ontology.html, the ontology as a page for people (the service shows it at /ontology)
	$(BIN)/python -m cancu.serve.linked.lode > docs/ontology.html

gains: setup  ## what the working tree gains and loses against BASE=REV on the documents in DOCS=DIR (GOLD=DIR)
	$(BIN)/python bench/gains.py --docs $(or $(DOCS),$(SOURCES)) --base $(or $(BASE),HEAD) $(if $(GOLD),--gold $(GOLD))

bench: setup $(PEERS)/.installed  ## measure speed beside peers and write docs/benchmarks.md and docs/reading.md (BENCHES=)
	for bench in $(BENCHES); do PYTHONPATH=service $(BIN)/python -m bench.$$bench --peer $(PEERS)/bin/python || exit; done

# a peer's requirements are kept out of the service's environment: what is measured is what is installed
$(PEERS)/.installed: bench/requirements.txt
	$(PYTHON) -m venv $(PEERS)
	$(PEERS)/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r bench/requirements.txt
	@touch $@

bench-lock: setup
	$(BIN)/python -m pip install --quiet --disable-pip-version-check uv
	$(BIN)/uv pip compile bench/requirements.in --universal --python-version 3.11 --upgrade --generate-hashes --no-header \
	  --no-annotate --no-emit-index-url --no-emit-find-links --quiet --output-file bench/requirements.txt

conformance: setup  ## run the public suites of ../shared/suites and write data/conformance/results.json (SUITES=)
	$(BIN)/python -m tests.conformance $(SUITES)

screens: setup  ## write docs/screens/*.png, pictures of every page, taken by the browser tests
	$(BIN)/python -m pytest -q --screens tests/web

lighthouse: setup  ## measure every main page with Lighthouse: each category at least 0.95
	PYTHON=$(PYTHON) $(WEB)/node.sh 22.19 npm ci --prefix $(WEB)/lighthouse --ignore-scripts --no-audit --no-fund --loglevel error
	$(BIN)/python -m tests.web.lighthouse

contract: setup  ## try every route against the OpenAPI document, with all checks and phases of schemathesis (half an hour)
	CANCU_CONTRACT=1 $(BIN)/python -m pytest -q tests/serve/test_schemathesis.py

fuzz: setup  ## look for texts and files that break a reader, SECONDS=60 each (TARGETS=pdf for one of them)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check 'atheris>=3'
	mkdir -p var/fuzz
	for target in $(TARGETS); do mkdir -p var/fuzz/$$target && $(BIN)/python bench/fuzz/guided.py $$target \
	  -max_total_time=$(SECONDS) -timeout=30 -rss_limit_mb=2500 -artifact_prefix=var/fuzz/$$target- var/fuzz/$$target || exit 1; done

clean:  ## remove what can be made again: the store, caches, builds (the environments stay)
	rm -rf var build dist docs/ontology.html service/cancu/serve/static/vendor $(WEB)/node_modules/.bundled .mypy_cache .pytest_cache .ruff_cache .hypothesis
	find service tests -name __pycache__ -type d -prune -exec rm -rf {} +
