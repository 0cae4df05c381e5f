# What one types here. Everything else is `go run ./cmd/yardstick help`.

.PHONY: build demo test golden bench assets

build: ## the program, in ./yardstick
	go build -trimpath -o yardstick ./cmd/yardstick

demo: ## a database with made-up results, and its 29 scorecards, in ./demo
	go run ./cmd/yardstick demo --force

test: ## everything; what needs a browser or poppler says so and is skipped without
	go vet ./...
	go test ./...

golden: ## writes the golden files anew; review the difference like any other change
	UPDATE=1 go test ./...

bench: ## the numbers in ARCHITECTURE.md, as one table
	go test -v -run '^$$' -bench . -benchtime 1x ./... 2>/dev/null | go run ./.ci/benchtable

assets: ## fetches the fonts and the chart library again, by pinned version and hash
	sh reports/assets/fetch.sh
