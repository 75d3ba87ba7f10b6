package browsertest

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"strings"
	"sync"
	"testing"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"
)

// browser is the one Chromium that all tests share. Each test has a profile of
// its own in it.
var browser = sync.OnceValues(startBrowser)

// stopBrowser is called once all tests are done.
var stopBrowser = func() {}

func TestMain(m *testing.M) {
	code := m.Run()
	stopBrowser()
	os.Exit(code)
}

// browsers are what Chromium is called, the one first that has no windows to draw
// around its pages: the same engine in about two thirds of the time.
var browsers = []string{"chromium-headless-shell", "chromium", "chromium-browser", "google-chrome"}

// findBrowser returns the path of a Chromium.
func findBrowser() (string, error) {
	names := browsers
	if own := os.Getenv("PARLEY_CHROMIUM"); own != "" {
		names = []string{own}
	}
	for _, name := range names {
		if path, err := exec.LookPath(name); err == nil {
			return path, nil
		}
	}
	return "", fmt.Errorf("these tests need Chromium, and there is no %s: install it (on Debian: apt-get install %s), "+
		"or set PARLEY_CHROMIUM to where it is", strings.Join(names, " or "), browsers[0])
}

// startBrowser returns the context that tabs are opened in.
func startBrowser() (context.Context, error) {
	path, err := findBrowser()
	if err != nil {
		return nil, err
	}
	options := append(chromedp.DefaultExecAllocatorOptions[:],
		chromedp.ExecPath(path), chromedp.NoSandbox, chromedp.DisableGPU,
		chromedp.Flag("disable-quic", true),
		chromedp.Flag("disable-component-update", true),
		chromedp.Flag("hide-scrollbars", true),
	)
	allocated, release := chromedp.NewExecAllocator(context.Background(), options...)
	ctx, cancel := chromedp.NewContext(allocated)
	stopBrowser = func() {
		cancel()
		release()
	}
	if err := chromedp.Do(ctx); err != nil {
		return nil, fmt.Errorf("start %s: %w", path, err)
	}
	return ctx, nil
}

// axeSource returns axe-core as npm has installed it.
var axeSource = sync.OnceValues(func() (string, error) {
	source, err := os.ReadFile("../../node_modules/axe-core/axe.min.js")
	if errors.Is(err, os.ErrNotExist) {
		return "", fmt.Errorf("these tests need axe-core: run npm ci, or make test, which does: %w", err)
	}
	return string(source), err
})

// view is what a page is looked at with.
type view struct {
	name          string
	width, height int64
	touch         bool
	dark          bool
	noScripts     bool
}

// The two sizes that everything is looked at in.
var (
	desktop = view{name: "desk", width: 1440, height: 900}
	phone   = view{name: "phone", width: 390, height: 844, touch: true}
)

func (v view) inDark() view {
	v.name, v.dark = v.name+" dark", true
	return v
}

func (v view) withoutScripts() view {
	v.name, v.noScripts = v.name+" without scripts", true
	return v
}

// lookWith sets the tab's size and colours.
func (p *page) lookWith(v view) {
	p.t.Helper()
	p.view = v
	options := []chromedp.EmulateViewportOption{chromedp.EmulateLandscape}
	if v.touch {
		options = []chromedp.EmulateViewportOption{chromedp.EmulatePortrait, chromedp.EmulateMobile, chromedp.EmulateTouch}
	}
	p.do(chromedp.EmulateViewport(v.width, v.height, options...))
	scheme := "light"
	if v.dark {
		scheme = "dark"
	}
	call(p, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Features: []*emulation.MediaFeature{
		{Name: "prefers-color-scheme", Value: scheme},
		{Name: "prefers-reduced-motion", Value: "reduce"},
	}})
	p.allowScripts(!v.noScripts)
}

// allowScripts turns the page's scripts on or off; off, it is what a reader
// without JavaScript has.
func (p *page) allowScripts(allowed bool) {
	p.t.Helper()
	call(p, emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: !allowed})
}
