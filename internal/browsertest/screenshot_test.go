package browsertest

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
)

// TestScreenshots writes every page and state as a picture into the directory
// that PARLEY_SCREENSHOTS names, light and dark, of a desk and of a phone.
// Without it there is nothing to test.
func TestScreenshots(t *testing.T) {
	dir := os.Getenv("PARLEY_SCREENSHOTS")
	if dir == "" {
		return // Pictures are for people to look at; there is nothing to test.
	}
	if err := os.MkdirAll(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	for _, v := range []view{desktop, phone} {
		p := newSite(t).open(t, v)
		for _, state := range states() {
			state.show(p)
			for _, colours := range []view{v, v.inDark()} {
				p.lookWith(colours)
				name := strings.ReplaceAll(state.name+"-"+colours.name, " ", "-") + ".png"
				picture, err := chromedp.Run(p.ctx, chromedp.CaptureScreenshot())
				if err != nil {
					t.Fatal(err)
				}
				if err := os.WriteFile(filepath.Join(dir, name), picture, 0o644); err != nil {
					t.Fatal(err)
				}
			}
		}
	}
}
