package browsertest

import (
	"encoding/csv"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"testing"
	"time"

	chrome "github.com/chromedp/cdproto/browser"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"parley/internal/desk"
)

// TestWalkReports: a manager sees how much nobody has, goes there, gives some of it to
// an agent, and takes what is left home as a file.
func TestWalkReports(t *testing.T) {
	eachWay(t, max_, func(w *walker) {
		folder := w.downloads()
		nobodys := desk.ConversationFilter{Unassigned: true, Statuses: []desk.Status{desk.StatusOpen}}
		before := w.site.conversations(w.t, nobodys)
		w.goTo("/conversations")
		w.step("the report", func() {
			if w.byKeyboard() {
				w.strike("gr")
			} else {
				w.navigate("Reports")
			}
			w.untilHeading("Reports")
		})
		w.count()
		w.step("the list behind a number", func() {
			w.press(link("Unassigned " + strconv.Itoa(before.Total)).in(".tiles"))
			w.untilHeading("Unassigned")
			w.untilTitle("Unassigned (" + strconv.Itoa(before.Total) + ")")
		})
		w.atMost(1, 6)
		w.step("rebalanced", func() {
			for _, c := range before.Items[:2] {
				w.press(field("Select #" + c.ID.String()))
			}
			w.choose(field("Assign to"), ingrid, "")
			w.press(button("Apply").in("#bulk"))
			w.untilText("Assigned 2 conversations to " + ingrid + ".")
			w.settled()
			// A row that is half under the bar of the list is none that somebody would aim at.
			w.do(chromedp.Evaluate[chromedp.Void](`scrollTo(0, 0)`))
		})
		w.count()
		w.step("exported", func() {
			if w.byKeyboard() {
				w.key("k", chromedp.ModifierCtrl)
				w.until("the palette is there", "document.activeElement.id === 'command'")
				w.key("exp")
				w.key(kb.Enter)
			} else {
				w.press(link("Export CSV"))
			}
			got := w.saved(folder)
			var want []string
			for _, c := range w.site.conversations(w.t, nobodys).Items {
				want = append(want, c.ID.String())
			}
			if !slices.Equal(got, want) || len(want) != before.Total-2 {
				w.t.Errorf("the file has %v, the list %v", got, want)
			}
		})
		w.atMost(1, 3)
		w.untilHeading("Unassigned")
	})
}

// downloads has the browser save files in a folder of the test's own.
func (w *walker) downloads() string {
	w.t.Helper()
	folder := w.t.TempDir()
	call(w.page, chrome.SetDownloadBehavior, chrome.SetDownloadBehaviorParams{
		Behavior: chrome.SetDownloadBehaviorBehaviorAllow, DownloadPath: folder, BrowserContextID: chromedp.FromContext(w.ctx).BrowserContextID,
	})
	return folder
}

// saved waits for the file that was downloaded and returns the ids in it.
func (w *walker) saved(folder string) (ids []string) {
	w.t.Helper()
	var files []string
	for deadline := time.Now().Add(patience); len(files) == 0 && time.Now().Before(deadline); w.pause() {
		files, _ = filepath.Glob(filepath.Join(folder, "conversations-????-??-??.csv"))
	}
	if len(files) != 1 {
		w.t.Fatalf("these files were saved: %v", files)
	}
	text, err := os.Open(files[0])
	if err != nil {
		w.t.Fatal(err)
	}
	defer text.Close()
	lines, err := csv.NewReader(text).ReadAll()
	if err != nil || len(lines) == 0 {
		w.t.Fatalf("%d lines: %v", len(lines), err)
	}
	for _, line := range lines[1:] {
		ids = append(ids, line[0])
	}
	return ids
}
