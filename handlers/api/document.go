package api

import (
	"fmt"
	"net/http"
	"reflect"
	"strconv"
	"strings"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/labstack/echo/v4"
)

// Document returns the OpenAPI 3.1 description of every operation. Bodies come
// from the bindings that decode them and answers from the types that encode
// them, so that the two cannot drift apart from what is served.
func (a *API) Document() *openapi3.T {
	d := describer{schemas: schemas{}, doc: &openapi3.T{
		OpenAPI: "3.1.0",
		Info: &openapi3.Info{
			Title: "Parley", Version: a.version,
			Description: "The conversations of a helpdesk, for programs. Send a key with every request: Authorization: Bearer <key>.",
		},
		Servers:  openapi3.Servers{{URL: "/"}},
		Paths:    openapi3.NewPaths(),
		Security: openapi3.SecurityRequirements{},
	}}
	for _, op := range a.Operations() {
		d.doc.AddOperation(op.Path, op.Method, d.operation(op))
	}
	d.problem().Value.Properties["success"] = constant(false)
	d.doc.Components = &openapi3.Components{
		Schemas: openapi3.Schemas(d.schemas),
		SecuritySchemes: openapi3.SecuritySchemes{
			"key": &openapi3.SecuritySchemeRef{Value: openapi3.NewSecurityScheme().WithType("http").WithScheme("bearer").
				WithDescription("A key that an administrator made. A browser's session does not count.")},
		},
	}
	return d.doc
}

func (a *API) getDocument(r *request) error {
	text, err := a.document()
	if err != nil {
		return fmt.Errorf("encode the OpenAPI document: %w", err)
	}
	return r.Blob(http.StatusOK, echo.MIMEApplicationJSON, text)
}

// describer turns operations into their description.
type describer struct {
	doc     *openapi3.T
	schemas schemas
}

func (d describer) operation(op Operation) *openapi3.Operation {
	o := openapi3.NewOperation()
	o.OperationID, o.Summary, o.Description = op.Name, op.Summary, needs(op.Access)
	o.Responses = openapi3.NewResponsesWithCapacity(8)
	if op.Access != Public {
		o.Security = openapi3.NewSecurityRequirements().With(openapi3.NewSecurityRequirement().Authenticate("key"))
	}
	if p := op.Access.Permission(); p != "" {
		o.Extensions = map[string]any{"x-permission": string(p)}
	}
	for _, p := range append(headerParameters(op), op.query...) {
		o.AddParameter(p)
	}
	if op.body != nil {
		content := openapi3.NewContentWithJSONSchemaRef(d.body(op.body))
		o.RequestBody = &openapi3.RequestBodyRef{Value: openapi3.NewRequestBody().WithRequired(true).WithContent(content)}
	}
	if op.uploads {
		o.RequestBody = &openapi3.RequestBodyRef{Value: openapi3.NewRequestBody().WithRequired(true).WithContent(fileContent())}
	}
	o.AddResponse(op.answer.status, d.answer(op.answer))
	if op.takesOnce() {
		response := o.Responses.Status(op.answer.status).Value
		if response.Headers == nil {
			response.Headers = openapi3.Headers{}
		}
		response.Headers[replayedHeader] = replayed()
	}
	if op.answer.file {
		o.AddResponse(http.StatusPartialContent, fileResponse("The range that the header Range asks for"))
		o.AddResponse(http.StatusNotModified, openapi3.NewResponse().WithDescription("Nothing has changed since If-None-Match."))
	}
	if op.versioned && op.Method == http.MethodGet {
		o.AddResponse(http.StatusNotModified, openapi3.NewResponse().WithDescription("Nothing has changed since If-None-Match."))
	}
	for _, status := range op.statuses() {
		o.AddResponse(status, d.refusal(status))
	}
	return o
}

func needs(access Access) string {
	switch access {
	case Public:
		return "Public: needs no key."
	case AnyKey:
		return "Needs a key, with whatever permissions."
	}
	return "Needs the permission " + string(access) + "."
}

