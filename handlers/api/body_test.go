package api_test

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/getkin/kin-openapi/openapi3"

	"parley/internal/desk"
)

// field is what one property of a body may be. Each row of a table sends one
// value of it within a body that is right otherwise.
type field struct {
	required, nullable bool
	list               bool // of ids
	number             bool
	right              []string          // JSON values
	wrong              map[string]string // JSON values, with the code of the complaint
}

// target is an operation with a body; base is one that is right.
type target struct {
	method, path string
	base         map[string]string
	fields       map[string]field
}

func quoted(s string) string { b, _ := json.Marshal(s); return string(b) }

// line returns the wrong values of a single line of text.
func line(max int) map[string]string {
	return map[string]string{
		`""`: "empty", `"   "`: "empty", `"\u200b"`: "empty", `"a\u0000b"`: "control_character", `"a\nb"`: "control_character",
		`"a\u001bb"`: "control_character", quoted(strings.Repeat("é", max+1)): "too_long",
	}
}

func words(words []string) field {
	f := field{wrong: map[string]string{
		`""`: "not_in_list", `"nope"`: "not_in_list", quoted(strings.ToUpper(words[0])): "not_in_list", quoted(words[0] + " "): "not_in_list",
	}}
	for _, w := range words {
		f.right = append(f.right, quoted(w))
	}
	return f
}

// record returns the wrong values of an id; right ones exist and fit.
func record(right ...string) field {
	return field{right: right, wrong: map[string]string{
		`""`: "invalid", `"0"`: "invalid", `"-1"`: "invalid", `"01"`: "invalid", `" 1"`: "invalid", `"1.0"`: "invalid", `"x"`: "invalid",
		`"null"`: "invalid", `"{absent}"`: "not_found", `"99999999999999999999999"`: "not_found",
	}}
}

// uploads returns the values of a list of ids of files, of which there are none.
func uploads() field {
	return field{list: true, right: []string{`[]`}, wrong: map[string]string{
		`["a"]`: "invalid", `["0"]`: "invalid", `[""]`: "invalid", `["1","x"]`: "invalid", `["{absent}"]`: "not_found", `["7","7"]`: "duplicate",
		`[7]`: "wrong_type", `[["7"]]`: "wrong_type", `"7"`: "wrong_type", `[null]`: "invalid", "[" + strings.Repeat(`"7",`, desk.MaxAttachments) + `"8"]`: "too_many",
	}}
}

func (f field) must() field   { f.required = true; return f }
func (f field) orNull() field { f.nullable = true; return f }

func targets() []target {
	subject := field{right: []string{`"A"`, `"  trimmed  "`, `"\ud83d\ude00"`, quoted(strings.Repeat("é", 255))}, wrong: line(desk.MaxSubject)}
	name := field{right: []string{`"Zoë"`}, wrong: line(desk.MaxName)}
	text := field{right: []string{`"One\r\ntwo\tthree"`}, wrong: map[string]string{
		`""`: "empty", `" \n "`: "empty", `"a\u0000"`: "control_character", quoted(strings.Repeat("é", desk.MaxBody+1)): "too_long",
	}}
	email := field{nullable: true, right: []string{`"zoe@example.org"`}, wrong: map[string]string{
		`""`: "invalid", `"zoe"`: "invalid", `"Zoe <zoe@example.org>"`: "invalid", `"a@b\nc"`: "invalid",
		`"leo.brandt@example.com"`: "taken", `"LEO.Brandt@example.com"`: "taken",
	}}
	phone := field{nullable: true, right: []string{`"+44 20 7946 0018"`}, wrong: map[string]string{
		`""`: "invalid", `"12"`: "invalid", `"call me"`: "invalid", quoted(strings.Repeat("1", 41)): "invalid",
	}}
	assignee := record(`"{ana}"`).orNull()
	seen := record(`"99999"`)
	for _, later := range []string{`"{absent}"`, `"99999999999999999999999"`} {
		delete(seen.wrong, later) // Who has seen more than there is has seen all there is.
	}
	assignee.wrong[`"{ivo}"`] = "not_eligible"
	return []target{
		{"POST", "/api/conversations", map[string]string{"subject": `"S"`, "customerId": `"{maya}"`}, map[string]field{
			"subject": subject.must(), "customerId": record(`"{maya}"`, `"{leo}"`).must(),
			"channel": words(desk.Words(desk.Channels())), "priority": words(desk.Words(desk.Priorities())),
			"inboxId": record(`"{support}"`, `"{billing}"`), "message": text,
		}},
		{"PUT", "/api/conversations/{refund}", map[string]string{}, map[string]field{
			"subject": subject, "status": words(desk.Words(desk.Statuses())), "priority": words(desk.Words(desk.Priorities())),
			"assignedTo": assignee,
		}},
		{"POST", "/api/conversations/{refund}/messages", map[string]string{"kind": `"note"`, "body": `"B"`}, map[string]field{
			"kind": words(desk.Words(desk.MessageKinds())).must(), "body": text.must(), "attachmentIds": uploads(), "lastSeenMessageId": seen,
			"lastSeenVersion": {number: true, right: []string{`1`, `99999`}, wrong: map[string]string{`0`: "wrong_type", `-1`: "wrong_type", `"1"`: "wrong_type"}},
		}},
		{"POST", "/api/customers", map[string]string{"name": `"N"`}, map[string]field{"name": name.must(), "email": email, "phone": phone}},
		{"PUT", "/api/customers/{lone}", map[string]string{}, map[string]field{"name": name, "email": email, "phone": phone}},
	}
}

