# Everything is installed into .venv from the locked requirements, by the Python and make at hand.
# A step leaves a stamp in .venv and runs again only when what it read has changed.

PYTHON ?= python3
UV     ?= uv
VENV   := .venv
BIN    := $(VENV)/bin

# "3.12 1" where the last word says whether it is new enough; nothing where there is no such Python.
FOUND   := $(shell $(PYTHON) -c 'import sys; v = sys.version_info; print("%d.%d %d" % (v[0], v[1], v >= (3, 11)))' 2>/dev/null)
VERSION := $(word 1,$(FOUND))
RUNTIME := $(VENV)/.runtime-$(VERSION)
PACKAGE := $(VENV)/.package-$(VERSION)
DEV     := $(VENV)/.dev-$(VERSION)
PEERS   := $(VENV)/.peers-$(VERSION)
FUZZER  := $(VENV)/.fuzzer-$(VERSION)
BENCH   := $(VENV)/.bench-$(VERSION)

# What `make quality` draws: how many questions (0 means all), and the seed. DRCD and REFERENCE name
# the folders that it draws from.
QUESTIONS ?= 2000
SEED      ?= 0

# What `make bench` measures: corpora of so many megabytes, made of the archive DATA; SECTIONS names
# a part of it, and with RESUME=1 it goes on with what earlier runs have measured.
SIZES     ?= 1,10,88,880

# SECONDS says how long `make soak` and `make fuzz` go on: 300 and 600 unless it is given.

# Built without isolation, so that what builds a package comes from the locks as well.
PIP     := $(BIN)/python -m pip --quiet --no-input --disable-pip-version-check install --no-build-isolation
LOCK    := $(UV) pip compile --quiet --universal --python-version 3.11 --fork-strategy fewest \
           --generate-hashes --no-header --no-annotate --no-emit-index-url

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help demo test setup format lint imports types tests quality bench faults soak fuzz docs lock clean

help: ## list the targets
	@sed -n 's/^\([a-z]*\):[^#]*## \(.*\)/make \1 - \2/p' Makefile | awk -F ' - ' '{printf "%-13s %s\n", $$1, $$2}'

demo: $(PACKAGE) ## index corpus/ and show three searches
	$(call show,index)
	$(call show,search '数字丝绸之路' --limit 3)
	$(call show,search '合作夥伴' --limit 3)
	$(call show,search 'connectivity' --limit 3)

# Who makes something in a checkout trusts whoever can write there, the index included.
show = @printf '\n$$ bri-search %s\n' "$(1)" && BRI_SEARCH_TRUST=1 $(BIN)/bri-search $(1)

test: lint imports types tests ## run every gate; what CI runs

setup: $(DEV) ## install everything into .venv; PYTHON=python3.12 names another Python

format: $(DEV) ## rewrite the code in the project's format
	$(BIN)/ruff format .
	$(BIN)/ruff check --select I --fix .

lint: $(DEV) ## check style and format
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

imports: $(DEV) ## check which room imports what
	$(BIN)/lint-imports --no-logo

types: $(DEV) ## check types
	$(BIN)/mypy

tests: $(DEV) ## run the tests; ARGS='-k fold' picks some
	$(BIN)/python -m pytest --numprocesses auto --dist loadfile $(ARGS)

quality: $(PEERS) ## measure against other engines, write docs/quality.md; DRCD=folder QUESTIONS=0
	@$(BIN)/python -m tests.quality --questions $(QUESTIONS) --seed $(SEED) \
	    $(if $(DRCD),--drcd '$(DRCD)') $(if $(REFERENCE),--reference '$(REFERENCE)') $(ARGS)

bench: $(BENCH) ## time and weigh it beside other engines, write docs/performance.md; SIZES=1,10
	@$(BIN)/python -m tests.bench --sizes '$(SIZES)' --seed $(SEED) \
	    $(if $(SECTIONS),--sections '$(SECTIONS)') $(if $(RESUME),--resume) \
	    $(if $(DATA),--data '$(DATA)') $(if $(REFERENCE),--reference '$(REFERENCE)') $(ARGS)

