# make PYTHON=python3.12 test: use another Python (3.11 or newer).
PYTHON ?= python3
VENV := .venv
RUN := $(VENV)/bin/python -m
INSTALL := $(RUN) pip install --quiet --disable-pip-version-check --constraint constraints.txt

.DEFAULT_GOAL := help
# The tests start thousands of processes, each of which would compile all that it imports.
unexport PYTHONDONTWRITEBYTECODE
.DELETE_ON_ERROR:
.PHONY: help demo test coverage fuzz prove documents conformance test-browser screenshots test-ray test-postgres test-real lint bench generate check docs dist constraints clean

help: ## list the commands
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-12s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

demo: $(VENV)/.demo ## edit the example photos with each provider's API, without a key
	@$(VENV)/bin/python scripts/demo.py

test: $(VENV)/.dev ## run all tests in parallel
	@$(RUN) pytest -n auto

fuzz: $(VENV)/.dev ## try a hundred times as many damaged inputs as 'make test'; FUZZ=1000: more
	@FUZZ=$${FUZZ:-100} $(RUN) pytest -n auto tests/fuzz

prove: $(VENV)/.dev ## compare each generated model with 1000 bodies, those of families too
	@PROOF=1 $(RUN) pytest -n auto tests/conformance/test_models.py

coverage: $(VENV)/.dev ## the same, and fail where they cover less than 90 %
	@$(RUN) pytest -n auto --cov

conformance: $(VENV)/.dev ## ask each dialect of the sandbox 200 times an operation (half an hour)
	@for source in specs/*/source.toml; do \
		$(RUN) pyvenice conformance run "$$(basename "$$(dirname "$$source")")" --cases 200 || exit 1; \
	done

documents: $(VENV)/.dev ## fetch published documents, for the tests that read real ones
	@$(VENV)/bin/python scripts/fetch_documents.py

test-browser: $(VENV)/.dev ## drive the studio in a Chromium
	@$(VENV)/bin/python scripts/test_browser.py

screenshots: $(VENV)/.dev ## a picture of each page of the studio in screenshots/: light, dark, phone
	@mkdir -p screenshots
	@SCREENSHOTS=screenshots $(VENV)/bin/python scripts/test_browser.py -k every_page

test-ray: $(VENV)/.dev ## kill a worker, the driver and a node of a Ray cluster on this machine
	@$(INSTALL) 'ray>=2.52' || echo "Ray cannot be installed here: its tests are skipped"
	@$(RUN) pytest -rs --no-cov tests_ray

test-postgres: $(VENV)/.dev ## run gateways on a real PostgreSQL server; skipped, with the reason, where there is none
	@$(INSTALL) --editable '.[postgres]'
	@$(RUN) pytest -rs --no-cov tests_postgres

test-real: $(VENV)/.dev ## run against the real Xinference and other people's tools; FULL=1: with torch
	@$(VENV)/bin/python scripts/test_real.py

lint: check ## formatting, lint rules and types
	@$(RUN) ruff format --check .
	@$(RUN) ruff check .
	@$(RUN) mypy
	@$(RUN) pyright

bench: $(VENV)/.dev ## time and memory of the paths that matter
	@$(VENV)/bin/python benchmarks/client.py
	@$(VENV)/bin/python benchmarks/streaming_chat.py
	@$(VENV)/bin/python benchmarks/one_call.py
	@$(VENV)/bin/python benchmarks/cli.py
	@$(VENV)/bin/python benchmarks/contract.py
	@$(VENV)/bin/python benchmarks/conformance.py
	@$(VENV)/bin/python benchmarks/soak.py --edits 2000
	@$(VENV)/bin/python benchmarks/in_flight.py
	@$(VENV)/bin/python benchmarks/batch.py
	@$(VENV)/bin/python benchmarks/batch_scale.py
	@$(VENV)/bin/python benchmarks/peers.py
	@$(VENV)/bin/python benchmarks/gateway.py
	@$(VENV)/bin/python benchmarks/gateway_kill.py

generate: $(VENV)/.dev ## write what follows from specs/ and from the commands: generated code, tables, reference
	@$(RUN) codegen
	@$(VENV)/bin/python scripts/providers.py tables
	@$(VENV)/bin/python scripts/reference.py

check: $(VENV)/.dev ## fail if anything that 'make generate' writes is stale or edited by hand
	@$(RUN) codegen --check
	@$(VENV)/bin/python scripts/providers.py tables --check
	@$(VENV)/bin/python scripts/reference.py --check

docs: $(VENV)/.docs ## build the documentation site in site/, and fail for a broken link
	@$(RUN) mkdocs build --strict --quiet

dist: $(VENV)/.dev ## build the wheel and the sdist in dist/
	@$(RUN) build --no-isolation --outdir dist .

constraints: ## take the newest versions of all tools into constraints.txt
	@scripts/constraints $(PYTHON)

clean: ## remove the environment and everything that was built
	rm -rf $(VENV) build dist site demo-output screenshots htmlcov .coverage* .*_cache .hypothesis

$(VENV)/bin/python:
	@$(PYTHON) scripts/require_python.py
	@echo "Creating $(VENV) with $$($(PYTHON) --version) …"
	@$(PYTHON) -m venv $(VENV)

$(VENV)/.demo: pyproject.toml constraints.txt | $(VENV)/bin/python
	@echo "Installing pyvenice and its sandbox …"
	@$(INSTALL) --editable '.[sandbox]'
	@touch $@

$(VENV)/.docs: pyproject.toml constraints.txt | $(VENV)/bin/python
	@echo "Installing the tools of the documentation site …"
	@$(INSTALL) --editable '.[docs]'
	@touch $@

$(VENV)/.dev: pyproject.toml constraints.txt | $(VENV)/bin/python
	@echo "Installing pyvenice and all its tools (once, about a minute) …"
	@$(INSTALL) --editable '.[dev]'
	@touch $@ $(VENV)/.demo
