# Two commands matter: `make run` and `make test`. Everything else they need, they install themselves.
PYTHON ?= python3
VENV := .venv
# Optional engines whose tests are left out where they are not installed; CI names them all.
EXTRAS ?=
comma := ,
BIN := $(VENV)/bin

.DEFAULT_GOAL := help
.PHONY: help run test check fix clean

help:  ## show this
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*##/ /' | awk '{c=$$1; $$1=""; printf "  make %-8s%s\n", c, $$0}'

$(VENV)/.run: pyproject.toml constraints.txt
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@$(BIN)/python -m pip install -q --disable-pip-version-check -c constraints.txt -e '.[embedded]'
	@touch $@

$(VENV)/.dev: pyproject.toml constraints.txt
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@$(BIN)/python -m pip install -q --disable-pip-version-check -c constraints.txt -e '.[embedded,dev$(if $(EXTRAS),$(comma)$(EXTRAS))]'
	@touch $@ $(VENV)/.run

run: $(VENV)/.run  ## set up and start everything on http://localhost:8000 with two demo books
	@$(BIN)/bookreader up $(ARGS)

test: $(VENV)/.dev  ## set up and run every test
	@$(BIN)/python -m tests.browser
	@$(BIN)/python -m pytest $(ARGS)

check: $(VENV)/.dev  ## format, lint, types, import contracts
	@$(BIN)/ruff format --check .
	@$(BIN)/ruff check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports

fix: $(VENV)/.dev  ## format and mend what a machine can mend
	@$(BIN)/ruff format .
	@$(BIN)/ruff check --fix .

clean:  ## forget the environment and the data
	rm -rf $(VENV) var
