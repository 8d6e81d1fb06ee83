# Everything there is to do with a checkout. The first two install what they need by themselves.

.DEFAULT_GOAL := help
.PHONY: help run test lint bench fuzz faults

PYTHON := .venv/bin/python
ARGS ?=

help: ## what can be done
	@sed -n 's/^\([a-z]*\):.*## /  make \1\t/p' $(MAKEFILE_LIST) | expand -t 14

run: ## install what is missing and start Yudee (PORT=8000, HOST=lan for phones in the room)
	@sh server/stack/install.sh run
	@.venv/bin/yudee up

test: ## install what is missing and run every test (ARGS="tests/stack -k crash" for some)
	@sh server/stack/install.sh test
	@$(PYTHON) -m pytest -n $$(nproc) $(ARGS)

lint: ## ruff, imports that point down
	@sh server/stack/install.sh test
	@$(PYTHON) -m ruff check .
	@$(PYTHON) -m ruff format --check .
	@.venv/bin/lint-imports

bench: ## measure what we claim about speed, as ratios
	@sh server/stack/install.sh test
	@$(PYTHON) -m bench $(ARGS)

fuzz: ## search for input that breaks a promise: 50,000 bent uploads (UPLOADS="--seed 7"), then properties for hours
	@sh server/stack/install.sh test
	@$(PYTHON) -m tests.fuzzing $(UPLOADS)
	@$(PYTHON) -m pytest -n $$(nproc) --timeout 0 -p tests.fuzz -m hypothesis $(ARGS)

faults: ## kill web, workers, Redis and PostgreSQL at random, 300 times (ARGS="--rounds 20 --seed 7"); ends at the first fault
	@sh server/stack/install.sh test
	@$(PYTHON) -m tests.faults $(ARGS)
