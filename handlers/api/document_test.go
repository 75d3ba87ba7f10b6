package api_test

import (
	"encoding/json"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/getkin/kin-openapi/openapi3"

	"parley/internal/desk"
)

func TestDocumentIsValid(t *testing.T) {
	w := newWorld(t)
	r := w.do(call{"GET", "/api/openapi.json", "", "", nil}).is(200)
	doc, err := openapi3.NewLoader().LoadFromData(r.Body.Bytes())
	w.must(err)
	err = doc.Validate(t.Context(), openapi3.EnableExamplesValidation(), openapi3.EnableSchemaDefaultsValidation(), openapi3.EnableSchemaPatternValidation())
	if err != nil {
		t.Error(err)
	}
	if doc.OpenAPI != "3.1.0" || !doc.IsOpenAPI31OrLater() || doc.Info.Title != "Parley" {
		t.Errorf("openapi %s, title %s", doc.OpenAPI, doc.Info.Title)
	}
	if strings.Contains(r.Body.String(), `"nullable"`) {
		t.Error("nullable is OpenAPI 3.0")
	}
	again, err := w.api.Document().MarshalJSON()
	w.must(err)
	if string(again) != r.Body.String() {
		t.Error("the document is not the same twice")
	}
}

// TestDocumentHasEveryOperationAndNoOther compares it with the table, and the
// router test compares the table with what is served.
func TestDocumentHasEveryOperationAndNoOther(t *testing.T) {
	w := newWorld(t)
	doc := document(t)
	missing := map[string]bool{}
	for path, item := range doc.Paths.Map() {
		for method := range item.Operations() {
			missing[method+" "+path] = true
		}
	}
	names := map[string]bool{}
	for _, op := range w.api.Operations() {
		item := doc.Paths.Value(op.Path)
		if item == nil || item.GetOperation(op.Method) == nil {
			t.Errorf("%s %s is not in the document", op.Method, op.Path)
			continue
		}
		delete(missing, op.Method+" "+op.Path)
		described := item.GetOperation(op.Method)
		if described.OperationID != op.Name || described.Summary != op.Summary || names[op.Name] {
			t.Errorf("%s %s: operationId %s", op.Method, op.Path, described.OperationID)
		}
		names[op.Name] = true
		permission := string(op.Access.Permission())
		if got, _ := described.Extensions["x-permission"].(string); got != permission || !strings.Contains(described.Description, permission) {
			t.Errorf("%s %s: x-permission is %q in %q", op.Method, op.Path, got, described.Description)
		}
		if (described.Security == nil) != (op.Access == "public") {
			t.Errorf("%s %s: security is %v", op.Method, op.Path, described.Security)
		}
	}
	for name := range missing {
		t.Errorf("%s is in the document only", name)
	}
}

// TestAccessOfTheFixedPart is part 1 of api.md, row by row.
func TestAccessOfTheFixedPart(t *testing.T) {
	want := map[string]string{
		"GET /api/conversations": "read:conversations", "GET /api/conversations/{id}": "read:conversations",
		"POST /api/conversations": "write:conversations", "PUT /api/conversations/{id}": "write:conversations",
		"DELETE /api/conversations/{id}": "write:conversations",
		"GET /api/customers":             "read:customers", "POST /api/customers": "write:customers", "PUT /api/customers/{id}": "write:customers",
		"DELETE /api/customers/{id}": "write:customers", "GET /api/users": "read:users", "GET /api/inboxes": "read:inboxes",
	}
	for _, op := range newWorld(t).api.Operations() {
		if permission, listed := want[op.Method+" "+op.Path]; listed && string(op.Access) != permission {
			t.Errorf("%s %s asks for %s", op.Method, op.Path, op.Access)
		}
		delete(want, op.Method+" "+op.Path)
	}
	if len(want) > 0 {
		t.Errorf("missing: %v", want)
	}
}

