# make run     the sample, all seven steps, where the results are; then the window, where there is a screen
# make test    linters, types and the whole suite, as CI does
# make coverage  the same with branch coverage, which has to be at least 90 %
# make lint    the linters and types alone
# make format  put the code in its form
# make bench   the sweep against the published engine and plain libraries, and every step at up to ten million
#              customers; BENCH=hundred or so picks by name, BENCH=thorough what is left out of the usual run
# make soak    the long and large tests
# make live    a small run against BigQuery itself: SEGDESK_LIVE_PROJECT names the project that pays
# make shots   the pictures of the README, and one of every tab in light, dark and French
# make words   collect the window's texts, and compile their translations
# make lock    choose the exact versions of the dependencies anew

PYTHON := $(shell for p in python3.12 python3.13 python3.11 python3; do command -v $$p >/dev/null 2>&1 && $$p -c 'import sys; sys.exit(not (3,11) <= sys.version_info[:2] < (3,14))' 2>/dev/null && echo $$p && break; done)
VENV := .venv
BIN := $(VENV)/bin
BENCH := not thorough

.PHONY: run test coverage lint format bench soak live shots words lock clean

run: $(VENV)/ready-to-run
	@mkdir -p demo
	$(BIN)/segdesk run demo/demo.segdesk --source sample --out demo/files
	@echo
	@echo "The project is demo/demo.segdesk, its files are in demo/files. Look again: $(BIN)/segdesk demo/demo.segdesk"
	@if [ -n "$$DISPLAY$$WAYLAND_DISPLAY" ]; then packaging/system.sh screen && $(BIN)/segdesk demo/demo.segdesk; fi

test: lint .venv-bigquery/ready
	packaging/suite.sh $(BIN)

coverage: lint .venv-bigquery/ready
	packaging/suite.sh $(BIN) coverage

lint: $(VENV)/ready-to-test
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

format: $(VENV)/ready-to-test
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

bench: $(VENV)/ready-to-test
	$(BIN)/pytest tests/benchmarks -m benchmark -k "$(BENCH)" -s

soak: $(VENV)/ready-to-test
	packaging/on-screen.sh $(BIN)/pytest -m "soak or large"

live: $(VENV)/ready-to-test
	$(BIN)/pytest tests/live -m live -s

shots: $(VENV)/ready-to-test
	packaging/on-screen.sh $(BIN)/python -m tests.window.shots resources/guide/images build/shots

words: $(VENV)/ready-to-test
	$(BIN)/pyside6-lupdate -extensions py -locations none -no-obsolete segdesk/gui -ts resources/i18n/segdesk_fr.ts
	$(BIN)/pyside6-lrelease resources/i18n/segdesk_fr.ts

lock:
	uv pip compile --quiet --universal --generate-hashes --no-header --no-annotate --extra build --extra umap \
	    pyproject.toml -o packaging/requirements.lock
	uv pip compile --quiet --universal --generate-hashes --no-header --no-annotate --extra build --extra umap --extra test \
	    pyproject.toml -o packaging/requirements-test.lock
	printf 'bqemulator==1.4.0\nnumpy>=1.26,<3\n' | uv pip compile --quiet --universal --python-version 3.11 \
	    --generate-hashes --no-header --no-annotate - -o packaging/requirements-emulator.lock

# BigQuery's stand-in wants other versions than segdesk: it has an environment of its own.
.venv-bigquery/ready: packaging/requirements-emulator.lock
	packaging/emulator.sh "$(PYTHON)" .venv-bigquery
	@touch $@

clean:
	rm -rf $(VENV) .venv-bigquery demo build dist .coverage* .mypy_cache .ruff_cache .pytest_cache .import_linter_cache

$(VENV)/ready-to-run: packaging/requirements.lock pyproject.toml
	packaging/environment.sh "$(PYTHON)" $(VENV) packaging/requirements.lock
	@touch $@

$(VENV)/ready-to-test: packaging/requirements-test.lock pyproject.toml
	packaging/system.sh test
	packaging/environment.sh "$(PYTHON)" $(VENV) packaging/requirements-test.lock
	@touch $@ $(VENV)/ready-to-run
