// Parley is a helpdesk for support teams, in the browser and over a JSON API.
package main

import (
	"os"

	"parley/internal/cli"
)

// version is set by the linker: -ldflags "-X main.version=v1.2.3".
var version string

func main() { os.Exit(cli.Main(version)) }
