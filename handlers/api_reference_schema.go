package handlers

import (
	"cmp"
	"fmt"
	"maps"
	"path"
	"slices"
	"strings"

	"github.com/getkin/kin-openapi/openapi3"

	"parley/views"
)

// referenceSchemas returns the schemas of what is answered, by name. What is
// sent stands with its operation.
func referenceSchemas(doc *openapi3.T) []views.APISchema {
	sent := map[string]bool{}
	for _, item := range doc.Paths.Map() {
		for _, o := range item.Operations() {
			if o.RequestBody == nil {
				continue
			}
			if content := o.RequestBody.Value.Content.Get("application/json"); content != nil {
				sent[schemaName(content.Schema)] = true
			}
		}
	}
	var list []views.APISchema
	for _, name := range slices.Sorted(maps.Keys(doc.Components.Schemas)) {
		if !sent[name] {
			list = append(list, views.APISchema{Name: name, Fields: referenceFields(doc.Components.Schemas[name].Value)})
		}
	}
	return list
}

// referenceFields returns the properties of an object: first those that are
// always there, in their own order, then the others by name.
func referenceFields(object *openapi3.Schema) []views.APIField {
	rank := func(name string) int {
		if i := slices.Index(object.Required, name); i >= 0 {
			return i
		}
		return len(object.Required)
	}
	names := slices.SortedFunc(maps.Keys(object.Properties), func(a, b string) int {
		return cmp.Or(cmp.Compare(rank(a), rank(b)), cmp.Compare(a, b))
	})
	fields := make([]views.APIField, len(names))
	for i, name := range names {
		fields[i] = referenceField(name, object.Properties[name], slices.Contains(object.Required, name))
	}
	return fields
}

func referenceField(name string, ref *openapi3.SchemaRef, required bool) views.APIField {
	schema := ref.Value
	field := views.APIField{Name: name, Required: required, Type: referenceType(ref), About: schema.Description}
	if schema.Default != nil {
		field.Default = fmt.Sprint(schema.Default)
	}
	one := schema
	if schema.Items != nil {
		one = schema.Items.Value
	}
	for _, value := range one.Enum {
		field.Values = append(field.Values, fmt.Sprint(value))
	}
	field.Pattern, field.Limits = one.Pattern, limits(schema)
	return field
}

// limits says in words how long or large a value may be.
func limits(s *openapi3.Schema) string {
	switch {
	case s.Min != nil && s.Max != nil:
		return fmt.Sprintf("from %.0f to %.0f", *s.Min, *s.Max)
	case s.MaxLength != nil && s.MinLength > 0:
		return fmt.Sprintf("%d to %d characters", s.MinLength, *s.MaxLength)
	case s.MaxLength != nil:
		return fmt.Sprintf("up to %d characters", *s.MaxLength)
	case s.MaxItems != nil:
		return fmt.Sprintf("up to %d values", *s.MaxItems)
	}
	return ""
}

// referenceType says what a value is, and where that is told at length.
func referenceType(ref *openapi3.SchemaRef) views.APIType {
	if name := schemaName(ref); name != "" {
		return views.APIType{Schema: name}
	}
	schema := ref.Value
	switch {
	case len(schema.AllOf) == 1: // a reference that says more
		return referenceType(schema.AllOf[0])
	case len(schema.AnyOf) == 2: // a reference, or null
		of := referenceType(schema.AnyOf[0])
		of.After += " or null"
		return of
	case schema.Items != nil:
		of := referenceType(schema.Items)
		of.Before = "array of " + of.Before
		return of
	case schema.Type == nil:
		return views.APIType{Before: "anything"}
	}
	words := strings.Join(schema.Type.Slice(), " or ")
	if schema.Format != "" {
		words += ", " + schema.Format
	}
	return views.APIType{Before: words}
}

// schemaName returns the name of the component that is referred to, or "".
func schemaName(ref *openapi3.SchemaRef) string {
	if ref.Ref == "" {
		return ""
	}
	return path.Base(ref.Ref)
}
