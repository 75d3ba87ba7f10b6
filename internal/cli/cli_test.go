package cli

import (
	"errors"
	"io"
	"net/http"
	"path/filepath"
	"runtime/debug"
	"strings"
	"testing"

	"parley/handlers"
	"parley/store"
)

// program returns a command line with its own streams.
func program(stdin string) (p Program, stdout, stderr *strings.Builder) {
	stdout, stderr = &strings.Builder{}, &strings.Builder{}
	return Program{Version: "v1", Stdin: strings.NewReader(stdin), Stdout: stdout, Stderr: stderr, NewHandler: handlers.New}, stdout, stderr
}

func TestVersionOf(t *testing.T) {
	revision := []debug.BuildSetting{{Key: "vcs", Value: "git"}, {Key: "vcs.revision", Value: "4f1c0de"}}
	for _, test := range []struct {
		info debug.BuildInfo
		want string
	}{
		{debug.BuildInfo{Main: debug.Module{Version: "v1.4.0"}, Settings: revision}, "v1.4.0"},
		{debug.BuildInfo{Main: debug.Module{Version: "(devel)"}, Settings: revision}, "4f1c0de"},
		{debug.BuildInfo{Main: debug.Module{Version: "(devel)"}}, "devel"},
		{debug.BuildInfo{}, "devel"},
	} {
		if got := versionOf(&test.info); got != test.want {
			t.Errorf("%+v: got %s, want %s", test.info, got, test.want)
		}
	}
	if got := (Program{Version: "v2"}).version(); got != "v2" {
		t.Errorf("the linker's version became %s", got)
	}
	if got := (Program{}).version(); got == "" || got == "unknown" {
		t.Errorf("the version in the binary is %q", got)
	}
}

func TestServeReportsPagesThatCannotBeMade(t *testing.T) {
	p, stdout, stderr := program("")
	p.NewHandler = func(*store.Store, handlers.Options) (http.Handler, error) { return nil, errors.New("no templates") }
	database := filepath.Join(t.TempDir(), "parley.db")
	status := p.Run(t.Context(), []string{"serve", "--listen", "127.0.0.1:0", "--database", database})
	if status != exitRefused || !strings.Contains(stderr.String(), "make the pages: no templates") || stdout.Len() > 0 {
		t.Errorf("got %d, %s, %s", status, stdout, stderr)
	}
}

func TestHandlerIsToldWhereItIs(t *testing.T) {
	p, _, stderr := program("")
	var told handlers.Options
	p.NewHandler = func(_ *store.Store, opt handlers.Options) (http.Handler, error) {
		told = opt
		return nil, errors.New("enough")
	}
	database := filepath.Join(t.TempDir(), "parley.db")
	p.Run(t.Context(), []string{"serve", "--listen", "127.0.0.1:0", "--base-url", "https://help.example.com/", "--database", database})
	if told.BaseURL == nil || told.BaseURL.String() != "https://help.example.com" || told.Version != "v1" || told.Log == nil {
		t.Errorf("told %+v: %s", told, stderr)
	}
}

type failingReader struct{}

func (failingReader) Read([]byte) (int, error) { return 0, errors.New("broken pipe") }

func TestPasswordFrom(t *testing.T) {
	for _, test := range []struct{ input, want string }{
		{"correct horse\n", "correct horse"},
		{"correct horse\r\n", "correct horse"},
		{"correct horse", "correct horse"},
		{" correct horse \n", " correct horse "},
		{"", ""},
	} {
		if got, err := passwordFrom(strings.NewReader(test.input)); err != nil || got != test.want {
			t.Errorf("%q: got %q, %v", test.input, got, err)
		}
	}
	for name, input := range map[string]io.Reader{
		"two lines": strings.NewReader("one\ntwo\n"),
		"blank end": strings.NewReader("one\n\n"),
		"broken":    failingReader{},
	} {
		if got, err := passwordFrom(input); err == nil {
			t.Errorf("%s: got %q", name, got)
		}
	}
}
