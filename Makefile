# Two commands do all the set-up: `make app` and `make test`. `make help` lists the rest.
# Everything is installed into .venv here; models are prepared once in the user's cache folder.

PYTHON     ?= python3
PORT       ?= 7860
CHAT_MODEL ?= local
CORPUS     ?=
BIOME      := @biomejs/biome@2.6.8
VENV       := .venv
BIN        := $(VENV)/bin
PIP        := $(BIN)/python -m pip --disable-pip-version-check
LOCK       := requirements.lock
# HASHES=1: what is installed must have the SHA-256 of requirements.hashes (systems that it names; torch excepted).
HASHES     ?=
HASHED     := requirements.hashes
# The words that choose the local chat model; anything else (extractive, openai:..., ollama:...) leaves it out.
LOCAL_CHAT := $(filter local auto,$(CHAT_MODEL))
EXTRA_openai := openai
EXTRA_anthropic := anthropic
EXTRA_bedrock_converse := bedrock
EXTRA_ollama := ollama
PROVIDER   := $(firstword $(subst :, ,$(CHAT_MODEL)))
EXTRA      := $(if $(LOCAL_CHAT),local-llm,$(EXTRA_$(PROVIDER)))
CORPUS_ARGS := $(foreach path,$(subst :, ,$(CORPUS)),--corpus $(path))
# make hands its command line's variables on to programs, and those read CORPUS as they read PATH.
ifneq ($(CORPUS),)
override CORPUS := $(subst $() ,:,$(strip $(CORPUS)))
export CORPUS
endif

# In CI the fast tests run under coverage and fail below the floor (91.6 % of lines were measured on 30 November 2026).
COVERAGE   := --cov=ingest --cov=assistant --cov=evals --cov-report=term:skip-covered --cov-fail-under=90

# Two processes: the fast tests share nothing on the disk.
FAST       := -m "not model and not browser and not slow" -n 2

# What browsers and servers leave open when they are ended is theirs; a fast test that leaves a socket or a loop open fails.
REAL       := -m "model or browser or slow" -W "ignore::pytest.PytestUnraisableExceptionWarning"

# In CI what failed is run once more, and both runs are printed: a test with a real browser, process or server may fail on a
# machine that does ten other things. What fails twice fails.
AGAIN = { echo "==> Once more: what failed"; $(BIN)/python -m pytest $1 --last-failed --last-failed-no-failures none; }

export CHAT_MODEL PORT
export PYTHONUNBUFFERED = 1

.DEFAULT_GOAL := help
.PHONY: help app index check test test-fast test-long mutants gate lint lint-page format lock clean

help:  ## list these commands
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## /\1|/' | awk -F'|' '{ printf "  make %-10s %s\n", $$1, $$2 }'
	@echo
	@echo "  PORT=8080             another port (default 7860)"
	@echo "  CHAT_MODEL=extractive no chat model: answers are quotes (nothing more to download)"
	@echo "  CHAT_MODEL=ollama:... any LangChain provider (README, 'A stronger model')"
	@echo "  HASHES=1              every package must have its hash of $(HASHED) (Linux on x86-64)"
	@echo "  CORPUS=\"corpus DIR\"   what to index (README, 'Your own notes')"

app: $(VENV)/.base $(if $(EXTRA),$(VENV)/.extra-$(EXTRA)) index-if-changed $(if $(LOCAL_CHAT),chat-model)  ## install what is missing, index the corpus, open the page
	@echo "==> Starting the page on http://127.0.0.1:$(PORT) (Ctrl-C stops it)"
	@$(BIN)/python app.py

index: $(VENV)/.base  ## bring the index up to date with the corpus (only what changed)
	@echo "==> Indexing the corpus"
	@$(BIN)/python -m ingest build $(CORPUS_ARGS)

# An index whose files are as they were is opened at once; the page checks it once it is up.
.PHONY: index-if-changed
index-if-changed: $(VENV)/.base
	@echo "==> Indexing the corpus"
	@$(BIN)/python -m ingest build --if-changed $(CORPUS_ARGS)

.PHONY: chat-model
chat-model: $(VENV)/.extra-local-llm  ## prepare the local chat model (1.1 GB, once)
	@$(BIN)/python -m assistant prepare-model

check: $(VENV)/.base  ## say whether the index is sound
	@$(BIN)/python -m ingest check $(CORPUS_ARGS)

