// Command yardstick turns published performance targets into rules, holds what
// was achieved against them, and prints scorecards.
package main

import (
	"context"
	"os"
	"os/signal"
	"syscall"

	"yardstick/cmd/internal/cli"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	os.Exit(cli.Run(ctx, os.Args[1:], os.Stdin, os.Stdout, os.Stderr))
}
