package handlers

import (
	"net/http"
	"slices"
	"strings"

	"github.com/getkin/kin-openapi/openapi3"

	"parley/handlers/api"
	"parley/views"
)

// showAPIReference shows the OpenAPI document to people.
func showAPIReference(r *request) error {
	page := r.reference()
	page.Theme = string(r.preferences.Theme)
	return r.render(http.StatusOK, page.Page())
}

// referenceTo returns the page about the API for callers who reach it under the
// base URL. Operations come in the order of their table, and all that is said of
// them comes from the document.
func referenceTo(a *api.API, base string) views.APIReference {
	doc := a.Document()
	page := views.APIReference{Version: doc.Info.Version, BaseURL: base}
	for _, op := range a.Operations() {
		name := groupOf(op.Path)
		at := slices.IndexFunc(page.Groups, func(g views.APIGroup) bool { return g.Name == name })
		if at < 0 {
			at = len(page.Groups)
			page.Groups = append(page.Groups, views.APIGroup{Name: name})
		}
		group := &page.Groups[at]
		described := describedOperation{op.Method, op.Path, doc.Paths.Value(op.Path).GetOperation(op.Method)}
		group.Operations = append(group.Operations, described.view(base))
	}
	page.Schemas = referenceSchemas(doc)
	return page
}

// groupOf returns the heading that an operation stands under: its resource's
// name, with the few that are about the API itself together.
func groupOf(path string) string {
	resource, _, _ := strings.Cut(strings.TrimPrefix(path, "/api/"), "/")
	if resource == "me" || strings.Contains(resource, ".") {
		return "The API itself"
	}
	return strings.ToUpper(resource[:1]) + resource[1:]
}

// describedOperation is one operation as the document has it.
type describedOperation struct {
	method, path string
	*openapi3.Operation
}

func (o describedOperation) view(base string) views.APIOperation {
	shown := views.APIOperation{
		ID: o.OperationID, Method: o.method, Path: o.path, Summary: o.Summary, AnyKey: o.Security != nil, Curl: o.curl(base),
	}
	shown.Permission, _ = o.Extensions["x-permission"].(string)
	for _, p := range o.Parameters {
		field := referenceField(p.Value.Name, p.Value.Schema, p.Value.Required)
		field.About = p.Value.Description
		switch p.Value.In {
		case openapi3.ParameterInPath:
			shown.InPath = append(shown.InPath, field)
		case openapi3.ParameterInQuery:
			shown.Query = append(shown.Query, field)
		default:
			shown.Headers = append(shown.Headers, field)
		}
	}
	if body := o.body(); body != nil {
		shown.Body = referenceFields(body)
	}
	if form := o.form(); form != nil {
		shown.Form = referenceFields(form)
	}
	shown.Answers, shown.Refusals = referenceResponses(o.Responses)
	return shown
}

// body returns the schema of the JSON that the operation takes, or nil.
func (o describedOperation) body() *openapi3.Schema {
	if o.RequestBody == nil {
		return nil
	}
	content := o.RequestBody.Value.Content.Get("application/json")
	if content == nil {
		return nil
	}
	return content.Schema.Value
}

// form returns the schema of the form that the operation takes, or nil.
func (o describedOperation) form() *openapi3.Schema {
	if o.RequestBody == nil {
		return nil
	}
	content := o.RequestBody.Value.Content.Get("multipart/form-data")
	if content == nil {
		return nil
	}
	return content.Schema.Value
}
