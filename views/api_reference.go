package views

import (
	"strings"

	"parley/views/layout"
)

// APIReference is the page /api/docs: the OpenAPI document for people. It is the
// same for everyone, and needs no scripts.
type APIReference struct {
	Theme   string
	Version string // the program's
	BaseURL string // what the API's paths are appended to, without a slash at the end
	Groups  []APIGroup
	Schemas []APISchema
}

// APIGroup is the operations of one resource.
type APIGroup struct {
	Name       string
	Operations []APIOperation
}

// ID returns the group's place on the page.
func (g APIGroup) ID() string {
	return "group-" + strings.ReplaceAll(strings.ToLower(g.Name), " ", "-")
}

// APIOperation is one method of one path.
type APIOperation struct {
	ID         string // the document's operationId, and its place on the page
	Method     string
	Path       string
	Summary    string
	Permission string // what a key must hold; "" where any key will do, or none is needed
	AnyKey     bool   // with no permission: whether a key is needed at all
	InPath     []APIField
	Query      []APIField
	Headers    []APIField
	Body       []APIField // of the JSON object that is sent
	Form       []APIField // of the form that is sent instead
	Answers    []APIResponse
	Refusals   []APIResponse
	Curl       string
}

// APIField is a parameter, a header or a property of a JSON object.
type APIField struct {
	Name     string
	Type     APIType
	Required bool
	Values   []string // the only ones, where there are such
	Default  string
	Pattern  string // a regular expression
	Limits   string // as words: "up to 200 characters"
	About    string // sentences
}

// APIType says what a value is: words, and the name of a schema among them.
type APIType struct{ Before, Schema, After string }

// APIResponse is one status that an operation answers with.
type APIResponse struct {
	Status  string
	Meaning string   // without a full stop
	Code    string   // of a problem
	Data    *APIType // what stands in "data"; nil: there is none
	Paged   bool
	Headers []APIField
}

// APISchema is an object that answers contain.
type APISchema struct {
	Name   string
	Fields []APIField
}

// ID returns the schema's place on the page.
func (s APISchema) ID() string { return schemaID(s.Name) }

func schemaID(name string) string { return "schema-" + name }

// topic is a section that is about no single operation.
type topic struct{ id, name string }

func topics() []topic {
	return []topic{
		{"authentication", "Authentication"},
		{"answers", "Answers and paging"},
		{"errors", "Errors"},
		{"lost-updates", "Lost updates"},
	}
}

func (m APIReference) contents() []layout.Contents {
	start := layout.Contents{Label: "Basics"}
	for _, t := range topics() {
		start.Lines = append(start.Lines, layout.ContentsLine{ID: t.id, Label: t.name})
	}
	list := []layout.Contents{start}
	for _, g := range m.Groups {
		part := layout.Contents{Label: g.Name}
		for _, op := range g.Operations {
			part.Lines = append(part.Lines, layout.ContentsLine{ID: op.ID, Label: op.short(), Mark: op.Method})
		}
		list = append(list, part)
	}
	last := layout.Contents{Label: "Schemas"}
	for _, s := range m.Schemas {
		last.Lines = append(last.Lines, layout.ContentsLine{ID: s.ID(), Label: s.Name})
	}
	return append(list, last)
}

// short returns the first part of the summary.
func (o APIOperation) short() string {
	short, _, _ := strings.Cut(o.Summary, ";")
	short, _, _ = strings.Cut(short, ",")
	return short
}
