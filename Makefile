# Two commands: `make run` and `make test`. Both do all set-up by themselves, and need no network
# once that is done. Nothing is installed outside this folder.
PYTHON ?= python3
UV := $(shell command -v uv 2>/dev/null || echo .uv/bin/uv)
export UV_PYTHON_DOWNLOADS := never
export UV_CACHE_DIR ?= $(CURDIR)/.uv/cache
BIN := .venv/bin
# Checks and tests keep their database and their secret key here, and not in anybody's home.
HOME_OF_TESTS := ALONGSIDE_HOME=$(CURDIR)/.venv/home

.PHONY: run test check docs clean

run: .venv/ready-to-run  ## Rank the demo territory, and say what comes next with each office
	@$(BIN)/alongside demo

# On SQLite, or on the PostgreSQL server named by DATABASE_URL.
test: .venv/ready-to-test  ## Run every test
	@$(HOME_OF_TESTS) $(BIN)/pytest -n auto $(TESTS)

check: .venv/ready-to-test  ## Format, lint, types, import contracts, migrations, printed docs
	@$(BIN)/ruff format --check .
	@$(BIN)/ruff check .
	@$(HOME_OF_TESTS) $(BIN)/mypy
	@$(BIN)/lint-imports
	@$(HOME_OF_TESTS) $(BIN)/python -m django makemigrations --check --dry-run \
		--settings alongside.config.settings
	@$(BIN)/python docs/printed.py --check

docs: .venv/ready-to-test  ## Print the table and the commands' help into the docs
	@$(BIN)/python docs/printed.py

clean:  ## Remove what was set up
	rm -rf .venv .uv

# A stamp, so that a second run asks nobody. --inexact: `make run` leaves the test tools alone.
.venv/ready-to-run: pyproject.toml uv.lock | $(UV)
	@$(UV) sync --quiet --locked --no-dev --inexact --compile-bytecode
	@$(BIN)/python -m compileall -q src
	@touch $@

.venv/ready-to-test: pyproject.toml uv.lock | $(UV)
	@$(UV) sync --quiet --locked --compile-bytecode
	@$(BIN)/python -m compileall -q src
	@touch $@ .venv/ready-to-run

.uv/bin/uv:
	@$(PYTHON) -m venv .uv
	@.uv/bin/python -m pip install --quiet --disable-pip-version-check uv==0.13.9