// with returns the base as JSON with one property set, or left out if value is "".
func (t target) with(property, value string) string {
	var parts []string
	for name, v := range t.base {
		if name != property {
			parts = append(parts, quoted(name)+":"+v)
		}
	}
	if value != "" {
		parts = append(parts, quoted(property)+":"+value)
	}
	return "{" + strings.Join(parts, ",") + "}"
}

func TestEveryFieldTellsValuesApart(t *testing.T) {
	for _, at := range targets() {
		t.Run(at.method+" "+at.path, func(t *testing.T) {
			w := newWorld(t)
			for name, f := range at.fields {
				refuses := func(value, code string) {
					t.Helper()
					before := w.state()
					r := w.do(call{at.method, at.path, "all", at.with(name, value), nil})
					if r.Code != 422 || r.complaints() != name+":"+code {
						t.Errorf("%s = %.40s: %d %s, want %s", name, value, r.Code, r.complaints(), code)
					}
					if w.state() != before {
						t.Errorf("%s = %.40s was refused and changed something", name, value)
					}
				}
				for _, value := range []string{"7", "1.5", "true", "false", "[]", `["a"]`, "{}", `{"_id":"1"}`} {
					if f.list && value[0] == '[' || f.number && value == "7" {
						continue
					}
					refuses(value, "wrong_type")
				}
				for value, code := range f.wrong {
					refuses(value, code)
				}
				if f.required {
					refuses("", "required")
				}
				if !f.nullable {
					refuses("null", "null")
				}
			}
		})
	}
}

func TestEveryFieldTakesWhatItShould(t *testing.T) {
	for _, at := range targets() {
		t.Run(at.method+" "+at.path, func(t *testing.T) {
			w := newWorld(t)
			for name, f := range at.fields {
				values := f.right
				if f.nullable {
					values = append(values, "null")
				}
				if !f.required {
					values = append(values, "")
				}
				for _, value := range values {
					if r := w.do(call{at.method, at.path, "all", at.with(name, value), nil}); r.Code >= 300 {
						t.Errorf("%s = %.40s: %d %s", name, value, r.Code, r.Body)
					}
				}
			}
		})
	}
}

// TestDocumentSaysWhatBodiesTake holds the tables of this file, which the server
// has just passed, against what the document promises.
func TestDocumentSaysWhatBodiesTake(t *testing.T) {
	doc := document(t)
	for _, at := range targets() {
		path := strings.NewReplacer("{refund}", "{id}", "{lone}", "{id}").Replace(at.path)
		schema := doc.Paths.Value(path).GetOperation(at.method).RequestBody.Value.Content.Get("application/json").Schema.Value
		if len(schema.Properties) != len(at.fields) || schema.AdditionalProperties.Has == nil || *schema.AdditionalProperties.Has {
			t.Errorf("%s %s: the document has other fields", at.method, path)
		}
		required := map[string]bool{}
		for _, name := range schema.Required {
			required[name] = true
		}
		for name, f := range at.fields {
			property := schema.Properties[name].Value
			if property.Type.Includes(openapi3.TypeNull) != f.nullable || required[name] != f.required {
				t.Errorf("%s %s: %s may be null or left out otherwise than documented", at.method, path, name)
			}
			for _, word := range property.Enum {
				if !strings.Contains(strings.Join(f.right, " "), quoted(word.(string))) {
					t.Errorf("%s %s: %s is not said to take %v", at.method, path, name, word)
				}
			}
		}
	}
}

func TestNamesAreExact(t *testing.T) {
	for _, at := range targets() {
		w := newWorld(t)
		names := []string{"_id", "version", "source", "createdAt", "Problems", "IfVersions", "", "\u017ftatus", "__proto__", "customer", "was"}
		for name := range at.fields {
			names = append(names, strings.ToUpper(name), name+" ", strings.ToUpper(name[:1])+name[1:])
		}
		for _, name := range names {
			before := w.state()
			r := w.do(call{at.method, at.path, "all", at.with(name, `"x"`), nil})
			if r.Code != 422 || r.complaints() != name+":unknown_field" || w.state() != before {
				t.Errorf("%s %s: %q: %d %s", at.method, at.path, name, r.Code, r.complaints())
			}
		}
	}
}

func TestEveryProblemIsNamedAtOnce(t *testing.T) {
	w := newWorld(t)
	before := w.state()
	r := w.do(call{"POST", "/api/conversations", "all", `{"subject":7,"customerId":"x","channel":null,"priority":"top","inboxId":"{absent}","colour":1}`, nil}).is(422)
	want := "subject:wrong_type customerId:invalid colour:unknown_field channel:null priority:not_in_list inboxId:not_found"
	if r.complaints() != want {
		t.Errorf("complaints are %s", r.complaints())
	}
	r.has("type", "/problems/validation").has("title", "Invalid conversation").has("detail", "6 fields need attention.").
		has("errors.4.message", "priority must be low, medium, high or urgent").has("errors.4.allowed.3", "urgent")
	w.do(call{"POST", "/api/conversations", "all", `{}`, nil}).is(422).has("detail", "2 fields need attention.")
	w.do(call{"POST", "/api/conversations/{refund}/messages", "all", `{}`, nil}).is(422).has("title", "Invalid message")
	w.do(call{"POST", "/api/customers", "all", `{}`, nil}).is(422).has("title", "Invalid customer").has("detail", "1 field needs attention.")
	if w.state() != before {
		t.Error("something changed")
	}
}
