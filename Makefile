# Một Cửa. `make help` lists the commands.
SHELL := /bin/bash
PY := .venv/bin/python
.DEFAULT_GOAL := help
.PHONY: help setup serve test lint train bench lock

help: ## this list
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 10

setup: ## make .venv (the app) and .venv-nlu (Rasa); a second run does nothing
	@bash deploy/setup.sh

serve: setup ## start the assistant and its language model; Ctrl-C stops both
	@.venv/bin/motcua serve

test: setup ## all tests
	@$(PY) -m pytest

lint: setup ## ruff and mypy
	@$(PY) -m ruff check .
	@$(PY) -m mypy

train: setup ## train the language model now
	@.venv/bin/motcua train

bench: setup ## speed of replies of the running service (start it with MOTCUA_RATE_LIMIT=off)
	@$(PY) -m tests.bench.reply

lock: setup ## resolve requirements/*.in again
	@for lock in "app $(PY) requirements/app.in requirements/dev.in" "nlu .venv-nlu/bin/python requirements/nlu.in"; do \
		set -- $$lock; name=$$1 python=$$2; shift 2; \
		PATH="$$PWD/.venv/bin:$$PATH" uv pip compile --quiet --upgrade --no-header --no-annotate --python $$python "$$@" \
			| sed -E 's/\+cpu$$//' > requirements/$$name.lock.new && mv requirements/$$name.lock.new requirements/$$name.lock || exit 1; \
	done
