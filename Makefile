# Tenfold. Everything here runs offline, in the simulated AWS account; `pulumi up` is for the real one.

ENV ?= dev
FUZZTIME ?= 10m
BIN := .tenfold/bin
PULUMI_VERSION := v3.274.1
# The first CLI that takes a compiled policy pack.
PULUMI_OLDEST := 3.255.0
LINT_VERSION := v2.15.0
# A simulation, which the race detector makes ten times as slow.
UNRACED := github.com/tenfold-iac/tenfold/test/scaling

# As Pulumi's Go language host builds (pulumi/pulumi #23495, #23497): a first `pulumi up` then links what these targets
# compiled.
export GOFLAGS := -buildvcs=false -trimpath
LDFLAGS := -w -s

.DEFAULT_GOAL := help
.PHONY: help tools build up preview refresh destroy rehearse real-parts test fuzz lint bench golden calendar generate clean

help: ## Show this list
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## /\1\t/' | expand -t 12

tools: ## Build the pinned Pulumi CLI into .tenfold/bin, unless the PATH has one that is new enough
	@tools/pulumi.sh $(BIN) $(PULUMI_VERSION) $(PULUMI_OLDEST)

build: tools ## Build the CLI, the policy pack and the simulated provider
	@mkdir -p $(BIN)/plugin && rm -f $(BIN)/pulumi-resource-aws
	@echo "building tenfold, the policy pack and the simulated AWS account (minutes the first time)" >&2
	@go build -ldflags '$(LDFLAGS)' -o $(BIN)/tenfold ./cmd/tenfold
	@go build -ldflags '$(LDFLAGS)' -o $(BIN)/tenfold-policies ./policies
	@go build -ldflags '$(LDFLAGS)' -o $(BIN)/plugin/pulumi-resource-aws ./test/simulator/cmd/pulumi-resource-aws

up: build ## Bring the environment ENV (default dev) up in the simulated account
	@$(BIN)/tenfold up $(ENV)

preview: build ## Show what up would change
	@$(BIN)/tenfold preview $(ENV)

refresh: build ## Compare the state of ENV with the simulated account
	@$(BIN)/tenfold refresh $(ENV)

destroy: build ## Destroy ENV in the simulated account
	@$(BIN)/tenfold destroy $(ENV)

rehearse: build ## Bring ENV up, up again, refresh and destroy it; it must be down before
	@$(BIN)/tenfold rehearse $(ENV)

real-parts: ## Bring the real servers that tests run: PostgreSQL, PgBouncer, Valkey, Redis, RabbitMQ, Celery (root on Debian, minutes)
	@tools/real-parts.sh "$$(tools/real-parts.sh)"

# Not from the cache: it does not see the binaries that tests build.
test: build real-parts ## Run all tests, with the real engine in the simulated account, and with real servers
	go test -count=1 $(UNRACED)
	go test -race -count=1 -timeout 50m $$(go list ./... | grep -vx $(UNRACED))

fuzz: ## Feed random environments' files to the program, for FUZZTIME (minutes more to build the first time)
	go test ./stacks/backend/config -run '^$$' -fuzz FuzzLoad -fuzztime $(FUZZTIME)

lint: ## Check format and style
	@test -x $(BIN)/golangci-lint || GOBIN=$(CURDIR)/$(BIN) go install \
		github.com/golangci/golangci-lint/v2/cmd/golangci-lint@$(LINT_VERSION)
	$(BIN)/golangci-lint run ./...

bench: build ## Measure and write docs/benchmarks.md
	go run ./test/bench

golden: ## Write the golden files anew; read the diff before you commit it
	go test ./test/ -run Golden -update

calendar: ## List the facts about AWS's versions that were last read more than a year ago
	go test -count=1 ./internal/calendar -run Listing -v

generate: ## Write the schema of the simulated account anew, from the SDK's sources
	go generate ./test/simulator/schema

clean: ## Remove the simulated account, its state and everything built
	rm -rf .tenfold
