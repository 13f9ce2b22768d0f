# Two commands: `make run` and `make test`. Both do all set-up by themselves, and need no network
# once that is done. Nothing is installed outside this folder.
PYTHON ?= python3
UV := $(shell command -v uv 2>/dev/null || echo .uv/bin/uv)
export UV_PYTHON_DOWNLOADS := never
export UV_CACHE_DIR ?= $(CURDIR)/.uv/cache
BIN := .venv/bin
# Checks and tests keep their database and their secret key here, and not in anybody's home.
HOME_OF_TESTS := ALONGSIDE_HOME=$(CURDIR)/.venv/home
# Stylesheets are collected at set-up, not at each start.
export ALONGSIDE_STATIC ?= $(CURDIR)/.venv/static
COLLECT = $(HOME_OF_TESTS) $(BIN)/python -m django collectstatic --noinput --verbosity 0 \
	--settings alongside.config.settings

INSTALL = apt-get update -qq && apt-get install -y -qq

.PHONY: run test check docs pictures chromium nginx poppler clean

run: .venv/ready-to-run  ## Serve an invented therapist's Alongside, on 127.0.0.1:8000 or PORT
	@$(BIN)/alongside demo --home $(CURDIR)/.demo

# On SQLite, or on the PostgreSQL server named by DATABASE_URL.
test: .venv/ready-to-test chromium nginx poppler  ## Run every test
	@$(HOME_OF_TESTS) $(BIN)/pytest -n auto --dist worksteal $(TESTS)

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

pictures: .venv/ready-to-test chromium poppler  ## Make the pictures anew: the screens from the story, the paper from the press
	@$(HOME_OF_TESTS) ALONGSIDE_PICTURES=$(CURDIR)/docs/pictures $(BIN)/pytest tests/journeys/test_pictures.py
	@$(BIN)/python docs/pictures.py

# The journeys drive Debian's Chromium; it is installed where that is allowed, and else asked for.
chromium:
	@command -v chromium >/dev/null || { $(INSTALL) chromium >/dev/null; } || \
		{ echo "The journeys need Chromium: apt-get install chromium" >&2; exit 1; }

# So does the trial of deploy/nginx.conf; Debian keeps nginx where not every path looks.
nginx:
	@PATH="$$PATH:/usr/sbin" command -v nginx >/dev/null || { $(INSTALL) nginx-light >/dev/null; } || \
		{ echo "The trial of deploy/ needs nginx: apt-get install nginx-light" >&2; exit 1; }

# Every printed page is read back and measured with Poppler.
poppler:
	@command -v pdftotext >/dev/null || { $(INSTALL) poppler-utils >/dev/null; } || \
		{ echo "The press's tests need Poppler: apt-get install poppler-utils" >&2; exit 1; }

clean:  ## Remove what was set up
	rm -rf .venv .uv .demo

# A stamp, so that a second run asks nobody. --inexact: `make run` leaves the test tools alone.
STATIC := $(shell find src/alongside/web/static -type f 2>/dev/null)
.venv/ready-to-run: pyproject.toml uv.lock $(STATIC) | $(UV)
	@$(UV) sync --quiet --locked --no-dev --inexact --compile-bytecode
	@$(BIN)/python -m compileall -q src
	@$(COLLECT)
	@touch $@

.venv/ready-to-test: pyproject.toml uv.lock $(STATIC) | $(UV)
	@$(UV) sync --quiet --locked --compile-bytecode
	@$(BIN)/python -m compileall -q src
	@$(COLLECT)
	@touch $@ .venv/ready-to-run

.uv/bin/uv:
	@$(PYTHON) -m venv .uv
	@.uv/bin/python -m pip install --quiet --disable-pip-version-check uv==0.13.9
