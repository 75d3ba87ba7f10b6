package api

import (
	"encoding/json"
	"fmt"
	"slices"

	"github.com/getkin/kin-openapi/openapi3"

	"parley/internal/desk"
)

// objects is a property that takes an array of at most max objects, each bound by
// of. What is wrong within one is told under its place, as in
// "conversations[2]._id".
func objects[T any](name string, to *desk.Field[[]T], max int, of func(*T) *body) property {
	put := func(value json.RawMessage, problems *desk.FieldErrors) {
		if string(value) == "null" {
			*to = desk.Null[[]T]()
			return
		}
		var elements []json.RawMessage
		if err := json.Unmarshal(value, &elements); err != nil {
			problems.Add(name, "wrong_type", name+" must be an array of objects")
			return
		}
		if len(elements) > max {
			problems.Add(name, "too_many", fmt.Sprintf("%s must have at most %d elements", name, max))
			return
		}
		items := make([]T, len(elements))
		for i, element := range elements {
			bindElement(fmt.Sprintf("%s[%d]", name, i), element, of(&items[i]), problems)
		}
		*to = desk.Value(items)
	}
	schema := openapi3.NewArraySchema().WithMaxItems(int64(max))
	return property{name: name, schema: schema, items: of(new(T)), put: put}
}

// references is a property that takes an array of at most max ids.
func references[T ~int64](name string, to *desk.Field[[]T], max int) property {
	put := func(value json.RawMessage, problems *desk.FieldErrors) {
		if string(value) == "null" {
			*to = desk.Null[[]T]()
			return
		}
		var texts []string
		if err := json.Unmarshal(value, &texts); err != nil {
			problems.Add(name, "wrong_type", name+` must be an array of ids, each a string such as "7"`)
			return
		}
		if len(texts) > max {
			problems.Add(name, "too_many", fmt.Sprintf("%s must have at most %d elements", name, max))
			return
		}
		ids := make([]T, len(texts))
		for i, text := range texts {
			id, ok := desk.ParseID[T](text)
			if !ok {
				problems.Add(name, "invalid", name+` must be decimal numbers in strings, ids such as "7"`)
				return
			}
			ids[i] = id
		}
		*to = desk.Value(ids)
	}
	schema := openapi3.NewArraySchema().WithItems(idSchema()).WithMaxItems(int64(max))
	return property{name: name, schema: schema, put: put}
}

func bindElement(at string, element json.RawMessage, b *body, problems *desk.FieldErrors) {
	var within desk.FieldErrors
	if element[0] != '{' {
		problems.Add(at, "wrong_type", at+" must be an object")
		return
	}
	if err := b.decode(element, &within); err != nil {
		problems.Add(at, "invalid", at+": "+err.Error())
		return
	}
	for _, e := range within {
		problems.Add(at+"."+e.Field, e.Code, at+": "+e.Message, e.Allowed...)
	}
}

// whole is a property that takes a whole number from 1.
func whole(name string, to *desk.Field[int64]) property {
	put := func(value json.RawMessage, problems *desk.FieldErrors) {
		if string(value) == "null" {
			*to = desk.Null[int64]()
			return
		}
		var n int64
		if err := json.Unmarshal(value, &n); err != nil || n < 1 {
			problems.Add(name, "wrong_type", name+" must be a whole number from 1")
			return
		}
		*to = desk.Value(n)
	}
	return property{name: name, schema: openapi3.NewIntegerSchema().WithMin(1), put: put}
}

// texts is a property that takes an array of at most max strings of at most length
// characters each.
func texts(name string, to *desk.Field[[]string], max int, length uint64) property {
	put := func(value json.RawMessage, problems *desk.FieldErrors) {
		if string(value) == "null" {
			*to = desk.Null[[]string]()
			return
		}
		var items []*string
		if err := json.Unmarshal(value, &items); err != nil || slices.Contains(items, nil) {
			problems.Add(name, "wrong_type", name+" must be an array of strings")
			return
		}
		list := make([]string, len(items))
		for i, item := range items {
			list[i] = *item
		}
		*to = desk.Value(list)
	}
	item := openapi3.NewStringSchema()
	item.MaxLength = &length
	return property{name: name, schema: openapi3.NewArraySchema().WithItems(item).WithMaxItems(int64(max)), put: put}
}
