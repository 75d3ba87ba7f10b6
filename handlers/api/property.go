package api

import (
	"encoding/json"

	"github.com/getkin/kin-openapi/openapi3"

	"parley/internal/desk"
)

// body is the JSON object that a request takes: each property is bound to the
// field of a desk request that it fills, and described for the document, in the
// same line. What it fills cannot differ from what it says.
type body struct {
	name       string // in the document
	properties []property
}

// property is one name of a body.
type property struct {
	name     string
	required bool
	schema   *openapi3.Schema
	items    *body // what the elements of an array are
	put      func(value json.RawMessage, problems *desk.FieldErrors)
}

func (b *body) property(name string) (property, bool) {
	for _, p := range b.properties {
		if p.name == name {
			return p, true
		}
	}
	return property{}, false
}

func (b *body) names() []string {
	names := make([]string, len(b.properties))
	for i, p := range b.properties {
		names[i] = p.name
	}
	return names
}

// text is a property that takes any string.
func text(name string, to *desk.Field[string], max uint64) property {
	p := stringly(name, to, "", func(s string) (string, bool) { return s, true })
	p.schema.MaxLength = &max
	return p
}

// choice is a property that takes one of some words. Which, the desk decides.
func choice[T ~string](name string, to *desk.Field[T], words []T) property {
	p := stringly(name, to, "", func(s string) (T, bool) { return T(s), true })
	p.schema.Enum = enum(desk.Words(words))
	return p
}

// reference is a property that takes the id of a record.
func reference[T ~int64](name string, to *desk.Field[T]) property {
	p := stringly(name, to, `, an id such as "7"`, desk.ParseID[T])
	p.schema.Pattern = idPattern
	return p
}

// stringly binds a name to a field whose values are JSON strings. Null is kept as such: whether it is allowed is for the desk to say.
func stringly[T any](name string, to *desk.Field[T], hint string, parse func(string) (T, bool)) property {
	put := func(value json.RawMessage, problems *desk.FieldErrors) {
		if string(value) == "null" {
			*to = desk.Null[T]()
			return
		}
		var s string
		if err := json.Unmarshal(value, &s); err != nil {
			problems.Add(name, "wrong_type", name+" must be a string"+hint)
			return
		}
		parsed, ok := parse(s)
		if !ok {
			problems.Add(name, "invalid", name+" must be a decimal number in a string"+hint)
			return
		}
		*to = desk.Value(parsed)
	}
	return property{name: name, schema: openapi3.NewStringSchema(), put: put}
}

func (p property) must() property {
	p.required = true
	return p
}

func (p property) orNull() property {
	p.schema.Type = &openapi3.Types{openapi3.TypeString, openapi3.TypeNull}
	return p
}

func (p property) or(fallback string) property {
	p.schema.Default = fallback
	return p
}

func (p property) about(description string) property {
	p.schema.Description = description
	return p
}
