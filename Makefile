# Two commands: `make run` tries it, `make test` proves it. `make promises` is the longer proof.
# On a fresh Debian with Python 3.11 and nothing else, each installs what it needs or says what is missing.

SHELL := bash
.SHELLFLAGS := -eu -o pipefail -c
.DELETE_ON_ERROR:
.PHONY: run test unit journeys promises lock machine clean
MAKEFLAGS += --no-print-directory

PYTHON ?= $(shell for p in python3.11 python3.12 python3.13 python3; do command -v $$p >/dev/null && $$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$p && break; done)
VENV := .venv
BIN := $(VENV)/bin
PORT ?= 8000
AJAR_DATA ?= ../shared/data
export PORT AJAR_DATA
# Where `make run` keeps the demo: the key, the database, the static files.
VAR := $(CURDIR)/var
HERE := AJAR_DEMO=1 AJAR_HOME="$(VAR)" AJAR_KEY_FILE="$(VAR)/root.key" DATABASE_URL="sqlite:///$(VAR)/ajar.sqlite3"

run: $(VENV)/.for-run
	@deploy/machine run
	@mkdir -p "$(VAR)"
	@test -f "$(VAR)/root.key" || $(HERE) $(BIN)/ajar keys create
	@$(HERE) $(BIN)/ajar migrate --verbosity 0
	@$(HERE) $(BIN)/ajar collectstatic --noinput --verbosity 0
	@$(HERE) $(BIN)/ajar demo
	@exec env $(HERE) $(BIN)/ajar serve --port $(PORT)

test: machine unit journeys

# Unit tests and the crawl, on both engines; then the browser.
unit: $(VENV)/.for-tests
	AJAR_TEST_DB=sqlite $(BIN)/pytest -n 2 -m "not browser and not promise"
	AJAR_TEST_DB=postgresql $(BIN)/pytest -n 2 -m "not browser and not promise"

journeys: $(VENV)/.for-tests
	AJAR_TEST_DB=sqlite $(BIN)/pytest -n 2 -m "browser and not promise"

# What the database itself keeps is proven on both; what pages and Python keep, once (the unit tests run on both anyway).
BY_DATABASE := i02 i05 i07 i08 i09 i12 i15 i16 i17 i20 i21 i23 i31 i34

# The longer proofs, with their numbers in their names; then every page as each of the cast, in every light, language, width.
promises: machine $(VENV)/.for-tests
	AJAR_TEST_DB=sqlite $(BIN)/pytest -n 2 --dist loadfile -m "promise and not browser"
	AJAR_TEST_DB=postgresql $(BIN)/pytest -m "promise and not browser" $(addprefix tests/promises/test_,$(addsuffix *,$(BY_DATABASE))) ajar/access ajar/directory
	AJAR_TEST_DB=sqlite $(BIN)/pytest -n 2 -m "promise and browser"

# Chromium, PostgreSQL, fonts, Pango: installed when we are root and on Debian, named otherwise.
machine:
	@deploy/machine test

# Locked, with hashes, and without the address of any registry.
lock: $(VENV)/.made
	@$(BIN)/uv --version >/dev/null 2>&1 || $(BIN)/pip install --quiet uv
	$(BIN)/uv pip compile --quiet --python-version 3.11 --universal --generate-hashes --no-emit-index-url --output-file requirements.txt requirements.in
	$(BIN)/uv pip compile --quiet --python-version 3.11 --universal --generate-hashes --no-emit-index-url --output-file requirements-dev.txt requirements-dev.in

$(VENV)/.made:
	@test -n "$(PYTHON)" || { echo "Python 3.11 or later is needed. On Debian: apt-get install python3 python3-venv" >&2; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || PYTHON=$(PYTHON) deploy/machine venv
	$(PYTHON) -m venv $(VENV)
	@touch $@

$(VENV)/.for-run: $(VENV)/.made requirements.txt pyproject.toml
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements.txt
	@$(BIN)/python -c 'import site; open(site.getsitepackages()[0] + "/ajar-here.pth", "w").write("$(CURDIR)\n")'
	@printf '#!%s\nfrom ajar.__main__ import main\nmain()\n' "$(CURDIR)/$(BIN)/python" >$(BIN)/ajar && chmod +x $(BIN)/ajar
	@touch $@

$(VENV)/.for-tests: $(VENV)/.for-run requirements-dev.txt
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.txt
	@touch $@

clean:
	rm -rf $(VENV) var shots
