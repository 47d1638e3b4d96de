# One door for set-up, tests, lint, catalogues. `make` alone lists what there is.
VENV ?= .venv
BIN := $(VENV)/bin
export PIP_DISABLE_PIP_VERSION_CHECK := 1

.PHONY: help setup test lint check docs trial bench messages schemas practice

help:
	@grep -E '^[a-z]+:.*## ' Makefile | sed -E 's/:[^#]*## /\t/' | expand -t 12

$(BIN)/.ready: pyproject.toml constraints.txt
	python3 -m venv $(VENV)
	$(BIN)/python -m pip install -q -c constraints.txt -e '.[dev]'
	@touch $@

setup: $(BIN)/.ready ## make the virtual environment with everything in it

practice: setup ## start a conversation with the grumbling parent
	$(BIN)/roleplay practice grumbling_parent

test: setup ## run the tests
	$(BIN)/python -m pytest -q

lint: setup ## style, types and import contracts
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

docs: setup ## build the documentation into build/docs; a warning is an error
	$(BIN)/sphinx-build -q -E -W --keep-going -b html docs build/docs

trial: setup ## follow the page on first plugins as a new user would, with a stopwatch
	$(BIN)/python -m docs.living.trial

check: lint test docs ## all that must hold before a commit

bench: setup ## the numbers in benchmarks/README.md
	$(BIN)/python -m benchmarks

schemas: setup ## write the JSON Schemas for editors from the code
	$(BIN)/python -m roleplay.authoring.schema roleplay/authoring/schemas

messages: setup ## extract messages and compile the catalogues
	$(BIN)/pybabel -q extract -F babel.cfg --no-location --sort-output --omit-header -k tell -k say -k mark -k mark_many:1,2 -k say_many:1,2 -k _translated \
		-k Unusable -k StorageFailed -k InUse -k Misconfigured -k KeyRefused -k ProviderFailed -k Unreachable -k Busy -k QuotaSpent -k TimedOut -k ReplyUnreadable -k BudgetSpent -k TranscriptInvalid -k TranscriptTooNew -k LabelsInvalid -k CardInvalid -k Sentence -k remark:2 -k Remark:2 -o roleplay/locale/roleplay.pot roleplay
	for l in en ro ru; do $(BIN)/pybabel -q update --no-fuzzy-matching --ignore-obsolete -D roleplay -d roleplay/locale -i roleplay/locale/roleplay.pot -l $$l; done
	$(BIN)/pybabel -q compile -D roleplay -d roleplay/locale