faults: $(DEV) ## fail every file operation of a build in turn; docs/reliability.md
	@$(BIN)/python -m tests.faults

soak: $(DEV) ## four readers and a writer, every answer checked; SECONDS=30
	@$(BIN)/python -m tests.soak --seconds $(or $(SECONDS),300)

fuzz: $(FUZZER) ## try hostile inputs for ten minutes, write docs/reliability.md; SECONDS=60
	@$(BIN)/python -m tests.fuzz --seconds $(or $(SECONDS),600) $(ARGS)

docs: $(PACKAGE) ## write docs/commands.md from the program's own help
	$(BIN)/python -m bri_search.cli.reference > docs/commands.md

lock: ## lock the versions in pyproject.toml (needs uv); ARGS=--upgrade takes the newest
	$(LOCK) $(ARGS) --group build --output-file requirements/build.txt
	$(LOCK) $(ARGS) pyproject.toml --constraints requirements/build.txt --output-file requirements/runtime.txt
	$(LOCK) $(ARGS) pyproject.toml --all-extras --group dev --constraints requirements/build.txt \
	    --constraints requirements/runtime.txt --output-file requirements/dev.txt
	$(LOCK) $(ARGS) pyproject.toml --group quality --constraints requirements/build.txt \
	    --constraints requirements/runtime.txt --output-file requirements/quality.txt
	$(LOCK) $(ARGS) pyproject.toml --group fuzz --constraints requirements/build.txt \
	    --constraints requirements/runtime.txt --output-file requirements/fuzz.txt
	$(LOCK) $(ARGS) pyproject.toml --group bench --constraints requirements/build.txt \
	    --constraints requirements/runtime.txt --output-file requirements/bench.txt

clean: ## remove .venv, caches, build output and the index
	rm -rf $(VENV) .mypy_cache .pytest_cache .ruff_cache .import_linter_cache .hypothesis build dist
	rm -f bri_search/*/*.so
	find bri_search tests -name __pycache__ -type d -prune -exec rm -rf {} +
	find index -mindepth 1 ! -name .gitignore -delete

$(RUNTIME): requirements/build.txt requirements/runtime.txt requirements/dev.txt
	$(if $(filter 1,$(word 2,$(FOUND))),,$(error bri-search needs Python 3.11 or newer, and $(PYTHON) is $(if $(VERSION),Python $(VERSION),not there); name another: PYTHON=python3.12 make $(MAKECMDGOALS)))
	@echo 'Setting up $(VENV) with Python $(VERSION)'
	@$(PYTHON) -m venv --clear $(VENV)
	@$(PIP) --require-hashes -r requirements/build.txt
	@$(PIP) --require-hashes -r requirements/runtime.txt
	@touch $@

# Compiled, as pip does with all that it copies, for where Python may write nothing when it runs.
$(PACKAGE): $(RUNTIME) pyproject.toml hatch_build.py $(wildcard bri_search/*/*.c bri_search/*/*.h)
	@$(PIP) --no-deps --editable .
	@$(BIN)/python -c 'import bri_search.index._suffix_array, bri_search.search._passage_strings' 2> /dev/null || \
	    echo 'Without a C compiler the loops of a search run in Python; with one, make clean setup compiles them'
	@$(BIN)/python -m compileall -q bri_search
	@touch $@

$(PEERS): $(PACKAGE) requirements/quality.txt
	@$(PIP) --require-hashes -r requirements/quality.txt
	@touch $@

$(FUZZER): $(PACKAGE) requirements/fuzz.txt
	@$(PIP) --require-hashes -r requirements/fuzz.txt
	@touch $@

$(BENCH): $(PACKAGE) requirements/bench.txt
	@$(PIP) --require-hashes -r requirements/bench.txt
	@touch $@

$(DEV): $(PACKAGE)
	@$(PIP) --require-hashes -r requirements/dev.txt
	@touch $@
