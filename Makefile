.DEFAULT_GOAL := help
.PHONY: help check coverage build format run bench battery clean

help: ## Print this list
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-8s %s\n", $$1, $$2 }' $(firstword $(MAKEFILE_LIST))

check: ## Everything CI checks: format, compile, lint, tests
	mvn -B verify

coverage: ## Report which lines the tests reach, in target/site/jacoco
	mvn -B -Pcoverage verify

build: ## Build target/daybook.jar, without checks and tests
	mvn -B -q -Dquick package

format: ## Put every Java file into the one format
	mvn -B -q spotless:apply

run: ## Start a demo server with sample data
	./daybook demo

bench: ## Measure this machine and print the numbers
	bench/run

battery: ## Try reliability and security for about an hour (BATTERY=1), write docs/reliability.md
	battery/run

clean: ## Delete everything the build made
	mvn -B -q clean
