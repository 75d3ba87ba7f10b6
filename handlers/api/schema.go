package api

import (
	"reflect"
	"strings"

	"github.com/getkin/kin-openapi/openapi3"

	"parley/internal/desk"
)

// schemas derives JSON schemas from the Go types that are encoded; structs
// become named components. Pointers are what can be null.
type schemas openapi3.Schemas

func (s schemas) of(t reflect.Type) *openapi3.SchemaRef {
	if known := vocabulary(t); known != nil {
		return known.NewRef()
	}
	switch t.Kind() {
	case reflect.Pointer:
		return nullable(s.of(t.Elem()))
	case reflect.Slice:
		list := openapi3.NewArraySchema()
		list.Items = s.of(t.Elem())
		return list.NewRef()
	case reflect.Struct:
		return s.component(t)
	case reflect.Bool:
		return openapi3.NewBoolSchema().NewRef()
	case reflect.Int, reflect.Int64:
		return openapi3.NewIntegerSchema().NewRef()
	case reflect.String:
		return openapi3.NewStringSchema().NewRef()
	}
	return openapi3.NewSchema().NewRef() // any
}

// vocabulary returns the schemas of types that say more than their kind.
func vocabulary(t reflect.Type) *openapi3.Schema {
	switch t {
	case reflect.TypeFor[id]():
		return idSchema()
	case reflect.TypeFor[timestamp]():
		return openapi3.NewDateTimeSchema()
	case reflect.TypeFor[desk.Status]():
		return words(desk.Words(desk.Statuses()))
	case reflect.TypeFor[desk.Priority]():
		return words(desk.Words(desk.Priorities()))
	case reflect.TypeFor[desk.Channel]():
		return words(desk.Words(desk.Channels()))
	case reflect.TypeFor[desk.Hue]():
		return words(desk.Words(desk.Hues()))
	case reflect.TypeFor[desk.Source]():
		return words(desk.Words(desk.Sources()))
	case reflect.TypeFor[desk.MessageKind]():
		return words(desk.Words(desk.MessageKinds()))
	case reflect.TypeFor[desk.Role]():
		return words(desk.Words(desk.Roles()))
	case reflect.TypeFor[desk.Permission]():
		return words(desk.Words(desk.Permissions()))
	}
	return nil
}

// component adds the struct to the components and returns a reference to it. Its
// properties are required unless they may be left out when empty.
func (s schemas) component(t reflect.Type) *openapi3.SchemaRef {
	name := componentName(t)
	ref := openapi3.NewSchemaRef("#/components/schemas/"+name, nil)
	if known, ok := s[name]; ok {
		ref.Value = known.Value
		return ref
	}
	object := openapi3.NewObjectSchema()
	ref.Value, s[name] = object, object.NewRef()
	for _, field := range reflect.VisibleFields(t) {
		name, options, _ := strings.Cut(field.Tag.Get("json"), ",")
		if name == "" {
			continue
		}
		object.Properties[name] = describe(s.of(field.Type), field.Tag)
		if options != "omitempty" {
			object.Required = append(object.Required, name)
		}
	}
	return ref
}

func componentName(t reflect.Type) string {
	name := strings.TrimSuffix(t.Name(), "JSON")
	return strings.ToUpper(name[:1]) + name[1:]
}

// describe adds what a field's tag says. A reference is wrapped to carry it.
func describe(ref *openapi3.SchemaRef, tag reflect.StructTag) *openapi3.SchemaRef {
	if listed := tag.Get("enum"); listed != "" {
		ref.Value.Enum = enum(strings.Split(listed, ","))
	}
	about := tag.Get("doc")
	if about == "" {
		return ref
	}
	if ref.Ref != "" {
		ref = (&openapi3.Schema{AllOf: openapi3.SchemaRefs{ref}}).NewRef()
	}
	ref.Value.Description = about
	return ref
}

// nullable lets a schema be null in the way of OpenAPI 3.1.
func nullable(ref *openapi3.SchemaRef) *openapi3.SchemaRef {
	null := &openapi3.Schema{Type: &openapi3.Types{openapi3.TypeNull}}
	if ref.Ref != "" {
		return (&openapi3.Schema{AnyOf: openapi3.SchemaRefs{ref, null.NewRef()}}).NewRef()
	}
	types := append(ref.Value.Type.Slice(), openapi3.TypeNull)
	ref.Value.Type = (*openapi3.Types)(&types)
	return ref
}
