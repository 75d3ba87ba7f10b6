package views

import "testing"

// testAPIReference has hostile text in every place that takes text.
func testAPIReference() APIReference {
	of := APIType{Before: hostile, Schema: "Conversation", After: hostile}
	fields := []APIField{{
		Name: hostile, Type: of, Required: true, Values: []string{hostile}, Default: hostile, Pattern: hostile, Limits: hostile, About: hostile,
	}, {Name: "plain"}}
	responses := []APIResponse{{Status: hostile, Meaning: hostile, Code: hostile, Data: &of, Paged: true, Headers: fields}}
	return APIReference{
		Version: hostile, BaseURL: hostile,
		Groups: []APIGroup{{Name: "The API itself", Operations: []APIOperation{
			{
				ID: "getThing", Method: hostile, Path: hostile, Summary: hostile, Permission: hostile, AnyKey: true,
				InPath: fields, Query: fields, Headers: fields, Body: fields, Answers: responses, Refusals: responses, Curl: hostile,
			},
			{ID: "getMe", AnyKey: true},
			{ID: "getDocument", Summary: "Get it; all, of it"},
		}}},
		Schemas: []APISchema{{Name: "Conversation", Fields: fields}, {Name: "Pagination"}},
	}
}

func TestAPIReference(t *testing.T) {
	html := render(t, testAPIReference().Page())
	wants(
		t, html, "<title>API reference", `href="#getThing"`, `<article class="ref-part" id="getThing">`, `href="#schema-Conversation"`,
		`<h2 id="group-the-api-itself">`, "any key", "no key", "required", "optional", "may be left out", `aria-label="Contents"`, ">Get it</span>",
	)
	lacks(t, html, "vendor/htmx", "hx-boost", "<form")
}

// TestCodeCanBeScrolledByKeyboard: whatever scrolls by itself takes the focus and
// has a name.
func TestCodeCanBeScrolledByKeyboard(t *testing.T) {
	html := render(t, apiCode("Example: "+hostile, "curl -s '"+hostile+"'"))
	wants(t, html, `tabindex="0"`, `role="group"`, `aria-label="Example: &lt;script`, "curl -s &#39;&lt;script")
	lacks(t, html, "<script", "<img")
}