func headerParameters(op Operation) []*openapi3.Parameter {
	var list []*openapi3.Parameter
	if op.hasID() {
		list = append(list, openapi3.NewPathParameter("id").WithSchema(idSchema()))
	}
	if strings.Contains(op.Path, "{userId}") {
		list = append(list, openapi3.NewPathParameter("userId").WithSchema(idSchema()))
	}
	tags := openapi3.NewStringSchema()
	switch {
	case op.versioned && op.Method == http.MethodGet:
		list = append(list, openapi3.NewHeaderParameter("If-None-Match").WithSchema(tags).
			WithDescription("ETags of answers the caller has: 304 where one is still right."))
	case op.versioned:
		list = append(list, openapi3.NewHeaderParameter("If-Match").WithSchema(tags).
			WithDescription("ETags of what the caller has read: 412 where the record has another version by now, or, for a message, where the conversation has anything new."))
	}
	if op.takesOnce() {
		list = append(list, onceParameter())
	}
	return list
}

// body describes what a request takes: no names but these.
func (d describer) body(b *body) *openapi3.SchemaRef {
	object := openapi3.NewObjectSchema().WithoutAdditionalProperties()
	for _, p := range b.properties {
		if p.items != nil {
			p.schema.Items = d.body(p.items)
		}
		object.Properties[p.name] = p.schema.NewRef()
		if p.required {
			object.Required = append(object.Required, p.name)
		}
	}
	d.schemas[b.name] = object.NewRef()
	return openapi3.NewSchemaRef("#/components/schemas/"+b.name, object)
}

func (d describer) answer(shape answer) *openapi3.Response {
	if shape.file {
		return fileResponse("The file, to be saved, or an image to be shown")
	}
	object := openapi3.NewObjectSchema()
	if !shape.document {
		object.WithPropertyRef("success", constant(true)).WithRequired([]string{"success"})
	}
	if shape.data != nil {
		data := d.schemas.of(reflect.TypeOf(shape.data))
		if shape.list {
			list := openapi3.NewArraySchema()
			list.Items, data = data, list.NewRef()
			object.WithPropertyRef("pagination", d.schemas.of(reflect.TypeFor[paginationJSON]()))
			object.Required = append(object.Required, "pagination")
		}
		object.WithPropertyRef("data", data)
		object.Required = append(object.Required, "data")
	}
	response := openapi3.NewResponse().WithDescription(http.StatusText(shape.status) + ".").WithJSONSchema(object)
	if shape.etag {
		setHeader(response, "ETag", "The version and a hash of the answer, for If-Match and If-None-Match.")
	}
	if shape.location {
		setHeader(response, echo.HeaderLocation, "Where the new record is.")
	}
	return response
}

func (d describer) problem() *openapi3.SchemaRef { return d.schemas.of(reflect.TypeFor[problem]()) }

func (d describer) refusal(status int) *openapi3.Response {
	_, code, title := kind(status)
	response := openapi3.NewResponse().WithDescription(title + ": " + strconv.Quote(code) + ".").
		WithContent(openapi3.NewContentWithSchemaRef(d.problem(), []string{"application/problem+json"}))
	if status == http.StatusUnauthorized {
		setHeader(response, echo.HeaderWWWAuthenticate, "Always Bearer.")
	}
	return response
}

func constant(value bool) *openapi3.SchemaRef {
	schema := openapi3.NewBoolSchema()
	schema.Enum = []any{value}
	return schema.NewRef()
}

func setHeader(response *openapi3.Response, name, about string) {
	if response.Headers == nil {
		response.Headers = openapi3.Headers{}
	}
	response.Headers[name] = &openapi3.HeaderRef{Value: &openapi3.Header{Parameter: openapi3.Parameter{
		Description: about, Required: true, Schema: openapi3.NewStringSchema().NewRef(),
	}}}
}
