SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help
export PATH := $(CURDIR)/.tools/node_modules/.bin:$(PATH)
export TURBO_TELEMETRY_DISABLED := 1
export DO_NOT_TRACK := 1

.PHONY: help setup build lint test demo prove bench eval login migrate migration screenshot clean

help: ## Show this list
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sort | awk -F ':.*## ' '{printf "  make %-12s %s\n", $$1, $$2}'

setup: ## Get Node, pnpm, packages, Postgres and Redis (asks for nothing)
	@bash packages/platform/bin/setup.sh

build: setup ## Generate the database client and compile everything
	@mkdir -p .turbo; pnpm exec turbo run build --output-logs=errors-only >.turbo/build.log 2>&1 || { cat .turbo/build.log; exit 1; }

lint: build ## Lint with types, find unused exports and dependencies
	@pnpm run lint

test: build ## Lint, types and all tests, on a Postgres and a Redis of their own
	@pnpm run lint
	@pnpm exec vitest run

demo: build ## The whole system with stand-ins for the outside world; DEMO_FEED=off without the stream of ads
	@exec node packages/e2e/dist/demo/main.js

prove: build ## Run one heavy proof: make prove NAME=restarts (without NAME: list them)
	@node packages/e2e/dist/prove/main.js "$(NAME)"

bench: build ## Measure speed and memory: make bench NAME=monitor (without NAME: list)
	@node packages/e2e/dist/bench/main.js "$(NAME)"

eval: build ## Measure the reading of ads: make eval CORPUS=file.jsonl PROVIDER=rules|openai [JSON=1]
	@CORPUS="$(CORPUS)" PROVIDER="$(or $(PROVIDER),rules)" JSON="$(JSON)" node services/worker/dist/eval/main.js

login: build ## Log a reading account in and print its session string; QR=1 by QR code, CHECK=1 checks an existing one
	@CHECK="$(CHECK)" QR="$(QR)" node --env-file-if-exists=.env services/monitor/dist/login/main.js

migrate: build ## Apply the migrations to DATABASE_URL
	@node packages/platform/dist/migrate/main.js

migration: build ## Write the next migration from schema.prisma: make migration NAME=add_something
	@node packages/platform/dist/migrate/new-migration.js "$(NAME)"

clean: ## Remove what was built and the demo's data
	@rm -rf .turbo .local packages/*/dist services/*/dist packages/*/*.tsbuildinfo services/*/*.tsbuildinfo packages/platform/src/generated
