package handlers

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strings"

	"github.com/getkin/kin-openapi/openapi3"

	"parley/views"
)

// curl returns a command for a shell that calls the operation with the key in
// $KEY and, where a version can be named, the one in $ETAG.
func (o describedOperation) curl(base string) string {
	address := base + strings.NewReplacer("{id}", "7", "{userId}", "3").Replace(o.path) + o.sampleQuery()
	command := "curl -s"
	if o.method != http.MethodGet {
		command += " -X " + o.method
	}
	lines := []string{command + " " + quoted(address)}
	if o.Security != nil {
		lines = append(lines, `-H "Authorization: Bearer $KEY"`)
	}
	if o.Parameters.GetByInAndName(openapi3.ParameterInHeader, "If-Match") != nil {
		lines = append(lines, `-H "If-Match: $ETAG"`)
	}
	if body := o.body(); body != nil {
		lines = append(lines, "-H 'Content-Type: application/json'", "-d "+quoted(sampleBody(body)))
	}
	if o.form() != nil {
		lines = append(lines, "-F 'file=@invoice.pdf'")
	}
	return strings.Join(lines, " \\\n  ")
}

// sampleQuery narrows a list by the first parameter that has words for it.
func (o describedOperation) sampleQuery() string {
	for _, p := range o.Parameters {
		if p.Value.In != openapi3.ParameterInQuery {
			continue
		}
		if p.Value.Name == "q" {
			return "?q=maya"
		}
		if items := p.Value.Schema.Value.Items; items != nil && len(items.Value.Enum) > 0 {
			return fmt.Sprintf("?%s=%v", p.Value.Name, items.Value.Enum[0])
		}
	}
	return ""
}

// sampleBody returns what somebody could send: every field, but for references
// that may be left out.
func sampleBody(object *openapi3.Schema) string {
	var members []string
	for _, field := range referenceFields(object) {
		if field.Pattern == "" || field.Required {
			members = append(members, asJSON(field.Name)+": "+sample(field, object.Properties[field.Name].Value))
		}
	}
	return "{" + strings.Join(members, ",\n       ") + "}"
}

// sample returns a value of a field, as JSON.
func sample(f views.APIField, schema *openapi3.Schema) string {
	switch {
	case schema.Items != nil && schema.Items.Value.Pattern != "":
		return `["7"]`
	case schema.Items != nil && len(schema.Items.Value.Enum) > 0:
		return "[" + asJSON(fmt.Sprint(schema.Items.Value.Enum[0])) + "]"
	case schema.Items != nil && schema.Items.Value.Type.Is(openapi3.TypeString):
		return `["refund"]`
	case schema.Items != nil:
		return "[" + sampleBody(schema.Items.Value) + "]"
	case schema.Type.Is(openapi3.TypeObject): // the parameters of a list
		return `{"status": "open"}`
	case schema.Type.Is(openapi3.TypeInteger):
		return "3"
	}
	return asJSON(sampleValue(f))
}

func sampleValue(f views.APIField) string {
	switch {
	case f.Default != "":
		return f.Default
	case len(f.Values) > 0:
		return f.Values[min(1, len(f.Values)-1)]
	case f.Pattern != "":
		return "7"
	}
	switch f.Name {
	case "subject":
		return "Refund for order 8812"
	case "message":
		return "My bank sees nothing. When will I have my money back?"
	case "name":
		return "Maya Okafor"
	case "email":
		return "maya@okafor.example"
	case "until":
		return "2027-03-01T09:00:00Z"
	case "phone":
		return "+44 20 7946 0123"
	}
	return "The refund is on its way."
}

func asJSON(text string) string {
	encoded, err := json.Marshal(text)
	if err != nil {
		return `""` // Strings can always be encoded.
	}
	return string(encoded)
}

// quoted returns the text as one word of a POSIX shell.
func quoted(text string) string { return "'" + strings.ReplaceAll(text, "'", `'\''`) + "'" }
