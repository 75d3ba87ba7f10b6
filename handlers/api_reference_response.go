package handlers

import (
	"maps"
	"slices"
	"strings"

	"github.com/getkin/kin-openapi/openapi3"

	"parley/views"
)

// referenceResponses returns what an operation answers when all is well, and
// what it refuses with, by status.
func referenceResponses(responses *openapi3.Responses) (answers, refusals []views.APIResponse) {
	all := responses.Map()
	for _, status := range slices.Sorted(maps.Keys(all)) {
		response := all[status].Value
		shown := views.APIResponse{Status: status, Meaning: strings.TrimSuffix(*response.Description, "."), Headers: referenceHeaders(response)}
		if response.Content.Get("application/problem+json") != nil {
			title, code, _ := strings.Cut(shown.Meaning, ": ")
			shown.Meaning, shown.Code = title, strings.Trim(code, `"`)
			refusals = append(refusals, shown)
			continue
		}
		if content := response.Content.Get("application/json"); content != nil {
			if data := content.Schema.Value.Properties["data"]; data != nil {
				of := referenceType(data)
				shown.Data = &of
			}
			shown.Paged = content.Schema.Value.Properties["pagination"] != nil
		}
		answers = append(answers, shown)
	}
	return answers, refusals
}

func referenceHeaders(response *openapi3.Response) []views.APIField {
	var list []views.APIField
	for _, name := range slices.Sorted(maps.Keys(response.Headers)) {
		list = append(list, views.APIField{Name: name, About: response.Headers[name].Value.Description})
	}
	return list
}
