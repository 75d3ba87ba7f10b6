// Package cli is Parley's command line: serving, the demo, and the work of an
// operator on users, inboxes and keys. Every command goes through the store,
// like the pages and the API, and may run while a server holds the database.
package cli

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"os"

	"github.com/alecthomas/kong"

	"parley/handlers"
	"parley/internal/desk"
	"parley/store"
)

// The statuses that the process ends with.
const (
	exitDone    = 0
	exitRefused = 1
	exitUsage   = 2
)

// Program is the command line with what it takes from its surroundings.
type Program struct {
	Version string // as the build says; found in the binary where empty
	Stdin   io.Reader
	Stdout  io.Writer
	Stderr  io.Writer
	// NewHandler makes what answers the requests of serve and demo.
	NewHandler func(*store.Store, handlers.Options) (http.Handler, error)
}

// Main runs the command line of this process and returns its exit status.
func Main(version string) int {
	program := Program{
		Version: version, NewHandler: handlers.New,
		Stdin: os.Stdin, Stdout: os.Stdout, Stderr: os.Stderr,
	}
	return program.Run(context.Background(), os.Args[1:])
}

// commandLine is what kong parses; the comments of its fields are the help.
type commandLine struct {
	Database string `placeholder:"NAME" help:"The database to work on: a SQLite file, made where there is none, or a postgres:// URL (default: parley.db; the demo keeps one of its own)."`
	Files    string `placeholder:"DIR" help:"The folder of attachments, the same for all servers of one database (default: beside a SQLite file, as parley.db.files; else parley.files)."`

	Serve   serveCommand   `cmd:"" help:"Serve the helpdesk to browsers and integrations."`
	Demo    demoCommand    `cmd:"" help:"Serve a made-up workspace, to look around in."`
	Seed    seedCommand    `cmd:"" help:"Add made-up data in bulk, to try Parley under load."`
	User    userCommand    `cmd:"" help:"Add and change the people who work in Parley."`
	Inbox   inboxCommand   `cmd:"" help:"Add inboxes and say who works in them."`
	Key     keyCommand     `cmd:"" help:"Create and revoke the keys that programs call the API with."`
	Backup  backupCommand  `cmd:"" help:"Copy a SQLite database to a file, while it is in use."`
	Migrate migrateCommand `cmd:"" help:"Bring the database up to date and do nothing else."`
	Version versionCommand `cmd:"" help:"Say which Parley, Go and SQLite this is."`
}

const description = `Parley is a helpdesk for support teams.

Try it with "parley demo". Every flag can also be given as the environment variable in brackets behind it.`

// Run runs one command and returns the exit status: 0 when done, 1 when it was
// refused or failed, 2 when it was not understood.
func (p Program) Run(ctx context.Context, args []string) int {
	var line commandLine
	helped := false
	parser, err := kong.New(&line,
		kong.Name("parley"), kong.Description(description), kong.DefaultEnvars("PARLEY"),
		kong.ConfigureHelp(kong.HelpOptions{Compact: true, NoExpandSubcommands: true, WrapUpperBound: 100}),
		kong.Writers(p.Stdout, p.Stderr), kong.Exit(func(int) { helped = true }))
	if err != nil {
		return p.report(err)
	}
	command, err := parser.Parse(args)
	switch {
	case helped:
		return exitDone
	case err != nil:
		fmt.Fprintf(p.Stderr, "parley: %v\nRun \"parley --help\" or \"parley <command> --help\" to see what there is.\n", err)
		return exitUsage
	}
	if err := command.Run(&invocation{Program: p, ctx: ctx, database: line.Database, files: line.Files}); err != nil {
		return p.report(err)
	}
	return exitDone
}

// invocation is one run of one command.
type invocation struct {
	Program
	ctx      context.Context
	database string // as given; empty for the command's default
	files    string // the same
}

const defaultDatabase = "parley.db"

// actor is who history names for what a command does.
func (*invocation) actor() desk.Actor { return desk.System("command line", desk.ViaCommand) }

func (i *invocation) say(format string, args ...any) { fmt.Fprintf(i.Stdout, format+"\n", args...) }

// note tells people something that is no result, so that the standard output
// can be piped on.
func (i *invocation) note(format string, args ...any) { fmt.Fprintf(i.Stderr, format+"\n", args...) }
