package cli

import (
	"runtime"
	"runtime/debug"

	"github.com/mattn/go-sqlite3"
)

type versionCommand struct{}

// Run prints the versions that a report of a problem should name.
func (versionCommand) Run(i *invocation) error {
	sqlite, _, _ := sqlite3.Version()
	i.say("Parley %s\nGo     %s %s/%s\nSQLite %s", i.version(), runtime.Version(), runtime.GOOS, runtime.GOARCH, sqlite)
	return nil
}

// version returns what the build was told, or else what Go has noted of it.
func (p Program) version() string {
	if p.Version != "" {
		return p.Version
	}
	if info, ok := debug.ReadBuildInfo(); ok {
		return versionOf(info)
	}
	return "unknown"
}

func versionOf(info *debug.BuildInfo) string {
	if v := info.Main.Version; v != "" && v != "(devel)" {
		return v
	}
	for _, s := range info.Settings {
		if s.Key == "vcs.revision" && s.Value != "" {
			return s.Value
		}
	}
	return "devel"
}
