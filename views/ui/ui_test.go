package ui

import (
	"context"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/a-h/templ"
)

func render(t *testing.T, c templ.Component) string {
	t.Helper()
	var b strings.Builder
	if err := c.Render(context.Background(), &b); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// within renders a component with plain text as its children.
func within(c templ.Component, text string) templ.Component {
	return templ.ComponentFunc(func(ctx context.Context, w io.Writer) error {
		return c.Render(templ.WithChildren(ctx, templ.Raw(text)), w)
	})
}

func wants(t *testing.T, html string, parts ...string) {
	t.Helper()
	for _, part := range parts {
		if !strings.Contains(html, part) {
			t.Errorf("missing %q in\n%s", part, html)
		}
	}
}

func TestActionIsALinkOrAButton(t *testing.T) {
	wants(t, render(t, Action(Button{Kind: Primary, Label: "New", Href: "/new", ID: "new"})), `<a class="btn btn-primary" href="/new" id="new">New</a>`)
	wants(t, render(t, Action(Button{Label: "Save", Name: "find", Value: "1", NoJS: true})), `<button type="submit" class="btn btn-secondary no-js" name="find" value="1">Save</button>`)
	wants(t, render(t, Action(Button{Kind: Ghost, Label: "Next", Icon: "chevron-right", IconOnly: true})), `aria-label="Next" title="Next"`, `aria-hidden="true"`, "btn-icon")
	wants(t, render(t, Action(Button{Kind: Danger, Label: "Delete", Href: "javascript:alert(1)"})), "btn-danger")
}

func TestFieldsTieTheirHintAndErrorToTheControl(t *testing.T) {
	field := Field{ID: "f", Name: "subject", Label: "Subject", Hint: "Short.", Error: "Subject is required.", Optional: true}
	for name, html := range map[string]string{
		"input":    render(t, TextInput(Input{Field: field, Value: `"<x>`})),
		"select":   render(t, SelectBox(Select{Field: field, Options: []Option{{Value: "1", Label: "<One>", Selected: true}}})),
		"textarea": render(t, TextArea(Textarea{Field: field, Value: "</textarea>"})),
	} {
		t.Run(name, func(t *testing.T) {
			wants(t, html, `<label class="label" for="f">`, "(optional)", `id="f-hint"`, `id="f-error"`, `aria-describedby="f-hint f-error"`, `aria-invalid="true"`, `name="subject"`)
			if strings.Contains(html, "<x>") || strings.Contains(html, "<One>") || strings.Count(html, "</textarea>") > 1 {
				t.Errorf("not escaped:\n%s", html)
			}
		})
	}
}

func TestTextAreaKeepsALeadingLineBreak(t *testing.T) {
	wants(t, render(t, TextArea(Textarea{Value: "\nfirst"})), ">\n\nfirst</textarea>")
}

func TestErrorSummaryLinksToFields(t *testing.T) {
	if html := render(t, ErrorSummary(nil)); html != "" {
		t.Errorf("nothing is wrong, but it says %q", html)
	}
	html := render(t, ErrorSummary([]Problem{{FieldID: "subject", Message: "Subject is required."}, {Message: "Try again."}}))
	wants(t, html, "There are 2 problems", `tabindex="-1"`, "data-error-summary", `<a href="#subject">Subject is required.</a>`, "Try again.")
	wants(t, render(t, ErrorSummary([]Problem{{Message: "x"}})), "There is a problem")
}

func TestInitials(t *testing.T) {
	for name, want := range map[string]string{
		"Maya Okafor": "MO", "ana maria lima": "AL", "李小龙": "李", "田中 由紀": "田由", "ليلى حداد": "لح", "Cher": "C", "": "?", "  ": "?", "<b>": "B", "Zoë (billing)": "ZB",
	} {
		if got := Initials(name); got != want {
			t.Errorf("Initials(%q) = %q, want %q", name, got, want)
		}
	}
}

func TestAvatarKeepsItsColour(t *testing.T) {
	for id := range int64(20) {
		html := render(t, Avatar(id, "Ana", AvatarSmall))
		wants(t, html, `aria-hidden="true"`, "avatar-sm")
		if html != render(t, Avatar(id+8, "Ana", AvatarSmall)) {
			t.Errorf("id %d: colours do not repeat after eight", id)
		}
	}
	wants(t, render(t, Avatar(-1, "x", AvatarLarge)), "avatar-lg")
	wants(t, DotClass(1), "dot ")
}

func TestPaginationWindow(t *testing.T) {
	for _, c := range []struct {
		page, pages int
		want        []int
	}{
		{1, 1, []int{1}},
		{1, 2, []int{1, 2}},
		{1, 21, []int{1, 2, 0, 21}},
		{3, 5, []int{1, 2, 3, 4, 5}},
		{4, 9, []int{1, 2, 3, 4, 5, 0, 9}},
		{5, 9, []int{1, 0, 4, 5, 6, 0, 9}},
		{6, 9, []int{1, 0, 5, 6, 7, 8, 9}},
		{21, 21, []int{1, 0, 20, 21}},
	} {
		p := Pagination{Page: c.page, Limit: 10, Total: c.pages * 10}
		if got := p.Window(); !slices.Equal(got, c.want) {
			t.Errorf("page %d of %d: %v, want %v", c.page, c.pages, got, c.want)
		}
	}
}

func TestPager(t *testing.T) {
	p := Pagination{
		Label: "Conversations", Page: 2, Limit: 50, Total: 1208,
		URL:      func(page int) string { return "/c?page=" + strconv.Itoa(page) },
		LimitURL: func(limit int) string { return "/c?limit=" + strconv.Itoa(limit) },
	}
	html := render(t, Pager(p))
	wants(t, html, `<nav class="pager" aria-label="Conversations, pages">`, "51–100 of 1,208", `rel="prev" href="/c?page=1"`, `rel="next" href="/c?page=3"`,
		`aria-current="page" aria-label="Page 2 of 25"`, `aria-current="true">50<`, `href="/c?limit=100"`, "Page 2 of 25</li>")
	p.Page, p.Total = 1, 20
	if html := render(t, Pager(p)); strings.Contains(html, "rel=") || strings.Contains(html, "a page") {
		t.Errorf("one short page needs no links:\n%s", html)
	}
	p.Page, p.Total = 3, 20
	wants(t, p.Range(), "0 of 20")
}

func TestNumbers(t *testing.T) {
	for n, want := range map[int]string{0: "0", 7: "7", 999: "999", 1904: "1,904", 1234567: "1,234,567", -100: "-100", -1904: "-1,904"} {
		if got := Number(n); got != want {
			t.Errorf("Number(%d) = %q, want %q", n, got, want)
		}
	}
	if Count(1, "message", "messages") != "1 message" || Count(1200, "message", "messages") != "1,200 messages" {
		t.Error("counts do not agree with their nouns")
	}
}

func TestChipsAndSegments(t *testing.T) {
	if html := render(t, Chips(nil, "/")); html != "" {
		t.Errorf("no filters, but %q", html)
	}
	wants(t, render(t, Chips([]Chip{{Name: "Status", Value: "Open", URL: "/c"}}, "/all")), `aria-label="Remove filter Status: Open"`, `href="/all">Clear all`)
	wants(t, render(t, Segments("Status", []Segment{{ID: "show-open", Label: "Open", Count: 1904, URL: "/c?status=open", Current: true}})),
		`<nav aria-label="Status">`, `aria-current="true"`, `<span class="count">1,904</span>`)
}

func TestNotices(t *testing.T) {
	for tone, class := range map[Tone]string{ToneInfo: "alert-info", ToneGood: "alert-good", ToneWarn: "alert-warn", ToneBad: "alert-bad"} {
		wants(t, render(t, within(Alert(tone), "<b>words</b>")), class, "<b>words</b>", "#"+tone.icon())
	}
	wants(t, render(t, Empty("inbox", "Nothing", "Yet.")), "<h2>Nothing</h2>", "Yet.")
	wants(t, render(t, ToastBox(Toast{Text: "Saved <b>", LinkURL: "/undo", LinkLabel: "Undo"})), "Saved &lt;b&gt;", `href="/undo">Undo</a>`, `aria-label="Dismiss"`)
	wants(t, render(t, ToastBox(Toast{Text: "No", Tone: ToneBad})), "toast-bad")
}

func TestMenuAndConfirm(t *testing.T) {
	wants(t, render(t, within(Menu("more", "More actions", "ellipsis"), "<li>x</li>")), `<details class="menu" id="more">`, `aria-label="More actions"`, "<li>x</li>")
	wants(t, render(t, Menu("sort", "Sort", "")), "Sort", `<summary class="btn btn-ghost caret"><span class="clip">Sort</span></summary>`)
	wants(t, render(t, within(Confirm(Confirmation{Title: "Delete?", Action: "/d", Button: "Delete", CancelURL: "/c", CancelLabel: "Keep"}), "Gone.")),
		`method="post" action="/d"`, "btn-danger", `href="/c"`, "Gone.", "<h1")
	wants(t, render(t, Key("Ctrl")), `<kbd class="kbd">Ctrl</kbd>`)
	wants(t, render(t, CheckboxRow(Checkboxes{Name: "status", Legend: "Status", Options: []Option{{Value: "open", Label: "Open", Selected: true}}, Autosubmit: true})),
		`id="status-open" name="status" value="open" checked data-autosubmit`)
}

func TestMoments(t *testing.T) {
	now := time.Date(2026, 11, 22, 11, 55, 0, 0, time.UTC)
	for _, c := range []struct {
		before             time.Duration
		ago, waited, clock string
	}{
		{-time.Hour, "now", "0 min", "Today 12:55"},
		{30 * time.Second, "now", "0 min", "Today 11:54"},
		{18 * time.Minute, "18 min", "18 min", "Today 11:37"},
		{5 * time.Hour, "5 h", "5 h", "Today 06:55"},
		{14 * time.Hour, "14 h", "14 h", "Sat 21:55"},
		{52 * time.Hour, "2 d", "2 d 4 h", "Fri 07:55"},
		{48 * time.Hour, "2 d", "2 d", "Fri 11:55"},
		{8 * 24 * time.Hour, "14 Nov", "8 d", "14 Nov 11:55"},
		{400 * 24 * time.Hour, "18 Oct 2025", "400 d", "18 Oct 2025 11:55"},
	} {
		at := now.Add(-c.before)
		if got := Ago(at, now); got != c.ago {
			t.Errorf("%v: Ago %q, want %q", c.before, got, c.ago)
		}
		if got := Waited(at, now); got != c.waited {
			t.Errorf("%v: Waited %q, want %q", c.before, got, c.waited)
		}
		if got := Clock(at, now); got != c.clock {
			t.Errorf("%v: Clock %q, want %q", c.before, got, c.clock)
		}
	}
	wants(t, render(t, Moment("5 h", now, now)), `datetime="2026-11-22T11:55:00Z"`, `title="22 November 2026, 11:55 UTC"`, `<span class="sr-only">, 22 November 2026, 11:55 UTC</span>`)
}

// TestIconsAreInTheSprite reads the sources: a misspelt icon draws nothing.
func TestIconsAreInTheSprite(t *testing.T) {
	sprite, err := os.ReadFile("../../static/icons.svg")
	if err != nil {
		t.Fatal(err)
	}
	named := regexp.MustCompile(`(?:ui\.)?Icon\("([a-z0-9-]+)"\)|Icon: "([a-z0-9-]+)"|Empty\("([a-z0-9-]+)"`)
	var files []string
	for _, pattern := range []string{"*.templ", "../*.templ", "../layout/*.templ"} {
		found, _ := filepath.Glob(pattern)
		files = append(files, found...)
	}
	for _, file := range files {
		source, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for _, match := range named.FindAllStringSubmatch(string(source), -1) {
			name := match[1] + match[2] + match[3]
			if !strings.Contains(string(sprite), `id="`+name+`"`) {
				t.Errorf("%s: no icon %q in the sprite", file, name)
			}
		}
	}
}