test: $(VENV)/.dev $(VENV)/.extra-local-llm  ## all tests, with the real models and a real browser
	@echo "==> Preparing the models (first time only)"
	@$(BIN)/python -m ingest prepare-model
	@$(BIN)/python -m assistant prepare-model
	@command -v chromium >/dev/null 2>&1 || echo "==> Chromium is missing: the browser tests will be skipped. To run them: apt-get install chromium"
	@echo "==> Running the fast tests"
	@$(BIN)/python -m pytest $(FAST) $(if $(CI),$(COVERAGE) || $(call AGAIN,$(FAST)))
	@echo "==> Running the tests with the real models, a real browser, and real processes that are killed or damaged"
	@$(BIN)/python -m pytest $(REAL) $(if $(CI),|| $(call AGAIN,$(REAL)))

test-fast: $(VENV)/.dev  ## unit tests only: no model, no browser, nothing slow; a minute and a half on two cores
	@$(BIN)/python -m pytest $(FAST)

test-long: $(VENV)/.dev  ## what may go wrong, as often as docs/reliability.md says: kills, damage, load (ten to twenty minutes)
	@CITEPREP_TEST_LONG=1 $(BIN)/python -m pytest -m long --timeout 1800

mutants: $(VENV)/.dev  ## would the tests notice? sixty small changes to the code (some minutes)
	@$(BIN)/python -m tests.mutants

gate: $(VENV)/.base index  ## has a change made retrieval, answers, citations or refusals worse? (against evals/baseline.json)
	@$(BIN)/python -m evals gate

lint: $(VENV)/.dev $(VENV)/.extra-local-llm  ## ruff and mypy --strict
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy

lint-page:  ## the page's scripts and style sheets, by biome (fetched by npx)
	@if command -v npx >/dev/null 2>&1; then npx --yes $(BIOME) lint --error-on-warnings; \
	else echo "==> npm is missing: the scripts and style sheets were not linted (the tests parse them)"; fi

format: $(VENV)/.dev  ## let ruff lay the code out
	@$(BIN)/ruff check --fix .
	@$(BIN)/ruff format .

lock: $(VENV)/.dev $(VENV)/.extra-local-llm  ## write requirements.lock from what is installed now
	@{ echo '# Exact versions that the Makefile installs (pip install -c requirements.lock). Made by `make lock`.'; \
	   $(PIP) freeze --exclude-editable | sed 's/^torch==\([0-9.]*\).*/torch==\1/' ; } > $(LOCK).new && mv $(LOCK).new $(LOCK)

.PHONY: hashes
hashes: $(VENV)/.dev  ## add this system's hashes of what is locked to requirements.hashes
	@grep -v -e '^#' -e '^torch==' $(LOCK) > $(VENV)/locked.txt
	@$(PIP) install --dry-run --ignore-installed --no-deps --only-binary :all: --quiet --report $(VENV)/report.json -r $(VENV)/locked.txt
	@$(BIN)/python -m tests.locks $(VENV)/report.json

clean:  ## remove the environment and the index (the models in the cache stay)
	rm -rf $(VENV) .index

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(0 if sys.version_info >= (3, 11) else "Python 3.11 or newer is needed; this is " + sys.version.split()[0] + ". Name another with PYTHON=python3.12")'
	@echo "==> Creating $(VENV)"
	@$(PYTHON) -m venv $(VENV)

# torch first and alone, at the locked version: asked for by another package it could come as several GB of CUDA.
$(VENV)/.torch: $(LOCK) | $(BIN)/python
	@echo "==> Installing torch (a minute or two)"
	@$(PIP) install $$(grep '^torch==' $(LOCK))
	@touch $@

$(VENV)/.base: pyproject.toml $(LOCK) $(VENV)/.torch
	@$(if $(HASHES),echo "==> Installing the packages whose hashes $(HASHED) holds" && $(PIP) install --require-hashes --no-deps --only-binary :all: -r $(HASHED))
	@echo "==> Installing the packages of $(LOCK) (a few minutes)"
	@$(PIP) install -c $(LOCK) -e .
	@touch $@

$(VENV)/.extra-%: pyproject.toml $(LOCK) $(VENV)/.base
	@echo "==> Installing the extra $*"
	@$(PIP) install -c $(LOCK) -e ".[$*]"
	@touch $@

$(VENV)/.dev: pyproject.toml $(LOCK) $(VENV)/.base
	@echo "==> Installing the test tools"
	@$(PIP) install -c $(LOCK) -e ".[dev]"
	@touch $@
