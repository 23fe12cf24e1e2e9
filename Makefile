# make run and make test are all that a fresh machine needs; make alone lists the rest.
.DEFAULT_GOAL := help
SHELL := /bin/sh
PORT ?= 8000
ARGS ?=
export PORT PYTHON

python := .venv/bin/python
templates = find templates beijing_ngo members events delegations reports -name '*.html' -print0

##@ The portal

.PHONY: run
run: installed ## start the portal on http://127.0.0.1:8000 (PORT=8080 for another port); Ctrl-C stops it
	@exec $(python) bin/run.py

.PHONY: reset
reset: ## start over: throw database, uploads and caches of this folder away
	@rm -rf var
	@echo "Everything in var/ is gone; make run begins anew."

.PHONY: shell
shell: installed ## a Python prompt with the portal's models at hand
	@$(python) manage.py shell

##@ Tests and checks

.PHONY: test
test: installed-dev ## run every test (ARGS="-k calendar" for some of them)
	@exec $(python) -m pytest -n 2 --dist loadfile --no-loadscope-reorder $(ARGS)

.PHONY: lint
lint: installed-dev ## what ruff, djade and import-linter say, and whether a migration is missing
	@$(python) -m ruff check .
	@$(python) -m ruff format --check .
	@$(templates) | xargs -0 .venv/bin/djade --target-version 5.2 --check
	@.venv/bin/lint-imports --no-cache --no-logo
	@$(python) manage.py makemigrations --check --dry-run

.PHONY: format
format: installed-dev ## put Python and templates into the project's form
	@$(python) -m ruff check --fix-only --quiet .
	@$(python) -m ruff format .
	@$(templates) | xargs -0 .venv/bin/djade --target-version 5.2 || true

.PHONY: ci
ci: ## everything that has to hold before a change lands
	@exec bash .ci/run

##@ Translations and database

.PHONY: messages
messages: installed ## take new strings of the code into the Chinese catalogue, and compile it (needs gettext)
	@$(python) bin/messages.py gather

.PHONY: messages-check
messages-check: installed ## is a string untranslated, fuzzy, not gathered or not compiled?
	@$(python) bin/messages.py check

.PHONY: migrations
migrations: installed ## write migrations for changed models
	@$(python) manage.py makemigrations $(ARGS)

##@ Measuring and showing

.PHONY: bench
bench: installed-dev ## measure pages against bare Django views
	@$(python) -m benchmarks $(ARGS)

.PHONY: audit
audit: installed-dev ## Lighthouse on the public pages, in both languages (needs Chromium and Node)
	@$(python) bin/audit.py $(ARGS)

.PHONY: screenshots
screenshots: installed-dev ## take the pictures of the README from the running portal (needs Chromium)
	@$(python) bin/screenshots.py $(ARGS)

##@ Help

.PHONY: help
help: ## list what make can do here
	@awk 'BEGIN { FS = ":.*## " } \
	  /^##@ / { printf "\n%s\n", substr($$0, 5) } \
	  /^[a-z-]+:.*## / { printf "  make %-15s %s\n", $$1, $$2 }' $(firstword $(MAKEFILE_LIST))

.PHONY: installed installed-dev
installed:
	@bin/install run
installed-dev:
	@bin/install dev