func TestDocumentHasTheParametersThatAreTaken(t *testing.T) {
	doc := document(t)
	for path, names := range lists() {
		path = strings.Replace(path, "{refund}", "{id}", 1)
		operation := doc.Paths.Value(path).Get
		var described []string
		for _, p := range operation.Parameters {
			if p.Value.In == openapi3.ParameterInQuery {
				described = append(described, p.Value.Name)
			}
		}
		if !slices.Equal(slices.Sorted(slices.Values(described)), slices.Sorted(slices.Values(names))) {
			t.Errorf("%s takes %v and describes %v", path, names, described)
		}
		limit := operation.Parameters.GetByInAndName("query", "limit").Schema.Value
		page := operation.Parameters.GetByInAndName("query", "page").Schema.Value
		if *limit.Min != 1 || *limit.Max != 100 || limit.Default != 50.0 || *page.Min != 1 || *page.Max != desk.MaxPage || page.Default != 1.0 {
			t.Errorf("%s: page %v, limit %v", path, page, limit)
		}
	}
	query := doc.Paths.Value("/api/conversations").Get.Parameters
	for name, words := range map[string][]string{
		"status": desk.Words(desk.Statuses()), "priority": desk.Words(desk.Priorities()), "channel": desk.Words(desk.Channels()), "source": desk.Words(desk.Sources()),
	} {
		p := query.GetByInAndName("query", name)
		var listed []string
		for _, v := range p.Schema.Value.Items.Value.Enum {
			listed = append(listed, v.(string))
		}
		if !slices.Equal(listed, words) || p.Style != "form" || *p.Explode {
			t.Errorf("%s: %v", name, listed)
		}
	}
}

// TestDocumentedParametersAreTrue asks for what the document allows.
func TestDocumentedParametersAreTrue(t *testing.T) {
	w := newWorld(t)
	for _, p := range document(t).Paths.Value("/api/conversations").Get.Parameters {
		schema := p.Value.Schema.Value
		values := schema.Enum
		if schema.Items != nil {
			values = schema.Items.Value.Enum
		}
		if schema.Min != nil {
			values = append(values, *schema.Min, *schema.Max)
		}
		for _, v := range values {
			text, _ := json.Marshal(v)
			w.do(call{"GET", "/api/conversations?" + p.Value.Name + "=" + strings.Trim(string(text), `"`), "reader", "", nil}).is(200)
		}
	}
}

func TestDocumentDeclaresEveryRefusal(t *testing.T) {
	for path, item := range document(t).Paths.Map() {
		for method, operation := range item.Operations() {
			name := method + " " + path
			declared := slices.Collect(maps.Keys(operation.Responses.Map()))
			want := []string{"400", "500"}
			if operation.Security != nil {
				want = append(want, "401")
			}
			if operation.RequestBody != nil {
				want = append(want, "413", "415", "422")
			}
			if strings.Contains(path, "{id}") {
				want = append(want, "404")
			}
			for _, status := range want {
				if !slices.Contains(declared, status) {
					t.Errorf("%s does not declare %s", name, status)
				}
			}
			for status, response := range operation.Responses.Map() {
				problem := response.Value.Content["application/problem+json"]
				if status >= "400" && (problem == nil || problem.Schema.Ref != "#/components/schemas/Problem") {
					t.Errorf("%s %s is no problem", name, status)
				}
			}
		}
	}
}

// TestSchemasAreTheFieldsOfTheContract is api.md's list of names and of what may
// be null.
func TestSchemasAreTheFieldsOfTheContract(t *testing.T) {
	null := map[string]string{
		"Conversation": "lastMessageAt mergedInto snoozedUntil waitingSince", "CustomerRef": "email phone", "Customer": "email phone", "Author": "_id",
		"UserRef": "", "User": "", "Inbox": "", "Message": "heldUntil", "Me": "", "Pagination": "",
	}
	schemas := document(t).Components.Schemas
	for name, want := range null {
		var got []string
		schema := schemas[name].Value
		for property, of := range schema.Properties {
			if of.Value.Type.Includes(openapi3.TypeNull) {
				got = append(got, property)
			}
			if !slices.Contains(schema.Required, property) {
				t.Errorf("%s.%s may be left out", name, property)
			}
		}
		slices.Sort(got)
		if strings.Join(got, " ") != want {
			t.Errorf("%s: %v may be null, want %s", name, got, want)
		}
	}
	conversation := schemas["Conversation"].Value
	if got := slices.Sorted(maps.Keys(conversation.Properties)); !slices.Equal(got, conversationFields) {
		t.Errorf("Conversation has %v", got)
	}
	assignee := conversation.Properties["assignedTo"].Value.AnyOf
	if len(assignee) != 2 || assignee[0].Ref != "#/components/schemas/UserRef" || !assignee[1].Value.Type.Is(openapi3.TypeNull) {
		t.Errorf("assignedTo is %v", assignee)
	}
}
