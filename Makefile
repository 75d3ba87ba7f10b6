# Building and running need Go, a C compiler and make, since what is generated is
# committed. The other targets install what they need where they may.

.DEFAULT_GOAL := help
.PHONY: help run dev build test bench check generate

# SQLite is C; without a compiler Go would quietly build a program that has none.
export CGO_ENABLED := 1

VERSION ?= $(shell git describe --tags --always --dirty 2>/dev/null)

# What make generate writes.
GENERATED := '*_templ.go' static/app.css static/app.js static/icons.svg static/src/icons.css static/vendor

# Tests use real databases, but ones that need not survive a power cut: where there
# is room in memory, that is where they are.
ROOM := $(shell test -w /dev/shm && test "$$(df -Pk /dev/shm | awk 'NR == 2 { print $$4 }')" -gt 2000000 && echo /dev/shm)

# Packages whose tests run on SQLite and then on PostgreSQL.
BOTH := ./store/... ./handlers/... ./internal/realtime

# Those that do so apart from these: in bulk and under load transactions take long,
# and who follows what is committed waits for the oldest.
BUSY := ./internal/seed ./internal/cli

# Makes the store's tests look whether every statement was given to the engine;
# see store/statement_test.go. What was covered is otherwise of no interest.
EVERY_STATEMENT := -coverprofile=/dev/null

# How long two servers on one PostgreSQL database are changed by many at once, and
# for how long many work in one thread. All of that takes place in the same minute.
LOAD := 60s

# Packages whose tests start servers and browsers. Those of servers name their
# SQLite files themselves, but for one that is about PostgreSQL.
SLOW := parley/internal/(cli|browsertest)$$

help: ## List the targets
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "make %-9s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

run: build ## Serve the demo workspace at http://127.0.0.1:8080
	bin/parley demo --listen 127.0.0.1:8080

# Three watch: Tailwind and esbuild write what is downloaded, and templ, on a change
# of theirs or of any source, builds and starts the server anew, then has the
# browser load the page again. The proxy before the server adds the script for that,
# under the page's nonce. The last to start is the first to hear Ctrl+C; it takes the
# server with it, and the trap takes the others.
WATCHED := (\.(go|templ|sql|toml|txt)$$)|(/static/(app\.(css|js)|icons\.svg)$$)

dev: node_modules/.package-lock.json ## Serve the demo at http://127.0.0.1:7331, built anew on every change
	@mkdir -p bin
	@npm run -s build:css -- --watch=always </dev/null & css=$$!; \
	npm run -s build:js -- --watch=forever </dev/null & js=$$!; \
	trap 'kill $$css $$js 2>/dev/null; wait' EXIT; trap : INT TERM; \
	go tool templ generate --watch --watch-pattern '$(WATCHED)' --ignore-pattern '_test\.go$$' \
		--proxy http://127.0.0.1:8081 --proxybind 127.0.0.1 --proxyport 7331 --open-browser=false \
		--cmd 'go run -buildvcs=false . demo --database bin/dev.db --listen 127.0.0.1:8081 --base-url http://127.0.0.1:7331'

build: ## Build bin/parley
	go build -buildvcs=false -ldflags "-X main.version=$(VERSION)" -o bin/parley .

generate: node_modules/.package-lock.json ## Write the generated files anew
	npm run build
	go tool templ generate

node_modules/.package-lock.json: package.json package-lock.json
	.ci/install node
	npm ci --no-audit --no-fund
	@touch $@

check: generate ## Fail on stale generated files, on format, vet, staticcheck and budgets
	@git diff --exit-code -- $(GENERATED) || \
		{ echo 'Commit (or stage) the generated files above.' >&2; exit 1; }
	@new=$$(git ls-files --others --exclude-standard -- $(GENERATED)) && test -z "$$new" || \
		{ echo "Commit (or stage) the generated files: $$new" >&2; exit 1; }
	@for file in $$(git ls-files '*_templ.go'); do test -f "$${file%_templ.go}.templ" || \
		{ echo "Delete $$file, whose template is gone." >&2; exit 1; }; done
	@ill=$$(go tool gofumpt -l $$(find . -name '*.go' ! -name '*_templ.go' ! -path './node_modules/*')) && test -z "$$ill" || \
		{ echo "Run go tool gofumpt -w on: $$ill" >&2; exit 1; }
	go vet ./...
	go tool staticcheck ./...
	go test -run Budget ./static ./views

test: export TMPDIR := $(or $(ROOM),$(TMPDIR),/tmp)
test: node_modules/.package-lock.json ## Run all tests, the browser's last
	.ci/install compiler postgres browser
	go test $$(go list ./... | grep -vE '$(SLOW)|^parley/store$$')
	go test $(EVERY_STATEMENT) ./store
	.ci/postgres go test $(EVERY_STATEMENT) $(BOTH)
	PARLEY_TEST_LOAD=$(LOAD) .ci/postgres go test -parallel 4 -timeout 20m $(BUSY)
	go test -parallel 5 -timeout 20m ./internal/browsertest

bench: ## Measure lists at 10,000 and 100,000 conversations, bulk changes, jobs, and waking, on both engines
	.ci/install compiler postgres
	.ci/postgres go test ./internal/bench -run '^$$' -bench 'List|Bulk' -benchtime 500x -timeout 1h
	.ci/postgres go test ./internal/bench -run '^$$' -bench 'Wake|Job' -benchtime 5x
